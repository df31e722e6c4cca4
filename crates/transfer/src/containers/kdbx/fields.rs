//! Pieces of bytes with a length before each.

use crate::containers::ContainerError;

/// Bytes that are taken from the front.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], ContainerError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(ContainerError::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], ContainerError> {
        self.take(N)?.try_into().map_err(|_| ContainerError::Malformed)
    }

    pub(super) fn byte(&mut self) -> Result<u8, ContainerError> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    /// A little-endian number of four bytes, as a length.
    pub(super) fn length(&mut self) -> Result<usize, ContainerError> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    /// A kind of one byte, and a value after its length of four bytes.
    pub(super) fn field(&mut self) -> Result<(u8, &'a [u8]), ContainerError> {
        let kind = self.byte()?;
        let length = self.length()?;
        Ok((kind, self.take(length)?))
    }
}

/// A little-endian number that fills its field.
pub(super) fn u32_of(bytes: &[u8]) -> Result<u32, ContainerError> {
    Ok(u32::from_le_bytes(bytes.try_into().map_err(|_| ContainerError::Malformed)?))
}

/// A little-endian number of eight bytes that fills its field.
pub(super) fn u64_of(bytes: &[u8]) -> Result<u64, ContainerError> {
    Ok(u64::from_le_bytes(bytes.try_into().map_err(|_| ContainerError::Malformed)?))
}
