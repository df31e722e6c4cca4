//! Slots of every kind: the ways to the data key. `lock` is what all of them have in common.

use super::keys::{DataKey, KeyEncryptionKey};
use super::lock::{KEY, Lock, Opened, seal_data_key};
use super::passphrase_slot::{Cost, PASSPHRASE, PassphraseSlot};
use super::sealing::PublicKey;
use super::secret_slot::{Particulars, SecretKind, SecretSlot};
use super::wrapping::{Format, Place};
use crate::json::{Json, Later, Object, ToJson};
use crate::vault::error::Error;

/// One slot of the header. A kind that this build does not know is kept as it is.
#[derive(Clone)]
pub(crate) enum Slot {
    Passphrase(PassphraseSlot),
    Secret(SecretSlot),
    Unknown(Later),
}

impl Slot {
    /// Reads a slot of a header of this version; `None` when it is malformed.
    pub(crate) fn parse(json: &str, format: Format) -> Option<Self> {
        let fields = Object::parse(json)?.later();
        match fields.string("kind").as_deref() {
            Some(PASSPHRASE) => PassphraseSlot::parse(json, format).map(Self::Passphrase),
            Some(kind) if SecretKind::parse(kind).is_some() => SecretSlot::parse(json, format).map(Self::Secret),
            Some(_) if fields.has_one_spelling() => Some(Self::Unknown(fields)),
            _ => None,
        }
    }
}

impl ToJson for Slot {
    fn to_json(&self, json: &mut Json) {
        match self {
            Self::Passphrase(slot) => slot.to_json(json),
            Self::Secret(slot) => slot.to_json(json),
            Self::Unknown(fields) => json.object(|json| json.later(fields)),
        }
    }
}

impl Slot {
    /// The identifier; `None` when a slot of an unknown kind has none.
    pub(crate) fn id(&self) -> Option<String> {
        match self {
            Self::Passphrase(slot) => Some(slot.id.to_string()),
            Self::Secret(slot) => Some(slot.id.to_string()),
            Self::Unknown(fields) => fields.string("id"),
        }
    }

    /// The name of its kind, as it stands in the header.
    pub(crate) fn kind(&self) -> String {
        match self {
            Self::Passphrase(_) => PASSPHRASE.to_owned(),
            Self::Secret(slot) => slot.kind.name().to_owned(),
            Self::Unknown(fields) => fields.string("kind").unwrap_or_default(),
        }
    }

    /// The slot as one of a recovery key, if it is one.
    pub(crate) fn as_recovery(&self) -> Option<&SecretSlot> {
        match self {
            Self::Secret(slot) if slot.kind == SecretKind::Recovery => Some(slot),
            _ => None,
        }
    }

    /// Whether a person types its secret: such a slot opens the vault on any machine, and proves who is there.
    pub(crate) fn is_typed(&self) -> bool {
        matches!(self, Self::Passphrase(_)) || self.as_recovery().is_some()
    }

    /// The lock; `None` when the slot is of a kind that this build does not know.
    pub(crate) fn lock(&self) -> Option<&Lock> {
        match self {
            Self::Passphrase(slot) => Some(&slot.lock),
            Self::Secret(slot) => Some(&slot.lock),
            Self::Unknown(_) => None,
        }
    }

    fn place<'a>(&self, vault: &'a str) -> Option<Place<'a>> {
        let terms = match self {
            Self::Passphrase(slot) => slot.terms(),
            Self::Secret(slot) => slot.terms(),
            Self::Unknown(_) => return None,
        };
        Some(Place { vault, id: self.id()?, terms })
    }

    /// Opens the slot with its key-encryption key.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`] when the slot is of a kind that this build does not know; [`Error::WrongSecret`] when the key is
    /// another slot's; [`Error::Tampered`] when what it leads to was changed.
    pub(crate) fn open(&self, key: &KeyEncryptionKey, vault: &str) -> Result<Opened, Error> {
        let (lock, place) = self.lock().zip(self.place(vault)).ok_or(Error::NoSuchWay)?;
        lock.open(key, &place)
    }

    /// Makes the slot anew with a fresh key pair.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`] when the slot is of a kind that this build does not know; [`Error::NoRandomness`].
    pub(crate) fn renewed(&self, key: &KeyEncryptionKey, vault: &str) -> Result<NewSlot, Error> {
        let place = self.place(vault).ok_or(Error::NoSuchWay)?;
        let (lock, public) = Lock::make(key, &place)?;
        Ok(NewSlot { slot: self.with(lock), public })
    }

    /// Turns a slot of version 1 into the one that stands in its place in version 2; `None` for a slot of version 2.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub(crate) fn inherited(&self, vault: &str, data_key: &DataKey) -> Result<Option<NewSlot>, Error> {
        let Some((lock, place)) = self.lock().zip(self.place(vault)) else { return Ok(None) };
        let Some((lock, public)) = lock.inherited(&place, data_key)? else { return Ok(None) };
        let mut new = NewSlot { slot: self.with(lock), public };
        new.seal_key(data_key, vault)?;
        Ok(Some(new))
    }

    fn with(&self, lock: Lock) -> Self {
        match self {
            Self::Passphrase(slot) => Self::Passphrase(slot.with(lock)),
            Self::Secret(slot) => Self::Secret(slot.with(lock)),
            Self::Unknown(fields) => Self::Unknown(fields.clone()),
        }
    }

    /// Seals a data key to this slot.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when `public` is no public key; [`Error::MalformedHeader`] when the slot has no id;
    /// [`Error::NoRandomness`].
    pub(crate) fn seal_key(&mut self, data_key: &DataKey, public: &PublicKey, vault: &str) -> Result<(), Error> {
        let id = self.id().ok_or(Error::MalformedHeader)?;
        let sealed = seal_data_key(data_key, public, vault, &id)?;
        match self {
            Self::Passphrase(slot) => slot.lock.set_key(sealed),
            Self::Secret(slot) => slot.lock.set_key(sealed),
            Self::Unknown(fields) => {
                let mut json = Json::default();
                sealed.to_json(&mut json);
                fields.set(KEY, String::from_utf8_lossy(json.as_bytes()).into_owned());
            }
        }
        Ok(())
    }
}

/// A slot that was just made, and the public key that it can be sealed to.
pub(crate) struct NewSlot {
    pub(crate) slot: Slot,
    pub(crate) public: PublicKey,
}

impl NewSlot {
    /// A slot for a passphrase, of the vault `vault`. No data key is sealed to it yet.
    ///
    /// # Errors
    /// [`Error::PassphraseLength`]; [`Error::NoRandomness`].
    pub(crate) fn for_passphrase(passphrase: &[u8], cost: Cost, vault: &str) -> Result<Self, Error> {
        let (slot, key) = PassphraseSlot::make(passphrase, cost)?;
        Slot::Passphrase(slot).renewed(&key, vault)
    }

    /// A slot for a long random secret, of the vault `vault`. No data key is sealed to it yet.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when something of it is missing or of the wrong length; [`Error::NoRandomness`].
    pub(crate) fn for_secret(particulars: Particulars, secret: &[u8], vault: &str) -> Result<Self, Error> {
        let (slot, key) = SecretSlot::make(particulars, secret)?;
        Slot::Secret(slot).renewed(&key, vault)
    }

    /// The identifier of the slot.
    pub(crate) fn id(&self) -> String {
        self.slot.id().unwrap_or_default()
    }

    /// Whether a passphrase opens the slot.
    pub(crate) fn is_passphrase(&self) -> bool {
        matches!(self.slot, Slot::Passphrase(_))
    }

    /// Whether the same secret opens `other`, by the same derivation.
    pub(crate) fn opens_as(&self, other: &Slot) -> bool {
        let terms = |slot: &Slot| slot.place("").map(|place| (place.id, place.terms));
        terms(&self.slot).is_some_and(|own| terms(other) == Some(own))
    }

    /// Seals a data key to the slot.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub(crate) fn seal_key(&mut self, data_key: &DataKey, vault: &str) -> Result<(), Error> {
        self.slot.seal_key(data_key, &self.public, vault)
    }

    /// The slot and its public key as bytes, for the shell to carry from a scratch instance to the vault.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut json = Json::default();
        json.object(|json| {
            json.field("slot", &self.slot);
            json.field("public", &self.public);
        });
        json.as_bytes().to_vec()
    }

    /// Reads the bytes of [`Self::to_bytes`]; `None` when they are anything else.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = Object::parse(core::str::from_utf8(bytes).ok()?)?;
        let slot = Slot::parse(fields.take_text("slot")?, Format::Second)?;
        let is_own = slot.lock().is_some_and(|lock| !lock.is_inherited());
        let public = fields.take("public")?;
        is_own.then_some(Self { slot, public })
    }
}
