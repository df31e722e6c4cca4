//! The header of an envelope: what can be read without a key, above all the slots.

use super::keys::{KeyEncryptionKey, NONCE_BYTES, make_bytes};
use super::lock::Opened;
use super::passphrase_slot::MAX_WORK;
use super::recovery::RecoveryKey;
use super::slot::Slot;
use super::wrapping::Format;
use crate::json::{Bytes, Json, Later, Object, elements};
use crate::vault::error::Error;

/// Bytes that identify a vault, random.
pub(crate) const VAULT_ID_BYTES: usize = 16;
/// The most slots of an envelope: each costs a key derivation to try.
pub(crate) const MAX_SLOTS: usize = 32;

/// What can be read without a key.
#[derive(Clone)]
pub(crate) struct Header {
    vault: Bytes<VAULT_ID_BYTES>,
    /// Counts the writes, from 1.
    pub(crate) generation: u64,
    pub(crate) slots: Vec<Slot>,
    pub(super) nonce: Bytes<NONCE_BYTES>,
    /// Names of fields that a reader must know or refuse.
    critical: Vec<String>,
    /// Fields of a later version, kept, in the order of their names.
    later: Later,
}

impl Header {
    /// The header of a new vault. It has no slots yet.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub(crate) fn make() -> Result<Self, Error> {
        Ok(Self {
            vault: Bytes(make_bytes()?),
            generation: 0,
            slots: Vec::new(),
            nonce: Bytes([0; NONCE_BYTES]),
            critical: Vec::new(),
            later: Later::default(),
        })
    }

    /// The vault's identifier as it stands in the header and in every AAD.
    pub(crate) fn vault_id(&self) -> String {
        self.vault.to_string()
    }

    /// The vault's identifier as bytes.
    pub(crate) fn vault_id_bytes(&self) -> &[u8; VAULT_ID_BYTES] {
        &self.vault.0
    }

    /// Whether two headers are of the same generation of the same vault: no two generations share a nonce.
    pub(crate) fn is(&self, other: &Self) -> bool {
        (self.vault, self.generation, self.nonce) == (other.vault, other.generation, other.nonce)
    }

    /// The first slot that opens with what a person types: a passphrase, or a recovery key.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`] when none opens; [`Error::RecoveryGroup`] when it is a recovery key with a mistyped group;
    /// [`Error::Tampered`] when a slot opens and what it leads to was changed; [`Error::PassphraseLength`].
    pub(crate) fn unwrap_with(&self, typed: &[u8], now: u64) -> Result<Found<'_>, Error> {
        let mut mistyped = None;
        // A mistyped group is reported only where a recovery key could help, and where no passphrase slot opens either.
        if self.slots.iter().any(|slot| slot.as_recovery().is_some()) {
            match RecoveryKey::parse(typed) {
                Ok(Some(key)) => {
                    let keys = self
                        .slots
                        .iter()
                        .filter_map(|slot| Some((slot, slot.as_recovery()?.key_at(key.as_bytes(), now))));
                    if let Some(found) = self.first_that_opens(keys)? {
                        return Ok(found);
                    }
                }
                Ok(None) => {}
                Err(error) => mistyped = Some(error),
            }
        }
        let keys = self.slots.iter().filter_map(|slot| match slot {
            Slot::Passphrase(passphrase) => Some((slot, passphrase.derive_key(typed))),
            _ => None,
        });
        self.first_that_opens(keys)?.ok_or(mistyped.unwrap_or(Error::WrongPassphrase))
    }

    fn first_that_opens<'a>(
        &self,
        keys: impl Iterator<Item = (&'a Slot, Result<KeyEncryptionKey, Error>)>,
    ) -> Result<Option<Found<'a>>, Error> {
        for (slot, key) in keys {
            match self.opened(slot, key?) {
                Err(Error::WrongSecret) => {}
                found => return found.map(Some),
            }
        }
        Ok(None)
    }

    /// Opens a slot with its key-encryption key.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when the key is another slot's; [`Error::Tampered`] when what it leads to was changed;
    /// [`Error::NoSuchWay`] when the slot is of a kind that this build does not know.
    pub(crate) fn opened<'a>(&self, slot: &'a Slot, key: KeyEncryptionKey) -> Result<Found<'a>, Error> {
        let opened = slot.open(&key, &self.vault_id())?;
        Ok(Found { slot, key, opened })
    }

    /// Whether without this slot something is left that a person types.
    pub(crate) fn can_lose(&self, slot: &str) -> bool {
        self.slots.iter().any(|other| other.is_typed() && other.id().as_deref() != Some(slot))
    }

    /// The slot with this id.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`].
    pub(crate) fn slot(&self, id: &str) -> Result<&Slot, Error> {
        self.slots.iter().find(|slot| slot.id().as_deref() == Some(id)).ok_or(Error::NoSuchWay)
    }

    pub(super) fn to_line(&self) -> Json {
        let mut json = Json::default();
        json.object(|json| {
            json.field("vault", &self.vault);
            json.field("generation", &self.generation);
            json.field("slots", &self.slots);
            json.field("nonce", &self.nonce);
            json.optional("crit", &self.critical);
            json.later(&self.later);
        });
        json
    }

    pub(super) fn parse(line: &[u8], format: Format) -> Result<Self, Error> {
        let text = core::str::from_utf8(line).map_err(|_| Error::MalformedHeader)?;
        let header = Self::from_json(text, format).ok_or(Error::MalformedHeader)?;
        // One spelling only: what is read must be what would be written.
        if !header.later.has_one_spelling() || header.to_line().as_bytes() != line {
            return Err(Error::MalformedHeader);
        }
        if !header.critical.is_empty() {
            return Err(Error::UnknownCritical);
        }
        if header.generation == 0 {
            return Err(Error::MalformedHeader);
        }
        header.check_slots()?;
        Ok(header)
    }

    /// Checks that there are slots, not too many, each with an id of its own and a cost within the limits.
    ///
    /// # Errors
    /// [`Error::MalformedHeader`]; [`Error::KdfCost`].
    pub(crate) fn check_slots(&self) -> Result<(), Error> {
        if self.slots.is_empty() || self.slots.len() > MAX_SLOTS {
            return Err(Error::MalformedHeader);
        }
        let mut ids = Vec::new();
        for slot in &self.slots {
            let id = slot.id();
            if id.is_none() || ids.contains(&id) {
                return Err(Error::MalformedHeader);
            }
            ids.push(id);
        }
        let mut work = 0;
        for slot in &self.slots {
            if let Slot::Passphrase(slot) = slot {
                slot.check_cost()?;
                work += slot.work();
            }
        }
        if work > MAX_WORK { Err(Error::KdfCost) } else { Ok(()) }
    }
}

impl Header {
    fn from_json(json: &str, format: Format) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        let slots = elements(fields.take_text("slots")?)?;
        Some(Self {
            vault: fields.take("vault")?,
            generation: fields.take("generation")?,
            slots: slots.into_iter().map(|slot| Slot::parse(slot, format)).collect::<Option<_>>()?,
            nonce: fields.take("nonce")?,
            critical: fields.take_or_default("crit")?,
            later: fields.later(),
        })
    }
}

/// A slot that opened, the key that opened it, and what it held.
pub(crate) struct Found<'a> {
    pub(crate) slot: &'a Slot,
    pub(crate) key: KeyEncryptionKey,
    pub(crate) opened: Opened,
}
