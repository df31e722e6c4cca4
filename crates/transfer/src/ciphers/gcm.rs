//! AES-256-GCM (NIST SP 800-38D).

use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::aes::Aes256;
use aes_gcm::{AesGcm, Nonce};
use zeroize::Zeroizing;

use super::{CipherError, Secret};

/// Opens ciphertext and tag, with a nonce of 12 or 16 bytes.
///
/// # Errors
/// [`CipherError::Malformed`] for another length of nonce; [`CipherError::NotOpened`].
pub fn open(key: &[u8; 32], nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Secret, CipherError> {
    let payload = Payload { msg: sealed, aad };
    let opened = if let Ok(nonce) = Nonce::<U12>::try_from(nonce) {
        AesGcm::<Aes256, U12>::new(key.into()).decrypt(&nonce, payload)
    } else if let Ok(nonce) = Nonce::<U16>::try_from(nonce) {
        AesGcm::<Aes256, U16>::new(key.into()).decrypt(&nonce, payload)
    } else {
        return Err(CipherError::Malformed);
    };
    opened.map(Zeroizing::new).map_err(|_| CipherError::NotOpened)
}

/// Seals a plaintext: ciphertext and tag. The nonce must be one that this key never had before.
///
/// # Errors
/// [`CipherError::Malformed`] for more plaintext than the cipher allows.
pub fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, CipherError> {
    AesGcm::<Aes256, U12>::new(key.into())
        .encrypt(&Nonce::from(*nonce), Payload { msg: plain, aad })
        .map_err(|_| CipherError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ciphers::unhex;

    /// Test case 16 of the GCM specification (`McGrew`, Viega), with a 96-bit nonce and AAD.
    #[test]
    fn matches_the_specification() {
        let key: [u8; 32] =
            unhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308").try_into().unwrap();
        let nonce: [u8; 12] = unhex("cafebabefacedbaddecaf888").try_into().unwrap();
        let aad = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let plain = unhex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
             1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        );
        let sealed = unhex(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
             8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
             76fc6ece0f4e1768cddf8853bb2d551b",
        );
        assert_eq!(seal(&key, &nonce, &aad, &plain).unwrap(), sealed);
        assert_eq!(*open(&key, &nonce, &aad, &sealed).unwrap(), plain);
        assert_eq!(open(&key, &nonce, b"", &sealed), Err(CipherError::NotOpened));
        for length in 0..sealed.len() {
            assert_eq!(open(&key, &nonce, &aad, &sealed[..length]), Err(CipherError::NotOpened));
        }
        assert_eq!(open(&key, &nonce[..11], &aad, &sealed), Err(CipherError::Malformed));
    }

    #[test]
    fn opens_with_a_nonce_of_16_bytes() {
        // Made by Python's cryptography (OpenSSL).
        let sealed = unhex("f14dfc3ffb7351eb0f419e64b85d874a569c367a47ca1d");
        assert_eq!(*open(&[3; 32], &[5; 16], b"aad", &sealed).unwrap(), b"sixteen");
    }
}
