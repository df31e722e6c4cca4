//! `KeePass` databases, KDBX 3.1 to 4.1, opened by a password: what comes out is the XML document of `KeePass`.
//!
//! A file is a header in clear text, a body that is encrypted and authenticated in blocks, in it a compressed document, and in
//! that texts which are encrypted once more.
//!
//! The reader is our own because the kept crate (`keepass` 0.17) panics on headers of a wrong length, runs whatever derivation
//! a file asks for and unpacks without a limit.

mod blocks;
mod dictionary;
mod fields;
mod header;
mod protected;

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use super::ContainerError;
use super::gzip::gunzip;
use crate::ciphers::{CipherError, Kdf, Key, Secret, cbc};
use crate::limits::MAX_FILE_BYTES;
use header::{Header, InnerStream, OuterCipher};

const MAGIC: [u8; 4] = [0x03, 0xd9, 0xa2, 0x9a];
const KDBX: [u8; 4] = [0x67, 0xfb, 0x4b, 0xb5];
/// Most unpacked bytes of a document, which holds attachments too: what one file may have.
pub const MAX_UNPACKED_BYTES: usize = MAX_FILE_BYTES;

/// Whether bytes begin as a database of `KeePass` does, of any version.
#[must_use]
pub fn is_keepass(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// A database of which only the header has been read.
pub struct Kdbx<'a> {
    header: Header,
    /// The header's own bytes, which the body authenticates.
    header_bytes: &'a [u8],
    body: &'a [u8],
}

impl<'a> Kdbx<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ContainerError::Malformed`]; [`ContainerError::Unsupported`] for the database of `KeePass` 1, for later versions, and
    /// for ciphers and derivations that are not known.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ContainerError> {
        let rest = bytes.strip_prefix(&MAGIC).ok_or(ContainerError::Malformed)?;
        let rest = rest.strip_prefix(&KDBX).ok_or(ContainerError::Unsupported("keepass-1"))?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or(ContainerError::Malformed)?;
        let [_, _, major, _] = *version;
        let (header, body) = match major {
            3 => header::read_3(rest)?,
            4 => header::read_4(rest)?,
            _ => return Err(ContainerError::Unsupported("version")),
        };
        let header_bytes = bytes.get(..bytes.len() - body.len()).ok_or(ContainerError::Malformed)?;
        let body = if major == 4 { blocks::after_hash_4(header_bytes, body)? } else { body };
        Ok(Self { header, header_bytes, body })
    }

    /// The derivation that the password goes through.
    #[must_use]
    pub fn kdf(&self) -> &Kdf {
        &self.header.kdf
    }

    /// Decrypts the document, with the texts in it that are encrypted once more.
    ///
    /// # Errors
    /// [`ContainerError::Cipher`] where the password does not open the database, or the derivation is refused;
    /// [`ContainerError::TooComplex`] for more than [`MAX_UNPACKED_BYTES`]; [`ContainerError::Malformed`].
    pub fn document(&self, password: &str) -> Result<Zeroizing<String>, ContainerError> {
        let composite = Sha256::digest(Sha256::digest(password));
        let derived = self.header.kdf.derive(&composite)?;
        let master: Key = Zeroizing::new(
            Sha256::new().chain_update(&self.header.seed).chain_update(derived.as_slice()).finalize().into(),
        );
        if let Some(stream) = &self.header.inner_stream {
            // Version 3 has it all in the header in clear text.
            let opened = blocks::open_3(&self.decrypt(&master, self.body)?, &self.header.stream_start)?;
            unprotected(&self.unpack(opened)?, stream)
        } else {
            let sealed = blocks::check_4(self.header_bytes, self.body, &self.header.seed, &derived)?;
            let opened = self.decrypt(&master, &sealed)?;
            drop(sealed);
            inner_document(&self.unpack(opened)?)
        }
    }

    fn decrypt(&self, key: &Key, sealed: &[u8]) -> Result<Secret, ContainerError> {
        let iv = self.header.iv.as_slice();
        let block = || iv.try_into().map_err(|_| ContainerError::Malformed);
        match self.header.cipher {
            OuterCipher::Aes => Ok(cbc::open(key, block()?, sealed)?),
            OuterCipher::Twofish => Ok(cbc::open_twofish(key, block()?, sealed)?),
            OuterCipher::ChaCha20 => {
                let nonce: [u8; 12] = iv.try_into().map_err(|_| ContainerError::Malformed)?;
                let mut opened = Zeroizing::new(sealed.to_vec());
                ChaCha20::new((&**key).into(), &nonce.into())
                    .try_apply_keystream(&mut opened)
                    .map_err(|_| ContainerError::Malformed)?;
                Ok(opened)
            }
        }
    }

    fn unpack(&self, packed: Secret) -> Result<Secret, ContainerError> {
        if self.header.is_packed { gunzip(&packed, MAX_UNPACKED_BYTES) } else { Ok(packed) }
    }
}

/// The document behind the inner header of version 4, in the body that was decrypted and unpacked.
///
/// # Errors
/// [`ContainerError::Malformed`]; [`ContainerError::Unsupported`] for another cipher of the texts.
pub fn inner_document(opened: &[u8]) -> Result<Zeroizing<String>, ContainerError> {
    let (stream, document) = header::read_inner(opened)?;
    unprotected(document, &stream)
}

/// A document with the texts in clear text that are encrypted once more.
fn unprotected(document: &[u8], stream: &InnerStream) -> Result<Zeroizing<String>, ContainerError> {
    let document = std::str::from_utf8(document).map_err(|_| ContainerError::Malformed)?;
    protected::unprotect(document, stream.cipher()?)
}

/// The key of a block of version 4.
fn block_key(index: u64, seed: &[u8], derived: &Key) -> Zeroizing<[u8; 64]> {
    let all = Zeroizing::new(<[u8; 64]>::from(
        Sha512::new().chain_update(seed).chain_update(derived.as_slice()).chain_update([1]).finalize(),
    ));
    Zeroizing::new(Sha512::new().chain_update(index.to_le_bytes()).chain_update(all.as_slice()).finalize().into())
}

/// What a header that was altered gives: it is not told from a wrong password.
const NOT_OPENED: ContainerError = ContainerError::Cipher(CipherError::NotOpened);
