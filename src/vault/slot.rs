//! Slots: the ways to unwrap the data key. Here the passphrase; `secret_slot` has the others.

use argon2::{Algorithm, Argon2, Params, Version};

use super::bytes::Bytes;
use super::keys::{DataKey, KEY_BYTES, KeyEncryptionKey, NONCE_BYTES, TAG_BYTES, make_bytes};
use super::secret_slot::{SecretKind, SecretSlot};
use super::{Error, MAX_PASSPHRASE_BYTES, MIN_PASSPHRASE_BYTES};
use crate::json::{FromJson, Json, Later, Object, ToJson};

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
pub(super) const MAX_WORK: u64 = 8 * 1024 * 1024;
const MAX_LANES: u32 = 16;

const SALT_BYTES: usize = 16;
const SLOT_ID_BYTES: usize = 8;
pub(super) const WRAPPED_BYTES: usize = KEY_BYTES + TAG_BYTES;

/// A slot's identifier.
pub(super) type SlotId = Bytes<SLOT_ID_BYTES>;

pub(super) const PASSPHRASE: &str = "passphrase";
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
pub(super) enum Slot {
    Passphrase(PassphraseSlot),
    Secret(SecretSlot),
    Unknown(Later),
}

impl FromJson for Slot {
    fn from_json(json: &str) -> Option<Self> {
        let fields = Object::parse(json)?.later();
        match fields.string("kind").as_deref() {
            Some(PASSPHRASE) => PassphraseSlot::from_json(json).map(Self::Passphrase),
            Some(kind) if SecretKind::parse(kind).is_some() => SecretSlot::from_json(json).map(Self::Secret),
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
    pub(super) fn id(&self) -> Option<String> {
        match self {
            Self::Passphrase(slot) => Some(slot.id.to_string()),
            Self::Secret(slot) => Some(slot.id.to_string()),
            Self::Unknown(fields) => fields.string("id"),
        }
    }

    pub(super) fn as_recovery(&self) -> Option<&SecretSlot> {
        match self {
            Self::Secret(slot) if slot.kind == SecretKind::Recovery => Some(slot),
            _ => None,
        }
    }

    /// Whether a person types it: that opens the vault on any machine, and proves who is there.
    pub(super) fn is_typed(&self) -> bool {
        matches!(self, Self::Passphrase(_)) || self.as_recovery().is_some()
    }
}

/// A data key wrapped by what Argon2id (RFC 9106) derives from a passphrase.
#[derive(Clone)]
pub(super) struct PassphraseSlot {
    pub(super) id: SlotId,
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    lanes: u32,
    salt: Bytes<SALT_BYTES>,
    nonce: Bytes<NONCE_BYTES>,
    wrapped: WrappedKey,
    /// Fields of a later version, kept.
    later: Later,
}

type WrappedKey = Bytes<WRAPPED_BYTES>;

impl FromJson for PassphraseSlot {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        let names: [String; 2] = [fields.take("kind")?, fields.take("kdf")?];
        let slot = Self {
            id: fields.take("id")?,
            memory_kib: fields.take("m")?,
            passes: fields.take("t")?,
            lanes: fields.take("p")?,
            salt: fields.take("salt")?,
            nonce: fields.take("nonce")?,
            wrapped: fields.take("wrapped")?,
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
            json.field("nonce", &self.nonce);
            json.field("wrapped", &self.wrapped);
            json.later(&self.later);
        });
    }
}

impl PassphraseSlot {
    /// A new slot with a fresh salt that wraps `data_key` for the vault `vault_id`.
    pub(super) fn make(passphrase: &[u8], cost: Cost, data_key: &DataKey, vault_id: &str) -> Result<Self, Error> {
        if !(MIN_PASSPHRASE_BYTES..=MAX_PASSPHRASE_BYTES).contains(&passphrase.len()) {
            return Err(Error::PassphraseLength);
        }
        let Cost { memory_kib, passes } = cost.within_limits();
        let mut slot = Self {
            id: Bytes(make_bytes()?),
            memory_kib,
            passes,
            lanes: LANES,
            salt: Bytes(make_bytes()?),
            nonce: Bytes(make_bytes()?),
            wrapped: Bytes([0; WRAPPED_BYTES]),
            later: Later::default(),
        };
        let wrapped = slot.derive_key(passphrase)?.wrap(&slot.nonce.0, slot.aad(vault_id).as_bytes(), data_key)?;
        slot.wrapped = Bytes(wrapped.try_into().map_err(|_| Error::MalformedHeader)?);
        Ok(slot)
    }

    /// The data key, or `None` when the passphrase is not the one of this slot.
    pub(super) fn open(&self, passphrase: &[u8], vault_id: &str) -> Result<Option<DataKey>, Error> {
        if passphrase.len() > MAX_PASSPHRASE_BYTES {
            return Err(Error::PassphraseLength);
        }
        let key = self.derive_key(passphrase)?;
        Ok(key.unwrap(&self.nonce.0, self.aad(vault_id).as_bytes(), &self.wrapped.0))
    }

    /// Refuses a cost below the floor, which would be a trap, or above the ceiling, which would be a freeze.
    pub(super) fn check_cost(&self) -> Result<(), Error> {
        let sound = (MIN_MEMORY_KIB..=MAX_MEMORY_KIB).contains(&self.memory_kib)
            && (MIN_PASSES..=MAX_PASSES).contains(&self.passes)
            && (LANES..=MAX_LANES).contains(&self.lanes);
        if sound { Ok(()) } else { Err(Error::KdfCost) }
    }

    /// What trying this slot costs, in KiB times passes.
    pub(super) fn work(&self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.passes)
    }

    fn derive_key(&self, passphrase: &[u8]) -> Result<KeyEncryptionKey, Error> {
        self.check_cost()?;
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY_BYTES)).map_err(|_| Error::KdfCost)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        KeyEncryptionKey::derive_with(|out| {
            argon2.hash_password_into(passphrase, &self.salt.0, out).map_err(|_| Error::KdfCost)
        })
    }

    /// Names the purpose and the place, so that a wrapped key can't be moved to another slot or vault.
    fn aad(&self, vault_id: &str) -> String {
        let Self { id, memory_kib, passes, lanes, salt, .. } = self;
        format!(
            "halfminute-slot/1\n{vault_id}\n{id}\npassphrase argon2id m={memory_kib} t={passes} p={lanes} salt={salt}"
        )
    }
}
