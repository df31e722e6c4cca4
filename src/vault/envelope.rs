//! The envelope: sealed bytes with a header that can be read without a key. `docs/vault-format.md` specifies it.
//!
//! ```text
//! halfminute-vault/2 LF   which format, which version; 1 is read too, and never written
//! {"vault":…} LF          the header, one line of JSON in one spelling only
//! ciphertext              the contents under the data key; everything above is its AAD
//! ```

pub(super) mod header;
pub(super) mod keys;
pub(super) mod lock;
pub(super) mod passphrase_slot;
pub(super) mod recipients;
pub(super) mod recovery;
pub(super) mod sealing;
pub(super) mod secret_slot;
pub(super) mod slot;
pub(super) mod ticket;
pub(super) mod wrapping;

use zeroize::Zeroizing;

use self::header::Header;
use self::keys::{DataKey, TAG_BYTES, make_bytes};
use self::wrapping::Format;
use super::error::Error;
use crate::json::Bytes;

const MAGIC: &[u8] = b"halfminute-vault/";
const FIRST: &[u8] = b"1";
const SECOND: &[u8] = b"2";
/// The longest line that is read, its line feed included: a header of version 1 with all its slots fits.
const MAX_LINE_BYTES: usize = 64 * 1024;
/// The longest header of version 2: its slots have up to 3,400 bytes each, and all of them fit.
const MAX_HEADER_BYTES: usize = 128 * 1024;
impl Header {
    /// Seals `contents` as the generation after this one.
    ///
    /// # Errors
    /// [`Error::MalformedHeader`] after the last generation that a `u64` counts; [`Error::TooLong`]; [`Error::NoRandomness`].
    pub(crate) fn seal_next(&mut self, data_key: &DataKey, contents: &[u8]) -> Result<Vec<u8>, Error> {
        let next = self.generation.checked_add(1).ok_or(Error::MalformedHeader)?;
        self.seal_as(next, data_key, contents)
    }

    /// Seals `contents` as the generation of this number, under a fresh nonce.
    ///
    /// # Errors
    /// [`Error::TooLong`] when the header is longer than a reader takes; [`Error::NoRandomness`].
    pub(crate) fn seal_as(&mut self, generation: u64, data_key: &DataKey, contents: &[u8]) -> Result<Vec<u8>, Error> {
        self.generation = generation;
        self.nonce = Bytes(make_bytes()?);
        let line = self.to_line();
        // What would not be read again is not written.
        if line.as_bytes().len() >= MAX_HEADER_BYTES {
            return Err(Error::TooLong);
        }
        let mut envelope = [MAGIC, SECOND, b"\n", line.as_bytes(), b"\n"].concat();
        let ciphertext = data_key.seal(&self.nonce.0, &envelope, contents)?;
        envelope.extend_from_slice(&ciphertext);
        Ok(envelope)
    }
}

/// An envelope taken apart, not yet opened.
pub(crate) struct Envelope<'a> {
    pub(crate) header: Header,
    aad: &'a [u8],
    ciphertext: &'a [u8],
}

impl<'a> Envelope<'a> {
    /// Takes an envelope apart and checks all that can be checked without a key.
    ///
    /// # Errors
    /// [`Error::NotAnEnvelope`] when the bytes do not begin as one or are cut short; [`Error::UnknownVersion`]; of the header
    /// [`Error::MalformedHeader`], [`Error::UnknownCritical`] and [`Error::KdfCost`].
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let after_magic = bytes.strip_prefix(MAGIC).ok_or(Error::NotAnEnvelope)?;
        let (version, rest) = split_line(after_magic, MAX_LINE_BYTES).ok_or(Error::NotAnEnvelope)?;
        let (format, limit) = match version {
            FIRST => (Format::First, MAX_LINE_BYTES),
            SECOND => (Format::Second, MAX_HEADER_BYTES),
            _ => return Err(Error::UnknownVersion),
        };
        let (line, ciphertext) = split_line(rest, limit).ok_or(Error::NotAnEnvelope)?;
        if ciphertext.len() < TAG_BYTES {
            return Err(Error::NotAnEnvelope);
        }
        let aad = bytes.get(..bytes.len() - ciphertext.len()).ok_or(Error::NotAnEnvelope)?;
        Ok(Self { header: Header::parse(line, format)?, aad, ciphertext })
    }

    /// Opens the contents.
    ///
    /// # Errors
    /// [`Error::Tampered`] when they were changed, or sealed by another data key.
    pub(crate) fn open(&self, data_key: &DataKey) -> Result<Zeroizing<Vec<u8>>, Error> {
        data_key.open(&self.header.nonce.0, self.aad, self.ciphertext)
    }
}

/// Splits bytes at their first line feed; `None` when there is none among the first `limit` bytes.
fn split_line(bytes: &[u8], limit: usize) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().take(limit).position(|byte| *byte == b'\n')?;
    Some((bytes.get(..end)?, bytes.get(end + 1..)?))
}
