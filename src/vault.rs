//! The vault: accounts in memory while it is unlocked, an envelope of sealed bytes everywhere else.
//!
//! ```
//! use halfminute::vault::{Created, Vault, unlock};
//!
//! let Created { envelope, ticket } = Vault::create(b"correct horse battery staple", 1_700_000_000_000)?;
//! let vault = Vault::open(&envelope, &ticket)?;
//! assert_eq!(vault.list(None, 1_700_000_000_000).accounts.len(), 0);
//! assert!(unlock(&envelope, b"wrong horse battery staple").is_err());
//! # Ok::<(), halfminute::vault::Error>(())
//! ```
//!
//! Reading order: `envelope` (what is stored), `slot` and `keys` (how it is locked), `contents` and `account` (what
//! is inside), `pending` and `edit` (how it changes), `view` (all that is shown of it), `show` (and what is shown on request). The format is specified in
//! `docs/vault-format.md`.
//!
//! Times are milliseconds since the Unix epoch, and always an argument.

mod account;
mod bound;
mod bytes;
mod contents;
mod edit;
mod envelope;
mod error;
mod fill;
mod here;
mod keys;
mod pending;
mod show;
mod site;
mod slot;
mod taught;
mod ticket;
mod tries;
mod view;

pub use account::{MAX_NAME_BYTES, MAX_SITES};
pub use bound::{Domains, Page};
pub use contents::MAX_ACCOUNTS;
pub use edit::{BIN_DAYS, Changes, SiteChange};
pub use error::Error;
pub use fill::{Answer, Ask, Filling, Gesture, Refusal};
pub use here::Twin;
pub use pending::{Offer, OtherView, PendingView, RefusedView, Typed};
pub use show::Migration;
pub use site::Site;
pub use ticket::Ticket;
pub use view::{AccountView, Details, Listing, ShownCode, SiteView};

use contents::Contents;
use envelope::{Envelope, Header};
use keys::DataKey;
use pending::Pending;

/// The shortest passphrase, in bytes of UTF-8: below this, guessing needs no patience.
pub const MIN_PASSPHRASE_BYTES: usize = 8;
/// The longest passphrase, in bytes of UTF-8: a page of prose. More is an accident.
pub const MAX_PASSPHRASE_BYTES: usize = 4096;

/// An unlocked vault.
pub struct Vault {
    header: Header,
    data_key: DataKey,
    contents: Contents,
    pending: Vec<Pending>,
    /// How many were ever pending: a number is never used twice.
    offered: u32,
}

/// A vault that was just made: its first generation, and the ticket that opens it for this session.
pub struct Created {
    /// The sealed bytes, to be stored.
    pub envelope: Vec<u8>,
    /// The session's key.
    pub ticket: Ticket,
}

impl Vault {
    /// Makes an empty vault that `passphrase` unlocks. Costs a key derivation: 64 MiB and some hundred milliseconds.
    ///
    /// # Errors
    /// [`Error::PassphraseLength`]; [`Error::NoRandomness`].
    pub fn create(passphrase: &[u8], now: u64) -> Result<Created, Error> {
        let data_key = DataKey::make()?;
        let mut header = Header::make()?;
        header.replace_passphrase(passphrase, &data_key)?;
        let ticket = Ticket::make(&header, &data_key);
        let mut vault = Self { header, data_key, contents: Contents::default(), pending: Vec::new(), offered: 0 };
        Ok(Created { envelope: vault.seal(now)?, ticket })
    }

    /// Opens an envelope with the session's ticket: no key derivation, so it is quick.
    ///
    /// # Errors
    /// [`Error::WrongSession`] when the ticket is of another vault, [`Error::Tampered`] when the envelope was changed,
    /// and whatever else is wrong with its bytes.
    pub fn open(envelope: &[u8], ticket: &Ticket) -> Result<Self, Error> {
        let envelope = Envelope::parse(envelope)?;
        let data_key = ticket.data_key(&envelope.header)?;
        let contents = Contents::parse(&envelope.open(&data_key)?)?;
        Ok(Self { header: envelope.header, data_key, contents, pending: Vec::new(), offered: 0 })
    }

    /// Seals the contents as the next generation.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub fn seal(&mut self, now: u64) -> Result<Vec<u8>, Error> {
        self.contents.written(now);
        self.header.seal_next(&self.data_key, &self.contents.to_padded_json())
    }

    /// Whether `envelope`, as it was read back from the disk, opens and is the generation that was sealed last.
    ///
    /// # Errors
    /// Whatever is wrong with it.
    pub fn verify(&self, envelope: &[u8]) -> Result<(), Error> {
        let envelope = Envelope::parse(envelope)?;
        if !envelope.header.is(&self.header) {
            return Err(Error::Tampered);
        }
        envelope.open(&self.data_key).map(|_| ())
    }
}

/// Unlocks an envelope: derives the key that the passphrase gives, and answers with the session's ticket.
///
/// Costs a key derivation. In the browser it runs in a scratch instance, so that its 64 MiB go with the instance.
///
/// # Errors
/// [`Error::WrongPassphrase`], or what is wrong with the envelope.
pub fn unlock(envelope: &[u8], passphrase: &[u8]) -> Result<Ticket, Error> {
    let envelope = Envelope::parse(envelope)?;
    let data_key = envelope.header.unwrap_with(passphrase)?;
    // The key is right; a ticket is given only for what it opens.
    envelope.open(&data_key)?;
    Ok(Ticket::make(&envelope.header, &data_key))
}

/// The next generation of an envelope, unlocked by `next` in the place of `current`. Costs two key derivations.
///
/// # Errors
/// [`Error::WrongPassphrase`] when `current` does not unlock it; [`Error::PassphraseLength`] for `next`.
pub fn change_passphrase(envelope: &[u8], current: &[u8], next: &[u8], now: u64) -> Result<Vec<u8>, Error> {
    let mut vault = Vault::open(envelope, &unlock(envelope, current)?)?;
    vault.header.replace_passphrase(next, &vault.data_key)?;
    vault.seal(now)
}
