//! Files that hold other files, tables or documents: they know nothing of accounts.
//!
//! Each reader has limits of its own against files that unpack to more than they should, and says by [`ContainerError`] why
//! it refuses one.

mod crc;
pub mod gzip;
mod inflate;
pub mod java;
pub mod kdbx;
pub mod sqlcipher;
pub mod sqlite;
pub mod zip;

use crate::ciphers::CipherError;
use crate::{Error, sealed};

/// Why a container is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerError {
    /// Damaged, or no such container at all.
    Malformed,
    /// More parts, levels or unpacked bytes than the limits allow.
    TooComplex,
    /// Sealed, and no password was given.
    NeedsPassword,
    /// A kind of container that is known and not read here; the reason is a code.
    Unsupported(&'static str),
    /// A cipher or key derivation refuses.
    Cipher(CipherError),
}

impl From<CipherError> for ContainerError {
    fn from(error: CipherError) -> Self {
        Self::Cipher(error)
    }
}

impl ContainerError {
    /// The refusal of the file, which is of this format.
    pub(crate) fn of(self, format: &'static str) -> Error {
        match self {
            Self::Malformed => Error::Malformed { format },
            Self::TooComplex => Error::TooComplex,
            Self::NeedsPassword => sealed::needs_password(format),
            Self::Unsupported(reason) => Error::Unsupported { format, reason },
            Self::Cipher(error) => sealed::failed(format, error),
        }
    }
}
