//! The open vault: how it is made, opened, sealed and verified.

use super::contents::Contents;
use super::contents::tries::Unsealed;
use super::contents::version::{Device, Version};
use super::contents::way::Way;
use super::envelope::Envelope;
use super::envelope::header::Header;
use super::envelope::keys::DataKey;
use super::envelope::passphrase_slot::Cost;
use super::envelope::recipients::Recipients;
use super::envelope::slot::NewSlot;
use super::envelope::ticket::Ticket;
use super::error::Error;
use super::pending::Pending;
use crate::json::FromJson;

/// An unlocked vault. Every change is in memory until [`Vault::seal`].
pub struct Vault {
    pub(super) header: Header,
    pub(super) data_key: DataKey,
    pub(super) contents: Contents,
    /// The public keys of the slots.
    pub(super) recipients: Recipients,
    pub(super) pending: Vec<Pending>,
    /// The device on which it is changed.
    pub(super) device: Device,
    /// The latest version that was seen or given to a change.
    pub(super) latest: Option<Version>,
    /// The last codes in private windows.
    pub(super) unsealed: Unsealed,
}

/// A vault that was just made: its first generation, and the ticket that opens it for this session.
pub struct Created {
    /// The sealed bytes of the first generation, to be stored.
    pub envelope: Vec<u8>,
    /// The ticket that opens the vault for this session.
    pub ticket: Ticket,
}

impl Vault {
    /// Makes an empty vault that `passphrase` unlocks. Costs a key derivation: 64 MiB and some hundred milliseconds.
    ///
    /// # Errors
    /// [`Error::PassphraseLength`] unless the passphrase has 8 to 4,096 bytes; [`Error::NoRandomness`].
    pub fn create(passphrase: &[u8], cost: Cost, now: u64) -> Result<Created, Error> {
        let data_key = DataKey::make()?;
        let mut header = Header::make()?;
        let mut new = NewSlot::for_passphrase(passphrase, cost, &header.vault_id())?;
        new.seal_key(&data_key, &header.vault_id())?;
        let NewSlot { slot, public } = new;
        let id = slot.id().unwrap_or_default();
        header.slots.push(slot);
        let ticket = Ticket::make(&header, &data_key);
        let mut vault = Self::of(header, data_key, Contents::default(), Recipients::default());
        vault.contents.ways.push(Way::new(&id, "", now));
        vault.recipients.set(&id, public);
        Ok(Created { envelope: vault.seal(now)?, ticket })
    }

    /// Opens an envelope with the session's ticket: no key derivation, so it is quick.
    ///
    /// # Errors
    /// [`Error::NotAnEnvelope`], [`Error::UnknownVersion`], [`Error::UnknownCritical`], [`Error::MalformedHeader`] or
    /// [`Error::KdfCost`] when the bytes are no sound envelope; [`Error::WrongSession`] when the ticket is of another vault;
    /// [`Error::Tampered`] when the contents do not authenticate; [`Error::MalformedContents`] when they are no vault's;
    /// [`Error::NoRandomness`] for a vault of version 1, whose slots get key pairs.
    pub fn open(envelope: &[u8], ticket: &Ticket) -> Result<Self, Error> {
        let envelope = Envelope::parse(envelope)?;
        let data_key = ticket.data_key(&envelope.header)?;
        let (contents, mut recipients) = parse_contents(&envelope.open(&data_key)?)?;
        let mut header = envelope.header;
        // What comes from version 1 is version 2 from here on.
        let vault_id = header.vault_id();
        for slot in &mut header.slots {
            if let Some(inherited) = slot.inherited(&vault_id, &data_key)? {
                *slot = inherited.slot;
                recipients.set(&slot.id().unwrap_or_default(), inherited.public);
            }
        }
        Ok(Self::of(header, data_key, contents, recipients))
    }

    fn of(header: Header, data_key: DataKey, contents: Contents, recipients: Recipients) -> Self {
        let latest = contents.latest();
        let device = Device::default();
        Self {
            header,
            data_key,
            contents,
            recipients,
            pending: Vec::new(),
            device,
            latest,
            unsealed: Unsealed::default(),
        }
    }

    /// Sets the device on which the vault is changed: a random number of eight bytes that no other copy of it has.
    #[must_use]
    pub fn on_device(mut self, device: [u8; 8]) -> Self {
        self.device = device.into();
        self
    }

    /// The version of a change that is made at `now`.
    pub(super) fn next_version(&mut self, now: u64) -> Version {
        let next = Version::next(self.latest, now, self.device);
        self.latest = Some(next);
        next
    }

    /// Seals the contents as the next generation.
    ///
    /// # Errors
    /// [`Error::NoRandomness`]; [`Error::TooLong`] when the header is longer than a reader takes.
    pub fn seal(&mut self, now: u64) -> Result<Vec<u8>, Error> {
        self.contents.written(now);
        self.forget_lost_keys();
        self.header.seal_next(&self.data_key, &self.contents.to_padded_json(&self.recipients))
    }

    /// The ticket that opens the next generation in this session. A new data key makes another ticket.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        Ticket::make(&self.header, &self.data_key)
    }

    /// Verifies that `envelope`, as it was read back from the disk, is the generation that was sealed last, and opens.
    ///
    /// # Errors
    /// [`Error::Tampered`] when it is another generation or does not open; otherwise as [`Vault::open`] refuses bytes that
    /// are no sound envelope.
    pub fn verify(&self, envelope: &[u8]) -> Result<(), Error> {
        let envelope = Envelope::parse(envelope)?;
        if !envelope.header.is(&self.header) {
            return Err(Error::Tampered);
        }
        envelope.open(&self.data_key).map(|_| ())
    }

    /// Drops the public keys of slots that are gone.
    pub(super) fn forget_lost_keys(&mut self) {
        let Self { header, recipients, .. } = self;
        recipients.retain(|slot| header.slot(slot).is_ok());
    }
}

/// The contents of an opened envelope, and the public keys that are sealed with them.
pub(super) fn parse_contents(opened: &[u8]) -> Result<(Contents, Recipients), Error> {
    let contents = Contents::parse(opened)?;
    let recipients =
        if contents.keys.is_empty() { Some(Recipients::default()) } else { FromJson::from_json(&contents.keys) };
    Ok((contents, recipients.ok_or(Error::MalformedContents)?))
}
