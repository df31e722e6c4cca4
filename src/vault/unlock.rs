//! From an envelope and a secret to the session's ticket. What derives keys runs in a scratch instance, so that its memory
//! goes with the instance.

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

/// What opens an envelope, and by which slot.
pub struct Unlocked {
    /// The session's key.
    pub ticket: Ticket,
    /// The id of the slot.
    pub slot: String,
    /// The slot with a key pair of its own, for [`super::Vault::renew_way`], when it has none or the vault does not know
    /// its public key.
    pub renewed: Option<Vec<u8>>,
}

/// Unlocks an envelope by what a person types, a passphrase or a recovery key, and answers with the session's ticket.
/// Costs a key derivation.
///
/// # Errors
/// [`Error::WrongPassphrase`], [`Error::RecoveryGroup`], or what is wrong with the envelope.
pub fn unlock(envelope: &[u8], typed: &[u8], now: u64) -> Result<Unlocked, Error> {
    let envelope = Envelope::parse(envelope)?;
    let found = envelope.header.unwrap_with(typed, now)?;
    Unlocked::by(&found, &envelope)
}

/// Unlocks with a passkey's or a device's secret.
///
/// # Errors
/// [`Error::NoSuchWay`], [`Error::WrongSecret`], [`Error::DeviceExpired`], or what is wrong with the envelope.
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

/// A slot for a passphrase, to be put into the vault that `ticket` opens. Costs a key derivation.
///
/// # Errors
/// [`Error::PassphraseLength`]; [`Error::WrongSession`]; [`Error::NoRandomness`].
pub fn make_passphrase_slot(ticket: &Ticket, passphrase: &[u8], cost: Cost) -> Result<Vec<u8>, Error> {
    let (vault, _) = ticket.parts()?;
    Ok(NewSlot::for_passphrase(passphrase, cost, &vault.to_string())?.to_bytes())
}

impl Vault {
    /// The vault was unlocked by this slot. What has lain in the bin long enough leaves it.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`].
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
