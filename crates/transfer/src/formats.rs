//! The table of formats.

use crate::{Content, Error, Reading};

mod aegis;
pub mod otpauth;

/// A format of another app.
pub struct Format {
    /// The stable name by which the shell finds the words.
    pub id: &'static str,
    /// Whether a file looks like this format.
    pub sniff: fn(&Content) -> bool,
    /// Reads a file of this format, with the password if there is one.
    pub read: fn(&Content, Option<&str>) -> Result<Reading, Error>,
}

/// All formats, the most telling first: what is any text comes last.
pub const FORMATS: &[Format] = &[
    Format { id: aegis::ID, sniff: aegis::sniff, read: aegis::read },
    Format { id: otpauth::ID, sniff: otpauth::sniff, read: otpauth::read },
];
