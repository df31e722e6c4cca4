//! One record of the contents, an account or what this build can't read; and the tombstone of an account that is gone.

use zeroize::Zeroizing;

use super::account::Account;
use crate::json::{FromJson, Json, Later, Object, ToJson};
use crate::otp::Seed;

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

/// One record. What this build can't read is kept to the letter.
#[derive(Clone)]
pub(crate) enum Record {
    Account(Box<Account>),
    Unreadable(Unreadable),
}

/// A record that a later version may read: it may hold a seed.
#[derive(Clone)]
pub(crate) struct Unreadable {
    /// When it was changed, 0 when that can't be read: of two records with one id, the later one is kept.
    modified: u64,
    pub(crate) text: Zeroizing<String>,
}

impl Unreadable {
    pub(super) fn new(json: &str) -> Self {
        let modified = Object::parse(json).and_then(|mut fields| fields.take("modified")).unwrap_or_default();
        Self { modified, text: Zeroizing::new(json.to_owned()) }
    }

    pub(crate) fn is_before(&self, other: &Self) -> bool {
        (self.modified, &*self.text) < (other.modified, &*other.text)
    }

    /// What another state of the same record has in common with it: the id, or all of its text where there is none.
    pub(crate) fn name(&self) -> String {
        let id = Object::parse(&self.text).and_then(|mut fields| fields.take("id"));
        id.unwrap_or_else(|| (*self.text).clone())
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
