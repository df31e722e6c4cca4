//! The ways in: the slots of the header, and what people call them.

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
    /// It was made in version 1 of the format and not used since: who had the data key of then gets in by it.
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

/// The ways into an envelope, for who stands before it: without names and times.
///
/// # Errors
/// What is wrong with it.
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
    /// As [`Self::add_way`].
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
    /// [`Error::NoSuchWay`], [`Error::TooLong`].
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
        versions.set(VersionKey::Way(slot), version);
        let kind = self.header.slot(slot).map(Slot::kind).unwrap_or_default();
        self.note(&Event::of(Deed::WayAdded, now).detail([kind.as_str(), name].join(" ").trim().to_owned()));
    }
}
