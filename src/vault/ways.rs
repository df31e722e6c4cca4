//! The ways in: they are listed, added, named.

use serde::Serialize;
use zeroize::Zeroizing;

use super::contents::Contents;
use super::contents::account::MAX_NAME_BYTES;
use super::contents::event::{Deed, Event};
use super::contents::version_key::VersionKey;
use super::contents::way::Way;
use super::envelope::Envelope;
use super::envelope::header::MAX_SLOTS;
use super::envelope::keys::make_bytes;
use super::envelope::lock::Lock;
use super::envelope::recovery::RecoveryKey;
use super::envelope::secret_slot::{Credential, Particulars, SecretKind};
use super::envelope::slot::{NewSlot, Slot};
use super::error::Error;
use super::opened::Vault;
use super::view::shown;

/// A way in, as it is shown. Name and times are there only where the vault is open.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WayView {
    /// The id of the slot.
    pub id: String,
    /// `passphrase`, `passkey`, `recovery`, `device`, or one of a later version.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// When it was added; 0 when that is not known.
    pub created: u64,
    /// When it was used last; `None` when that is not known.
    pub used: Option<u64>,
    /// The time until which a device is trusted; `None` for every other kind.
    pub expires: Option<u64>,
    /// The input from which its secret is derived, base64url; `None` for a passphrase.
    pub salt: Option<String>,
    /// The credential id of a passkey, base64url; `None` for every other kind.
    pub credential: Option<String>,
    /// The memory of a passphrase's derivation, in KiB; 0 for every other kind.
    pub memory_kib: u32,
    /// The passes of a passphrase's derivation; 0 for every other kind.
    pub passes: u32,
    /// Whether it can be revoked.
    pub revocable: bool,
    /// Whether it was made in version 1 of the format and not used since: whoever had the data key of then can open it.
    pub inherited: bool,
}

impl WayView {
    fn of(slot: &Slot) -> Self {
        let mut view = Self { id: slot.id().unwrap_or_default(), kind: slot.kind(), ..Self::default() };
        view.inherited = slot.lock().is_some_and(Lock::is_inherited);
        match slot {
            Slot::Passphrase(slot) => (view.memory_kib, view.passes) = (slot.memory_kib, slot.passes),
            Slot::Secret(slot) => {
                view.expires = slot.expires.map(shown);
                view.salt = Some(slot.salt.to_string());
                view.credential = slot.credential.as_ref().map(Credential::to_text);
            }
            Slot::Unknown(_) => {}
        }
        view
    }
}

/// The ways into an envelope that is not open: without names and times.
///
/// # Errors
/// [`Error::NotAnEnvelope`], [`Error::UnknownVersion`], [`Error::UnknownCritical`], [`Error::MalformedHeader`] or
/// [`Error::KdfCost`] when the bytes are no sound envelope.
pub fn ways_into(envelope: &[u8]) -> Result<Vec<WayView>, Error> {
    Ok(Envelope::parse(envelope)?.header.slots.iter().map(WayView::of).collect())
}

impl Vault {
    /// The ways in.
    #[must_use]
    pub fn ways(&self) -> Vec<WayView> {
        let view = |slot: &Slot| {
            let mut view = WayView::of(slot);
            if let Some(way) = self.contents.ways.iter().find(|way| way.slot == view.id) {
                way.name.clone_into(&mut view.name);
                view.created = shown(way.created);
            }
            view.used = self.contents.versions.get(VersionKey::Used(&view.id)).map(|version| shown(version.at));
            view.revocable = self.header.can_lose(&view.id);
            view
        };
        self.header.slots.iter().map(view).collect()
    }

    /// Adds a way in that a long random secret opens, such as a passkey or this device, and answers with the slot's id.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when something of it is missing or of the wrong length; [`Error::TooLong`] for the name,
    /// or when there are too many slots; [`Error::NoRandomness`].
    pub fn add_way(&mut self, what: Particulars, secret: &[u8], name: &str, now: u64) -> Result<String, Error> {
        let name = name.trim();
        if name.len() > MAX_NAME_BYTES || self.header.slots.len() >= MAX_SLOTS {
            return Err(Error::TooLong);
        }
        let vault_id = self.header.vault_id();
        let mut new = NewSlot::for_secret(what, secret, &vault_id)?;
        new.seal_key(&self.data_key, &vault_id)?;
        let id = new.slot.id().unwrap_or_default();
        self.header.slots.push(new.slot);
        self.recipients.set(&id, new.public);
        self.add_name(&id, name, now);
        Ok(id)
    }

    /// Adds a recovery key, and answers with it as it is printed: it is kept nowhere.
    ///
    /// # Errors
    /// [`Error::TooLong`] when the name is too long or there are too many slots; [`Error::NoRandomness`].
    pub fn add_recovery_key(&mut self, name: &str, now: u64) -> Result<Zeroizing<String>, Error> {
        let key = RecoveryKey::make()?;
        let kind = SecretKind::Recovery;
        let what = Particulars { kind, salt: make_bytes()?, credential: None, expires: None };
        self.add_way(what, key.as_bytes(), name, now)?;
        Ok(key.to_text())
    }

    /// Names a way in.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`] when there is no slot with this id; [`Error::TooLong`] when the name is too long.
    pub fn rename_way(&mut self, slot: &str, name: &str, now: u64) -> Result<(), Error> {
        let name = name.trim();
        if name.len() > MAX_NAME_BYTES {
            return Err(Error::TooLong);
        }
        let kind = self.header.slot(slot)?.kind();
        let version = self.next_version(now);
        name.clone_into(&mut self.way_mut(slot)?.name);
        self.contents.versions.set(VersionKey::Way(slot), version);
        self.note(&Event::of(Deed::WayRenamed, now).detail([&kind, " ", name].concat()));
        Ok(())
    }

    /// The name and the age of a slot, to be changed.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`] when there is no slot with this id.
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

    /// Gives a new slot its name.
    pub(super) fn add_name(&mut self, slot: &str, name: &str, now: u64) {
        let version = self.next_version(now);
        let Contents { ways, versions, .. } = &mut self.contents;
        ways.push(Way::new(slot, name, now));
        versions.set(VersionKey::Way(slot), version);
        let kind = self.header.slot(slot).map(Slot::kind).unwrap_or_default();
        self.note(&Event::of(Deed::WayAdded, now).detail([kind.as_str(), name].join(" ").trim().to_owned()));
    }
}
