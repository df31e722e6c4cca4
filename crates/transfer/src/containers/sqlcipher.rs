//! Databases of `SQLCipher` 3: those of `SQLite`, of which each page is sealed by itself. A page has 1,024 bytes, and ends in an
//! IV and an HMAC-SHA-1; the first 16 bytes of the file are the salt, where `SQLite` has its name.
//!
//! Nothing tells such a file from noise but the password.

use zeroize::Zeroizing;

use super::ContainerError;
use super::sqlite::MAGIC;
use crate::ciphers::{CipherError, Hash, Kdf, Key, Secret, cbc, mac};

const PAGE_BYTES: usize = 1024;
const SALT_BYTES: usize = 16;
/// An IV, the HMAC, and twelve bytes to make whole blocks of it.
const RESERVED_BYTES: usize = 16 + MAC_BYTES + 12;
const MAC_BYTES: usize = 20;
/// What `SQLCipher` 3 derives the key by.
const ROUNDS: u64 = 64_000;
/// What it derives the key of the HMAC by, from the first key and the salt under this mask.
const MAC_ROUNDS: u64 = 2;
const MAC_MASK: u8 = 0x3a;
/// The greatest number of bytes of a file that begins with nothing known. Ten thousand accounts take 2 MiB.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Whether bytes have the length of a database.
#[must_use]
pub fn may_be(bytes: &[u8]) -> bool {
    (2 * PAGE_BYTES..=MAX_BYTES).contains(&bytes.len()) && bytes.len().is_multiple_of(PAGE_BYTES)
}

/// The derivation of the key from the password.
#[must_use]
pub fn kdf(bytes: &[u8]) -> Kdf {
    Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: ROUNDS, salt: salt(bytes).to_vec() }
}

fn salt(bytes: &[u8]) -> &[u8] {
    bytes.get(..SALT_BYTES).unwrap_or_default()
}

/// Opens all pages: what comes out is the database of `SQLite`.
///
/// # Errors
/// [`CipherError::NotOpened`] for another key, or a first page that is damaged; [`ContainerError::Malformed`].
pub fn open(bytes: &[u8], key: &Key) -> Result<Secret, ContainerError> {
    let mac_salt = salt(bytes).iter().map(|byte| byte ^ MAC_MASK).collect();
    let mac_key = Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: MAC_ROUNDS, salt: mac_salt }.derive(key.as_slice())?;
    let mut database = Zeroizing::new(Vec::with_capacity(bytes.len()));
    for (page, number) in bytes.chunks_exact(PAGE_BYTES).zip(1_u32..) {
        let (sealed, reserved) = page.split_at_checked(PAGE_BYTES - RESERVED_BYTES).ok_or(ContainerError::Malformed)?;
        let (iv, rest) = reserved.split_first_chunk::<16>().ok_or(ContainerError::Malformed)?;
        let tag = rest.get(..MAC_BYTES).ok_or(ContainerError::Malformed)?;
        let sealed = if number == 1 { sealed.get(SALT_BYTES..).unwrap_or_default() } else { sealed };
        mac::check_hmac_sha1(mac_key.as_slice(), &[sealed, iv, &number.to_le_bytes()], tag)
            .map_err(|error| if number == 1 { ContainerError::Cipher(error) } else { ContainerError::Malformed })?;
        if number == 1 {
            database.extend_from_slice(MAGIC);
        }
        database.extend_from_slice(&cbc::open_blocks(key, iv, sealed)?);
        database.extend_from_slice(&[0; RESERVED_BYTES]);
    }
    if database.is_empty() { Err(CipherError::NotOpened.into()) } else { Ok(database) }
}
