//! Changes to accounts. Each is in memory until the vault is sealed.

use serde::Deserialize;

use super::account::{MAX_NAME_BYTES, MAX_SITES};
use super::bound::Bound;
use super::contents::Record;
use super::view::ShownCode;
use super::{Error, Site, Vault};
use crate::otp::Kind;

/// How long a deleted account can be restored.
pub const BIN_DAYS: u64 = 30;
const DAY: u64 = 24 * 60 * 60 * 1000;

/// What an edit sets.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Changes {
    /// Who asks for the codes.
    pub issuer: String,
    /// Whose codes they are.
    pub name: String,
    /// Where it may be filled.
    pub sites: Vec<SiteChange>,
    /// Whether the form is sent as well after filling.
    pub submit: bool,
}

/// One site that an account is bound to.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SiteChange {
    /// As an origin.
    pub origin: String,
    /// `domain`, `host`, or the beginning of a path.
    pub rule: String,
    /// A field that was pointed out there is remembered on.
    pub taught: bool,
}

impl Vault {
    /// Sets what people call an account and where it may be filled.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`], [`Error::TooLong`], [`Error::NotASite`], [`Error::NotAPath`]; then nothing has changed.
    pub fn edit(&mut self, id: &str, changes: &Changes, now: u64) -> Result<(), Error> {
        let account = self.contents.account_mut(id)?;
        let too_long = changes.issuer.len().max(changes.name.len()) > MAX_NAME_BYTES || changes.sites.len() > MAX_SITES;
        if too_long {
            return Err(Error::TooLong);
        }
        let mut sites: Vec<Bound> = Vec::new();
        for change in &changes.sites {
            let bound = Bound::new(&change.origin, &change.rule)?;
            if !sites.iter().any(|other| other.site == bound.site) {
                sites.push(bound);
            }
        }
        account.sites = sites;
        account.submit = changes.submit;
        changes.issuer.trim().clone_into(&mut account.issuer);
        changes.name.trim().clone_into(&mut account.name);
        account.modified = now;
        for change in changes.sites.iter().filter(|change| !change.taught) {
            self.forget(&Site::from_origin(&change.origin)?);
        }
        Ok(())
    }

    /// Moves an account to the bin, and empties the bin of what has lain there for [`BIN_DAYS`].
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub fn remove(&mut self, id: &str, now: u64) -> Result<(), Error> {
        let account = self.contents.account_mut(id)?;
        account.deleted = Some(now);
        account.modified = now;
        self.contents.records.retain(|record| match record {
            Record::Account(account) => {
                account.deleted.is_none_or(|deleted| now.saturating_sub(deleted) < BIN_DAYS * DAY)
            }
            Record::Unreadable(_) => true,
        });
        Ok(())
    }

    /// Takes an account out of the bin.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub fn restore(&mut self, id: &str, now: u64) -> Result<(), Error> {
        let account = self.contents.account_mut(id)?;
        account.deleted = None;
        account.modified = now;
        Ok(())
    }

    /// The next code of a counter-based account (RFC 4226), whose counter moves on: seal before it is shown.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::NotCounterBased`], also when the counter is at its very end.
    pub fn next_code(&mut self, id: &str, now: u64) -> Result<ShownCode, Error> {
        let account = self.contents.account_mut(id)?;
        if !matches!(account.otp.kind, Kind::Hotp { .. }) {
            return Err(Error::NotCounterBased);
        }
        let code = account.otp.code_at(now / 1000);
        if !account.otp.advance() {
            return Err(Error::NotCounterBased);
        }
        account.modified = now;
        Ok(code.into())
    }
}
