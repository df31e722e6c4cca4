//! Changes to accounts. Each is in memory until the vault is sealed.

use serde::Deserialize;

use super::contents::account::{MAX_NAME_BYTES, MAX_SITES};
use super::contents::bound::Bound;
use super::contents::event::{Deed, Event};
use super::error::Error;
use super::opened::Vault;
use super::view::ShownCode;
use crate::otp::Kind;
use crate::otpauth::clean_name;
use crate::sites::Site;
use crate::time::Millis;

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

    /// The next code of a counter-based account (RFC 4226), whose counter moves on: seal before it is shown.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::NotCounterBased`], also when the counter is at its very end.
    pub fn next_code(&mut self, id: &str, now: u64) -> Result<ShownCode, Error> {
        let account = self.contents.account_mut(id)?;
        if !matches!(account.otp.kind, Kind::Hotp { .. }) {
            return Err(Error::NotCounterBased);
        }
        let code = account.otp.code_at(Millis(now).seconds().0);
        if !account.otp.advance() {
            return Err(Error::NotCounterBased);
        }
        account.modified = now;
        Ok(code.into())
    }
}
