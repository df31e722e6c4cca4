//! The keys of a vault, and the cipher that all of them are used with.
//!
//! ```text
//! passphrase --Argon2id--> key-encryption key --unwraps--> private key --opens--> data key --opens--> contents
//! ```
//!
//! XChaCha20-Poly1305 (RFC 8439 with the 24-byte nonce of draft-irtf-cfrg-xchacha): nonces are random, and 192
//! bits of them never collide in a vault's life.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use getrandom::SysRng;
use getrandom::rand_core::TryRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::vault::error::Error;

/// Bytes of a key of either kind.
pub(crate) const KEY_BYTES: usize = 32;
/// Bytes of an XChaCha20-Poly1305 nonce.
pub(crate) const NONCE_BYTES: usize = 24;
/// Bytes that sealing adds: the tag of Poly1305.
pub(crate) const TAG_BYTES: usize = 16;

/// A 256-bit key for XChaCha20-Poly1305; wiped when dropped, never printed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct SecretKey([u8; KEY_BYTES]);

impl SecretKey {
    /// Derives a key: `derive` writes it into place.
    ///
    /// # Errors
    /// The one of `derive`.
    pub(crate) fn derive_with(derive: impl FnOnce(&mut [u8]) -> Result<(), Error>) -> Result<Self, Error> {
        let mut key = Self([0; KEY_BYTES]);
        derive(&mut key.0)?;
        Ok(key)
    }

    /// Seals `plaintext`.
    ///
    /// # Errors
    /// [`Error::TooLong`] above 256 GiB.
    pub(crate) fn seal(&self, nonce: &[u8; NONCE_BYTES], aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        // The one failure is a message above 256 GiB.
        self.cipher().encrypt(&XNonce::from(*nonce), Payload { msg: plaintext, aad }).map_err(|_| Error::TooLong)
    }

    /// Opens what was sealed; `None` when another key has sealed it, or when it was changed.
    pub(crate) fn open(&self, nonce: &[u8; NONCE_BYTES], aad: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let opened = self.cipher().decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad });
        opened.ok().map(Zeroizing::new)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(<&Key>::from(&self.0))
    }
}

/// The key that seals the contents. A vault has one at a time; it is random, never derived.
pub(crate) struct DataKey(pub(super) SecretKey);

impl DataKey {
    /// Makes a random data key.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub(crate) fn make() -> Result<Self, Error> {
        Ok(Self(SecretKey(make_bytes()?)))
    }

    /// The data key with these bytes.
    pub(crate) fn from_bytes(bytes: &[u8; KEY_BYTES]) -> Self {
        Self(SecretKey(*bytes))
    }

    /// The data key with these bytes; `None` when they are not 32.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_bytes)
    }

    /// The bytes, for a session's ticket and for sealing to a slot: nowhere else does the data key leave its type.
    pub(crate) fn expose(&self) -> &[u8; KEY_BYTES] {
        &self.0.0
    }

    /// Seals the contents.
    ///
    /// # Errors
    /// [`Error::TooLong`] above 256 GiB.
    pub(crate) fn seal(&self, nonce: &[u8; NONCE_BYTES], aad: &[u8], contents: &[u8]) -> Result<Vec<u8>, Error> {
        self.0.seal(nonce, aad, contents)
    }

    /// Opens the contents.
    ///
    /// # Errors
    /// [`Error::Tampered`] when another key has sealed them, or when they were changed.
    pub(crate) fn open(
        &self,
        nonce: &[u8; NONCE_BYTES],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.0.open(nonce, aad, sealed).ok_or(Error::Tampered)
    }
}

/// The key that a slot's secret derives, and that wraps what leads to the data key.
pub(crate) struct KeyEncryptionKey(pub(super) SecretKey);

impl KeyEncryptionKey {
    /// Derives a key: `derive` writes it into place.
    ///
    /// # Errors
    /// The one of `derive`.
    pub(crate) fn derive_with(derive: impl FnOnce(&mut [u8]) -> Result<(), Error>) -> Result<Self, Error> {
        SecretKey::derive_with(derive).map(Self)
    }
}

/// Makes `N` random bytes, by the generator of the operating system or the browser.
///
/// # Errors
/// [`Error::NoRandomness`].
pub(crate) fn make_bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(|_| Error::NoRandomness)?;
    Ok(bytes)
}
