//! Accepting: a pending enrolment becomes an account once the person agrees.

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

/// What a person accepts. The names and the host are those that their screen showed: the vault refuses an enrolment
/// that differs from them.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Chosen {
    /// The handle of the pending enrolment.
    pub handle: String,
    /// Name of the service, as it was shown.
    pub issuer: String,
    /// Name of the account at the service, as it was shown.
    pub name: String,
    /// The host that the account will be bound to, as it was shown; empty to bind it to none.
    pub host: String,
    /// What the person has typed beside the offer: more sites, whether the form is submitted once a code was filled,
    /// and for a new account other names, of which an empty one changes nothing.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub wishes: Changes,
}

impl From<&PendingView> for Chosen {
    /// Accepts all that `view` shows.
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
    /// Takes a pending enrolment into the vault and returns the account's id. The account is bound to the site that the
    /// person saw, or to none if they chose so, and never to a site that looks like another one. When an account makes
    /// the same codes already, no second one is added: that account is bound to the site, and taken out of the bin if
    /// it is there.
    ///
    /// # Errors
    /// [`Error::NoSuchPending`] when none is as the person saw it, its names and its host included; [`Error::NotASite`] or
    /// [`Error::NotAPath`] for a site that was typed; [`Error::TooLong`] for a name that is too long or for too many sites;
    /// [`Error::VaultFull`]; [`Error::NoRandomness`]. After an error no account has changed.
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

    /// Accepts several pending enrolments, each as [`Self::accept`] does. Returns for each the account's id or why it
    /// was refused.
    pub fn accept_all(&mut self, chosen: &[Chosen], domains: Domains, now: u64) -> Vec<Result<String, Error>> {
        chosen.iter().map(|one| self.accept(one, domains, now)).collect()
    }

    /// Id of the account that makes the same codes: its seed and its parameters are the same, except for the counter.
    pub(super) fn known(&self, otp: &Otp) -> Option<String> {
        let same = |other: &Otp| other.seed == otp.seed && other.kind.is_but_for_counter(&otp.kind);
        self.contents.accounts().find(|account| same(&account.otp)).map(|account| account.id.to_string())
    }
}
