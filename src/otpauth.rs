//! What a QR code or a pasted line says about an account: Google's Key Uri Format
//! (`otpauth://`), the export of Google Authenticator (`otpauth-migration://`), `steam://` and `motp://`.
//!
//! ```
//! let text = "otpauth://totp/Example:alice@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example";
//! let parsed = halfminute::otpauth::parse(text)?;
//! let enrolment = &parsed.enrolments[0];
//! assert_eq!(enrolment.issuer, "Example");
//! assert_eq!(enrolment.account_name, "alice@example.com");
//! assert_eq!(enrolment.otp.code_at(0).text.as_str(), "282760");
//! # Ok::<(), halfminute::otpauth::Error>(())
//! ```
//!
//! Every parameter is honoured, or the text is refused with a reason. Nothing is corrected in silence, because a corrected
//! period or algorithm gives wrong codes. A text that is merely odd is honoured with a [`Warning`]. Invisible characters are
//! taken out of issuers and account names ([`clean_name`]), and a warning says so.

mod error;
mod label;
mod margin;
mod migration;
mod name;
mod other;
mod parameters;
mod parsed;
mod parts;
mod percent;
mod protobuf;
mod uri;
mod warning;
mod write;

pub use error::Error;
pub use migration::write::{MIGRATION_ENTRIES, can_migrate, to_migration_uris};
pub use name::clean_name;
pub use other::Other;
pub use parsed::{Batch, Enrolment, Parsed, Refused};
pub use parts::{Parts, parts};
pub use warning::Warning;
pub use write::to_uri;

use margin::is_margin;

/// The longest text that is read, in bytes.
///
/// A QR code holds at most 2,953 bytes (version 40, level L, byte mode), but links are pasted too:
/// Ente puts a person's notes into a parameter, and tools join several parts of a migration into
/// one. 64 KiB is beyond all of these, and little enough to take from a stranger.
pub const MAX_BYTES: usize = 64 * 1024;

/// Reads one URI, by its scheme. White space around it is ignored. An account in an export of Google Authenticator that no codes
/// are made of here is kept: it is there to be exported again.
///
/// # Errors
///
/// The [`Error`] that says what is wrong with the text. An entry of a migration payload that cannot be honoured does not
/// refuse the others: it is listed as [`Refused`].
pub fn parse(text: impl AsRef<[u8]>) -> Result<Parsed, Error> {
    let parsed = parse_any(text)?;
    let is_inert = |enrolment: &&Enrolment| parsed.batch.is_none() && !enrolment.otp.makes_codes();
    match parsed.enrolments.iter().find(is_inert) {
        Some(enrolment) if enrolment.otp.kind.pin().is_some() => Err(Error::Pin),
        Some(_) => Err(Error::UnknownAlgorithm),
        None => Ok(parsed),
    }
}

/// Reads one URI as [`parse`] does, and also an account of another app that no codes are made of here: its PIN is missing,
/// or its algorithm is one of those that [`Algorithm::parse_any`](crate::otp::Algorithm::parse_any) adds.
///
/// # Errors
///
/// The other errors of [`parse`].
pub fn parse_any(text: impl AsRef<[u8]>) -> Result<Parsed, Error> {
    let bytes = text.as_ref();
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooLong);
    }
    let text = core::str::from_utf8(bytes).map_err(|_| Error::NotUtf8)?;
    let text = text.trim_matches(is_margin);
    if text.contains(['\n', '\r']) {
        return Err(Error::LineBreak);
    }
    let (scheme, rest) = text.split_once(':').ok_or(Error::UnknownScheme)?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme == "motp" {
        // Aegis writes it with a single slash.
        return uri::parse_motp(rest.trim_start_matches('/')).map(Parsed::one);
    }
    let rest = rest.strip_prefix("//").ok_or(Error::UnknownScheme)?;
    match scheme.as_str() {
        "otpauth" => uri::parse(rest).map(Parsed::one),
        "steam" => uri::parse_steam(rest).map(Parsed::one),
        "otpauth-migration" => migration::parse(rest),
        _ => Err(Error::UnknownScheme),
    }
}
