//! The page in front: which accounts belong there, which may, and whether it is what it looks like.

use serde::Serialize;

use super::Vault;
use super::contents::account::{Account, site_name};
use super::contents::bound::{Bound, Domains, Page};
use super::contents::version::Version;
use super::error::Error;
use super::log::{Deed, Event};
use crate::sites::Site;
use crate::sites::{Fit, Place, free_ending, proposed};

/// The most hosts of which the person said that they know them. The oldest makes room.
const MAX_KNOWN: usize = 200;

/// A host that looks like another one, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Twin {
    /// The stable name of the way in which it does.
    pub reason: &'static str,
    /// The domain that it looks like.
    pub imitates: String,
    /// Honest sites look like this too: the person may say that they know it.
    pub may_be_honest: bool,
    /// That domain is well known, or the person's own word stands behind it. Otherwise an account was merely added
    /// there, and it may be the false one of the two.
    pub certain: bool,
}

impl Vault {
    /// Binds an account to the site of a page, for the person has said so.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`], [`Error::Deleted`], [`Error::TooLong`]; [`Error::LookAlike`] when the host looks like
    /// another one.
    pub fn bind(&mut self, id: &str, page: &Page, now: u64) -> Result<(), Error> {
        if self.twin(&page.place(), page.domains).is_some() {
            return Err(Error::LookAlike);
        }
        let version = self.next_version(now);
        let account = self.contents.live_account_mut(id)?;
        account.bind(page.site, version)?;
        account.give_word(page.site, version);
        account.modified = now;
        let event = Event::of(Deed::Edit, now).account(account.label()).site(page.site);
        self.note(&event);
        Ok(())
    }

    /// Takes the person's word that the host of a page is what it says, unless no honest host looks like it.
    ///
    /// # Errors
    /// [`Error::LookAlike`].
    pub fn know(&mut self, page: &Page) -> Result<(), Error> {
        let place = page.place();
        match self.twin(&place, page.domains) {
            Some(Twin { may_be_honest: false, .. }) => Err(Error::LookAlike),
            Some(_) => {
                if self.contents.known.len() >= MAX_KNOWN {
                    self.contents.known.remove(0);
                }
                self.contents.known.push(place.host().name().to_owned());
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// The ending of a page's host, if it is the name of this issuer, or of the account that has none, and anybody may have
    /// registered it there: whoever is about to bind such an account is told.
    #[must_use]
    pub fn free_ending(issuer: &str, name: &str, page: &Page) -> Option<String> {
        free_ending(issuer, name, page.place().host()).map(ToOwned::to_owned)
    }

    /// The accounts that are not in the bin.
    pub(super) fn kept(&self) -> impl Iterator<Item = &Account> {
        self.contents.accounts().filter(|account| account.deleted.is_none())
    }
}

impl Account {
    /// Whether its codes may go there.
    pub(super) fn belongs(&self, here: &Place, domains: Domains) -> bool {
        self.sites.iter().any(|bound| bound.allows(here, domains))
    }

    /// How well it fits a place that it is not bound to, by its names. One that has a site is where it belongs.
    pub(super) fn fit(&self, here: &Place) -> Fit {
        match proposed(&self.issuer, &self.name, here.host()) {
            Fit::Proposes if !self.sites.is_empty() => Fit::Ranks,
            fit => fit,
        }
    }

    /// Binds the account to a site, if it is not bound to it yet. Says whether that changed anything.
    pub(super) fn bind(&mut self, site: &Site, version: Version) -> Result<bool, Error> {
        if self.sites.iter().any(|bound| bound.site == *site) {
            return Ok(false);
        }
        if self.sites.len() >= super::contents::account::MAX_SITES {
            return Err(Error::TooLong);
        }
        self.sites.push(Bound::from(site.clone()));
        self.versions.set(&site_name(site), version);
        Ok(true)
    }
}
