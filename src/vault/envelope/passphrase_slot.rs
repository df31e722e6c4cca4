//! Slots that a passphrase opens: Argon2id (RFC 9106) derives the key-encryption key from it.

use argon2::{Algorithm, Argon2, Params, Version};

use super::keys::{KEY_BYTES, KeyEncryptionKey, make_bytes};
use super::lock::{Lock, without_taken_names};
use super::wrapping::{Format, SlotId};
use crate::json::{Bytes, Json, Later, Object, ToJson};
use crate::vault::error::Error;

/// The least memory, 64 MiB: what RFC 9106 section 4 recommends where memory is short, and what a browser tab can spare.
pub const MIN_MEMORY_KIB: u32 = 64 * 1024;
/// The fewest passes: what RFC 9106 recommends with 64 MiB.
pub const MIN_PASSES: u32 = 3;
/// One lane: wasm has no threads here.
const LANES: u32 = 1;
/// The most memory of a derivation. Costs above the limits are refused before any work: an envelope from a stranger must not
/// be able to freeze the browser.
pub const MAX_MEMORY_KIB: u32 = 1024 * 1024;
/// The most passes of a derivation.
pub const MAX_PASSES: u32 = 64;
/// What trying all slots of an envelope may cost, in KiB times passes: some forty times what one slot of ours costs.
pub const MAX_WORK: u64 = 8 * 1024 * 1024;
const MAX_LANES: u32 = 16;

/// The shortest passphrase, in bytes of UTF-8: below this, guessing needs no patience.
pub const MIN_PASSPHRASE_BYTES: usize = 8;
/// The longest passphrase, in bytes of UTF-8: a page of prose. More is an accident.
pub const MAX_PASSPHRASE_BYTES: usize = 4096;

const SALT_BYTES: usize = 16;
pub(crate) const PASSPHRASE: &str = "passphrase";
const ARGON2ID: &str = "argon2id";

/// The cost of deriving a key from a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for Cost {
    /// The least cost that a reader accepts.
    fn default() -> Self {
        Self { memory_kib: MIN_MEMORY_KIB, passes: MIN_PASSES }
    }
}

impl Cost {
    /// The nearest cost that a reader accepts.
    fn within_limits(self) -> Self {
        let memory_kib = self.memory_kib.clamp(MIN_MEMORY_KIB, MAX_MEMORY_KIB);
        let affordable = u32::try_from(MAX_WORK / u64::from(memory_kib)).unwrap_or(MAX_PASSES).min(MAX_PASSES);
        Self { memory_kib, passes: self.passes.clamp(MIN_PASSES, affordable) }
    }
}

/// A slot whose key-encryption key Argon2id (RFC 9106) derives from a passphrase.
#[derive(Clone)]
pub(crate) struct PassphraseSlot {
    pub(crate) id: SlotId,
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    lanes: u32,
    salt: Bytes<SALT_BYTES>,
    pub(super) lock: Lock,
    /// Fields of a later version, kept.
    later: Later,
}

impl PassphraseSlot {
    pub(super) fn parse(json: &str, format: Format) -> Option<Self> {
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
    /// Makes a slot with a fresh salt and without a lock, and its key-encryption key.
    ///
    /// # Errors
    /// [`Error::PassphraseLength`]; [`Error::NoRandomness`].
    pub(super) fn make(passphrase: &[u8], cost: Cost) -> Result<(Self, KeyEncryptionKey), Error> {
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
        Ok((slot, key))
    }

    /// The slot with another lock.
    pub(super) fn with(&self, lock: Lock) -> Self {
        Self { lock, later: without_taken_names(&self.later), ..self.clone() }
    }

    /// Refuses a cost below the floor, where passphrases are cheap to guess, or above the ceiling, where the browser would
    /// freeze.
    ///
    /// # Errors
    /// [`Error::KdfCost`].
    pub(crate) fn check_cost(&self) -> Result<(), Error> {
        let sound = (MIN_MEMORY_KIB..=MAX_MEMORY_KIB).contains(&self.memory_kib)
            && (MIN_PASSES..=MAX_PASSES).contains(&self.passes)
            && (LANES..=MAX_LANES).contains(&self.lanes);
        if sound { Ok(()) } else { Err(Error::KdfCost) }
    }

    /// The work of trying this slot, in KiB times passes.
    pub(crate) fn work(&self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.passes)
    }

    /// Derives the key-encryption key. A wrong passphrase derives a key that opens nothing.
    ///
    /// # Errors
    /// [`Error::PassphraseLength`] when it is longer than any passphrase; [`Error::KdfCost`].
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

    /// The terms of the slot, which must not be changed beside its keys.
    pub(super) fn terms(&self) -> String {
        let Self { memory_kib, passes, lanes, salt, .. } = self;
        format!("{PASSPHRASE} {ARGON2ID} m={memory_kib} t={passes} p={lanes} salt={salt}")
    }
}
