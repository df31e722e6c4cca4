//! The age format, version 1, with a passphrase (C2SP specification `age`): what the `age` command writes and reads.
//!
//! The `age` crate is not used: it brings 160 crates, an older generation of the ciphers and a translation system.

use base64ct::{Base64Unpadded, Encoding};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key as CipherKey, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::ciphers::{CipherError, Kdf, Key};

/// The first line of a file.
pub(crate) const VERSION: &str = "age-encryption.org/v1";
/// What stands before the salt of scrypt.
const SCRYPT_LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
/// The bytes of plaintext in a chunk.
const CHUNK: usize = 64 * 1024;
/// The bytes of an authentication tag.
const TAG: usize = 16;
/// The bytes of the file key.
const FILE_KEY: usize = 16;

/// A file that a passphrase opens, split into what the key is derived from and what is sealed.
pub(crate) struct Sealed<'a> {
    salt: Vec<u8>,
    log_n: u8,
    wrapped: Vec<u8>,
    /// The header as far as its authentication code covers it.
    header: &'a str,
    code: Vec<u8>,
    payload: &'a [u8],
}

/// Seals a plaintext. `log_n` is the cost of scrypt; the others are fresh random bytes.
pub(crate) fn seal(
    passphrase: &str,
    log_n: u8,
    salt: &[u8; 16],
    file_key: &[u8; FILE_KEY],
    nonce: &[u8; 16],
    plain: &[u8],
) -> Result<Vec<u8>, CipherError> {
    let wrapping = kdf(salt, log_n).derive(passphrase.as_bytes())?;
    let wrapped =
        cipher(&wrapping).encrypt(&Nonce::default(), file_key.as_slice()).map_err(|_| CipherError::Malformed)?;
    let header = format!(
        "{VERSION}\n-> scrypt {} {log_n}\n{}\n---",
        Base64Unpadded::encode_string(salt),
        Base64Unpadded::encode_string(&wrapped)
    );
    let mac = Base64Unpadded::encode_string(&header_mac(file_key, &header)?.finalize().into_bytes());
    let mut file = format!("{header} {mac}\n").into_bytes();
    file.extend_from_slice(nonce);
    let cipher = cipher(&expand(file_key, nonce, b"payload")?);
    let mut chunks = plain.chunks(CHUNK).peekable();
    let mut counter = 0;
    loop {
        let chunk = chunks.next().unwrap_or_default();
        let last = chunks.peek().is_none();
        file.extend(cipher.encrypt(&chunk_nonce(counter, last), chunk).map_err(|_| CipherError::Malformed)?);
        counter += 1;
        if last {
            return Ok(file);
        }
    }
}

impl<'a> Sealed<'a> {
    /// Reads the header; `None` for a file with another kind of recipient, or that is no such file.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|part| part == b"\n---")? + 4;
        let (header, rest) = bytes.split_at_checked(end)?;
        let header = core::str::from_utf8(header).ok()?;
        let line_end = rest.iter().position(|&byte| byte == b'\n')?;
        let (code, payload) = rest.split_at_checked(line_end)?;
        let code = core::str::from_utf8(code).ok()?.strip_prefix(' ')?;
        let mut lines = header.lines();
        if lines.next()? != VERSION {
            return None;
        }
        let mut stanza = lines.next()?.strip_prefix("-> scrypt ")?.split(' ');
        let (salt, log_n) = (stanza.next()?, stanza.next()?);
        let wrapped = lines.next()?;
        (lines.next()? == "---" && lines.next().is_none()).then_some(())?;
        Some(Self {
            salt: Base64Unpadded::decode_vec(salt).ok().filter(|salt| salt.len() == 16)?,
            log_n: log_n.parse().ok()?,
            wrapped: Base64Unpadded::decode_vec(wrapped).ok().filter(|wrapped| wrapped.len() == FILE_KEY + TAG)?,
            header,
            code: Base64Unpadded::decode_vec(code).ok()?,
            payload: payload.get(1..)?,
        })
    }

    /// The derivation of the key that wraps the file key.
    pub(crate) fn kdf(&self) -> Kdf {
        kdf(&self.salt, self.log_n)
    }

    /// Opens the file with the key that was derived.
    pub(crate) fn open(&self, wrapping: &Key) -> Result<Zeroizing<Vec<u8>>, CipherError> {
        let not_opened = |_| CipherError::NotOpened;
        let file_key = cipher(wrapping).decrypt(&Nonce::default(), self.wrapped.as_slice()).map_err(not_opened)?;
        let file_key = Zeroizing::new(file_key);
        header_mac(&file_key, self.header)?.verify_slice(&self.code).map_err(|_| CipherError::NotOpened)?;
        let (nonce, sealed) = self.payload.split_first_chunk::<16>().ok_or(CipherError::Malformed)?;
        let cipher = cipher(&expand(&file_key, nonce, b"payload")?);
        let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
        let mut chunks = sealed.chunks(CHUNK + TAG).peekable();
        let mut counter = 0;
        while let Some(chunk) = chunks.next() {
            let last = chunks.peek().is_none();
            let opened = Zeroizing::new(cipher.decrypt(&chunk_nonce(counter, last), chunk).map_err(not_opened)?);
            plain.extend_from_slice(&opened);
            counter += 1;
        }
        if counter == 0 { Err(CipherError::Malformed) } else { Ok(plain) }
    }
}

fn kdf(salt: &[u8], log_n: u8) -> Kdf {
    // A cost beyond 64 bits is beyond every limit.
    let n = 1_u64.checked_shl(u32::from(log_n)).unwrap_or(u64::MAX);
    Kdf::Scrypt { n, r: 8, p: 1, salt: [SCRYPT_LABEL, salt].concat() }
}

fn cipher(key: &Key) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&CipherKey::from(**key))
}

fn expand(file_key: &[u8], salt: &[u8], info: &[u8]) -> Result<Key, CipherError> {
    let mut key = Key::default();
    Hkdf::<Sha256>::new(Some(salt), file_key).expand(info, &mut *key).map_err(|_| CipherError::Malformed)?;
    Ok(key)
}

fn header_mac(file_key: &[u8], header: &str) -> Result<Hmac<Sha256>, CipherError> {
    let key = expand(file_key, b"", b"header")?;
    let mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&*key).map_err(|_| CipherError::Malformed)?;
    Ok(mac.chain_update(header))
}

/// The nonce of a chunk: a counter of 11 bytes, and whether it is the last.
fn chunk_nonce(counter: u64, last: bool) -> Nonce {
    let mut nonce = [0; 12];
    for (to, from) in nonce.iter_mut().skip(3).zip(counter.to_be_bytes()) {
        *to = from;
    }
    let [.., flag] = &mut nonce;
    *flag = u8::from(last);
    nonce.into()
}
