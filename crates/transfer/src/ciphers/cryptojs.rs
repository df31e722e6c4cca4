//! What `CryptoJS` and `openssl enc` write for a passphrase: the word `Salted__`, eight bytes of salt, AES-256-CBC.

use md5::{Digest, Md5};
use zeroize::Zeroizing;

use super::{CipherError, Key, Secret, cbc};

const MAGIC: &[u8] = b"Salted__";
const SALT_BYTES: usize = 8;

/// Opens the decoded bytes of such a text.
///
/// # Errors
/// [`CipherError::Malformed`] where it does not begin as it must; [`CipherError::NotOpened`].
pub fn open(passphrase: &[u8], salted: &[u8]) -> Result<Secret, CipherError> {
    let rest = salted.strip_prefix(MAGIC).ok_or(CipherError::Malformed)?;
    let (salt, sealed) = rest.split_first_chunk::<SALT_BYTES>().ok_or(CipherError::Malformed)?;
    let (key, iv) = evp_bytes_to_key(passphrase, *salt);
    cbc::open(&key, &iv, sealed)
}

/// OpenSSL's `EVP_BytesToKey` with MD5 and one round: a key of 32 bytes and an IV of 16.
fn evp_bytes_to_key(passphrase: &[u8], salt: [u8; SALT_BYTES]) -> (Key, [u8; 16]) {
    let digest = |previous: &[u8]| -> Zeroizing<[u8; 16]> {
        let hash = Md5::new().chain_update(previous).chain_update(passphrase).chain_update(salt);
        Zeroizing::new(hash.finalize().into())
    };
    let first = digest(&[]);
    let second = digest(&*first);
    let iv = digest(&*second);
    let mut key = Key::default();
    for (to, from) in key.iter_mut().zip(first.iter().chain(second.iter())) {
        *to = *from;
    }
    (key, *iv)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ciphers::unhex;

    #[test]
    fn opens_what_openssl_seals() {
        // printf JBSWY3DPEHPK3PXP | openssl enc -aes-256-cbc -md md5 -pass pass:correct
        let salted =
            unhex("53616c7465645f5fefbd2f12d36dda0a946c9c031049591fe64ac22d42996b2f1f1b5376abde42c4306994887cd16de3");
        assert_eq!(*open(b"correct", &salted).unwrap(), b"JBSWY3DPEHPK3PXP");
        assert_ne!(open(b"wrong", &salted).as_deref().ok(), Some(&b"JBSWY3DPEHPK3PXP".to_vec()));
        for length in 0..salted.len() {
            assert!(open(b"correct", &salted[..length]).is_err());
        }
    }
}
