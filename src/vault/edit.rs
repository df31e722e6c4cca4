//! Edits of accounts. An edit is in memory only until the vault is sealed.

use super::contents::account::MAX_SITES;
use super::contents::event::{Deed, Event};
use super::error::Error;
use super::opened::Vault;
use super::three_way::{Changes, Edit, SiteChange, bounds_of};
use super::view::{Details, ShownCode, SiteView};
use crate::otp::{Kind, Pin};
use crate::sites::Site;
use crate::time::Millis;

impl Vault {
    /// Sets the names and the sites of an account. `seen` is what the account was when the person began to edit:
    /// whatever they left as they had seen it keeps the value that another window may have given it since. Without
    /// `seen`, `wanted` replaces all of it.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::Deleted`] for an account in the bin; [`Error::TooLong`] for a name that is too
    /// long or for too many sites; [`Error::NotASite`] or [`Error::NotAPath`] for a site. After an error nothing has
    /// changed.
    pub fn edit(&mut self, id: &str, seen: Option<&Changes>, wanted: &Changes, now: u64) -> Result<(), Error> {
        let changes = match seen {
            Some(seen) => wanted.over(seen, self.changes_of(id)?),
            None => wanted.clone(),
        };
        let version = self.next_version(now);
        let account = self.contents.live_account_mut(id)?;
        if changes.sites.len() > MAX_SITES {
            return Err(Error::TooLong);
        }
        let (issuer, name) = changes.names()?;
        let (note, tags) = changes.own()?;
        let sites = bounds_of(&changes.sites)?;
        account.set_sites(sites, version, |_| true);
        account.leave_frames(&changes.frames, version);
        account.set_names(&issuer, &name, changes.submit, version);
        account.set_own(note, &tags, changes.pinned, version);
        account.modified = now;
        let label = account.label();
        for change in changes.sites.iter().filter(|change| !change.taught) {
            self.forget(&Site::from_origin(&change.origin)?, version);
        }
        self.note(&Event::of(Deed::Edit, now).account(label));
        Ok(())
    }

    /// Edits several accounts, each as [`Self::edit`] does, and sets the PIN of those for which one was typed. Returns for
    /// each its id or why the edit was refused, [`Error::TooLong`] for a PIN too.
    pub fn edit_all(&mut self, edits: &[Edit], now: u64) -> Vec<Result<String, Error>> {
        let edit = |Edit { id, seen, changes, pin }: &Edit| {
            let pin = Pin::new(pin).ok_or(Error::TooLong)?;
            self.edit(id, seen.as_ref(), changes, now)?;
            if !pin.is_empty() {
                self.contents.live_account_mut(id)?.otp.kind.set_pin(pin);
            }
            Ok(id.clone())
        };
        edits.iter().map(edit).collect()
    }

    /// The edit that leaves an account as it is.
    fn changes_of(&self, id: &str) -> Result<Changes, Error> {
        let Details { issuer, name, sites, frames, submit, note, tags, pinned, .. } = self.details(id)?;
        let site = |SiteView { origin, rule, taught }| SiteChange { origin: origin.as_str().to_owned(), rule, taught };
        let sites = sites.into_iter().map(site).collect();
        Ok(Changes { issuer, name, sites, submit, frames, note, tags, pinned })
    }

    /// Returns the next code of a counter-based account (RFC 4226) and increments its counter. Seal the vault before
    /// the code is shown, because a counter must never be used twice.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::NotCounterBased`], also when the counter has its largest value;
    /// [`Error::NoCodes`].
    pub fn next_code(&mut self, id: &str, now: u64) -> Result<ShownCode, Error> {
        let account = self.contents.account_mut(id)?;
        if !matches!(account.otp.kind, Kind::Hotp { .. }) {
            return Err(Error::NotCounterBased);
        }
        if !account.otp.makes_codes() {
            return Err(Error::NoCodes);
        }
        let code = account.otp.code_at(Millis(now).seconds().0);
        if !account.otp.advance() {
            return Err(Error::NotCounterBased);
        }
        account.modified = now;
        Ok(code.into())
    }
}
