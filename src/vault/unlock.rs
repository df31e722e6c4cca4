//! Unlocking: from an envelope and a secret to the session's ticket. Whatever derives keys runs in a scratch instance of
//! the core, so that its memory is gone with that instance.

use super::contents::event::{Deed, Event};
use super::contents::version_key::VersionKey;
use super::envelope::Envelope;
use super::envelope::header::Found;
use super::envelope::passphrase_slot::Cost;
use super::envelope::recipients::Recipients;
use super::envelope::slot::{NewSlot, Slot};
use super::envelope::ticket::Ticket;
use super::error::Error;
use super::opened::Vault;

/// What unlocking an envelope gives.
pub struct Unlocked {
    /// The session's ticket.
    pub ticket: Ticket,
    /// The id of the slot that opened.
    pub slot: String,
    /// The slot with a key pair of its own, for [`Vault::renew_way`]; `None` when it has one and the vault knows its public
    /// key.
    pub renewed: Option<Vec<u8>>,
}

/// Unlocks an envelope by what a person types, a passphrase or a recovery key, and answers with the session's ticket.
/// Costs a key derivation.
///
/// # Errors
/// [`Error::WrongPassphrase`] when no slot opens; [`Error::RecoveryGroup`] when a group of a recovery key is mistyped;
/// [`Error::PassphraseLength`]; otherwise as [`Vault::open`] refuses an envelope.
pub fn unlock(envelope: &[u8], typed: &[u8], now: u64) -> Result<Unlocked, Error> {
    let envelope = Envelope::parse(envelope)?;
    let found = envelope.header.unwrap_with(typed, now)?;
    Unlocked::by(&found, &envelope)
}

/// Unlocks an envelope with the secret of a passkey or of a trusted device, by the slot with this id.
///
/// # Errors
/// [`Error::NoSuchWay`] when no slot with this id opens by a secret; [`Error::WrongSecret`]; [`Error::DeviceExpired`];
/// otherwise as [`Vault::open`] refuses an envelope.
pub fn unlock_with(envelope: &[u8], slot: &str, secret: &[u8], now: u64) -> Result<Unlocked, Error> {
    let envelope = Envelope::parse(envelope)?;
    let slot = envelope.header.slot(slot)?;
    let Slot::Secret(by_secret) = slot else { return Err(Error::NoSuchWay) };
    let found = envelope.header.opened(slot, by_secret.key_at(secret, now)?)?;
    Unlocked::by(&found, &envelope)
}

impl Unlocked {
    fn by(Found { slot, key, opened }: &Found, envelope: &Envelope) -> Result<Self, Error> {
        // The key is right; a ticket is given only for what it opens.
        let contents = envelope.open(&opened.data_key)?;
        let vault = envelope.header.vault_id();
        let id = slot.id().unwrap_or_default();
        let is_own = opened.public.is_some() && opened.public.as_ref() == Recipients::in_contents(&contents).of(&id);
        // The key-encryption key is at hand, and is not derived a second time.
        let renewed = if is_own { None } else { Some(slot.renewed(key, &vault)?.to_bytes()) };
        Ok(Self { ticket: Ticket::make(&envelope.header, &opened.data_key), slot: id, renewed })
    }
}

/// Makes a slot for a passphrase, for [`Vault::set_passphrase`] of the vault that `ticket` opens. Costs a key derivation.
///
/// # Errors
/// [`Error::PassphraseLength`]; [`Error::WrongSession`] when `ticket` is none; [`Error::NoRandomness`].
pub fn make_passphrase_slot(ticket: &Ticket, passphrase: &[u8], cost: Cost) -> Result<Vec<u8>, Error> {
    let (vault, _) = ticket.parts()?;
    Ok(NewSlot::for_passphrase(passphrase, cost, &vault.to_string())?.to_bytes())
}

impl Vault {
    /// Notes that the vault was unlocked by a slot, and empties the bin of what has lain there long enough.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`] when there is no slot with this id.
    pub fn unlocked(&mut self, slot: &str, now: u64) -> Result<(), Error> {
        let kind = self.header.slot(slot)?.kind();
        let name = self.way_mut(slot)?.name.clone();
        let version = self.next_version(now);
        self.contents.versions.set(VersionKey::Used(slot), version);
        let detail = [kind, name].join(" ").trim().to_owned();
        self.note(&Event::of(Deed::Unlock, now).detail(detail));
        self.empty_bin(now);
        Ok(())
    }
}
