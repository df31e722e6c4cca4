//! Zip archives (PKWARE's APPNOTE 6.3), plain or sealed by either of the two ways of zip: the old `ZipCrypto` and the AES of
//! `WinZip`.
//!
//! The reader is our own because the kept crate (`zip` 9.8) is a third of the weight of the whole module, most of it for what
//! no export has.

mod directory;
mod sealed;

use zeroize::Zeroizing;

use super::inflate::inflate;
use super::{ContainerError, crc};
use crate::ciphers::{CipherError, Secret};
use crate::limits::MAX_FILE_BYTES;
use directory::{Entry, Sealing};

/// Most files of an archive. A 1Password export has one for each attachment.
pub const MAX_FILES: usize = 10_000;
/// Most unpacked bytes of one archive: what one file may have.
pub const MAX_UNPACKED_BYTES: usize = MAX_FILE_BYTES;

/// The compression methods.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// An open archive, which counts what it unpacks.
pub struct Zip<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
    left: usize,
}

/// Whether bytes begin as an archive does.
#[must_use]
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

impl<'a> Zip<'a> {
    /// Reads the central directory.
    ///
    /// # Errors
    /// [`ContainerError::Malformed`]; [`ContainerError::TooComplex`] for too many files.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ContainerError> {
        Ok(Self { bytes, entries: directory::read(bytes)?, left: MAX_UNPACKED_BYTES })
    }

    /// The names of the files, without the folders.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.entries.iter().map(|entry| entry.name.clone()).filter(|name| !name.ends_with('/')).collect()
    }

    /// Unpacks a file.
    ///
    /// # Errors
    /// [`ContainerError::NeedsPassword`]; [`CipherError::NotOpened`] for a wrong password, or a sealed file that is damaged;
    /// [`ContainerError::TooComplex`] where all that was unpacked goes over [`MAX_UNPACKED_BYTES`];
    /// [`ContainerError::Malformed`]; [`ContainerError::Unsupported`] for another compression than deflate.
    pub fn read(&mut self, name: &str, password: Option<&str>) -> Result<Secret, ContainerError> {
        let entry = self.entries.iter().find(|entry| entry.name == name).ok_or(ContainerError::Malformed)?;
        if entry.unpacked_bytes > self.left as u64 {
            return Err(ContainerError::TooComplex);
        }
        let packed = entry.data(self.bytes).ok_or(ContainerError::Malformed)?;
        let unpacked = match (&entry.sealing, password) {
            (Sealing::None, _) => unpack(entry, packed)?,
            (_, None) => return Err(ContainerError::NeedsPassword),
            (Sealing::ZipCrypto { check }, Some(password)) => {
                let opened = sealed::open_zip_crypto(password.as_bytes(), *check, packed)?;
                // A wrong password passes the check of `ZipCrypto`, one byte, once in 256 times, and then shows as damage.
                unpack(entry, &opened).map_err(|_| CipherError::NotOpened)?
            }
            (Sealing::Aes { key_bytes }, Some(password)) => {
                unpack(entry, &sealed::open_aes(password.as_bytes(), *key_bytes, packed)?)?
            }
        };
        self.left -= unpacked.len();
        Ok(unpacked)
    }
}

/// Unpacks the data of a file into exactly as many bytes as the directory says.
fn unpack(entry: &Entry, packed: &[u8]) -> Result<Secret, ContainerError> {
    let length = usize::try_from(entry.unpacked_bytes).map_err(|_| ContainerError::TooComplex)?;
    let unpacked = match entry.method {
        STORED => Zeroizing::new(packed.to_vec()),
        DEFLATED => inflate(packed, length)?,
        _ => return Err(ContainerError::Unsupported("compression")),
    };
    let is_whole = unpacked.len() == length && entry.crc.is_none_or(|crc| crc::crc_32(&unpacked) == crc);
    if is_whole { Ok(unpacked) } else { Err(ContainerError::Malformed) }
}
