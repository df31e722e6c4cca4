//! What a QR code or a pasted line says about an account: Google's Key Uri Format
//! (`otpauth://`), the export of Google Authenticator (`otpauth-migration://`) and `steam://`.
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
//! The rule throughout: what is written is honoured, or refused with a reason. Nothing is corrected
//! in silence, since a period or an algorithm that was "corrected" gives codes that are wrong
//! without a word. What is merely odd is honoured and [warned](Warning) about. Of issuers and account names,
//! what nobody sees is taken out ([`clean_name`]), and a warning says so.

mod error;
mod label;
mod migration;
mod name;
mod other;
mod parameters;
mod percent;
mod protobuf;
mod uri;
mod warning;
mod write;

pub use error::Error;
pub use migration::write::{can_migrate, to_migration_uris};
pub use name::clean_name;
pub use other::Other;
pub use warning::Warning;
pub use write::to_uri;

use crate::otp::Otp;

/// The longest text that is read, in bytes.
///
/// A QR code holds at most 2,953 bytes (version 40, level L, byte mode), but links are pasted too:
/// Ente puts a person's notes into a parameter, and tools join several parts of a migration into
/// one. 64 KiB is beyond all of these, and little enough to take from a stranger.
pub const MAX_BYTES: usize = 64 * 1024;

/// What a text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The accounts, in the order of the text.
    pub enrolments: Vec<Enrolment>,
    /// The entries of a migration payload that cannot be honoured.
    pub refused: Vec<Refused>,
    /// Which part of an export this is; `None` unless the text is a migration URI.
    pub batch: Option<Batch>,
}

/// An account as it was offered, before anyone has agreed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Who asks for the codes: the `issuer` parameter, else the one in the label, else empty.
    pub issuer: String,
    /// Whose codes they are, without the issuer; may be empty.
    pub account_name: String,
    /// The issuer as the label has it: `None` for a label that is an account name alone, empty for
    /// one that begins with its colon. It is here so that [`to_uri`] can write the same label.
    pub label_issuer: Option<String>,
    /// What the codes are made of.
    pub otp: Otp,
    /// Parameters that are not honoured, decoded, in order: unknown ones, and known ones that mean
    /// nothing for this kind, such as the `period` of a HOTP.
    pub extra: Vec<(String, String)>,
    /// What a person should hear of. About the text that was read: a URI written anew has, say, no
    /// missing counter any more.
    pub warnings: Vec<Warning>,
}

/// An entry of a migration payload that cannot be honoured, with what is needed to name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The place among all entries of the payload, from zero.
    pub position: usize,
    /// As far as it could be read.
    pub issuer: String,
    /// As far as it could be read.
    pub account_name: String,
    /// Why.
    pub error: Error,
}

/// Which part of a Google Authenticator export a payload is. Zero where the payload is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The version of the payload.
    pub version: i32,
    /// How many parts there are.
    pub size: i32,
    /// Which of them this is, from zero.
    pub index: i32,
    /// What the parts of one export have in common; often negative.
    pub id: i32,
}

/// Reads one URI, by its scheme. White space around it is ignored.
///
/// # Errors
///
/// Any [`Error`]. Of a migration payload, an entry that cannot be honoured is [`Refused`] by itself
/// and the others are given.
pub fn parse(text: impl AsRef<[u8]>) -> Result<Parsed, Error> {
    let bytes = text.as_ref();
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooLong);
    }
    let text = core::str::from_utf8(bytes).map_err(|_| Error::NotUtf8)?;
    let text = text.trim_matches(is_margin);
    if text.contains(['\n', '\r']) {
        return Err(Error::LineBreak);
    }
    let (scheme, rest) = text.split_once("://").ok_or(Error::UnknownScheme)?;
    match scheme.to_ascii_lowercase().as_str() {
        "otpauth" => uri::parse(rest).map(Parsed::one),
        "steam" => uri::parse_steam(rest).map(Parsed::one),
        "otpauth-migration" => migration::parse(rest),
        _ => Err(Error::UnknownScheme),
    }
}

impl Parsed {
    fn one(enrolment: Enrolment) -> Self {
        Self { enrolments: vec![enrolment], refused: Vec::new(), batch: None }
    }
}

/// What scanners and clipboards put around a text: white space, zero bytes, a byte order mark.
fn is_margin(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\0' | '\u{feff}')
}
