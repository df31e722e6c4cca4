//! Deflate (RFC 1951), into as many bytes as the container says.

use core::iter::once;

use miniz_oxide::inflate::{TINFLStatus, decompress_slice_iter_to_slice};
use zeroize::Zeroizing;

use super::ContainerError;
use crate::ciphers::Secret;

/// Unpacks exactly so many bytes, which the caller has held against its limit. All of the memory is taken at once: one that grew
/// would leave copies behind, and take twice as much.
///
/// # Errors
/// [`ContainerError::TooComplex`] for more bytes; [`ContainerError::Malformed`], also for fewer.
pub(super) fn inflate(packed: &[u8], length: usize) -> Result<Secret, ContainerError> {
    let mut unpacked = Zeroizing::new(vec![0; length]);
    match decompress_slice_iter_to_slice(&mut unpacked, once(packed), false, true) {
        Ok(written) if written == length => Ok(unpacked),
        Err(TINFLStatus::HasMoreOutput) => Err(ContainerError::TooComplex),
        _ => Err(ContainerError::Malformed),
    }
}
