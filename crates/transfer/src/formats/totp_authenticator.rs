//! TOTP Authenticator: base64 of a JSON object that is sealed by the hash of a password, of which the first *name* is the
//! array of accounts.

use serde_json::Value;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ciphers::cbc;
use crate::{Content, Draft, Error, Notice, Reading, RowError, Secret, content, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "totp-authenticator";

/// The password of files for which nobody chose one.
const DEFAULT_PASSWORD: &str = "TotpAuthenticator";
/// The greatest number of bytes of a file, which begins with nothing known. Ten thousand accounts take 2 MiB.
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The bytes of a block of AES.
const BLOCK: usize = 16;

const WRONG: Error = Error::WrongPassword { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    let text = content.text().trim();
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\n' | b'\r');
    (2 * BLOCK..=MAX_BYTES).contains(&text.len())
        && text.bytes().all(is_base64)
        && content::base64(text).is_some_and(|bytes| bytes.len().is_multiple_of(BLOCK) && bytes.len() >= 2 * BLOCK)
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let sealed = content::base64(content.text()).ok_or(Error::Malformed { format: ID })?;
    let rows = match open(&sealed, DEFAULT_PASSWORD) {
        Ok(rows) => rows,
        Err(Error::WrongPassword { .. }) => open(&sealed, sealed::password(ID, password)?)?,
        Err(error) => return Err(error),
    };
    let mut reading = Reading::new(ID);
    for row in rows.as_array().map_or(&[][..], Vec::as_slice) {
        reading.take(draft(row));
    }
    reading.notice(Notice::AssumesDefaults);
    Ok(reading)
}

/// Opens the array of accounts.
fn open(sealed: &[u8], password: &str) -> Result<Value, Error> {
    let key = Zeroizing::new(Sha256::digest(password).into());
    let plain = cbc::open(&key, &[0; BLOCK], sealed).map_err(|error| sealed::failed(ID, error))?;
    // A wrong key passes the padding once in 256 times, and gives no JSON.
    let file = core::str::from_utf8(&plain).map_err(|_| WRONG)?;
    let file = json::parse(file)?.ok_or(WRONG)?;
    let rows = file.as_object().and_then(|object| object.keys().find(|name| name.starts_with('['))).ok_or(WRONG)?;
    json::parse(rows)?.ok_or(Error::Malformed { format: ID })
}

/// An account. The file has fields for digits and period, which the app itself takes no notice of.
fn draft(row: &Value) -> Result<Draft, RowError> {
    let key = Zeroizing::new(json::str(row, "key").ok_or(RowError::Shape)?.to_owned());
    Ok(Draft {
        issuer: json::text(row, "issuer"),
        name: json::text(row, "name"),
        secret: match json::number(row, "base") {
            Some(16) => Secret::Hex(key),
            Some(32) => Secret::base32(&key),
            Some(64) => Secret::Base64(key),
            _ => return Err(RowError::Shape),
        },
        pinned: json::flag(row, "isFavorite"),
        ..Draft::default()
    })
}
