//! Changes to accounts. Each is in memory until the vault is sealed.

use serde::Deserialize;

use super::Vault;
use super::contents::account::{Account, ISSUER, MAX_NAME_BYTES, MAX_SITES, NAME, SUBMIT, site_name};
use super::contents::bound::Bound;
use super::contents::version::Version;
use super::contents::{Contents, Record, Tombstone};
use super::error::Error;
use super::log::{Deed, Event};
use super::view::ShownCode;
use crate::otp::Kind;
use crate::otpauth::clean_name;
use crate::sites::Site;

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
    /// Which frames of other sites it may still be filled into, as they are shown; none is added.
    pub frames: Vec<String>,
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
    /// [`Error::NoSuchAccount`], [`Error::Deleted`], [`Error::TooLong`], [`Error::NotASite`], [`Error::NotAPath`]; then
    /// nothing has changed.
    pub fn edit(&mut self, id: &str, changes: &Changes, now: u64) -> Result<(), Error> {
        let version = self.next_version(now);
        let account = self.contents.live_account_mut(id)?;
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
        account.set_sites(sites, version, |_| true);
        account.leave_frames(&changes.frames, version);
        let ((issuer, _), (name, _)) = (clean_name(&changes.issuer), clean_name(&changes.name));
        account.set_names(issuer.trim(), name.trim(), changes.submit, version);
        account.modified = now;
        let label = account.label();
        for change in changes.sites.iter().filter(|change| !change.taught) {
            self.forget(&Site::from_origin(&change.origin)?, version);
        }
        self.note(&Event::of(Deed::Edit, now).account(label));
        Ok(())
    }

    /// Moves an account to the bin, and empties the bin of what has lain there for [`BIN_DAYS`].
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub fn remove(&mut self, id: &str, now: u64) -> Result<(), Error> {
        let version = self.next_version(now);
        let account = self.contents.account_mut(id)?;
        account.set_deleted(Some(now), version);
        account.modified = now;
        let label = account.label();
        self.empty_bin(now);
        self.note(&Event::of(Deed::Delete, now).account(label));
        Ok(())
    }

    /// Drops what has lain in the bin for [`BIN_DAYS`]; a tombstone says so to other copies of the vault.
    pub(super) fn empty_bin(&mut self, now: u64) {
        let is_due = |record: &mut Record| match record {
            Record::Account(account) => {
                account.deleted.is_some_and(|deleted| now.saturating_sub(deleted) >= BIN_DAYS * DAY)
            }
            Record::Unreadable(_) => false,
        };
        let Contents { records, tombstones, .. } = &mut self.contents;
        for record in records.extract_if(.., is_due) {
            if let Record::Account(account) = record {
                tombstones.push(Tombstone::of(*account));
            }
        }
    }

    /// Takes an account out of the bin.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub fn restore(&mut self, id: &str, now: u64) -> Result<(), Error> {
        let version = self.next_version(now);
        let account = self.contents.account_mut(id)?;
        account.set_deleted(None, version);
        account.modified = now;
        let label = account.label();
        self.note(&Event::of(Deed::Restore, now).account(label));
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

impl Account {
    /// `by_hand` tells of a site that is new or has another rule whether that is the person's own word.
    pub(super) fn set_sites(&mut self, sites: Vec<Bound>, version: Version, by_hand: impl Fn(&Site) -> bool) {
        let of = |sites: &[Bound], site: &Site| sites.iter().find(|bound| bound.site == *site).cloned();
        let before = core::mem::take(&mut self.sites);
        for Bound { site, .. } in before.iter().chain(&sites) {
            let (earlier, next) = (of(&before, site), of(&sites, site));
            if earlier == next {
                continue;
            }
            self.versions.set(&site_name(site), version);
            if next.is_none() {
                self.leave(site, version);
            } else if by_hand(site) {
                self.give_word(site, version);
            }
        }
        self.sites = sites;
    }

    pub(super) fn set_names(&mut self, issuer: &str, name: &str, submit: bool, version: Version) {
        if self.issuer != issuer {
            issuer.clone_into(&mut self.issuer);
            self.versions.set(ISSUER, version);
        }
        if self.name != name {
            name.clone_into(&mut self.name);
            self.versions.set(NAME, version);
        }
        if self.submit != submit {
            self.submit = submit;
            self.versions.set(SUBMIT, version);
        }
    }
}
