//! The page in front: which accounts belong there, which may, and whether it is what it looks like.

use super::contents::bound::Page;
use super::contents::event::{Deed, Event};
use super::error::Error;
use super::genuine::Twin;
use super::opened::Vault;
use crate::sites::free_ending;

/// The most hosts of which the person said that they know them. The oldest makes room.
const MAX_KNOWN: usize = 200;

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
}
