//! The list as a person arranges it: the order that they gave the accounts, their icons, and when each was used last.

use super::contents::account::Id;
use super::contents::icon::Icon;
use super::contents::version_key::VersionKey;
use super::error::Error;
use super::opened::Vault;

impl Vault {
    /// Puts the accounts in this order. Accounts that are not named come after them.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`] for an id that is none; then nothing has changed.
    pub fn arrange(&mut self, ids: &[String], now: u64) -> Result<(), Error> {
        let order = ids.iter().map(|id| Ok(self.contents.account(id)?.id)).collect::<Result<Vec<Id>, Error>>()?;
        if self.contents.order != order {
            let version = self.next_version(now);
            self.contents.versions.set(VersionKey::Field("order"), version);
            self.contents.order = order;
        }
        Ok(())
    }

    /// Notes that a code of an account was copied or filled.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub fn note_use(&mut self, id: &str, now: u64) -> Result<(), Error> {
        self.contents.account_mut(id)?.note_use(now);
        Ok(())
    }

    /// Gives an account the icon of its site: a PNG picture. Another one that is none, or too large, changes nothing.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::Deleted`].
    pub fn set_icon(&mut self, id: &str, picture: Vec<u8>, now: u64) -> Result<bool, Error> {
        let version = self.next_version(now);
        let account = self.contents.live_account_mut(id)?;
        let Some(icon) = Icon::new(picture) else { return Ok(false) };
        account.set_icon(icon, version);
        Ok(true)
    }

    /// The icon of an account, as a PNG picture.
    #[must_use]
    pub fn icon(&self, id: &str) -> Option<&[u8]> {
        self.contents.account(id).ok()?.icon.as_ref().map(Icon::bytes)
    }
}
