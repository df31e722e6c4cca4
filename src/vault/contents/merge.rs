//! Two copies of a vault become one, without loss and in any order.
//!
//! Each value goes by its version, and where there is none, or the same one twice, by its text: the greater of the two
//! pairs. What is only added to is united; a counter, a time and a log take the further one. All of these are joins of
//! a semilattice, and so the whole is commutative, associative and idempotent.

use serde::Serialize;

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
        let Accounts(mut accounts) = Accounts::of(&[self, other]);
        let unreadable = joined_unreadable(self.records.drain(..).chain(other.records.iter().cloned()));
        self.tombstones.clear();
        accounts.sort_by_key(|known| (known.account.created, known.account.id));
        for joined in accounts {
            let is_gone = joined.is_gone();
            let Joined { account, gone } = joined;
            match gone.filter(|_| is_gone) {
                Some(gone) => self.tombstones.push(Tombstone { later: gone.later, ..Tombstone::of(account) }),
                None => self.records.push(Record::Account(Box::new(account))),
            }
        }
        self.records.extend(unreadable.into_iter().map(Record::Unreadable));

        self.taught = later_by(&self.versions, &other.versions, &self.taught, &other.taught, Taught::key);
        self.ways = later_by(&self.versions, &other.versions, &self.ways, &other.ways, Way::key);
        let order = VersionKey::Field("order");
        let mine = (self.versions.get(order), text(&self.order));
        if mine < (other.versions.get(order), text(&other.order)) {
            self.order.clone_from(&other.order);
        }
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

    /// Compares the accounts of both, and says what joining `other` would change. An account that neither has outside the bin
    /// does not count.
    pub(crate) fn compare(&self, other: &Self) -> Comparison {
        let (ours, theirs) = (Accounts::of(&[self]), Accounts::of(&[other]));
        let only_here = ours.0.iter().filter(|here| here.is_live()).count();
        let mut found = Comparison { only_here, ..Comparison::default() };
        for there in theirs.0 {
            found.accounts += usize::from(there.is_live());
            let Some(here) = ours.get(there.account.id) else {
                found.only_there += usize::from(there.is_live());
                continue;
            };
            found.only_here -= usize::from(here.is_live());
            if !here.is_live() && !there.is_live() {
                continue;
            }
            let (before, after) = (here.text(), there.text());
            if before == after {
                found.same += 1;
                continue;
            }
            let mut joined = Joined::new(here.account.clone(), here.gone.clone());
            joined.join(there.account, there.gone);
            *(if joined.text() == before { &mut found.newer_here } else { &mut found.newer_there }) += 1;
        }
        found
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

/// What another copy of the accounts has, against what is here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// When the copy was made.
    pub written: u64,
    /// Number of accounts that the copy has outside the bin.
    pub accounts: usize,
    /// Number of accounts that are the same in both.
    pub same: usize,
    /// Number of accounts of which the copy has something later.
    pub newer_there: usize,
    /// Number of accounts that are later here, and that the copy does not change.
    pub newer_here: usize,
    /// Number of accounts that the copy alone has.
    pub only_there: usize,
    /// Number of accounts that the copy lacks.
    pub only_here: usize,
}

/// The accounts and tombstones of one or several copies, each account joined, in the order of their ids.
struct Accounts(Vec<Joined>);

impl Accounts {
    fn of(copies: &[&Contents]) -> Self {
        let mut all: Vec<Joined> = Vec::new();
        for contents in copies {
            all.extend(contents.accounts().map(|account| Joined::new(account.clone(), None)));
            for Tombstone { account, later } in contents.tombstones.iter().cloned() {
                let gone = Gone { version: account.versions.get(VersionKey::Deleted), later };
                all.push(Joined::new(account, Some(gone)));
            }
        }
        all.sort_by_key(|one| one.account.id);
        let mut joined: Vec<Joined> = Vec::with_capacity(all.len());
        for one in all {
            match joined.last_mut().filter(|known| known.account.id == one.account.id) {
                Some(known) => known.join(one.account, one.gone),
                None => joined.push(one),
            }
        }
        Self(joined)
    }

    fn get(&self, id: Id) -> Option<&Joined> {
        let at = self.0.binary_search_by_key(&id, |one| one.account.id).ok()?;
        self.0.get(at)
    }
}

/// What can't be read among these records: of each name the later state, in the order of the names.
fn joined_unreadable(records: impl Iterator<Item = Record>) -> Vec<Unreadable> {
    let mut all: Vec<Unreadable> = Vec::new();
    for record in records {
        let Record::Unreadable(kept) = record else { continue };
        match all.binary_search_by_key(&kept.name(), Unreadable::name) {
            Ok(at) => {
                if let Some(known) = all.get_mut(at).filter(|known| known.is_before(&kept)) {
                    *known = kept;
                }
            }
            Err(at) => all.insert(at, kept),
        }
    }
    all
}

/// One account of several copies, joined, and whether it has left the bin in one of them.
struct Joined {
    account: Account,
    gone: Option<Gone>,
}

/// An account's departure from the bin.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
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

    /// Whether it has left the bin, and was not taken out of it later.
    fn is_gone(&self) -> bool {
        self.gone.as_ref().is_some_and(|gone| gone.version >= self.account.versions.get(VersionKey::Deleted))
    }

    /// Whether it is outside the bin.
    fn is_live(&self) -> bool {
        self.account.deleted.is_none() && !self.is_gone()
    }

    /// All of it, for comparing; `None` when it is gone.
    fn text(&self) -> Option<Vec<u8>> {
        (!self.is_gone()).then(|| text(&self.account))
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
        if takes(VersionKey::Field("note"), &self.note.as_str(), &other.note.as_str()) {
            self.note = other.note;
        }
        if takes(VersionKey::Field("tags"), &self.tags, &other.tags) {
            self.tags = other.tags;
        }
        if takes(VersionKey::Field("pinned"), &self.pinned, &other.pinned) {
            self.pinned = other.pinned;
        }
        if takes(VersionKey::Field("picture"), &self.icon, &other.icon) {
            self.icon = other.icon;
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
        self.uses = self.uses.max(other.uses);
        self.used = self.used.max(other.used);
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
    let by_name = |values: &[T]| {
        let mut named: Vec<(String, T)> =
            values.iter().map(|value| (key(value).name().into_owned(), value.clone())).collect();
        named.sort_by(|(one, _), (other, _)| one.cmp(other));
        named
    };
    let group = |named: &[(String, T)], name: &str| -> Vec<T> {
        let rest = named.get(named.partition_point(|(other, _)| other.as_str() < name)..).unwrap_or_default();
        rest.iter().take_while(|(other, _)| other == name).map(|(_, value)| value.clone()).collect()
    };
    let (one, other) = (by_name(one), by_name(other));
    let mut names: Vec<&String> = one.iter().chain(&other).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let mut joined = Vec::new();
    for name in names {
        let (one, other) = (group(&one, name), group(&other, name));
        let rank = |versions: &Versions, values: &[T]| {
            (versions.get(VersionKey::Field(name)), values.iter().flat_map(|value| text(value)).collect::<Vec<u8>>())
        };
        joined.extend(if rank(mine, &one) < rank(theirs, &other) { other } else { one });
    }
    joined
}

/// Fields that this build does not know: those of both, and of two that differ the later one.
fn later_fields(mine: &Versions, theirs: &Versions, one: &Later, other: &Later) -> Later {
    let of = |versions: &Versions, later: &Later| -> Vec<_> {
        let rank = |name: &str, value: &str| (versions.get(VersionKey::Field(name)), value.to_owned());
        later.fields().map(|(name, value)| (name.to_owned(), rank(name, value))).collect()
    };
    let mut fields = [of(mine, one), of(theirs, other)].concat();
    // The latest of each name stands first.
    fields.sort_unstable_by(|one, other| other.cmp(one));
    fields.dedup_by(|one, kept| one.0 == kept.0);
    fields.into_iter().rev().map(|(name, (_, value))| (name, value)).collect()
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
