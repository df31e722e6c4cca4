//! The ways in: the slots of the header, and what people call them.

use serde::Serialize;
use zeroize::Zeroizing;

use super::account::MAX_NAME_BYTES;
use super::contents::Contents;
use super::envelope::{Envelope, Header, MAX_SLOTS};
use super::keys::make_bytes;
use super::log::{Deed, Event};
use super::recovery::RecoveryKey;
use super::secret_slot::{Particulars, SecretKind, SecretSlot};
use super::slot::{Cost, PASSPHRASE, PassphraseSlot, Slot};
use super::view::shown;
use super::{Error, Ticket, Vault};
use crate::json::{FromJson, Json, Later, Object, ToJson};

/// What is known of a slot besides what stands in the header, where everybody could read it.
#[derive(Clone, Default)]
pub(super) struct Way {
    pub(super) slot: String,
    pub(super) name: String,
    pub(super) created: u64,
    /// Fields of a later version, kept.
    pub(super) later: Later,
}

impl FromJson for Way {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self {
            slot: fields.take("slot")?,
            name: fields.take("name")?,
            created: fields.take("created")?,
            later: fields.later(),
        })
    }
}

impl ToJson for Way {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("slot", &self.slot);
            json.field("name", &self.name);
            json.field("created", &self.created);
            json.later(&self.later);
        });
    }
}

/// A way in, as it is shown. Without the vault's key only what stands in the header is known.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WayView {
    /// By which it is named and revoked.
    pub id: String,
    /// `passphrase`, `passkey`, `recovery`, `device`, or one of a later version.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// When it was added; 0 when that is not known.
    pub created: u64,
    /// When it was used last.
    pub used: Option<u64>,
    /// Until when it opens.
    pub expires: Option<u64>,
    /// What its secret is derived from, base64url.
    pub salt: Option<String>,
    /// By which the browser knows a passkey, base64url.
    pub credential: Option<String>,
    /// What a passphrase's derivation costs.
    pub memory_kib: u32,
    /// Likewise.
    pub passes: u32,
    /// It can be revoked.
    pub revocable: bool,
}

impl Slot {
    pub(super) fn kind(&self) -> String {
        match self {
            Self::Passphrase(_) => PASSPHRASE.to_owned(),
            Self::Secret(slot) => slot.kind.name().to_owned(),
            Self::Unknown(fields) => fields.string("kind").unwrap_or_default(),
        }
    }

    fn view(&self) -> WayView {
        let mut view = WayView { id: self.id().unwrap_or_default(), kind: self.kind(), ..WayView::default() };
        match self {
            Self::Passphrase(slot) => (view.memory_kib, view.passes) = (slot.memory_kib, slot.passes),
            Self::Secret(slot) => {
                view.expires = slot.expires.map(shown);
                view.salt = Some(slot.salt.to_string());
                view.credential = slot.credential.as_ref().map(super::secret_slot::Credential::to_text);
            }
            Self::Unknown(_) => {}
        }
        view
    }
}

/// The ways into an envelope, for who stands before it: without names and times.
///
/// # Errors
/// What is wrong with it.
pub fn ways_into(envelope: &[u8]) -> Result<Vec<WayView>, Error> {
    Ok(Envelope::parse(envelope)?.header.slots.iter().map(Slot::view).collect())
}

/// A slot for a passphrase, to be put into the vault that `ticket` opens. Costs a key derivation, and so is made in a
/// scratch instance.
///
/// # Errors
/// [`Error::PassphraseLength`]; [`Error::WrongSession`]; [`Error::NoRandomness`].
pub fn make_passphrase_slot(ticket: &Ticket, passphrase: &[u8], cost: Cost) -> Result<Vec<u8>, Error> {
    let (vault, data_key) = ticket.parts()?;
    let slot = PassphraseSlot::make(passphrase, cost, &data_key, &vault.to_string())?;
    let mut json = Json::default();
    slot.to_json(&mut json);
    Ok(json.as_bytes().to_vec())
}

/// Unlocks with a passkey's or a device's secret.
///
/// # Errors
/// [`Error::NoSuchWay`], [`Error::WrongSecret`], [`Error::DeviceExpired`], or what is wrong with the envelope.
pub fn unlock_with(envelope: &[u8], slot: &str, secret: &[u8], now: u64) -> Result<Ticket, Error> {
    let envelope = Envelope::parse(envelope)?;
    let Slot::Secret(slot) = envelope.header.slot(slot)? else { return Err(Error::NoSuchWay) };
    let data_key = slot.open(secret, &envelope.header.vault_id(), now)?;
    envelope.open(&data_key)?;
    Ok(Ticket::make(&envelope.header, &data_key))
}

impl Vault {
    /// The ways in.
    #[must_use]
    pub fn ways(&self) -> Vec<WayView> {
        let view = |slot: &Slot| {
            let mut view = slot.view();
            if let Some(way) = self.contents.ways.iter().find(|way| way.slot == view.id) {
                way.name.clone_into(&mut view.name);
                view.created = shown(way.created);
            }
            view.used = self.contents.versions.get(&used_name(&view.id)).map(|version| shown(version.at));
            view.revocable = self.header.can_lose(&view.id);
            view
        };
        self.header.slots.iter().map(view).collect()
    }

    /// Adds a passkey, or trusts this device. Answers with the slot's id.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when something of it is missing or of the wrong length; [`Error::TooLong`] for the name,
    /// or when there are too many slots; [`Error::NoRandomness`].
    pub fn add_way(&mut self, what: Particulars, secret: &[u8], name: &str, now: u64) -> Result<String, Error> {
        let name = name.trim();
        if name.len() > MAX_NAME_BYTES || self.header.slots.len() >= MAX_SLOTS {
            return Err(Error::TooLong);
        }
        let slot = Slot::Secret(SecretSlot::make(what, secret, &self.data_key, &self.header.vault_id())?);
        let id = slot.id().unwrap_or_default();
        self.header.slots.push(slot);
        self.add_name(&id, name, now);
        Ok(id)
    }

    /// Adds a recovery key, and answers with it as it is printed: it is kept nowhere.
    ///
    /// # Errors
    /// As [`Self::add_way`].
    pub fn add_recovery_key(&mut self, name: &str, now: u64) -> Result<Zeroizing<String>, Error> {
        let key = RecoveryKey::make()?;
        let kind = SecretKind::Recovery;
        let what = Particulars { kind, salt: make_bytes()?, credential: None, expires: None };
        self.add_way(what, key.as_bytes(), name, now)?;
        Ok(key.to_text())
    }

    /// Takes a slot of [`make_passphrase_slot`] in the place of the passphrase's that was there, with its name.
    ///
    /// # Errors
    /// [`Error::MalformedHeader`] when it is none; [`Error::KdfCost`]; then nothing has changed.
    pub fn set_passphrase(&mut self, slot: &[u8], now: u64) -> Result<(), Error> {
        let slot = core::str::from_utf8(slot).ok().and_then(PassphraseSlot::from_json).ok_or(Error::MalformedHeader)?;
        let id = slot.id.to_string();
        let mut header = self.header.clone();
        let is_passphrase = |slot: &mut Slot| matches!(slot, Slot::Passphrase(_));
        let old: Vec<String> = header.slots.extract_if(.., is_passphrase).filter_map(|slot| slot.id()).collect();
        header.slots.insert(0, Slot::Passphrase(slot));
        header.check_slots()?;
        self.header = header;
        let mut old = old.into_iter();
        let first = old.next();
        let used = first.as_deref().and_then(|slot| self.contents.versions.get(&used_name(slot)));
        let before = first.map(|slot| self.forget_way(&slot, now)).unwrap_or_default();
        old.for_each(|slot| self.note_revoked(PASSPHRASE, &slot, now));
        self.add_name(&id, &before.name, now);
        if before.created > 0 {
            let way = self.way_mut(&id)?;
            (way.created, way.later) = (before.created, before.later);
        }
        if let Some(used) = used {
            self.contents.versions.set(&used_name(&id), used);
        }
        Ok(())
    }

    /// Names a way in.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`], [`Error::TooLong`].
    pub fn rename_way(&mut self, slot: &str, name: &str, now: u64) -> Result<(), Error> {
        let name = name.trim();
        if name.len() > MAX_NAME_BYTES {
            return Err(Error::TooLong);
        }
        let kind = self.header.slot(slot)?.kind();
        let version = self.next_version(now);
        name.clone_into(&mut self.way_mut(slot)?.name);
        self.contents.versions.set(&way_name(slot), version);
        self.note(&Event::of(Deed::WayRenamed, now).detail([&kind, " ", name].concat()));
        Ok(())
    }

    /// Revokes a way in: later generations do not open by it. Earlier ones have to be sealed anew.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`]; [`Error::LastWay`] when nothing would be left that a person types.
    pub fn revoke(&mut self, slot: &str, now: u64) -> Result<(), Error> {
        let kind = self.header.slot(slot)?.kind();
        if !self.header.can_lose(slot) {
            return Err(Error::LastWay);
        }
        self.header.slots.retain(|other| other.id().as_deref() != Some(slot));
        self.note_revoked(&kind, slot, now);
        Ok(())
    }

    /// Takes the data key of `ticket`, which [`Self::next_ticket`] has made, and this passphrase slot for it. Whatever
    /// the old key opened, and all other slots, open nothing that is sealed from now on.
    ///
    /// # Errors
    /// [`Error::WrongSession`]; as [`Self::set_passphrase`].
    pub fn rotate(&mut self, ticket: &Ticket, slot: &[u8], now: u64) -> Result<(), Error> {
        let data_key = ticket.data_key(&self.header)?;
        self.set_passphrase(slot, now)?;
        for slot in self.header.slots.split_off(1) {
            self.note_revoked(&slot.kind(), &slot.id().unwrap_or_default(), now);
        }
        self.data_key = data_key;
        self.note(&Event::of(Deed::KeyRotated, now));
        Ok(())
    }

    pub(super) fn way_mut(&mut self, slot: &str) -> Result<&mut Way, Error> {
        self.header.slot(slot)?;
        let ways = &mut self.contents.ways;
        let at = ways.iter().position(|way| way.slot == slot).unwrap_or_else(|| {
            // Of a vault that was made before this was noted.
            ways.push(Way::new(slot, "", 0));
            ways.len() - 1
        });
        ways.get_mut(at).ok_or(Error::NoSuchWay)
    }

    pub(super) fn add_name(&mut self, slot: &str, name: &str, now: u64) {
        let version = self.next_version(now);
        let Contents { ways, versions, .. } = &mut self.contents;
        ways.push(Way::new(slot, name, now));
        versions.set(&way_name(slot), version);
        let kind = self.header.slot(slot).map(Slot::kind).unwrap_or_default();
        self.note(&Event::of(Deed::WayAdded, now).detail([kind.as_str(), name].join(" ").trim().to_owned()));
    }

    /// Forgets what was known of a slot, and answers with it.
    fn forget_way(&mut self, slot: &str, now: u64) -> Way {
        let version = self.next_version(now);
        let Contents { ways, versions, .. } = &mut self.contents;
        versions.set(&way_name(slot), version);
        ways.extract_if(.., |way| way.slot == slot).last().unwrap_or_default()
    }

    fn note_revoked(&mut self, kind: &str, slot: &str, now: u64) {
        let Way { name, .. } = self.forget_way(slot, now);
        self.note(&Event::of(Deed::WayRevoked, now).detail([kind, &name].join(" ").trim().to_owned()));
    }
}

impl Way {
    pub(super) fn new(slot: &str, name: &str, created: u64) -> Self {
        Self { slot: slot.to_owned(), name: name.to_owned(), created, later: Later::default() }
    }
}

/// Under which name what is known of a slot has its version.
pub(super) fn way_name(slot: &str) -> String {
    ["way ", slot].concat()
}

/// Under which name its last use has one, which is all that there is to know of that.
pub(super) fn used_name(slot: &str) -> String {
    ["used ", slot].concat()
}

impl Header {
    /// Whether without this slot something is left that a person types.
    fn can_lose(&self, slot: &str) -> bool {
        self.slots.iter().any(|other| other.is_typed() && other.id().as_deref() != Some(slot))
    }
}
