//! Earlier generations of a vault: looked into, taken back, sealed anew.

use super::account::Account;
use super::contents::{Contents, Record};
use super::envelope::Envelope;
use super::keys::DataKey;
use super::log::{Deed, Event};
use super::version::Version;
use super::{Error, Ticket, Vault};
use serde::Serialize;

/// An earlier generation, as it is shown.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Generation {
    /// When it was written.
    pub written: u64,
    /// How many accounts it has, without the bin.
    pub accounts: usize,
}

impl Vault {
    /// What a generation holds.
    ///
    /// # Errors
    /// Whatever is wrong with it.
    pub fn look_into(&self, envelope: &[u8]) -> Result<Generation, Error> {
        let contents = self.contents_of(envelope)?;
        let accounts = contents.accounts().filter(|account| account.deleted.is_none()).count();
        Ok(Generation { written: contents.written_at, accounts })
    }

    pub(super) fn contents_of(&self, envelope: &[u8]) -> Result<Contents, Error> {
        let envelope = Envelope::parse(envelope)?;
        if envelope.header.vault_id_bytes() != self.header.vault_id_bytes() {
            return Err(Error::WrongSession);
        }
        Contents::parse(&envelope.open(&self.data_key)?)
    }

    /// A ticket with a new data key, for [`Self::rotate`].
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub fn next_ticket(&self) -> Result<Ticket, Error> {
        Ok(Ticket::make(&self.header, &DataKey::make()?))
    }

    /// An earlier generation as it was, but under the slots and the data key of now: what was revoked opens it no longer.
    /// `ticket` is what has opened it.
    ///
    /// # Errors
    /// Whatever is wrong with it; [`Error::NoRandomness`].
    pub fn reseal(&self, envelope: &[u8], ticket: &Ticket) -> Result<Vec<u8>, Error> {
        let envelope = Envelope::parse(envelope)?;
        let contents = envelope.open(&ticket.data_key(&envelope.header)?)?;
        self.header.clone().seal_as(envelope.header.generation, &self.data_key, &contents)
    }

    /// Takes the accounts of an earlier generation back, as a change of today. Those that came since go to the bin, and
    /// the log, the ways in and what was learnt of sites stay as they are.
    ///
    /// # Errors
    /// Whatever is wrong with it; then nothing has changed.
    pub fn roll_back(&mut self, envelope: &[u8], now: u64) -> Result<(), Error> {
        let earlier = self.contents_of(envelope)?;
        let version = self.next_version(now);
        let written = earlier.written_at;
        let since: Vec<String> = self
            .kept()
            .filter(|account| !earlier.accounts().any(|known| known.id == account.id))
            .map(|account| account.id.to_string())
            .collect();
        for id in since {
            self.contents.account_mut(&id)?.set_deleted(Some(now), version);
        }
        for record in earlier.records {
            match record {
                Record::Account(account) => self.take_back(*account, version, now),
                Record::Unreadable(text) => self.contents.keep_unreadable(text),
            }
        }
        self.note(&Event::of(Deed::RolledBack, now).detail(written.to_string()));
        Ok(())
    }

    fn take_back(&mut self, mut earlier: Account, version: Version, now: u64) {
        let tombstones = &mut self.contents.tombstones;
        if let Some(at) = tombstones.iter().position(|tombstone| tombstone.account.id == earlier.id) {
            earlier.versions.merge(&tombstones.remove(at).account.versions);
            earlier.set_deleted(earlier.deleted, version);
        }
        let Ok(account) = self.contents.account_mut(&earlier.id.to_string()) else {
            self.contents.records.push(Record::Account(Box::new(earlier)));
            return;
        };
        account.set_names(&earlier.issuer, &earlier.name, earlier.submit, version);
        account.set_sites(earlier.sites, version);
        if account.deleted != earlier.deleted {
            account.set_deleted(earlier.deleted, version);
        }
        account.modified = now;
    }
}
