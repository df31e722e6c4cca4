//! Slots: the ways to the data key. Here the passphrase; `secret_slot` has the others, and `lock` what all have in common.

use argon2::{Algorithm, Argon2, Params, Version};

use super::keys::{DataKey, KEY_BYTES, KeyEncryptionKey, make_bytes};
use super::lock::{Format, KEY, Lock, Opened, Place, seal_data_key, without_taken_names};
use super::sealing::PublicKey;
use super::secret_slot::{SecretKind, SecretSlot};
use crate::json::Bytes;
use crate::json::{Json, Later, Object, ToJson};
use crate::vault::MAX_PASSPHRASE_BYTES;
use crate::vault::MIN_PASSPHRASE_BYTES;
use crate::vault::error::Error;

/// 64 MiB: what RFC 9106 section 4 recommends where memory is short, and what a browser tab can spare.
pub const MIN_MEMORY_KIB: u32 = 64 * 1024;
/// Three passes, the recommendation that goes with 64 MiB.
pub const MIN_PASSES: u32 = 3;
/// One lane: wasm has no threads here.
const LANES: u32 = 1;
/// Costs above these are refused before any work: an envelope from a stranger must not be able to freeze the browser.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
const MAX_PASSES: u32 = 64;
/// What trying all slots of an envelope may cost, in KiB times passes: some forty times what one slot of ours costs.
pub(crate) const MAX_WORK: u64 = 8 * 1024 * 1024;
const MAX_LANES: u32 = 16;

const SALT_BYTES: usize = 16;
const SLOT_ID_BYTES: usize = 8;

/// A slot's identifier.
pub(crate) type SlotId = Bytes<SLOT_ID_BYTES>;

pub(crate) const PASSPHRASE: &str = "passphrase";
const ARGON2ID: &str = "argon2id";

/// What a passphrase's derivation costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for Cost {
    /// The least.
    fn default() -> Self {
        Self { memory_kib: MIN_MEMORY_KIB, passes: MIN_PASSES }
    }
}

impl Cost {
    /// Within what a reader accepts.
    fn within_limits(self) -> Self {
        let memory_kib = self.memory_kib.clamp(MIN_MEMORY_KIB, MAX_MEMORY_KIB);
        let affordable = u32::try_from(MAX_WORK / u64::from(memory_kib)).unwrap_or(MAX_PASSES).min(MAX_PASSES);
        Self { memory_kib, passes: self.passes.clamp(MIN_PASSES, affordable) }
    }
}

/// One slot of the header. A kind that this build does not know is kept as it is.
#[derive(Clone)]
pub(crate) enum Slot {
    Passphrase(PassphraseSlot),
    Secret(SecretSlot),
    Unknown(Later),
}

impl Slot {
    /// From a header of this version.
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
    /// The identifier, when there is one that can be read.
    pub(crate) fn id(&self) -> Option<String> {
        match self {
            Self::Passphrase(slot) => Some(slot.id.to_string()),
            Self::Secret(slot) => Some(slot.id.to_string()),
            Self::Unknown(fields) => fields.string("id"),
        }
    }

    pub(crate) fn as_recovery(&self) -> Option<&SecretSlot> {
        match self {
            Self::Secret(slot) if slot.kind == SecretKind::Recovery => Some(slot),
            _ => None,
        }
    }

    /// Whether a person types it: that opens the vault on any machine, and proves who is there.
    pub(crate) fn is_typed(&self) -> bool {
        matches!(self, Self::Passphrase(_)) || self.as_recovery().is_some()
    }

    /// What its keys are; `None` of a kind that this build does not know.
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

    /// What the key-encryption key opens.
    ///
    /// # Errors
    /// As [`Lock::open`].
    pub(crate) fn open(&self, key: &KeyEncryptionKey, vault: &str) -> Result<Opened, Error> {
        let (lock, place) = self.lock().zip(self.place(vault)).ok_or(Error::NoSuchWay)?;
        lock.open(key, &place)
    }

    /// The same slot with a key pair that nobody knows of.
    pub(crate) fn renewed(&self, key: &KeyEncryptionKey, vault: &str) -> Result<NewSlot, Error> {
        let place = self.place(vault).ok_or(Error::NoSuchWay)?;
        let (lock, public) = Lock::make(key, &place)?;
        Ok(NewSlot { slot: self.with(lock), public })
    }

    /// Of a slot of version 1, what stands in its place in version 2, and its public key; `None` of any other.
    pub(crate) fn inherited(&self, vault: &str, data_key: &DataKey) -> Result<Option<NewSlot>, Error> {
        let Some((lock, place)) = self.lock().zip(self.place(vault)) else { return Ok(None) };
        let Some((lock, public)) = lock.inherited(&place, data_key)? else { return Ok(None) };
        let mut new = NewSlot { slot: self.with(lock), public };
        new.seal_key(data_key, vault)?;
        Ok(Some(new))
    }

    fn with(&self, lock: Lock) -> Self {
        match self {
            Self::Passphrase(slot) => {
                Self::Passphrase(PassphraseSlot { lock, later: without_taken_names(&slot.later), ..slot.clone() })
            }
            Self::Secret(slot) => {
                Self::Secret(SecretSlot { lock, later: without_taken_names(&slot.later), ..slot.clone() })
            }
            Self::Unknown(fields) => Self::Unknown(fields.clone()),
        }
    }

    /// Seals a data key to this slot.
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
    /// Its identifier.
    pub(crate) fn id(&self) -> String {
        self.slot.id().unwrap_or_default()
    }

    /// Whether it is one for a passphrase.
    pub(crate) fn is_passphrase(&self) -> bool {
        matches!(self.slot, Slot::Passphrase(_))
    }

    /// Whether the same secret opens the other one, by the same derivation.
    pub(crate) fn opens_as(&self, other: &Slot) -> bool {
        let terms = |slot: &Slot| slot.place("").map(|place| (place.id, place.terms));
        terms(&self.slot).is_some_and(|own| terms(other) == Some(own))
    }

    /// Seals a data key to it.
    pub(crate) fn seal_key(&mut self, data_key: &DataKey, vault: &str) -> Result<(), Error> {
        self.slot.seal_key(data_key, &self.public, vault)
    }

    /// For the shell to carry from a scratch instance to the vault.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut json = Json::default();
        json.object(|json| {
            json.field("slot", &self.slot);
            json.field("public", &self.public);
        });
        json.as_bytes().to_vec()
    }

    /// The other half of [`Self::to_bytes`].
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = Object::parse(core::str::from_utf8(bytes).ok()?)?;
        let slot = Slot::parse(fields.take_text("slot")?, Format::Second)?;
        let is_own = slot.lock().is_some_and(|lock| !lock.is_inherited());
        let public = fields.take("public")?;
        is_own.then_some(Self { slot, public })
    }
}

/// A slot that is opened by what Argon2id (RFC 9106) derives from a passphrase.
#[derive(Clone)]
pub(crate) struct PassphraseSlot {
    pub(crate) id: SlotId,
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    lanes: u32,
    salt: Bytes<SALT_BYTES>,
    lock: Lock,
    /// Fields of a later version, kept.
    later: Later,
}

impl PassphraseSlot {
    fn parse(json: &str, format: Format) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        let names: [String; 2] = [fields.take("kind")?, fields.take("kdf")?];
        let slot = Self {
            id: fields.take("id")?,
            memory_kib: fields.take("m")?,
            passes: fields.take("t")?,
            lanes: fields.take("p")?,
            salt: fields.take("salt")?,
            lock: Lock::take(&mut fields, format)?,
            later: fields.later(),
        };
        (names == [PASSPHRASE, ARGON2ID] && slot.later.has_one_spelling()).then_some(slot)
    }
}

impl ToJson for PassphraseSlot {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("kind", &PASSPHRASE);
            json.field("id", &self.id);
            json.field("kdf", &ARGON2ID);
            json.field("m", &self.memory_kib);
            json.field("t", &self.passes);
            json.field("p", &self.lanes);
            json.field("salt", &self.salt);
            self.lock.put(json);
            json.later(&self.later);
        });
    }
}

impl PassphraseSlot {
    /// A new slot with a fresh salt for the vault `vault`. No data key is sealed to it yet.
    pub(crate) fn make(passphrase: &[u8], cost: Cost, vault: &str) -> Result<NewSlot, Error> {
        if !(MIN_PASSPHRASE_BYTES..=MAX_PASSPHRASE_BYTES).contains(&passphrase.len()) {
            return Err(Error::PassphraseLength);
        }
        let Cost { memory_kib, passes } = cost.within_limits();
        let slot = Self {
            id: Bytes(make_bytes()?),
            memory_kib,
            passes,
            lanes: LANES,
            salt: Bytes(make_bytes()?),
            lock: Lock::none(),
            later: Later::default(),
        };
        let key = slot.derive_key(passphrase)?;
        Slot::Passphrase(slot).renewed(&key, vault)
    }

    /// Refuses a cost below the floor, which would be a trap, or above the ceiling, which would be a freeze.
    pub(crate) fn check_cost(&self) -> Result<(), Error> {
        let sound = (MIN_MEMORY_KIB..=MAX_MEMORY_KIB).contains(&self.memory_kib)
            && (MIN_PASSES..=MAX_PASSES).contains(&self.passes)
            && (LANES..=MAX_LANES).contains(&self.lanes);
        if sound { Ok(()) } else { Err(Error::KdfCost) }
    }

    /// What trying this slot costs, in KiB times passes.
    pub(crate) fn work(&self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.passes)
    }

    /// What this passphrase derives: the key-encryption key, if it is the right one.
    pub(crate) fn derive_key(&self, passphrase: &[u8]) -> Result<KeyEncryptionKey, Error> {
        if passphrase.len() > MAX_PASSPHRASE_BYTES {
            return Err(Error::PassphraseLength);
        }
        self.check_cost()?;
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY_BYTES)).map_err(|_| Error::KdfCost)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        KeyEncryptionKey::derive_with(|out| {
            argon2.hash_password_into(passphrase, &self.salt.0, out).map_err(|_| Error::KdfCost)
        })
    }

    /// What must not be changed beside its keys.
    fn terms(&self) -> String {
        let Self { memory_kib, passes, lanes, salt, .. } = self;
        format!("{PASSPHRASE} {ARGON2ID} m={memory_kib} t={passes} p={lanes} salt={salt}")
    }
}
