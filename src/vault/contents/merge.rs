//! Two copies of a vault become one, without loss and in any order.
//!
//! Each value goes by its version, and where there is none, or the same one twice, by its text: the greater of the two
//! pairs. What is only added to is united; a counter, a time and a log take the further one. All of these are joins of
//! a semilattice, and so the whole is commutative, associative and idempotent.

use std::collections::BTreeMap;

use super::Contents;
use super::account::{Account, Id};
use super::bound::Bound;
use super::log::Log;
use super::record::{Record, Tombstone, Unreadable};
use super::taught::Taught;
use super::tries::Tries;
use super::version::{Version, Versions};
use super::version_key::VersionKey;
use super::way::Way;
use crate::json::{Json, Later, ToJson};
use crate::otp::{Algorithm, Kind, Otp};

impl Contents {
    /// Joins everything of both, in an order that does not depend on which of them comes first.
    pub(crate) fn join(&mut self, other: &Self) {
        let mut accounts = BTreeMap::<Id, Joined>::new();
        let mut unreadable = BTreeMap::<String, Unreadable>::new();
        let mut take = |account: Account, gone: Option<Gone>| match accounts.get_mut(&account.id) {
            Some(known) => known.join(account, gone),
            None => {
                accounts.insert(account.id, Joined::new(account, gone));
            }
        };
        for record in self.records.drain(..).chain(other.records.iter().cloned()) {
            match record {
                Record::Account(account) => take(*account, None),
                Record::Unreadable(kept) => match unreadable.get_mut(&kept.name()) {
                    Some(known) if known.is_before(&kept) => *known = kept,
                    Some(_) => {}
                    None => drop(unreadable.insert(kept.name(), kept)),
                },
            }
        }
        for tombstone in self.tombstones.drain(..).chain(other.tombstones.iter().cloned()) {
            let gone = Gone { version: tombstone.account.versions.get(VersionKey::Deleted), later: tombstone.later };
            take(tombstone.account, Some(gone));
        }
        let mut accounts: Vec<Joined> = accounts.into_values().collect();
        accounts.sort_by_key(|known| (known.account.created, known.account.id));
        for Joined { account, gone } in accounts {
            // Unless it was taken out of the bin later.
            match gone.filter(|gone| gone.version >= account.versions.get(VersionKey::Deleted)) {
                Some(gone) => self.tombstones.push(Tombstone { later: gone.later, ..Tombstone::of(account) }),
                None => self.records.push(Record::Account(Box::new(account))),
            }
        }
        self.records.extend(unreadable.into_values().map(Record::Unreadable));

        self.taught = later_by(&self.versions, &other.versions, &self.taught, &other.taught, Taught::key);
        self.ways = later_by(&self.versions, &other.versions, &self.ways, &other.ways, Way::key);
        self.known_hosts.extend_from_slice(&other.known_hosts);
        self.known_hosts.sort_unstable();
        self.known_hosts.dedup();
        for log in &other.logs {
            self.join_log(log);
        }
        self.logs.sort_by_key(|log| log.device);
        self.written_at = self.written_at.max(other.written_at);
        self.later = later_fields(&self.versions, &other.versions, &self.later, &other.later);
        self.versions.merge(&other.versions);
    }

    fn join_log(&mut self, log: &Log) {
        let rank = |log: &Log| (log.rank(), text(log));
        match self.logs.iter_mut().find(|known| known.device == log.device) {
            Some(known) if rank(known) < rank(log) => *known = log.clone(),
            Some(_) => {}
            None => self.logs.push(log.clone()),
        }
    }
}

/// One account of several copies, joined, and whether it has left the bin in one of them.
struct Joined {
    account: Account,
    gone: Option<Gone>,
}

/// An account's departure from the bin.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Gone {
    version: Option<Version>,
    later: Later,
}

impl Joined {
    fn new(mut account: Account, gone: Option<Gone>) -> Self {
        account.put_in_order();
        Self { account, gone }
    }

    fn join(&mut self, account: Account, gone: Option<Gone>) {
        self.account.join(account);
        self.gone = self.gone.take().max(gone);
    }
}

impl Account {
    /// Puts sites in the order of their versions, and tries in that of their times.
    fn put_in_order(&mut self) {
        let versions = &self.versions;
        self.sites.sort_by_cached_key(|bound| (versions.get(VersionKey::Site(&bound.site)), text(bound)));
        self.tries = core::mem::take(&mut self.tries).join(Tries::default());
        self.later = later_fields(versions, versions, &self.later, &Later::default());
    }

    fn join(&mut self, other: Self) {
        let (mine, theirs) = (self.versions.clone(), other.versions.clone());
        let takes = |key: VersionKey, one: &dyn ToJson, next: &dyn ToJson| {
            (mine.get(key), text(one)) < (theirs.get(key), text(next))
        };
        if takes(VersionKey::Issuer, &self.issuer, &other.issuer) {
            self.issuer = other.issuer;
        }
        if takes(VersionKey::Name, &self.name, &other.name) {
            self.name = other.name;
        }
        if takes(VersionKey::Frames, &self.frames, &other.frames) {
            self.frames = other.frames;
        }
        if takes(VersionKey::Submit, &self.submit, &other.submit) {
            self.submit = other.submit;
        }
        if takes(VersionKey::Deleted, &self.deleted, &other.deleted) {
            self.deleted = other.deleted;
        }
        // These are what they were when it was enrolled.
        if takes(VersionKey::Field("labelIssuer"), &self.label_issuer, &other.label_issuer) {
            self.label_issuer = other.label_issuer;
        }
        if takes(VersionKey::Field("parameters"), &self.parameters, &other.parameters) {
            self.parameters = other.parameters;
        }
        self.otp.join(other.otp);
        self.sites = later_by(&mine, &theirs, &self.sites, &other.sites, |bound: &Bound| VersionKey::Site(&bound.site));
        self.tries = core::mem::take(&mut self.tries).join(other.tries);
        self.created = self.created.min(other.created);
        self.modified = self.modified.max(other.modified);
        self.later = later_fields(&mine, &theirs, &self.later, &other.later);
        self.versions.merge(&theirs);
        self.put_in_order();
    }
}

impl Otp {
    /// A seed that was wiped is less than any other; of counters the one that has counted further. Two seeds or two
    /// kinds of one account are no work of ours, and go by their bytes.
    fn join(&mut self, other: Self) {
        let counter = self.kind.counter().max(other.kind.counter());
        if self.seed.as_bytes() < other.seed.as_bytes() {
            self.seed = other.seed;
        }
        let rank = |kind: &Kind| (kind.name(), kind.algorithm().map(Algorithm::as_str), kind.digits(), kind.period());
        let pin = |kind: &Kind| kind.pin().map(|pin| pin.as_str().to_owned());
        // `hotp` is the least type: when it is left, both were counter-based, and the counter means the same in both.
        if (rank(&self.kind), pin(&self.kind)) < (rank(&other.kind), pin(&other.kind)) {
            self.kind = other.kind;
        }
        self.kind.set_counter(counter.unwrap_or_default());
    }
}

fn text<T: ToJson + ?Sized>(value: &T) -> Vec<u8> {
    let mut json = Json::default();
    value.to_json(&mut json);
    json.as_bytes().to_vec()
}

/// Of each group, the values of the copy in which it has the later version; that may be none.
fn later_by<T: Clone + ToJson>(
    mine: &Versions,
    theirs: &Versions,
    one: &[T],
    other: &[T],
    key: impl for<'a> Fn(&'a T) -> VersionKey<'a>,
) -> Vec<T> {
    let grouped = |values: &[T]| {
        let mut groups = BTreeMap::<String, Vec<T>>::new();
        for value in values {
            groups.entry(key(value).name().into_owned()).or_default().push(value.clone());
        }
        groups
    };
    let (mut one, mut other) = (grouped(one), grouped(other));
    let mut names: Vec<String> = one.keys().chain(other.keys()).cloned().collect();
    names.sort_unstable();
    names.dedup();
    let mut joined = Vec::new();
    for name in names {
        let (one, other) = (one.remove(&name).unwrap_or_default(), other.remove(&name).unwrap_or_default());
        let rank = |versions: &Versions, values: &[T]| {
            (versions.get(VersionKey::Field(&name)), values.iter().flat_map(|value| text(value)).collect::<Vec<u8>>())
        };
        joined.extend(if rank(mine, &one) < rank(theirs, &other) { other } else { one });
    }
    joined
}

/// Fields that this build does not know: those of both, and of two that differ the later one.
fn later_fields(mine: &Versions, theirs: &Versions, one: &Later, other: &Later) -> Later {
    let mut fields = BTreeMap::new();
    for (versions, later) in [(mine, one), (theirs, other)] {
        for (name, value) in later.fields() {
            let rank = (versions.get(VersionKey::Field(name)), value.to_owned());
            if fields.get(name).is_none_or(|known| *known < rank) {
                fields.insert(name.to_owned(), rank);
            }
        }
    }
    fields.into_iter().map(|(name, (_, value))| (name, value)).collect()
}

impl Taught {
    fn key(&self) -> VersionKey<'_> {
        VersionKey::Taught(&self.site)
    }
}

impl Way {
    fn key(&self) -> VersionKey<'_> {
        VersionKey::Way(&self.slot)
    }
}
