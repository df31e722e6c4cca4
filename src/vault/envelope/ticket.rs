//! The session's ticket: the data key on its way through the shell to `storage.session` and back.

use zeroize::Zeroizing;

use super::header::{Header, VAULT_ID_BYTES};
use super::keys::{DataKey, KEY_BYTES};
use crate::json::Bytes;
use crate::vault::error::Error;

const VERSION: u8 = 1;

/// Opens one vault for one session. Opaque to the shell, never on disk, wiped when dropped.
pub struct Ticket(Zeroizing<Vec<u8>>);

impl Ticket {
    /// The ticket with these bytes, as the shell has kept them.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for the shell to keep in memory.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The ticket of a vault.
    pub(crate) fn make(header: &Header, data_key: &DataKey) -> Self {
        let mut bytes = Zeroizing::new(Vec::with_capacity(1 + VAULT_ID_BYTES + KEY_BYTES));
        bytes.push(VERSION);
        bytes.extend_from_slice(header.vault_id_bytes());
        bytes.extend_from_slice(data_key.expose());
        Self(bytes)
    }

    /// The data key of the vault with this header.
    ///
    /// # Errors
    /// [`Error::WrongSession`] when the ticket is of another vault, or is none.
    pub(crate) fn data_key(&self, header: &Header) -> Result<DataKey, Error> {
        let (vault, data_key) = self.parts()?;
        if vault.0 == *header.vault_id_bytes() { Ok(data_key) } else { Err(Error::WrongSession) }
    }

    /// The id of the vault, and its data key.
    ///
    /// # Errors
    /// [`Error::WrongSession`] when the bytes are no ticket.
    pub(crate) fn parts(&self) -> Result<(Bytes<VAULT_ID_BYTES>, DataKey), Error> {
        let (version, rest) = self.0.split_first().ok_or(Error::WrongSession)?;
        let (vault, key) = rest.split_first_chunk().ok_or(Error::WrongSession)?;
        if *version != VERSION {
            return Err(Error::WrongSession);
        }
        let key = <&[u8; KEY_BYTES]>::try_from(key).map_err(|_| Error::WrongSession)?;
        Ok((Bytes(*vault), DataKey::from_bytes(key)))
    }
}
