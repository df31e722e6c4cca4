//! What shows seeds because a person has asked for it by name: QR codes for another device, and lines for another app.

use zeroize::Zeroizing;

use super::contents::account::Account;
use super::contents::event::{Deed, Event};
use super::error::Error;
use super::opened::Vault;
use crate::otpauth::{self, Enrolment};
use crate::qr::write::{Drawing, write};

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

    /// The accounts with these ids, or all outside the bin if there are none, as lines with a URI each, which [`Self::import`] takes. Each has every
    /// parameter that came with the account. Whoever asks has made sure that it is the person who unlocked.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub fn export(&mut self, ids: &[String], now: u64) -> Result<Zeroizing<Vec<u8>>, Error> {
        let uri = |account: &Account| {
            let extra = account.line_parameters();
            otpauth::to_uri(&Enrolment { extra, ..account.to_enrolment() })
        };
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
