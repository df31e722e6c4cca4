use core::fmt;

use zeroize::Zeroizing;

use super::{SeedError, base32};

/// The shared secret K of RFC 4226 section 5.1: 1 to 1,024 bytes, wiped when dropped.
///
/// `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(Zeroizing<Vec<u8>>);

/// A seed read from base32 text, and what there is to say about the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base32Seed {
    /// The bytes.
    pub seed: Seed,
    /// The text ends in bits that belong to no byte and are not zero.
    pub trailing_bits: bool,
}

impl Seed {
    /// The placeholder of a seed that was wiped. Written as text it sorts before every other seed.
    pub(crate) fn none() -> Self {
        Self(Zeroizing::new(vec![0]))
    }

    /// The longest seed, in bytes.
    ///
    /// Eight times the largest block of an HMAC here (128 bytes, SHA-512): anything above one block
    /// is hashed before use and adds no strength, and 1,024 bytes of base32 still fit in a QR code.
    pub const MAX_BYTES: usize = 1024;

    /// Takes the raw bytes. They are wiped also when they are refused.
    ///
    /// # Errors
    ///
    /// [`SeedError::Empty`] without any byte, [`SeedError::TooLong`] beyond [`Self::MAX_BYTES`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SeedError> {
        let bytes = Zeroizing::new(bytes);
        if bytes.is_empty() {
            return Err(SeedError::Empty);
        }
        if bytes.len() > Self::MAX_BYTES {
            return Err(SeedError::TooLong);
        }
        Ok(Self(bytes))
    }

    /// Reads base32 (RFC 4648 section 6) as people type and paste it: any case, white space and
    /// dashes of any kind anywhere, padding present, absent or of the wrong length.
    ///
    /// Bits at the end that belong to no byte are dropped, as every authenticator drops them; see
    /// [`read_base32`](Self::read_base32) for the reason, and for a way to learn about them.
    ///
    /// # Errors
    ///
    /// Any [`SeedError`], as its variants say.
    pub fn from_base32(text: &str) -> Result<Self, SeedError> {
        Ok(Self::read_base32(text)?.seed)
    }

    /// Reads base32 as [`from_base32`](Self::from_base32) does, and also says whether bits were dropped.
    ///
    /// RFC 4648 section 3.5 lets a decoder refuse them. Sites make seeds by drawing random *letters*
    /// (`QWERTYUIOP` is 50 bits, so six bytes and two bits over), and their servers drop the rest
    /// too: refusing would lock people out of accounts that work everywhere else. They are not
    /// dropped silently either, since they can also mean that the last character is mistyped.
    ///
    /// # Errors
    ///
    /// Any [`SeedError`], as its variants say.
    pub fn read_base32(text: &str) -> Result<Base32Seed, SeedError> {
        let (bytes, trailing_bits) = base32::decode(text, Self::MAX_BYTES)?;
        Ok(Base32Seed { seed: Self::from_bytes(bytes)?, trailing_bits })
    }

    /// Upper-case base32 without padding: what the Key Uri Format asks for.
    #[must_use]
    pub fn to_base32(&self) -> Zeroizing<String> {
        base32::encode(&self.0)
    }

    /// The bytes themselves, for the HMAC and for sealing.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}
