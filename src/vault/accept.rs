//! Takes what is pending into the vault, when the person accepts it.

use serde::Deserialize;

use super::contents::MAX_ACCOUNTS;
use super::contents::account::{Account, Id};
use super::contents::bound::Domains;
use super::contents::event::Event;
use super::envelope::keys::make_bytes;
use super::error::Error;
use super::offer::PendingView;
use super::opened::Vault;
use super::pending::Pending;
use crate::otp::Otp;

/// What a person accepts: what stood on their screen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Chosen {
    /// By which it was offered.
    pub handle: String,
    /// Who asks for the codes, as it was shown.
    pub issuer: String,
    /// Whose codes they are, as it was shown.
    pub name: String,
    /// Where the codes will go, as it was shown; empty for nowhere.
    pub host: String,
}

impl From<&PendingView> for Chosen {
    /// By whoever agrees to all that is shown.
    fn from(view: &PendingView) -> Self {
        let PendingView { handle, issuer, name, host, .. } = view;
        Self {
            handle: handle.clone(),
            issuer: issuer.clone(),
            name: name.clone(),
            host: host.clone().unwrap_or_default(),
        }
    }
}

impl Vault {
    /// Takes a pending enrolment into the vault, if it is the one that the person saw, and answers with the account's id.
    /// It is bound to the site that they saw, or to none, and never to one that looks like another. A seed that the
    /// vault has already is not taken twice: that account is bound to the site, and taken out of the bin if it lies there.
    ///
    /// # Errors
    /// [`Error::NoSuchPending`], also when it is another one than was shown, or would go elsewhere; [`Error::TooLong`],
    /// [`Error::VaultFull`], [`Error::NoRandomness`].
    pub fn accept(&mut self, chosen: &Chosen, domains: Domains, now: u64) -> Result<String, Error> {
        let is_shown = |pending: &Pending| {
            let Pending { handle, enrolment, site, .. } = pending;
            let names = (&enrolment.issuer, &enrolment.account_name) == (&chosen.issuer, &chosen.name);
            let there = || self.destination(site.as_ref(), domains).0.is_some_and(|host| host == chosen.host);
            *handle == chosen.handle && names && (chosen.host.is_empty() || there())
        };
        let place = self.pending.iter().position(is_shown).ok_or(Error::NoSuchPending)?;
        let Pending { enrolment, site, deed, .. } = self.pending.remove(place);
        let (site, left) = if chosen.host.is_empty() { (None, site) } else { (site, None) };
        let event = site.iter().fold(Event::of(deed, now), Event::site);
        let version = self.next_version(now);
        if let Some(id) = self.known(&enrolment.otp) {
            let account = self.contents.account_mut(&id)?;
            if let Some(site) = site {
                account.bind(&site, version)?;
            }
            if account.deleted.is_some() {
                account.set_deleted(None, version);
            }
            account.modified = now;
            let event = event.account(account.label());
            self.note(&event);
            return Ok(id);
        }
        if self.contents.len() >= MAX_ACCOUNTS {
            return Err(Error::VaultFull);
        }
        let mut account = Account::from_enrolment(Id::from(make_bytes()?), enrolment, site, now)?;
        if let Some(left) = left {
            account.leave(&left, version);
        }
        let id = account.id.to_string();
        self.note(&event.account(account.label()));
        self.contents.add(account);
        Ok(id)
    }

    /// The account that makes the same codes: the same seed and, but for the counter, the same kind.
    pub(super) fn known(&self, otp: &Otp) -> Option<String> {
        let same = |other: &Otp| other.seed == otp.seed && other.kind.with_counter(0) == otp.kind.with_counter(0);
        self.contents.accounts().find(|account| same(&account.otp)).map(|account| account.id.to_string())
    }
}
