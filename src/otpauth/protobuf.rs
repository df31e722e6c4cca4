//! Reads the part of the protocol-buffer wire format that a migration payload uses.
//!
//! Source: protobuf.dev, "Encoding". Groups were withdrawn long ago and are refused.

/// The error of bytes that are no protocol-buffer message.
pub(super) struct Malformed;

/// The value of a field, by its wire type.
pub(super) enum Value<'a> {
    /// Wire type 0: integers, enumerations.
    Varint(u64),
    /// Wire type 2: bytes, strings, messages.
    Bytes(&'a [u8]),
    /// Wire types 1 and 5, which no field of ours has.
    Fixed,
}

impl<'a> Value<'a> {
    pub(super) fn bytes(self) -> Result<&'a [u8], Malformed> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Err(Malformed),
        }
    }

    pub(super) fn int64(self) -> Result<i64, Malformed> {
        match self {
            Self::Varint(value) => Ok(value.cast_signed()),
            _ => Err(Malformed),
        }
    }

    /// The value as an `int32` or an enumeration: its low half, since negative values are written with all 64 bits.
    pub(super) fn int32(self) -> Result<i32, Malformed> {
        let [a, b, c, d, ..] = self.int64()?.to_le_bytes();
        Ok(i32::from_le_bytes([a, b, c, d]))
    }
}

/// The fields of a message in the order of the bytes. Fields after an error have no meaning.
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn new(message: &'a [u8]) -> Self {
        Self(message)
    }

    fn field(&mut self) -> Result<(u64, Value<'a>), Malformed> {
        let tag = self.varint()?;
        let number = tag >> 3;
        // Field numbers have 29 bits and begin at one.
        if number == 0 || number >> 29 != 0 {
            return Err(Malformed);
        }
        let value = match tag & 7 {
            0 => Value::Varint(self.varint()?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_| Malformed)?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            _ => return Err(Malformed),
        };
        Ok((number, value))
    }

    /// Reads an integer of seven bits a byte, the lowest first, in ten bytes at most; the tenth holds the last bit.
    fn varint(&mut self) -> Result<u64, Malformed> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first().ok_or(Malformed)?;
            self.0 = rest;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        (!self.0.is_empty()).then(|| self.field())
    }
}
