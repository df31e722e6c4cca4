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
use super::three_way::{Changes, bounds_of};
use crate::otp::Otp;

/// What a person accepts: what stood on their screen.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
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
    /// What the person has typed beside it: sites besides its own, whether the form is sent as well after filling, and for
    /// a new account names that go before its own unless they are empty.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub wishes: Changes,
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
            wishes: Changes::default(),
        }
    }
}

impl Vault {
    /// Takes a pending enrolment into the vault, if it is the one that the person saw, and answers with the account's id.
    /// It is bound to the site that they saw, or to none, and never to one that looks like another. A seed that the
    /// vault has already is not taken twice: that account is bound to the site, and taken out of the bin if it lies there.
    ///
    /// # Errors
    /// [`Error::NoSuchPending`], also when it is another one than was shown, or would go elsewhere; [`Error::NotASite`] and
    /// [`Error::NotAPath`] of a site that was typed; [`Error::TooLong`] of a name that is too long or too many sites;
    /// [`Error::VaultFull`]; [`Error::NoRandomness`]. Then no account has changed.
    pub fn accept(&mut self, chosen: &Chosen, domains: Domains, now: u64) -> Result<String, Error> {
        let is_shown = |pending: &Pending| {
            let Pending { handle, enrolment, site, .. } = pending;
            let names = (&enrolment.issuer, &enrolment.account_name) == (&chosen.issuer, &chosen.name);
            let there = || self.destination(site.as_ref(), domains).0.is_some_and(|host| host == chosen.host);
            *handle == chosen.handle && names && (chosen.host.is_empty() || there())
        };
        let place = self.pending.iter().position(is_shown).ok_or(Error::NoSuchPending)?;
        let typed = bounds_of(&chosen.wishes.sites)?;
        let Pending { enrolment, site, deed, .. } = self.pending.remove(place);
        let (site, left) = if chosen.host.is_empty() { (None, site) } else { (site, None) };
        let event = site.iter().fold(Event::of(deed, now), Event::site);
        let version = self.next_version(now);
        if let Some(id) = self.known(&enrolment.otp) {
            let account = self.contents.account_mut(&id)?;
            let mut joined = account.clone();
            if let Some(site) = site {
                joined.bind(&site, version)?;
            }
            joined.add_sites(typed, version)?;
            let (issuer, name) = (joined.issuer.clone(), joined.name.clone());
            joined.set_names(&issuer, &name, joined.submit || chosen.wishes.submit, version);
            if joined.deleted.is_some() {
                joined.set_deleted(None, version);
            }
            joined.modified = now;
            *account = joined;
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
        account.add_sites(typed, version)?;
        let (issuer, name) = chosen.wishes.names()?;
        let or = |typed: String, own: &String| if typed.is_empty() { own.clone() } else { typed };
        let (issuer, name) = (or(issuer, &account.issuer), or(name, &account.name));
        account.set_names(&issuer, &name, chosen.wishes.submit, version);
        let id = account.id.to_string();
        self.note(&event.account(account.label()));
        self.contents.add(account);
        Ok(id)
    }

    /// Takes several pending enrolments into the vault, each as [`Self::accept`] does, and answers for each with the
    /// account's id or why it was refused.
    pub fn accept_all(&mut self, chosen: &[Chosen], domains: Domains, now: u64) -> Vec<Result<String, Error>> {
        chosen.iter().map(|one| self.accept(one, domains, now)).collect()
    }

    /// The account that makes the same codes: the same seed and, but for the counter, the same kind.
    pub(super) fn known(&self, otp: &Otp) -> Option<String> {
        let same = |other: &Otp| other.seed == otp.seed && other.kind.with_counter(0) == otp.kind.with_counter(0);
        self.contents.accounts().find(|account| same(&account.otp)).map(|account| account.id.to_string())
    }
}
