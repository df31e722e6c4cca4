//! What is sealed: the accounts, as JSON.

use std::io;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::Error;
use super::account::{Account, Id};
use super::taught::Taught;

/// The most accounts of a vault: a hundred times what a busy administrator has, and two sealed generations of them
/// still fit into the 10 MB that a browser gives to `storage.local`.
pub const MAX_ACCOUNTS: usize = 10_000;
/// The sealed length is a multiple of this, so that it does not tell how long the names are.
const PADDING: usize = 1024;

/// The contents of a vault in memory.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) records: Vec<Record>,
    pub(super) taught: Vec<Taught>,
    /// Hosts that look like others, and are what they say.
    pub(super) known: Vec<String>,
    written_at: u64,
    /// Fields of a later version, kept.
    extra: Map<String, Value>,
}

/// One entry. What this build can't read is kept to the letter.
pub(super) enum Record {
    Account(Box<Account>),
    Unreadable(Box<RawValue>),
}

#[derive(Deserialize)]
struct Read<'a> {
    #[serde(borrow)]
    accounts: Vec<&'a RawValue>,
    #[serde(default)]
    taught: Vec<Taught>,
    #[serde(default)]
    known: Vec<String>,
    written: u64,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "`written` is the field's name in the format")]
struct Written<'a> {
    accounts: &'a [Record],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    taught: &'a [Taught],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    known: &'a [String],
    written: u64,
    #[serde(flatten)]
    extra: &'a Map<String, Value>,
}

impl Contents {
    /// From opened JSON.
    pub(super) fn parse(json: &[u8]) -> Result<Self, Error> {
        let text = core::str::from_utf8(json).map_err(|_| Error::MalformedContents)?;
        let read: Read = serde_json::from_str(text).map_err(|_| Error::MalformedContents)?;
        let records = read.accounts.into_iter().map(Record::parse).collect();
        Ok(Self { records, taught: read.taught, known: read.known, written_at: read.written, extra: read.extra })
    }

    /// Notes when the contents were written.
    pub(super) fn written(&mut self, now: u64) {
        self.written_at = now;
    }

    /// As JSON, padded.
    pub(super) fn to_json(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut json = Wiping(Zeroizing::new(Vec::with_capacity(PADDING)));
        let Self { records, taught, known, written_at, extra } = self;
        let written = Written { accounts: records, taught, known, written: *written_at, extra };
        serde_json::to_writer(&mut json, &written).map_err(|_| Error::MalformedContents)?;
        let padded = json.0.len().next_multiple_of(PADDING);
        json.reserve(padded);
        json.0.resize(padded, b' ');
        Ok(json.0)
    }

    /// The accounts that can be read, those in the bin included.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.records.iter().filter_map(|record| match record {
            Record::Account(account) => Some(&**account),
            Record::Unreadable(_) => None,
        })
    }

    /// The account with this id, in the bin or not.
    pub(super) fn account(&self, id: &str) -> Result<&Account, Error> {
        let id = Id::parse(id).ok_or(Error::NoSuchAccount)?;
        self.accounts().find(|account| account.id == id).ok_or(Error::NoSuchAccount)
    }

    /// The account with this id, in the bin or not.
    pub(super) fn account_mut(&mut self, id: &str) -> Result<&mut Account, Error> {
        let id = Id::parse(id).ok_or(Error::NoSuchAccount)?;
        let mut accounts = self.records.iter_mut().filter_map(|record| match record {
            Record::Account(account) => Some(&mut **account),
            Record::Unreadable(_) => None,
        });
        accounts.find(|account| account.id == id).ok_or(Error::NoSuchAccount)
    }
}

impl Record {
    fn parse(raw: &RawValue) -> Self {
        match serde_json::from_str(raw.get()) {
            Ok(account) => Self::Account(Box::new(account)),
            Err(_) => Self::Unreadable(raw.to_owned()),
        }
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Account(account) => account.serialize(serializer),
            Self::Unreadable(raw) => raw.serialize(serializer),
        }
    }
}

/// A buffer that leaves no copy behind when it grows.
struct Wiping(Zeroizing<Vec<u8>>);

impl Wiping {
    fn reserve(&mut self, capacity: usize) {
        if capacity > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(capacity.next_power_of_two()));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
    }
}

impl io::Write for Wiping {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.reserve(self.0.len() + bytes.len());
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
