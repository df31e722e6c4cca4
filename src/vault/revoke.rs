//! Revoking a way in. It makes a new data key and seals it to the ways that stay, so that whoever is revoked stays out: the
//! old key opens only what was sealed before.

use super::contents::Contents;
use super::contents::event::{Deed, Event};
use super::contents::version_key::VersionKey;
use super::contents::way::Way;
use super::envelope::header::Header;
use super::envelope::keys::DataKey;
use super::envelope::lock::Lock;
use super::envelope::passphrase_slot::PASSPHRASE;
use super::envelope::slot::{NewSlot, Slot};
use super::error::Error;
use super::opened::Vault;

impl Vault {
    /// Replaces the passphrase by the slot that [`make_passphrase_slot`](super::make_passphrase_slot) has made. The name of the
    /// way in stays, and there is a new data key.
    ///
    /// # Errors
    /// [`Error::MalformedHeader`] when `slot` is no passphrase slot; [`Error::KdfCost`] when all slots together cost too much;
    /// [`Error::NoRandomness`]. Then nothing has changed.
    pub fn set_passphrase(&mut self, slot: &[u8], now: u64) -> Result<(), Error> {
        let new = NewSlot::parse(slot).filter(NewSlot::is_passphrase).ok_or(Error::MalformedHeader)?;
        let id = new.id();
        let mut header = self.header.clone();
        let is_passphrase = |slot: &mut Slot| matches!(slot, Slot::Passphrase(_));
        let old: Vec<String> = header.slots.extract_if(.., is_passphrase).filter_map(|slot| slot.id()).collect();
        header.slots.insert(0, new.slot.clone());
        header.check_slots()?;
        self.exchange_data_key(header, Some(new), now)?;

        let mut old = old.into_iter();
        let first = old.next();
        let used = first.as_deref().and_then(|slot| self.contents.versions.get(VersionKey::Used(slot)));
        let before = first.map(|slot| self.forget_way(&slot, now)).unwrap_or_default();
        old.for_each(|slot| self.note_revoked(PASSPHRASE, &slot, now));
        self.add_name(&id, &before.name, now);
        if before.created > 0 {
            let way = self.way_mut(&id)?;
            (way.created, way.later) = (before.created, before.later);
        }
        if let Some(used) = used {
            self.contents.versions.set(VersionKey::Used(&id), used);
        }
        Ok(())
    }

    /// Replaces a slot by what unlocking has made of it, the same slot with a key pair of its own, and makes a new data key.
    ///
    /// # Errors
    /// [`Error::MalformedHeader`] when `renewed` is no slot, or opens by another secret; [`Error::NoSuchWay`] when the vault
    /// has no slot with its id; [`Error::NoRandomness`]. Then nothing has changed.
    pub fn renew_way(&mut self, renewed: &[u8], now: u64) -> Result<(), Error> {
        let new = NewSlot::parse(renewed).ok_or(Error::MalformedHeader)?;
        let id = new.id();
        let mut header = self.header.clone();
        let of_id = |slot: &&mut Slot| slot.id().as_deref() == Some(id.as_str());
        let old = header.slots.iter_mut().find(of_id).ok_or(Error::NoSuchWay)?;
        if !new.opens_as(old) {
            return Err(Error::MalformedHeader);
        }
        *old = new.slot.clone();
        self.exchange_data_key(header, Some(new), now)?;
        self.note_new_data_key(now);
        Ok(())
    }

    /// Revokes a way in, `with_inherited` every inherited one as well, and makes a new data key. Earlier generations have to be
    /// sealed anew, by [`Vault::reseal`].
    ///
    /// # Errors
    /// [`Error::NoSuchWay`] when there is no slot with this id; [`Error::LastWay`] when nothing would be left that a person
    /// types; [`Error::NoRandomness`]. Then nothing has changed.
    pub fn revoke(&mut self, slot: &str, with_inherited: bool, now: u64) -> Result<(), Error> {
        self.header.slot(slot)?;
        if !self.header.can_lose(slot) {
            return Err(Error::LastWay);
        }
        let mut header = self.header.clone();
        let goes = |other: &mut Slot| {
            let is_inherited = other.lock().is_some_and(Lock::is_inherited);
            other.id().as_deref() == Some(slot) || (with_inherited && is_inherited)
        };
        let gone: Vec<Slot> = header.slots.extract_if(.., goes).collect();
        self.exchange_data_key(header, None, now)?;
        self.note_all_revoked(&gone, now);
        Ok(())
    }

    /// Makes a new data key. The ways in that have a public key stay.
    ///
    /// # Errors
    /// [`Error::LastWay`] when nothing would be left that a person types; [`Error::NoRandomness`]. Then nothing has
    /// changed.
    pub fn rotate(&mut self, now: u64) -> Result<(), Error> {
        self.exchange_data_key(self.header.clone(), None, now)?;
        self.note_new_data_key(now);
        Ok(())
    }

    /// Replaces the header, and seals a new data key to each of its slots. Slots that it can't be sealed to are dropped. `new`
    /// is the slot that has just been made, if there is one.
    fn exchange_data_key(&mut self, mut header: Header, new: Option<NewSlot>, now: u64) -> Result<(), Error> {
        let data_key = DataKey::make()?;
        let vault_id = header.vault_id();
        let (new_id, new_public) = new.map(|new| (new.id(), new.public)).unzip();
        let mut gone = Vec::new();
        for mut slot in core::mem::take(&mut header.slots) {
            let id = slot.id();
            let public = if id == new_id { new_public.as_ref() } else { self.recipients.of(&id.unwrap_or_default()) };
            match public.map(|public| slot.seal_key(&data_key, public, &vault_id)) {
                Some(Ok(())) => header.slots.push(slot),
                None | Some(Err(Error::WrongSecret)) => gone.push(slot),
                Some(Err(error)) => return Err(error),
            }
        }
        let is_typed = |header: &Header| header.slots.iter().any(Slot::is_typed);
        if header.slots.is_empty() || (is_typed(&self.header) && !is_typed(&header)) {
            return Err(Error::LastWay);
        }
        (self.header, self.data_key) = (header, data_key);
        if let Some((id, public)) = new_id.zip(new_public) {
            self.recipients.set(&id, public);
        }
        self.forget_lost_keys();
        self.note_all_revoked(&gone, now);
        Ok(())
    }

    /// Forgets the name and the age of a slot, and answers with them.
    fn forget_way(&mut self, slot: &str, now: u64) -> Way {
        let version = self.next_version(now);
        let Contents { ways, versions, .. } = &mut self.contents;
        versions.set(VersionKey::Way(slot), version);
        ways.extract_if(.., |way| way.slot == slot).last().unwrap_or_default()
    }

    fn note_all_revoked(&mut self, slots: &[Slot], now: u64) {
        for slot in slots {
            self.note_revoked(&slot.kind(), &slot.id().unwrap_or_default(), now);
        }
    }

    fn note_revoked(&mut self, kind: &str, slot: &str, now: u64) {
        let Way { name, .. } = self.forget_way(slot, now);
        self.note(&Event::of(Deed::WayRevoked, now).detail([kind, &name].join(" ").trim().to_owned()));
    }

    fn note_new_data_key(&mut self, now: u64) {
        self.note(&Event::of(Deed::KeyRotated, now));
    }
}
