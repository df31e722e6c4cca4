//! What an envelope seals: accounts, bound sites, versions, tombstones and logs, as JSON.

pub(super) mod account;
pub(super) mod bound;
mod changes;
pub(super) mod claim;
pub(super) mod display;
pub(super) mod event;
pub(super) mod framed;
pub(super) mod icon;
pub(super) mod log;
pub(super) mod merge;
pub(super) mod record;
pub(super) mod taught;
pub(super) mod tries;
pub(super) mod version;
pub(super) mod version_key;
pub(super) mod way;

use core::cell::{OnceCell, RefCell};

use zeroize::Zeroizing;

use self::account::{Account, Id};
use self::bound::Bound;
use self::log::Log;
use self::record::{Record, Tombstone, Unreadable};
use self::taught::Taught;
use self::version::{Version, Versions};
use self::way::Way;
use super::error::Error;
use crate::json::{FromJson, Json, Later, Object, ToJson};
use crate::sites::{KnownNames, Place};

/// The most accounts of a vault: a hundred times what a busy administrator has, and two sealed generations of them
/// still fit into the 10 MB that Chromium gives to `storage.local`; there the earlier ones make room.
pub const MAX_ACCOUNTS: usize = 10_000;
/// The most hosts of which the person said that they know them: more than anybody meets. The oldest makes room.
const MAX_KNOWN: usize = 200;
/// The contents are padded to a multiple of this many bytes, so that their length does not tell how long the names are.
pub(super) const PADDING: usize = 1024;

/// The contents of a vault in memory.
#[derive(Default)]
pub(crate) struct Contents {
    records: Vec<Record>,
    pub(crate) taught: Vec<Taught>,
    /// Hosts that look like others, and are what they say: the person has said so.
    known_hosts: Vec<String>,
    /// The place that was last found to look like no other one. Whatever could make it look like one forgets it.
    honest: RefCell<Option<Place>>,
    /// The names that an issuer may look like, once one was compared with them. Whatever could change them forgets
    /// them.
    names: OnceCell<KnownNames>,
    /// What people call the slots, and since when they are there.
    pub(crate) ways: Vec<Way>,
    /// The accounts in the order that the person gave them. Those that are not in it come after them.
    pub(crate) order: Vec<Id>,
    /// The public keys of the slots, as they were read: they are the envelope's.
    pub(crate) keys: String,
    /// The accounts that are gone for good.
    pub(crate) tombstones: Vec<Tombstone>,
    /// The versions of what belongs to no account.
    pub(crate) versions: Versions,
    /// The logs of what was done, one for each device.
    pub(crate) logs: Vec<Log>,
    pub(crate) written_at: u64,
    /// Fields of a later version, kept.
    pub(crate) later: Later,
}

impl Contents {
    /// Reads the contents from opened JSON.
    ///
    /// # Errors
    /// [`Error::MalformedContents`].
    pub(crate) fn parse(json: &[u8]) -> Result<Self, Error> {
        core::str::from_utf8(json).ok().and_then(Self::from_json).ok_or(Error::MalformedContents)
    }

    /// Notes that the contents are written at `now`.
    pub(crate) fn written(&mut self, now: u64) {
        self.written_at = now;
    }

    /// Writes the contents as padded JSON. `keys` are the public keys of the slots.
    pub(crate) fn to_padded_json(&self, keys: &dyn ToJson) -> Zeroizing<Vec<u8>> {
        let mut json = Json::default();
        json.object(|json| {
            json.field("accounts", &self.records);
            json.optional("taught", &self.taught);
            json.optional("known", &self.known_hosts);
            json.optional("ways", &self.ways);
            json.optional("order", &self.order);
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

    /// How many entries there are, those included that this build can't read.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The entries, one by one.
    pub(crate) fn into_records(self) -> Vec<Record> {
        self.records
    }

    /// Adds an account.
    pub(crate) fn add(&mut self, account: Account) {
        // It speaks for no host but the honest one: no other one looks more genuine for it.
        let speaks_for = |place: &Place| {
            let bare = |bound: &Bound| Place::new(&bound.site, None, "");
            account.sites.iter().all(|bound| bare(bound).host().name() == place.host().name())
        };
        self.honest.get_mut().take_if(|place| !speaks_for(place));
        if let Some(names) = self.names.get_mut() {
            names.add(&account.issuer);
        }
        self.records.push(Record::Account(Box::new(account)));
    }

    /// Takes out the accounts of which `is_due` is true.
    pub(crate) fn take_out(&mut self, is_due: impl Fn(&Account) -> bool) -> Vec<Account> {
        self.forget_findings();
        let is_due = |record: &mut Record| matches!(record, Record::Account(account) if is_due(account));
        let taken = self.records.extract_if(.., is_due).filter_map(|record| match record {
            Record::Account(account) => Some(*account),
            Record::Unreadable(_) => None,
        });
        taken.collect()
    }

    /// The hosts that look like others, and of which the person has said that they know them.
    pub(crate) fn known_hosts(&self) -> impl Iterator<Item = &str> {
        self.known_hosts.iter().map(String::as_str)
    }

    /// Adds a host that the person knows. The oldest makes room.
    pub(crate) fn know_host(&mut self, name: &str) {
        *self.honest.get_mut() = None;
        if self.known_hosts.len() >= MAX_KNOWN {
            self.known_hosts.remove(0);
        }
        self.known_hosts.push(name.to_owned());
    }

    /// Whether a place was found to look like no other one, and nothing has changed since that could make it look like one.
    pub(crate) fn is_honest(&self, place: &Place) -> bool {
        self.honest.borrow().as_ref() == Some(place)
    }

    /// Notes that a place looks like no other one.
    pub(crate) fn note_honest(&self, place: &Place) {
        self.honest.replace(Some(place.clone()));
    }

    /// Whether an issuer looks like the name of a well-known service or of an account, and is not written like it.
    pub(crate) fn borrows_name(&self, issuer: &str) -> bool {
        let issuers = self.accounts().map(|account| account.issuer.as_str());
        self.names.get_or_init(|| KnownNames::of(issuers)).are_borrowed_by(issuer)
    }

    /// Forgets what was found out from the accounts, because they may change now.
    fn forget_findings(&mut self) {
        *self.honest.get_mut() = None;
        self.names.take();
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

    /// The place of each account in the order that the person gave them, by id.
    pub(crate) fn places(&self) -> Vec<(Id, usize)> {
        let mut places: Vec<(Id, usize)> = self.order.iter().copied().zip(0..).collect();
        places.sort_unstable();
        places
    }

    /// The latest version of anything.
    pub(crate) fn latest(&self) -> Option<Version> {
        let accounts = self.accounts().map(|account| account.versions.latest());
        let tombstones = self.tombstones.iter().map(|tombstone| tombstone.account.versions.latest());
        accounts.chain(tombstones).chain([self.versions.latest()]).max().flatten()
    }

    /// The account with this id, in the bin or not.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub(crate) fn account(&self, id: &str) -> Result<&Account, Error> {
        let id = Id::parse(id).ok_or(Error::NoSuchAccount)?;
        self.accounts().find(|account| account.id == id).ok_or(Error::NoSuchAccount)
    }

    /// The account with this id, in the bin or not.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub(crate) fn account_mut(&mut self, id: &str) -> Result<&mut Account, Error> {
        let id = Id::parse(id).ok_or(Error::NoSuchAccount)?;
        self.forget_findings();
        let mut accounts = self.records.iter_mut().filter_map(|record| match record {
            Record::Account(account) => Some(&mut **account),
            Record::Unreadable(_) => None,
        });
        accounts.find(|account| account.id == id).ok_or(Error::NoSuchAccount)
    }

    /// The account with this id, which must not be in the bin.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::Deleted`] when it is in the bin.
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
            known_hosts: fields.take_or_default("known")?,
            honest: RefCell::default(),
            names: OnceCell::default(),
            ways: fields.take_or_default("ways")?,
            order: fields.take_or_default("order")?,
            keys: fields.take_text("keys").unwrap_or("[]").to_owned(),
            tombstones: fields.take_or_default("tombstones")?,
            versions: fields.take_or_default("versions")?,
            logs: fields.take_or_default("logs")?,
            written_at: fields.take("written")?,
            later: fields.later(),
        })
    }
}
