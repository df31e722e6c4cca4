//! Backups: copies of the vault that a passphrase opens, and what taking one back would change.

use super::contents::Contents;
use super::contents::event::{Deed, Event};
use super::contents::merge::Comparison;
use super::contents::record::Record;
use super::envelope::Envelope;
use super::envelope::keys::DataKey;
use super::envelope::slot::{NewSlot, Slot};
use super::envelope::ticket::Ticket;
use super::error::Error;
use super::import::{codes_key, first_of};
use super::opened::{Vault, parse_contents};
use super::view::shown;

impl Vault {
    /// Seals a copy of the vault that only a passphrase opens: the one in `slot`, which
    /// [`make_passphrase_slot`](super::make_passphrase_slot) has made, or that of the vault if there is none. The copy has a
    /// data key of its own, so what opens it opens no generation of the vault.
    ///
    /// # Errors
    /// [`Error::MalformedHeader`] when `slot` is no passphrase slot; [`Error::LastWay`] when the vault has no passphrase;
    /// [`Error::NoRandomness`].
    pub fn backup(&mut self, slot: Option<&[u8]>, now: u64) -> Result<Vec<u8>, Error> {
        let data_key = DataKey::make()?;
        let (mut header, mut recipients) = (self.header.clone(), self.recipients.clone());
        let vault_id = header.vault_id();
        if let Some(slot) = slot {
            let new = NewSlot::parse(slot).filter(NewSlot::is_passphrase).ok_or(Error::MalformedHeader)?;
            recipients.set(&new.id(), new.public);
            header.slots = vec![new.slot];
        }
        header.slots.retain(|slot| matches!(slot, Slot::Passphrase(_)));
        recipients.retain(|slot| header.slot(slot).is_ok());
        if header.slots.is_empty() {
            return Err(Error::LastWay);
        }
        for slot in &mut header.slots {
            let public = recipients.of(&slot.id().unwrap_or_default()).ok_or(Error::LastWay)?;
            slot.seal_key(&data_key, public, &vault_id)?;
        }
        self.contents.written(now);
        header.seal_as(header.generation, &data_key, &self.contents.to_padded_json(&recipients))
    }

    /// Compares a backup with the vault and changes nothing. `ticket` opens the backup, which may be of another vault.
    ///
    /// # Errors
    /// [`Error::WrongSession`] when `ticket` is not that of the backup; otherwise as [`Vault::open`].
    pub fn examine(&self, backup: &[u8], ticket: &Ticket) -> Result<Comparison, Error> {
        let (contents, doubles) = self.contents_of_backup(backup, ticket)?;
        let mut comparison = self.contents.compare(&contents);
        comparison.written = shown(contents.written_at);
        comparison.accounts += doubles;
        comparison.same += doubles;
        comparison.only_here = comparison.only_here.saturating_sub(doubles);
        Ok(comparison)
    }

    /// Takes over what a backup has, as [`Self::merge`] does. Of a backup of another vault it takes the accounts alone, without
    /// those that make the same codes as an account of this vault.
    ///
    /// # Errors
    /// [`Error::WrongSession`] when `ticket` is not that of the backup; otherwise as [`Vault::open`]. Then nothing has changed.
    pub fn merge_backup(&mut self, backup: &[u8], ticket: &Ticket, now: u64) -> Result<(), Error> {
        let (contents, _) = self.contents_of_backup(backup, ticket)?;
        let before = self.contents.len();
        self.join(&contents);
        let added = self.contents.len().saturating_sub(before);
        self.note(&Event::of(Deed::Import, now).detail(added.to_string()));
        Ok(())
    }

    /// The contents of a backup, and how many of its accounts were left out since the vault has the same under another id.
    fn contents_of_backup(&self, backup: &[u8], ticket: &Ticket) -> Result<(Contents, usize), Error> {
        let envelope = Envelope::parse(backup)?;
        let (contents, _) = parse_contents(&envelope.open(&ticket.data_key(&envelope.header)?)?)?;
        if envelope.header.vault_id_bytes() == self.header.vault_id_bytes() {
            return Ok((contents, 0));
        }
        let mut known: Vec<String> = self.contents.kept().map(|account| self.codes_key_of(account)).collect();
        known.sort_unstable();
        let mut others = Contents::default();
        others.written(contents.written_at);
        let mut doubles = 0;
        for record in contents.into_records() {
            match record {
                Record::Account(account) => {
                    let twin = first_of(&known, &codes_key(&self.data_key, &account.otp));
                    if twin.is_none_or(|twin| twin == account.id.to_string()) {
                        others.add(*account);
                    } else if account.deleted.is_none() {
                        doubles += 1;
                    }
                }
                Record::Unreadable(kept) => others.keep_unreadable(kept),
            }
        }
        Ok((others, doubles))
    }
}
