//! The vault: accounts in memory while it is unlocked, an envelope of sealed bytes everywhere else.
//!
//! ```
//! use halfminute::vault::{Cost, Created, Vault, unlock};
//!
//! let now = 1_700_000_000_000;
//! let Created { envelope, ticket } = Vault::create(b"correct horse battery staple", Cost::default(), now)?;
//! let vault = Vault::open(&envelope, &ticket)?;
//! assert_eq!(vault.list(None, now).accounts.len(), 0);
//! assert!(unlock(&envelope, b"wrong horse battery staple", now).is_err());
//! # Ok::<(), halfminute::vault::Error>(())
//! ```
//!
//! Reading order: `envelope` (what is stored), `slot`, `lock`, `sealing` and `keys` (how it is locked), `unlock`,
//! `contents` and `account` (what is inside), `pending` and `edit` (how it changes), `here` and `genuine` (which page it
//! is), `ways` and `revoke` (who may open it), `version` and `merge` (how two copies become one), `history`, `log`, `view`
//! (all that is shown of it), `show` (and what is shown on request). The format is specified in `docs/vault-format.md`.
//!
//! Times are milliseconds since the Unix epoch, and always an argument.

mod contents;
mod edit;
mod envelope;
mod error;
mod fill;
mod framed;
mod genuine;
mod here;
mod history;
mod log;
mod pending;
mod revoke;
mod show;
mod taught;
mod unlock;
mod view;
mod ways;

pub use crate::sites::Site;
pub use contents::MAX_ACCOUNTS;
pub use contents::account::{MAX_NAME_BYTES, MAX_SITES};
pub use contents::bound::{Domains, Page};
pub use edit::{BIN_DAYS, Changes, SiteChange};
pub use envelope::secret_slot::{Particulars, SecretKind};
pub use envelope::slot::{Cost, MIN_MEMORY_KIB, MIN_PASSES};
pub use envelope::ticket::Ticket;
pub use error::Error;
pub use fill::{Answer, Ask, Filling, Gesture, Refusal};
pub use here::Twin;
pub use history::Generation;
pub use log::{EntryView, LogView};
pub use pending::{Chosen, Offer, OtherView, PendingView, RefusedView, Typed};
pub use show::Migration;
pub use unlock::{Unlocked, make_passphrase_slot, unlock, unlock_with};
pub use view::{AccountView, Details, Listing, ShownCode, SiteView};
pub use ways::{WayView, ways_into};

use contents::Contents;
use contents::tries::Unsealed;
use contents::version::{Device, Version};
use envelope::keys::DataKey;
use envelope::slot::{NewSlot, PassphraseSlot};
use envelope::{Envelope, Header};
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
    /// Where it is changed.
    device: Device,
    /// The latest version that was seen or given.
    latest: Option<Version>,
    /// What became of codes in private windows.
    unsealed: Unsealed,
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
    pub fn create(passphrase: &[u8], cost: Cost, now: u64) -> Result<Created, Error> {
        let data_key = DataKey::make()?;
        let mut header = Header::make()?;
        let mut new = PassphraseSlot::make(passphrase, cost, &header.vault_id())?;
        new.seal_key(&data_key, &header.vault_id())?;
        let NewSlot { slot, public } = new;
        let id = slot.id().unwrap_or_default();
        header.slots.push(slot);
        let ticket = Ticket::make(&header, &data_key);
        let mut vault = Self::of(header, data_key, Contents::default());
        vault.contents.ways.push(ways::Way::new(&id, "", now));
        vault.contents.recipients.set(&id, public);
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
        let mut contents = Contents::parse(&envelope.open(&data_key)?)?;
        let mut header = envelope.header;
        // What comes from version 1 is version 2 from here on.
        let vault_id = header.vault_id();
        for slot in &mut header.slots {
            if let Some(inherited) = slot.inherited(&vault_id, &data_key)? {
                *slot = inherited.slot;
                contents.recipients.set(&slot.id().unwrap_or_default(), inherited.public);
            }
        }
        Ok(Self::of(header, data_key, contents))
    }

    fn of(header: Header, data_key: DataKey, contents: Contents) -> Self {
        let latest = contents.latest();
        let device = Device::default();
        Self { header, data_key, contents, pending: Vec::new(), device, latest, unsealed: Unsealed::default() }
    }

    /// Says where the vault is changed: by a random number of eight bytes that no other copy of it has.
    #[must_use]
    pub fn on_device(mut self, device: [u8; 8]) -> Self {
        self.device = device.into();
        self
    }

    /// The version of a change that is made now.
    fn next_version(&mut self, now: u64) -> Version {
        let next = Version::next(self.latest, now, self.device);
        self.latest = Some(next);
        next
    }

    /// Seals the contents as the next generation.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub fn seal(&mut self, now: u64) -> Result<Vec<u8>, Error> {
        self.contents.written(now);
        self.forget_lost_keys();
        self.header.seal_next(&self.data_key, &self.contents.to_padded_json())
    }

    /// What opens the next generation in this session: another one than before when there is a new data key.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        Ticket::make(&self.header, &self.data_key)
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
