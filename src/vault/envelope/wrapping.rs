//! What every slot needs to wrap a key: its identifier, the wrapped bytes, and the AAD that ties them to their place.

use super::keys::{DataKey, KEY_BYTES, KeyEncryptionKey, NONCE_BYTES, SecretKey, TAG_BYTES};
use crate::json::Bytes;
use crate::vault::error::Error;
use zeroize::Zeroizing;

const SLOT_ID_BYTES: usize = 8;

/// A slot's identifier.
pub(crate) type SlotId = Bytes<SLOT_ID_BYTES>;

/// A key that another key wraps.
pub(crate) type Wrapped = Bytes<{ KEY_BYTES + TAG_BYTES }>;

/// A version of the format.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    First,
    Second,
}

/// Which slot of which vault a lock belongs to, and the terms that must not be changed beside it.
pub(crate) struct Place<'a> {
    /// The vault's id, as it is spelt in the header.
    pub(crate) vault: &'a str,
    /// The slot's id, as it is spelt in the header.
    pub(crate) id: String,
    /// The kind, the derivation, and all that it depends on.
    pub(crate) terms: String,
}

impl Place<'_> {
    /// The AAD of a wrapped key. It names the purpose and the place, so that the key can't be moved to another slot or vault.
    pub(super) fn aad(&self, format: Format) -> String {
        let Self { vault, id, terms } = self;
        let version = if format == Format::First { '1' } else { '2' };
        format!("halfminute-slot/{version}\n{vault}\n{id}\n{terms}")
    }
}

/// A key that wraps other keys.
pub(crate) trait Wrapping {
    /// The key itself.
    fn secret(&self) -> &SecretKey;

    /// Wraps a key.
    ///
    /// # Errors
    /// None in practice: [`Error::TooLong`] is for messages above 256 GiB.
    fn wrap(&self, nonce: &[u8; NONCE_BYTES], aad: &[u8], key: &[u8; KEY_BYTES]) -> Result<Wrapped, Error> {
        Ok(Bytes(self.secret().seal(nonce, aad, key)?.try_into().map_err(|_| Error::TooLong)?))
    }

    /// Unwraps a key; `None` when another key has wrapped it, or when it was changed.
    fn unwrap(&self, nonce: &[u8; NONCE_BYTES], aad: &[u8], wrapped: &Wrapped) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
        let opened = self.secret().open(nonce, aad, &wrapped.0)?;
        opened.as_slice().try_into().ok().map(Zeroizing::new)
    }
}

impl Wrapping for KeyEncryptionKey {
    fn secret(&self) -> &SecretKey {
        &self.0
    }
}

/// The data key of version 1 wraps the private key of an inherited slot, which was made without its key-encryption key.
impl Wrapping for DataKey {
    fn secret(&self) -> &SecretKey {
        &self.0
    }
}
