//! What is sealed: the accounts, as JSON.

pub(super) mod account;
pub(super) mod bound;
mod merge;
pub(super) mod tries;
pub(super) mod version;

use zeroize::Zeroizing;

use self::account::{Account, Id};
use self::version::{Version, Versions};
use super::envelope::recipients::{KEYS, Recipients};
use super::error::Error;
use super::log::Log;
use super::taught::Taught;
use super::ways::Way;
use crate::json::{FromJson, Json, Later, Object, ToJson};
use crate::otp::Seed;

/// The most accounts of a vault: a hundred times what a busy administrator has, and two sealed generations of them
/// still fit into the 10 MB that Chromium gives to `storage.local`; there the earlier ones make room.
pub const MAX_ACCOUNTS: usize = 10_000;
/// The sealed length is a multiple of this, so that it does not tell how long the names are.
const PADDING: usize = 1024;

/// The contents of a vault in memory.
#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) records: Vec<Record>,
    pub(crate) taught: Vec<Taught>,
    /// Hosts that look like others, and are what they say.
    pub(crate) known: Vec<String>,
    /// What is known of the slots, beside what stands in the header.
    pub(crate) ways: Vec<Way>,
    /// The public keys of the slots.
    pub(crate) recipients: Recipients,
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

/// An account that left the bin: all of it but its seed, so that a copy of the vault in which it was taken out of the
/// bin meanwhile can be merged like any other.
#[derive(Clone)]
pub(crate) struct Tombstone {
    pub(crate) account: Account,
    /// Fields of a later version, kept.
    pub(crate) later: Later,
}

impl Tombstone {
    pub(crate) fn of(mut account: Account) -> Self {
        account.otp.seed = Seed::none();
        Self { account, later: Later::default() }
    }
}

impl FromJson for Tombstone {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self { account: fields.take("account")?, later: fields.later() })
    }
}

impl ToJson for Tombstone {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("account", &self.account);
            json.later(&self.later);
        });
    }
}

/// One entry. What this build can't read is kept to the letter.
#[derive(Clone)]
pub(crate) enum Record {
    Account(Box<Account>),
    Unreadable(Unreadable),
}

/// A record that a later version may read: it may hold a seed.
#[derive(Clone)]
pub(crate) struct Unreadable {
    /// When it was changed, as far as that can be read: of two with one id, the later one is kept.
    modified: u64,
    pub(crate) text: Zeroizing<String>,
}

impl Unreadable {
    fn new(json: &str) -> Self {
        let modified = Object::parse(json).and_then(|mut fields| fields.take("modified")).unwrap_or_default();
        Self { modified, text: Zeroizing::new(json.to_owned()) }
    }

    pub(crate) fn is_before(&self, other: &Self) -> bool {
        (self.modified, &*self.text) < (other.modified, &*other.text)
    }

    /// What it has in common with another state of the same record: its id, or else all of it.
    pub(crate) fn name(&self) -> String {
        let id = Object::parse(&self.text).and_then(|mut fields| fields.take("id"));
        id.unwrap_or_else(|| (*self.text).clone())
    }
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

    /// As JSON, padded.
    pub(crate) fn to_padded_json(&self) -> Zeroizing<Vec<u8>> {
        let mut json = Json::default();
        json.object(|json| {
            json.field("accounts", &self.records);
            json.optional("taught", &self.taught);
            json.optional("known", &self.known);
            json.optional("ways", &self.ways);
            json.optional(KEYS, &self.recipients);
            json.optional("tombstones", &self.tombstones);
            json.optional("versions", &self.versions);
            json.optional("logs", &self.logs);
            json.field("written", &self.written_at);
            json.later(&self.later);
        });
        json.padded(PADDING)
    }

    /// Contents of another generation, as they were but for the public keys, which are those of now. What is no JSON
    /// object stays to the letter.
    pub(crate) fn with_these_keys(&self, contents: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
        self.recipients.put_into(&contents, PADDING).unwrap_or(contents)
    }

    /// The accounts that can be read, those in the bin included.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.records.iter().filter_map(|record| match record {
            Record::Account(account) => Some(&**account),
            Record::Unreadable(_) => None,
        })
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
            recipients: fields.take_or_default(KEYS)?,
            tombstones: fields.take_or_default("tombstones")?,
            versions: fields.take_or_default("versions")?,
            logs: fields.take_or_default("logs")?,
            written_at: fields.take("written")?,
            later: fields.later(),
        })
    }
}

impl FromJson for Record {
    fn from_json(json: &str) -> Option<Self> {
        Some(match Account::from_json(json) {
            Some(account) => Self::Account(Box::new(account)),
            None => Self::Unreadable(Unreadable::new(json)),
        })
    }
}

impl ToJson for Record {
    fn to_json(&self, json: &mut Json) {
        match self {
            Self::Account(account) => account.to_json(json),
            Self::Unreadable(kept) => json.put(&kept.text),
        }
    }
}
