//! The bin: deleted accounts can be restored from it, until they are gone for good after [`BIN_DAYS`].

use super::contents::event::{Deed, Event};
use super::contents::record::Tombstone;
use super::error::Error;
use super::opened::Vault;

/// Number of days for which a deleted account can be restored.
pub const BIN_DAYS: u64 = 30;
const DAY: u64 = 24 * 60 * 60 * 1000;

impl Vault {
    /// Moves an account to the bin, and drops from the bin the accounts that are due.
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

    /// Moves several accounts to the bin. Returns for each its id or why it was refused.
    pub fn remove_all(&mut self, ids: &[String], now: u64) -> Vec<Result<String, Error>> {
        ids.iter().map(|id| self.remove(id, now).map(|()| id.clone())).collect()
    }

    /// Drops the accounts that have been in the bin for [`BIN_DAYS`]. Each leaves a tombstone, so that a merge with
    /// another copy of the vault does not bring it back.
    pub(super) fn empty_bin(&mut self, now: u64) {
        let is_due = |deleted: u64| now.saturating_sub(deleted) >= BIN_DAYS * DAY;
        let due = self.contents.take_out(|account| account.deleted.is_some_and(is_due));
        for mut account in due {
            let version = self.next_version(now);
            account.drop_note(version);
            self.contents.tombstones.push(Tombstone::of(account));
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

    /// Takes several accounts out of the bin. Returns for each its id or why it was refused.
    pub fn restore_all(&mut self, ids: &[String], now: u64) -> Vec<Result<String, Error>> {
        ids.iter().map(|id| self.restore(id, now).map(|()| id.clone())).collect()
    }
}
