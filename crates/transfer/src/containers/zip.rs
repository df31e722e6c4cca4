//! Zip archives, plain or sealed by either of the two ways of zip: the old `ZipCrypto` and the AES of `WinZip`.

use std::io::{Cursor, Read};

use zeroize::Zeroizing;
use zip::ZipArchive;
use zip::result::ZipError;

use super::ContainerError;
use crate::ciphers::{CipherError, Secret};
use crate::limits::MAX_FILE_BYTES;

/// Most files of an archive. A 1Password export has one for each attachment.
pub const MAX_FILES: usize = 10_000;
/// Most unpacked bytes of one archive: what one file may have.
pub const MAX_UNPACKED_BYTES: usize = MAX_FILE_BYTES;

/// The signature that each file has in the central directory.
const CENTRAL_HEADER: &[u8] = b"PK\x01\x02";

/// An open archive, which counts what it unpacks.
pub struct Zip<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
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
        // Counted before the library sees them: it keeps several hundred bytes for each of what may be a million.
        if bytes.windows(CENTRAL_HEADER.len()).filter(|window| *window == CENTRAL_HEADER).count() > MAX_FILES {
            return Err(ContainerError::TooComplex);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ContainerError::Malformed)?;
        Ok(Self { archive, left: MAX_UNPACKED_BYTES })
    }

    /// The names of the files, without the folders.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().filter(|name| !name.ends_with('/')).map(Into::into).collect()
    }

    /// Unpacks a file.
    ///
    /// # Errors
    /// [`ContainerError::NeedsPassword`]; [`CipherError::NotOpened`] for a wrong password, or a sealed file that is damaged;
    /// [`ContainerError::TooComplex`] where all that was unpacked goes over [`MAX_UNPACKED_BYTES`];
    /// [`ContainerError::Malformed`]; [`ContainerError::Unsupported`] for another compression than deflate.
    pub fn read(&mut self, name: &str, password: Option<&str>) -> Result<Secret, ContainerError> {
        let index = self.archive.index_for_name(name).ok_or(ContainerError::Malformed)?;
        let file = self.archive.by_index_data(index).map_err(|error| refusal(&error, false))?;
        let sealed = file.encrypted();
        if file.size() > self.left as u64 {
            return Err(ContainerError::TooComplex);
        }
        let file = match password {
            Some(password) if sealed => self.archive.by_index_decrypt(index, password.as_bytes()),
            None if sealed => return Err(ContainerError::NeedsPassword),
            _ => self.archive.by_index(index),
        };
        let file = file.map_err(|error| refusal(&error, sealed))?;
        let mut unpacked = Zeroizing::new(Vec::new());
        // The size that the directory says may be a lie.
        let read = file.take(self.left as u64 + 1).read_to_end(&mut unpacked);
        if unpacked.len() > self.left {
            return Err(ContainerError::TooComplex);
        }
        read.map_err(|error| refusal(&error.into(), sealed))?;
        self.left -= unpacked.len();
        Ok(unpacked)
    }
}

/// The reason of a refusal. `ZipCrypto` notices a wrong password by one byte, so that one of 256 shows as damage.
fn refusal(error: &ZipError, sealed: bool) -> ContainerError {
    match error {
        ZipError::InvalidPassword | ZipError::Io(_) if sealed => CipherError::NotOpened.into(),
        ZipError::CompressionMethodNotSupported(_) => ContainerError::Unsupported("compression"),
        _ => ContainerError::Malformed,
    }
}
