//! The lock of a slot, which all kinds have in common: from the key-encryption key to the data key.
//!
//! ```text
//! version 1:  key-encryption key --> data key
//! own:        key-encryption key --> private key --> data key
//! inherited:  key-encryption key --> data key of version 1 --> private key --> data key
//! ```
//!
//! Who has a public key can seal another data key to its slot. So a vault that is open gets a new data key for all its
//! slots, and nobody has to type or touch anything for it.

use super::keys::{DataKey, KeyEncryptionKey, NONCE_BYTES, make_bytes};
use super::sealing::{PrivateKey, PublicKey, SEALED_KEY_BYTES};
use super::wrapping::{Format, Place, Wrapped, Wrapping};
use crate::json::{Bytes, Json, Later, Object};
use crate::vault::error::Error;

/// A data key that is sealed to a slot's public key.
pub(crate) type SealedKey = Box<Bytes<SEALED_KEY_BYTES>>;

/// The field of a sealed data key, in slots of every kind.
pub(crate) const KEY: &str = "key";
const PRIVATE: &str = "private";
const PRIVATE_NONCE: &str = "privateNonce";

/// The part of a slot that holds its keys.
#[derive(Clone)]
pub(crate) enum Lock {
    /// Version 1: the key-encryption key wraps the data key.
    First { nonce: Bytes<NONCE_BYTES>, wrapped: Wrapped },
    /// The key-encryption key wraps the private key of the slot.
    Own { nonce: Bytes<NONCE_BYTES>, private: Wrapped, key: SealedKey },
    /// Made from one of version 1 by somebody who did not have its key-encryption key: the data key of then, which it
    /// wraps, wraps the private key.
    Inherited {
        nonce: Bytes<NONCE_BYTES>,
        wrapped: Wrapped,
        private_nonce: Bytes<NONCE_BYTES>,
        private: Wrapped,
        key: SealedKey,
    },
}

/// What a lock holds, once it is open.
pub(crate) struct Opened {
    pub(crate) data_key: DataKey,
    /// The slot's public key; `None` unless the slot has a key pair of its own.
    pub(crate) public: Option<PublicKey>,
}

impl Lock {
    /// A stand-in for a slot that is being made. It opens with nothing.
    pub(crate) fn none() -> Self {
        Self::First { nonce: Bytes::default(), wrapped: Bytes::default() }
    }

    /// Makes a lock with a new key pair. No data key is sealed to it yet.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub(crate) fn make(key: &KeyEncryptionKey, place: &Place) -> Result<(Self, PublicKey), Error> {
        let pair = PrivateKey::make()?;
        let nonce = Bytes(make_bytes()?);
        let private = key.wrap(&nonce.0, place.aad(Format::Second).as_bytes(), pair.expose())?;
        Ok((Self::Own { nonce, private, key: SealedKey::default() }, pair.public()))
    }

    /// Opens the lock with a key-encryption key.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when it is another slot's; [`Error::Tampered`] when it is the right one, and what it leads
    /// to was changed.
    pub(crate) fn open(&self, key: &KeyEncryptionKey, place: &Place) -> Result<Opened, Error> {
        let aad = place.aad(Format::Second);
        let first = |nonce: &Bytes<NONCE_BYTES>, wrapped| {
            let opened = key.unwrap(&nonce.0, place.aad(Format::First).as_bytes(), wrapped);
            opened.map(|bytes| DataKey::from_bytes(&bytes)).ok_or(Error::WrongSecret)
        };
        let (private, sealed, is_own) = match self {
            Self::First { nonce, wrapped } => return Ok(Opened { data_key: first(nonce, wrapped)?, public: None }),
            Self::Own { nonce, private, key: sealed } => {
                (key.unwrap(&nonce.0, aad.as_bytes(), private).ok_or(Error::WrongSecret)?, sealed, true)
            }
            Self::Inherited { nonce, wrapped, private_nonce, private, key: sealed } => {
                let opened = first(nonce, wrapped)?.unwrap(&private_nonce.0, aad.as_bytes(), private);
                (opened.ok_or(Error::Tampered)?, sealed, false)
            }
        };
        let private = PrivateKey::from_bytes(&private);
        let opened = private.open(&info(place.vault, &place.id), &sealed.0).ok_or(Error::Tampered)?;
        let data_key = DataKey::from_slice(&opened).ok_or(Error::Tampered)?;
        Ok(Opened { data_key, public: is_own.then(|| private.public()) })
    }

    /// Of a lock of version 1, what stands in its place in version 2, and its public key; `None` of any other. The
    /// data key is the one that it wraps, and is not sealed to the key pair yet.
    pub(crate) fn inherited(&self, place: &Place, data_key: &DataKey) -> Result<Option<(Self, PublicKey)>, Error> {
        let Self::First { nonce, wrapped } = *self else { return Ok(None) };
        let pair = PrivateKey::make()?;
        let private_nonce = Bytes(make_bytes()?);
        let private = data_key.wrap(&private_nonce.0, place.aad(Format::Second).as_bytes(), pair.expose())?;
        let lock = Self::Inherited { nonce, wrapped, private_nonce, private, key: SealedKey::default() };
        Ok(Some((lock, pair.public())))
    }

    /// Puts another sealed data key in.
    pub(crate) fn set_key(&mut self, sealed: SealedKey) {
        if let Self::Own { key, .. } | Self::Inherited { key, .. } = self {
            *key = sealed;
        }
    }

    /// Whether whoever had the data key of version 1 can open it.
    pub(crate) fn is_inherited(&self) -> bool {
        !matches!(self, Self::Own { .. })
    }

    /// Takes the fields of a lock out of a slot of this version; `None` when one is missing or malformed.
    pub(crate) fn take(fields: &mut Object, format: Format) -> Option<Self> {
        let nonce = fields.take("nonce")?;
        if format == Format::First {
            return Some(Self::First { nonce, wrapped: fields.take("wrapped")? });
        }
        let of_first = (fields.take_optional("wrapped")?, fields.take_optional(PRIVATE_NONCE)?);
        let (private, key) = (fields.take(PRIVATE)?, Box::new(fields.take(KEY)?));
        match of_first {
            (None, None) => Some(Self::Own { nonce, private, key }),
            (Some(wrapped), Some(private_nonce)) => {
                Some(Self::Inherited { nonce, wrapped, private_nonce, private, key })
            }
            _ => None,
        }
    }

    /// Writes the fields of the lock into a slot.
    pub(crate) fn put(&self, json: &mut Json) {
        match self {
            Self::First { nonce, wrapped } => {
                json.field("nonce", nonce);
                json.field("wrapped", wrapped);
            }
            Self::Own { nonce, private, key } => {
                json.field("nonce", nonce);
                json.field(PRIVATE, private);
                json.field(KEY, &**key);
            }
            Self::Inherited { nonce, wrapped, private_nonce, private, key } => {
                json.field("nonce", nonce);
                json.field("wrapped", wrapped);
                json.field(PRIVATE_NONCE, private_nonce);
                json.field(PRIVATE, private);
                json.field(KEY, &**key);
            }
        }
    }
}

/// The later fields of a slot of version 1 that may stand in one of version 2: none that has a meaning there.
pub(crate) fn without_taken_names(later: &Later) -> Later {
    let is_free = |name: &str| ![PRIVATE_NONCE, PRIVATE, KEY].contains(&name);
    later.fields().filter(|(name, _)| is_free(name)).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Seals the data key of a vault to one of its slots.
///
/// # Errors
/// [`Error::WrongSecret`] when `public` is no public key; [`Error::NoRandomness`].
pub(crate) fn seal_data_key(
    data_key: &DataKey,
    public: &PublicKey,
    vault: &str,
    slot: &str,
) -> Result<SealedKey, Error> {
    let sealed = public.seal(&info(vault, slot), data_key.expose())?;
    Ok(Box::new(Bytes(sealed.try_into().map_err(|_| Error::TooLong)?)))
}

/// The purpose for which a data key is sealed: this slot of this vault.
fn info(vault: &str, slot: &str) -> String {
    format!("halfminute-data-key/2\n{vault}\n{slot}")
}
