//! What shows seeds because a person has asked for it by name: QR codes for another device, and lines for another app.

use serde::Serialize;
use zeroize::Zeroizing;

use super::contents::account::Account;
use super::contents::event::{Deed, Event};
use super::envelope::keys::make_bytes;
use super::error::Error;
use super::opened::Vault;
use crate::otpauth;
use crate::qr::write::{Drawing, write};

/// An export for another app: QR codes to be read one after the other.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Migration {
    /// The QR codes.
    pub parts: Vec<Drawing>,
    /// The accounts whose codes the format can't describe.
    pub left_out: Vec<LeftOut>,
}

/// An account that an export lacks.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LeftOut {
    /// Who asks for the codes.
    pub issuer: String,
    /// Whose codes they are.
    pub name: String,
}

impl Vault {
    /// One account as a QR code in the Key Uri Format.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::TooLong`] when no QR code holds the account.
    pub fn qr_code(&mut self, id: &str, now: u64) -> Result<Drawing, Error> {
        let account = self.contents.account(id)?;
        let uri = otpauth::to_uri(&account.to_enrolment());
        let drawing = write(uri.as_bytes()).map_err(|_| Error::TooLong)?;
        let event = Event::of(Deed::Reveal, now).account(account.label());
        self.note(&event);
        Ok(drawing)
    }

    /// All accounts outside the bin, as Google Authenticator and other apps import them. A counter-based account must be used
    /// on one device only from then on: two devices that count by themselves part ways.
    ///
    /// # Errors
    /// [`Error::TooLong`] when one account alone fills more than a QR code; [`Error::NoRandomness`].
    pub fn migration(&mut self, now: u64) -> Result<Migration, Error> {
        let kept = self.contents.kept();
        let (carried, left_out): (Vec<_>, Vec<_>) = kept.map(Account::to_enrolment).partition(otpauth::can_migrate);
        let uris = otpauth::to_migration_uris(&carried, i32::from_le_bytes(make_bytes()?), otpauth::MIGRATION_ENTRIES);
        let parts =
            uris.iter().map(|uri| write(uri.as_bytes()).map_err(|_| Error::TooLong)).collect::<Result<_, _>>()?;
        let left_out = left_out.into_iter().map(LeftOut::from).collect();
        self.note(&Event::of(Deed::Export, now));
        Ok(Migration { parts, left_out })
    }

    /// The accounts with these ids, or all outside the bin if there are none, as lines with a URI each, which [`Self::import`] takes. Each has every
    /// parameter that came with the account. Whoever asks has made sure that it is the person who unlocked.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub fn export(&mut self, ids: &[String], now: u64) -> Result<Zeroizing<Vec<u8>>, Error> {
        let uri = |account: &Account| otpauth::to_uri(&account.to_enrolment());
        let uris: Vec<Zeroizing<String>> = if ids.is_empty() {
            self.contents.kept().map(uri).collect()
        } else {
            ids.iter().map(|id| self.contents.account(id).map(uri)).collect::<Result<_, _>>()?
        };
        // All of it at once: a buffer that grows leaves a copy of the seeds behind.
        let mut lines = Zeroizing::new(Vec::with_capacity(uris.iter().map(|uri| uri.len() + 1).sum()));
        for uri in &uris {
            lines.extend_from_slice(uri.as_bytes());
            lines.push(b'\n');
        }
        self.note(&Event::of(Deed::Export, now).detail(uris.len().to_string()));
        Ok(lines)
    }
}

impl From<otpauth::Enrolment> for LeftOut {
    fn from(enrolment: otpauth::Enrolment) -> Self {
        Self { issuer: enrolment.issuer, name: enrolment.account_name }
    }
}
