//! A file of the `age` command with a passphrase, in which there are otpauth lines.

use crate::age::{Sealed, VERSION};
use crate::formats::otpauth;
use crate::{Content, Error, Reading, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "age";

pub(crate) fn sniff(content: &Content) -> bool {
    content.bytes.starts_with(VERSION.as_bytes())
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let file = Sealed::read(content.bytes).ok_or(Error::Unsupported { format: ID, reason: "recipient" })?;
    let key = sealed::key(ID, &file.kdf(), password)?;
    let plain = file.open(&key).map_err(|error| sealed::failed(ID, error))?;
    let text = core::str::from_utf8(&plain).map_err(|_| Error::Malformed { format: ID })?;
    let mut reading = Reading::new(ID);
    otpauth::lines(text, &mut reading);
    Ok(reading)
}
