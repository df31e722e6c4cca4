//! Sealing to a key pair: whoever has the public key can seal, and only the private key opens.
//!
//! X-Wing (draft-connolly-cfrg-xwing-kem-06) makes a key that is used once: ML-KEM-768 and X25519 together, so that one
//! of them may fall. That key seals by the cipher of `keys`.

use core::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use x_wing::kem::{Decapsulate, Decapsulator, KeyExport};
use x_wing::{Ciphertext, DecapsulationKey, EncapsulationKey};
use zeroize::Zeroizing;

use super::keys::{KEY_BYTES, NONCE_BYTES, SecretKey, TAG_BYTES, make_bytes};
use crate::json::{Bytes, FromJson, Json, ToJson};
use crate::vault::error::Error;

const PUBLIC_BYTES: usize = x_wing::ENCAPSULATION_KEY_SIZE;
const CAPSULE_BYTES: usize = x_wing::CIPHERTEXT_SIZE;
/// Bytes of a sealed key.
pub(crate) const SEALED_KEY_BYTES: usize = CAPSULE_BYTES + KEY_BYTES + TAG_BYTES;
/// Each key seals once, so its nonce need not differ from any other.
const ONLY_NONCE: [u8; NONCE_BYTES] = [0; NONCE_BYTES];

/// The private key, which opens. It is kept as the seed that it is made from, wiped when dropped and never printed.
pub(crate) struct PrivateKey(DecapsulationKey);

impl PrivateKey {
    /// Makes a random key pair.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub(crate) fn make() -> Result<Self, Error> {
        Ok(Self::from_bytes(&Zeroizing::new(make_bytes()?)))
    }

    /// The private key with this seed.
    pub(crate) fn from_bytes(seed: &[u8; KEY_BYTES]) -> Self {
        Self(DecapsulationKey::from(*seed))
    }

    /// The seed, for wrapping only.
    pub(crate) fn expose(&self) -> &[u8; KEY_BYTES] {
        self.0.as_bytes()
    }

    /// The public key of the pair.
    pub(crate) fn public(&self) -> PublicKey {
        PublicKey(Box::new(Bytes(self.0.encapsulation_key().to_bytes().into())))
    }

    /// Opens what was sealed to this key pair for the purpose `info`; `None` when it was sealed to another pair or for
    /// another purpose, or was changed.
    pub(crate) fn open(&self, info: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (capsule, ciphertext) = sealed.split_at_checked(CAPSULE_BYTES)?;
        let shared = self.0.decapsulate(&Ciphertext::try_from(capsule).ok()?);
        let key = key_of(&Zeroizing::new(shared.into()), info).ok()?;
        key.open(&ONLY_NONCE, info.as_bytes(), ciphertext)
    }
}

/// The public key, which seals. Any bytes of the right length are read as one; those that are no public key seal nothing.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PublicKey(Box<Bytes<PUBLIC_BYTES>>);

impl PublicKey {
    /// Seals `plaintext` for the purpose `info`: the capsule, then the ciphertext.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when this is no public key; [`Error::NoRandomness`].
    pub(crate) fn seal(&self, info: &str, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        let public = EncapsulationKey::try_from(self.0.0.as_slice()).map_err(|_| Error::WrongSecret)?;
        let randomness = Zeroizing::new(make_bytes::<{ x_wing::ENCAPSULATION_RANDOMNESS_SIZE }>()?);
        // The generator of a browser may fail, which the other function would answer with a panic.
        let (capsule, shared) = public.encapsulate_deterministic((&*randomness).into());
        let key = key_of(&Zeroizing::new(shared.into()), info)?;
        Ok([capsule.as_slice(), &key.seal(&ONLY_NONCE, info.as_bytes(), plaintext)?].concat())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ToJson for PublicKey {
    fn to_json(&self, json: &mut Json) {
        self.0.to_json(json);
    }
}

impl FromJson for PublicKey {
    fn from_json(json: &str) -> Option<Self> {
        Bytes::from_json(json).map(Box::new).map(Self)
    }
}

/// The key that one capsule carries, for one purpose.
fn key_of(shared: &Zeroizing<[u8; KEY_BYTES]>, info: &str) -> Result<SecretKey, Error> {
    let hkdf = Hkdf::<Sha256>::new(None, &**shared);
    SecretKey::derive_with(|out| hkdf.expand(info.as_bytes(), out).map_err(|_| Error::WrongSecret))
}
