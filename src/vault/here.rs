//! The page in front: an account is bound to it, or the person says that they know it.

use super::contents::bound::Page;
use super::contents::event::{Deed, Event};
use super::error::Error;
use super::genuine::Twin;
use super::opened::Vault;
use crate::sites::free_ending;

impl Vault {
    /// Binds an account to the site of a page, because the person has said so.
    ///
    /// # Errors
    /// [`Error::LookAlike`] when the host looks like another one; [`Error::NoSuchAccount`]; [`Error::Deleted`] when the
    /// account is in the bin; [`Error::TooLong`] when it is bound to too many sites already.
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

    /// Takes the person's word that they know the host of a page, although it looks like another one.
    ///
    /// # Errors
    /// [`Error::LookAlike`] when no honest host looks like the other one in this way.
    pub fn know(&mut self, page: &Page) -> Result<(), Error> {
        let place = page.place();
        match self.twin(&place, page.domains) {
            Some(Twin { may_be_honest: false, .. }) => Err(Error::LookAlike),
            Some(_) => {
                self.contents.know_host(place.host().name());
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// The ending of a page's host when the rest is the name of an account's issuer, and anybody may have registered that name
    /// under this ending. The person is warned before they bind the account there.
    #[must_use]
    pub fn free_ending(issuer: &str, name: &str, page: &Page) -> Option<String> {
        free_ending(issuer, name, page.place().host()).map(ToOwned::to_owned)
    }
}
