//! What is sealed: the accounts, as JSON.

pub(super) mod account;
pub(super) mod bound;
mod changes;
pub(super) mod claim;
pub(super) mod event;
pub(super) mod framed;
pub(super) mod log;
mod merge;
pub(super) mod record;
pub(super) mod taught;
pub(super) mod tries;
pub(super) mod version;
pub(super) mod version_key;
pub(super) mod way;

use zeroize::Zeroizing;

use self::account::{Account, Id};
use self::log::Log;
use self::record::{Record, Tombstone, Unreadable};
use self::taught::Taught;
use self::version::{Version, Versions};
use self::way::Way;
use super::error::Error;
use crate::json::{FromJson, Json, Later, Object, ToJson};

/// The most accounts of a vault: a hundred times what a busy administrator has, and two sealed generations of them
/// still fit into the 10 MB that Chromium gives to `storage.local`; there the earlier ones make room.
pub const MAX_ACCOUNTS: usize = 10_000;
/// The sealed length is a multiple of this, so that it does not tell how long the names are.
pub(super) const PADDING: usize = 1024;

/// The contents of a vault in memory.
#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) records: Vec<Record>,
    pub(crate) taught: Vec<Taught>,
    /// Hosts that look like others, and are what they say.
    pub(crate) known: Vec<String>,
    /// What is known of the slots, beside what stands in the header.
    pub(crate) ways: Vec<Way>,
    /// The public keys of the slots, as they were read: they are the envelope's.
    pub(crate) keys: String,
    /// The accounts that are gone for good.
    pub(crate) tombstones: Vec<Tombstone>,
    /// Of what belongs to no account.
    pub(crate) versions: Versions,
    /// What was done, a log for each device.
    pub(crate) logs: Vec<Log>,
    pub(crate) written_at: u64,
    /// Fields of a later version, kept.
    pub(crate) later: Later,
}

impl Contents {
    /// From opened JSON.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, Error> {
        core::str::from_utf8(json).ok().and_then(Self::from_json).ok_or(Error::MalformedContents)
    }

    /// Notes when the contents were written.
    pub(crate) fn written(&mut self, now: u64) {
        self.written_at = now;
    }

    /// As JSON, padded. `keys` are the public keys of the slots.
    pub(crate) fn to_padded_json(&self, keys: &dyn ToJson) -> Zeroizing<Vec<u8>> {
        let mut json = Json::default();
        json.object(|json| {
            json.field("accounts", &self.records);
            json.optional("taught", &self.taught);
            json.optional("known", &self.known);
            json.optional("ways", &self.ways);
            json.optional("keys", keys);
            json.optional("tombstones", &self.tombstones);
            json.optional("versions", &self.versions);
            json.optional("logs", &self.logs);
            json.field("written", &self.written_at);
            json.later(&self.later);
        });
        json.padded(PADDING)
    }

    /// The accounts that can be read, those in the bin included.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.records.iter().filter_map(|record| match record {
            Record::Account(account) => Some(&**account),
            Record::Unreadable(_) => None,
        })
    }

    /// The accounts that are not in the bin.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &Account> {
        self.accounts().filter(|account| account.deleted.is_none())
    }

    /// Takes a state of a record that this build can't read in the place of any other state of it.
    pub(crate) fn keep_unreadable(&mut self, kept: Unreadable) {
        let name = kept.name();
        self.records.retain(|record| !matches!(record, Record::Unreadable(other) if other.name() == name));
        self.records.push(Record::Unreadable(kept));
    }

    /// The latest version of anything.
    pub(crate) fn latest(&self) -> Option<Version> {
        let accounts = self.accounts().map(|account| account.versions.latest());
        let tombstones = self.tombstones.iter().map(|tombstone| tombstone.account.versions.latest());
        accounts.chain(tombstones).chain([self.versions.latest()]).max().flatten()
    }

    /// The account with this id, in the bin or not.
    pub(crate) fn account(&self, id: &str) -> Result<&Account, Error> {
        let id = Id::parse(id).ok_or(Error::NoSuchAccount)?;
        self.accounts().find(|account| account.id == id).ok_or(Error::NoSuchAccount)
    }

    /// The account with this id, in the bin or not.
    pub(crate) fn account_mut(&mut self, id: &str) -> Result<&mut Account, Error> {
        let id = Id::parse(id).ok_or(Error::NoSuchAccount)?;
        let mut accounts = self.records.iter_mut().filter_map(|record| match record {
            Record::Account(account) => Some(&mut **account),
            Record::Unreadable(_) => None,
        });
        accounts.find(|account| account.id == id).ok_or(Error::NoSuchAccount)
    }

    /// One that is not in the bin.
    pub(crate) fn live_account_mut(&mut self, id: &str) -> Result<&mut Account, Error> {
        let account = self.account_mut(id)?;
        if account.deleted.is_some() { Err(Error::Deleted) } else { Ok(account) }
    }
}

impl FromJson for Contents {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self {
            records: fields.take("accounts")?,
            taught: fields.take_or_default("taught")?,
            known: fields.take_or_default("known")?,
            ways: fields.take_or_default("ways")?,
            keys: fields.take_text("keys").unwrap_or("[]").to_owned(),
            tombstones: fields.take_or_default("tombstones")?,
            versions: fields.take_or_default("versions")?,
            logs: fields.take_or_default("logs")?,
            written_at: fields.take("written")?,
            later: fields.later(),
        })
    }
}
