//! Two copies of a vault become one.

use super::contents::Contents;
use super::envelope::ticket::Ticket;
use super::error::Error;
use super::opened::Vault;

impl Vault {
    /// Takes over what another copy of this vault has, which `ticket` opens: it may have another data key.
    ///
    /// # Errors
    /// Whatever is wrong with it; then nothing has changed.
    pub fn merge(&mut self, envelope: &[u8], ticket: &Ticket) -> Result<(), Error> {
        let other = self.contents_under(envelope, ticket)?;
        let mut contents = Contents::default();
        contents.join(&self.contents);
        contents.join(&other);
        self.latest = self.latest.max(contents.latest());
        self.contents = contents;
        Ok(())
    }
}
