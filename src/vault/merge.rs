//! Merging another copy of the vault into the open one.

use super::contents::Contents;
use super::envelope::ticket::Ticket;
use super::error::Error;
use super::opened::Vault;

impl Vault {
    /// Takes over what another copy of this vault has. `ticket` opens that copy, which may have another data key.
    ///
    /// # Errors
    /// [`Error::WrongSession`] when the copy is of another vault or `ticket` is not its ticket; [`Error::Tampered`] and
    /// [`Error::MalformedContents`]; whatever [`Vault::open`] refuses of its bytes. Then nothing has changed.
    pub fn merge(&mut self, envelope: &[u8], ticket: &Ticket) -> Result<(), Error> {
        let other = self.contents_under(envelope, ticket)?;
        self.join(&other);
        Ok(())
    }

    /// Joins other contents into those of the vault.
    pub(super) fn join(&mut self, other: &Contents) {
        let mut contents = Contents::default();
        contents.join(&self.contents);
        contents.join(other);
        self.latest = self.latest.max(contents.latest());
        self.contents = contents;
    }
}
