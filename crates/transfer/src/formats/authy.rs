//! Authy: Android's shared preferences, in which texts are arrays of accounts.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::ciphers::{Hash, Kdf, cbc};
use crate::{Content, Draft, Error, Notice, Reading, RowError, Secret, content, json, sealed, xml};

/// The id in the table of formats.
pub(crate) const ID: &str = "authy";

/// The preference with the accounts of other services.
const ACCOUNTS: &str = "com.authy.storage.tokens.authenticator.key";
/// The preference with the accounts of Authy's own kind.
const OWN_ACCOUNTS: &str = "com.authy.storage.tokens.authy.key";
/// The period of Authy's own kind, in seconds.
const OWN_PERIOD: i64 = 10;
/// The length of a code of Authy's own kind.
const OWN_DIGITS: i64 = 7;
/// The rounds of PBKDF2, which the file does not name.
const ROUNDS: u64 = 1_000;

const MALFORMED: Error = Error::Malformed { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    xml::is_preferences(content.text()) && content.text().contains("com.authy.storage.tokens")
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let preferences = xml::preferences(content.text()).ok_or(MALFORMED)?;
    let mut reading = Reading::new(ID);
    for name in [ACCOUNTS, OWN_ACCOUNTS] {
        let Some(text) = json::str(&preferences, name) else { continue };
        let rows = json::parse(text)?.ok_or(MALFORMED)?;
        for row in rows.as_array().map_or(&[][..], Vec::as_slice) {
            let secret = secret(row, password)?;
            reading.take(secret.ok_or(RowError::Shape).map(|secret| draft(row, secret, name == OWN_ACCOUNTS)));
        }
    }
    reading.notice(Notice::AssumesDefaults);
    Ok(reading)
}

fn secret(row: &Value, password: Option<&str>) -> Result<Option<Secret>, Error> {
    if let Some(text) = json::str(row, "decryptedSecret") {
        return Ok(Some(Secret::base32(text)));
    }
    if let Some(text) = json::str(row, "secretSeed") {
        return Ok(Some(Secret::Hex(Zeroizing::new(text.to_owned()))));
    }
    let (Some(sealed), Some(salt)) = (json::str(row, "encryptedSecret"), json::str(row, "salt")) else {
        return Ok(None);
    };
    let kdf = Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: ROUNDS, salt: salt.as_bytes().to_vec() };
    let key = sealed::key(ID, &kdf, password)?;
    let sealed = content::base64(sealed).ok_or(MALFORMED)?;
    let plain = cbc::open(&key, &[0; 16], &sealed).map_err(|error| sealed::failed(ID, error))?;
    let text = core::str::from_utf8(&plain).ok().filter(|text| text.is_ascii());
    Ok(Some(Secret::base32(text.ok_or(Error::WrongPassword { format: ID })?)))
}

fn draft(row: &Value, secret: Secret, own: bool) -> Draft {
    let (original, shown) = (json::text(row, "originalName"), json::text(row, "name"));
    let issuer = json::text(row, "originalIssuer");
    let label = if original.is_empty() { shown } else { original };
    let (before, name) = match label.split_once(':') {
        Some((before, name)) => (before.to_owned(), name.trim_start().to_owned()),
        None => (String::new(), label),
    };
    Draft {
        issuer: if issuer.is_empty() { before } else { issuer },
        name,
        secret,
        digits: json::number(row, "digits").or(own.then_some(OWN_DIGITS)),
        period: own.then_some(OWN_PERIOD),
        ..Draft::default()
    }
}
