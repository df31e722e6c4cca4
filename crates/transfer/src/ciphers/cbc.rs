//! CBC over AES-256 or Twofish, with the padding of PKCS #7 or without any.

use aes::Aes256;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use twofish::Twofish;
use zeroize::Zeroizing;

use super::{CipherError, Secret};

const BLOCK: usize = 16;

/// Opens an AES-256 ciphertext. The padding is all that tells a wrong key, so one of 256 wrong keys passes: the caller must
/// check what it gets.
///
/// # Errors
/// [`CipherError::Malformed`] where the length is not one of whole blocks; [`CipherError::NotOpened`].
pub fn open(key: &[u8; 32], iv: &[u8; 16], sealed: &[u8]) -> Result<Secret, CipherError> {
    unpadded(open_blocks(key, iv, sealed)?)
}

/// Opens a Twofish ciphertext, as [`open`] does one of AES.
///
/// # Errors
/// [`CipherError::Malformed`]; [`CipherError::NotOpened`].
pub fn open_twofish(key: &[u8; 32], iv: &[u8; 16], sealed: &[u8]) -> Result<Secret, CipherError> {
    unpadded(decrypt(cbc::Decryptor::<Twofish>::new(key.into(), iv.into()), sealed)?)
}

/// Opens whole blocks of AES-256 without any padding: the caller has checked them.
///
/// # Errors
/// [`CipherError::Malformed`] where the length is not one of whole blocks.
pub fn open_blocks(key: &[u8; 32], iv: &[u8; 16], sealed: &[u8]) -> Result<Secret, CipherError> {
    decrypt(cbc::Decryptor::<Aes256>::new(key.into(), iv.into()), sealed)
}

fn decrypt(cipher: impl BlockModeDecrypt, sealed: &[u8]) -> Result<Secret, CipherError> {
    if sealed.is_empty() || !sealed.len().is_multiple_of(BLOCK) {
        return Err(CipherError::Malformed);
    }
    cipher.decrypt_padded_vec::<NoPadding>(sealed).map(Zeroizing::new).map_err(|_| CipherError::Malformed)
}

/// Takes the padding of PKCS #7 off. It is here because each padding of the crate is one more copy of the cipher in a module.
fn unpadded(mut plain: Secret) -> Result<Secret, CipherError> {
    let last = *plain.last().ok_or(CipherError::NotOpened)?;
    let length = usize::from(last);
    let end =
        plain.len().checked_sub(length).filter(|_| (1..=BLOCK).contains(&length)).ok_or(CipherError::NotOpened)?;
    if plain.get(end..).is_none_or(|padding| padding.iter().any(|byte| *byte != last)) {
        return Err(CipherError::NotOpened);
    }
    plain.truncate(end);
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ciphers::unhex;

    #[test]
    fn opens_what_openssl_seals() {
        // printf 'twenty bytes of text' | openssl enc -aes-256-cbc -K 0101…01 -iv 0202…02
        let sealed = unhex("25e2a2438369df881f7739d4b17d5784dea52ad8483498b7094ab1ac2b0400ce");
        assert_eq!(*open(&[1; 32], &[2; 16], &sealed).unwrap(), b"twenty bytes of text");
        assert_eq!(open(&[1; 32], &[2; 16], &sealed[..31]), Err(CipherError::Malformed));
        assert_eq!(open(&[1; 32], &[2; 16], &[]), Err(CipherError::Malformed));
        assert_eq!(open(&[1; 32], &[2; 16], &sealed[..16]), Err(CipherError::NotOpened));
    }
}
