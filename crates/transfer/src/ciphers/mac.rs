//! HMAC as a check value, and keys expanded by HKDF (RFC 5869).

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

use super::{CipherError, Key};

/// Checks HMAC-SHA-256 over several pieces, in constant time.
///
/// # Errors
/// [`CipherError::NotOpened`].
pub fn check_hmac_sha256(key: &[u8], pieces: &[&[u8]], tag: &[u8]) -> Result<(), CipherError> {
    check::<Hmac<Sha256>>(key, pieces, tag)
}

/// Checks HMAC-SHA-1 in the same way.
///
/// # Errors
/// [`CipherError::NotOpened`].
pub fn check_hmac_sha1(key: &[u8], pieces: &[&[u8]], tag: &[u8]) -> Result<(), CipherError> {
    check::<Hmac<Sha1>>(key, pieces, tag)
}

fn check<M: Mac + KeyInit>(key: &[u8], pieces: &[&[u8]], tag: &[u8]) -> Result<(), CipherError> {
    let mut mac = <M as KeyInit>::new_from_slice(key).map_err(|_| CipherError::Malformed)?;
    for piece in pieces {
        mac.update(piece);
    }
    mac.verify_slice(tag).map_err(|_| CipherError::NotOpened)
}

/// HKDF-Expand with SHA-256, without the step that extracts.
///
/// # Errors
/// [`CipherError::Malformed`] never happens for a key of this length.
pub fn hkdf_expand(key: &[u8; 32], info: &[u8]) -> Result<Key, CipherError> {
    let mut expanded = Key::default();
    Hkdf::<Sha256>::from_prk(key)
        .and_then(|hkdf| hkdf.expand(info, &mut *expanded).map_err(|_| hkdf::InvalidPrkLength))
        .map_err(|_| CipherError::Malformed)?;
    Ok(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ciphers::unhex;

    #[test]
    fn hmac_matches_rfc_4231() {
        // Test case 2.
        let tag = unhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert_eq!(check_hmac_sha256(b"Jefe", &[b"what do ya want ", b"for nothing?"], &tag), Ok(()));
        assert_eq!(check_hmac_sha256(b"Jefe", &[b"what do ya want"], &tag), Err(CipherError::NotOpened));
        assert_eq!(check_hmac_sha256(b"Jefe", &[], &[]), Err(CipherError::NotOpened));
    }

    #[test]
    fn hkdf_matches_rfc_5869() {
        // Test case 1: the first 32 of 42 bytes.
        let prk = unhex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        let okm = unhex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
        let key = hkdf_expand(&prk.try_into().unwrap(), &unhex("f0f1f2f3f4f5f6f7f8f9")).unwrap();
        assert_eq!(key.to_vec(), okm);
    }
}
