//! The headers: what is in clear text, and in version 4 a second one within the body.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use salsa20::Salsa20;
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use super::dictionary;
use super::fields::{Bytes, u32_of, u64_of};
use crate::ciphers::Kdf;
use crate::containers::ContainerError;

const AES: &[u8] = b"\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff";
const TWOFISH: &[u8] = b"\xad\x68\xf2\x9f\x57\x6f\x4b\xb9\xa3\x6a\xd4\x7a\xf9\x65\x34\x6c";
const CHACHA20: &[u8] = b"\xd6\x03\x8a\x2b\x8b\x6f\x4c\xb5\xa5\x24\x33\x9a\x31\xdb\xb5\x9a";

/// The fields of the outer header.
mod outer {
    pub(super) const END: u8 = 0;
    pub(super) const CIPHER: u8 = 2;
    pub(super) const COMPRESSION: u8 = 3;
    pub(super) const SEED: u8 = 4;
    pub(super) const AES_SEED: u8 = 5;
    pub(super) const AES_ROUNDS: u8 = 6;
    pub(super) const IV: u8 = 7;
    pub(super) const STREAM_KEY: u8 = 8;
    pub(super) const STREAM_START: u8 = 9;
    pub(super) const STREAM: u8 = 10;
    pub(super) const KDF: u8 = 11;
}

/// The fields of the inner header.
mod inner {
    pub(super) const END: u8 = 0;
    pub(super) const STREAM: u8 = 1;
    pub(super) const STREAM_KEY: u8 = 2;
}

/// The cipher of the body.
#[derive(Clone, Copy)]
pub(super) enum OuterCipher {
    Aes,
    Twofish,
    ChaCha20,
}

/// What the header in clear text says.
pub(super) struct Header {
    pub(super) cipher: OuterCipher,
    pub(super) is_packed: bool,
    pub(super) seed: Vec<u8>,
    pub(super) iv: Vec<u8>,
    pub(super) kdf: Kdf,
    /// What the decrypted body begins with, in version 3.
    pub(super) stream_start: Vec<u8>,
    /// The cipher of the texts; version 4 has it in the inner header.
    pub(super) inner_stream: Option<InnerStream>,
}

/// The cipher of the texts that are encrypted once more.
pub(super) struct InnerStream {
    id: u32,
    key: Zeroizing<Vec<u8>>,
}

impl InnerStream {
    /// The keystream, at its beginning.
    pub(super) fn cipher(&self) -> Result<Box<dyn StreamCipher>, ContainerError> {
        const SALSA20_NONCE: [u8; 8] = [0xe8, 0x30, 0x09, 0x4b, 0x97, 0x20, 0x5d, 0x2a];
        match self.id {
            2 => {
                let key: [u8; 32] = Sha256::digest(&self.key).into();
                Ok(Box::new(Salsa20::new(&key.into(), &SALSA20_NONCE.into())))
            }
            3 => {
                let hash: [u8; 64] = Sha512::digest(&self.key).into();
                let (key, rest) = hash.split_first_chunk::<32>().ok_or(ContainerError::Malformed)?;
                let nonce = rest.first_chunk::<12>().ok_or(ContainerError::Malformed)?;
                Ok(Box::new(ChaCha20::new(key.into(), nonce.into())))
            }
            _ => Err(ContainerError::Unsupported("cipher")),
        }
    }
}

/// The fields of an outer header, by their numbers. A later field of the same number wins.
struct Fields<'a>(Vec<(u8, &'a [u8])>);

impl<'a> Fields<'a> {
    fn need(&self, kind: u8) -> Result<&'a [u8], ContainerError> {
        let field = self.0.iter().rev().find(|(other, _)| *other == kind);
        field.map(|(_, value)| *value).ok_or(ContainerError::Malformed)
    }

    fn header(&self, kdf: Kdf) -> Result<Header, ContainerError> {
        let cipher = match self.need(outer::CIPHER)? {
            AES => OuterCipher::Aes,
            TWOFISH => OuterCipher::Twofish,
            CHACHA20 => OuterCipher::ChaCha20,
            _ => return Err(ContainerError::Unsupported("cipher")),
        };
        let is_packed = match u32_of(self.need(outer::COMPRESSION)?)? {
            0 => false,
            1 => true,
            _ => return Err(ContainerError::Unsupported("compression")),
        };
        Ok(Header {
            cipher,
            is_packed,
            seed: self.need(outer::SEED)?.to_vec(),
            iv: self.need(outer::IV)?.to_vec(),
            kdf,
            stream_start: Vec::new(),
            inner_stream: None,
        })
    }
}

/// Reads the header of version 3, whose lengths have two bytes.
pub(super) fn read_3(bytes: &[u8]) -> Result<(Header, &[u8]), ContainerError> {
    let mut bytes = Bytes(bytes);
    let mut fields = Fields(Vec::new());
    loop {
        let kind = bytes.byte()?;
        let length = u16::from_le_bytes(bytes.array()?);
        let value = bytes.take(length.into())?;
        if kind == outer::END {
            break;
        }
        fields.0.push((kind, value));
    }
    let seed = fields.need(outer::AES_SEED)?.try_into().map_err(|_| ContainerError::Malformed)?;
    let kdf = Kdf::Aes { rounds: u64_of(fields.need(outer::AES_ROUNDS)?)?, seed };
    let key = Zeroizing::new(fields.need(outer::STREAM_KEY)?.to_vec());
    let header = Header {
        stream_start: fields.need(outer::STREAM_START)?.to_vec(),
        inner_stream: Some(InnerStream { id: u32_of(fields.need(outer::STREAM)?)?, key }),
        ..fields.header(kdf)?
    };
    Ok((header, bytes.0))
}

/// Reads the header of version 4.
pub(super) fn read_4(bytes: &[u8]) -> Result<(Header, &[u8]), ContainerError> {
    let mut bytes = Bytes(bytes);
    let mut fields = Fields(Vec::new());
    loop {
        let (kind, value) = bytes.field()?;
        if kind == outer::END {
            break;
        }
        fields.0.push((kind, value));
    }
    Ok((fields.header(dictionary::kdf(fields.need(outer::KDF)?)?)?, bytes.0))
}

/// Reads the inner header of version 4: the cipher of the texts, and the document after it. Attachments are passed over.
pub(super) fn read_inner(bytes: &[u8]) -> Result<(InnerStream, &[u8]), ContainerError> {
    let mut bytes = Bytes(bytes);
    let (mut id, mut key) = (None, None);
    loop {
        let (kind, value) = bytes.field()?;
        match kind {
            inner::END => break,
            inner::STREAM => id = Some(u32_of(value)?),
            inner::STREAM_KEY => key = Some(Zeroizing::new(value.to_vec())),
            _ => {}
        }
    }
    let (id, key) = id.zip(key).ok_or(ContainerError::Malformed)?;
    Ok((InnerStream { id, key }, bytes.0))
}
