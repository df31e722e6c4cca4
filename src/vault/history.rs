//! Earlier generations of a vault: they can be looked into, taken back and sealed anew.

use serde::Serialize;

use super::contents::account::Account;
use super::contents::event::{Deed, Event};
use super::contents::record::Record;
use super::contents::version::Version;
use super::contents::{Contents, PADDING};
use super::envelope::Envelope;
use super::envelope::ticket::Ticket;
use super::error::Error;
use super::opened::{Vault, parse_contents};
use super::view::shown;
use crate::sites::Site;

/// An earlier generation, as it is shown.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Generation {
    /// When the generation was written.
    pub written: u64,
    /// How many accounts it has outside the bin.
    pub accounts: usize,
}

impl Vault {
    /// Looks into a generation of this vault.
    ///
    /// # Errors
    /// [`Error::WrongSession`] when it is of another vault; otherwise as [`Vault::open`].
    pub fn look_into(&self, envelope: &[u8]) -> Result<Generation, Error> {
        let contents = self.contents_of(envelope)?;
        let accounts = contents.accounts().filter(|account| account.deleted.is_none()).count();
        Ok(Generation { written: shown(contents.written_at), accounts })
    }

    fn contents_of(&self, envelope: &[u8]) -> Result<Contents, Error> {
        self.contents_under(envelope, &self.ticket())
    }

    /// The contents of a generation of this vault, which `ticket` opens.
    ///
    /// # Errors
    /// [`Error::WrongSession`] when it is of another vault; otherwise as [`Vault::open`].
    pub(super) fn contents_under(&self, envelope: &[u8], ticket: &Ticket) -> Result<Contents, Error> {
        let envelope = Envelope::parse(envelope)?;
        if envelope.header.vault_id_bytes() != self.header.vault_id_bytes() {
            return Err(Error::WrongSession);
        }
        Ok(parse_contents(&envelope.open(&ticket.data_key(&envelope.header)?)?)?.0)
    }

    /// Seals an earlier generation anew, as it was, under today's slots, public keys and data key: a way in that was revoked
    /// opens it no longer. `ticket` opens it as it is.
    ///
    /// # Errors
    /// [`Error::NoRandomness`]; otherwise as [`Vault::open`].
    pub fn reseal(&self, envelope: &[u8], ticket: &Ticket) -> Result<Vec<u8>, Error> {
        let envelope = Envelope::parse(envelope)?;
        let contents = envelope.open(&ticket.data_key(&envelope.header)?)?;
        // What is no JSON object stays to the letter.
        let contents = self.recipients.put_into(&contents, PADDING).unwrap_or(contents);
        self.header.clone().seal_as(envelope.header.generation, &self.data_key, &contents)
    }

    /// Takes the accounts of an earlier generation back, as a change of today. Accounts that came since go to the bin. The
    /// log, the ways in, the known hosts and the fields that were pointed out stay as they are.
    ///
    /// # Errors
    /// [`Error::WrongSession`] when it is of another vault; otherwise as [`Vault::open`]. Then nothing has changed.
    pub fn roll_back(&mut self, envelope: &[u8], now: u64) -> Result<(), Error> {
        let earlier = self.contents_of(envelope)?;
        let version = self.next_version(now);
        let written = earlier.written_at;
        let since: Vec<String> = self
            .contents
            .kept()
            .filter(|account| !earlier.accounts().any(|known| known.id == account.id))
            .map(|account| account.id.to_string())
            .collect();
        for id in since {
            let account = self.contents.account_mut(&id)?;
            account.set_deleted(Some(now), version);
            account.modified = now;
        }
        for record in earlier.into_records() {
            match record {
                Record::Account(account) => self.take_back(*account, version, now),
                Record::Unreadable(kept) => self.contents.keep_unreadable(kept),
            }
        }
        self.note(&Event::of(Deed::RolledBack, now).detail(written.to_string()));
        Ok(())
    }

    fn take_back(&mut self, earlier: Account, version: Version, now: u64) {
        let tombstones = &mut self.contents.tombstones;
        let gone = tombstones.iter().position(|tombstone| tombstone.account.id == earlier.id);
        let was_gone = gone.is_some();
        if let Some(at) = gone {
            // All but its seed is as it was last, and is changed from there.
            let mut account = tombstones.remove(at).account;
            account.otp.seed = earlier.otp.seed.clone();
            self.contents.add(account);
        }
        let Ok(account) = self.contents.account_mut(&earlier.id.to_string()) else {
            self.contents.add(earlier);
            return;
        };
        account.set_names(&earlier.issuer, &earlier.name, earlier.submit, version);
        let by_hand: Vec<Site> =
            earlier.sites.iter().map(|bound| &bound.site).filter(|site| earlier.by_hand(site)).cloned().collect();
        account.set_sites(earlier.sites, version, |site| by_hand.contains(site));
        if was_gone || account.deleted.is_some() != earlier.deleted.is_some() {
            // It lies in the bin from now on, and for as long as any other.
            account.set_deleted(earlier.deleted.map(|_| now), version);
        }
        account.modified = now;
    }
}
