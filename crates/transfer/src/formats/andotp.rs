//! andOTP: an array of accounts; sealed in two ways, neither of which says what it is.

use serde_json::Value;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ciphers::cost::MAX_PBKDF2_ROUNDS;
use crate::ciphers::{Hash, Kdf, gcm};
use crate::containers::sqlcipher;
use crate::fields::Fields;
use crate::{Content, Draft, Error, Icon, Reading, RowError, Secret, content, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "andotp";

const FIELDS: Fields = Fields { uses: "used_frequency", last_used: "last_used", ..Fields::COMMON };

/// The bytes of the shortest sealed file of the old kind: a nonce, an empty array, a tag.
const MIN_SEALED_BYTES: usize = 12 + 2 + 16;
/// The greatest number of bytes of a sealed file that begins with nothing known. Ten thousand accounts take 2 MiB.
const MAX_SEALED_BYTES: usize = 8 * 1024 * 1024;
/// The least number of rounds of a file of the new kind. The app draws from 140,000 on; a smaller number is part of a nonce.
const MIN_ROUNDS: u64 = 1_000;

pub(crate) fn sniff(content: &Content) -> bool {
    let first = content.json.as_ref().and_then(|json| json.as_array()).and_then(|rows| rows.first());
    first.is_some_and(|row| row.get("secret").is_some() && row.get("label").is_some() && row.get("type").is_some())
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    Ok(rows(content.json.as_ref().unwrap_or(&Value::Null)))
}

/// Whether bytes may be a sealed file: no text, and not of any kind that is known by its beginning.
pub(crate) fn sniff_sealed(content: &Content) -> bool {
    let length = content.bytes.len();
    content.text.is_none()
        && (MIN_SEALED_BYTES..=MAX_SEALED_BYTES).contains(&length)
        && !content::is_known(content.bytes)
}

pub(crate) fn read_sealed(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let plain = match open_new(content.bytes, password) {
        Ok(plain) => plain,
        Err(error @ Error::NeedsPassword { .. }) => return Err(error),
        // What does not open may be a database, which looks the same.
        Err(_) if sqlcipher::may_be(content.bytes) => {
            open_old(content.bytes, password.ok_or(Error::NeedsDatabases)?).map_err(|_| Error::NeedsDatabases)?
        }
        Err(_) => open_old(content.bytes, sealed::password(ID, password)?)?,
    };
    Ok(rows(&json::opened(ID, &plain)?))
}

/// Opens rounds, salt, nonce, ciphertext and tag.
fn open_new(bytes: &[u8], password: Option<&str>) -> Result<Zeroizing<Vec<u8>>, Error> {
    const MALFORMED: Error = Error::Malformed { format: ID };
    let (rounds, rest) = bytes.split_first_chunk::<4>().ok_or(MALFORMED)?;
    let (salt, rest) = rest.split_first_chunk::<12>().ok_or(MALFORMED)?;
    let (nonce, sealed) = rest.split_first_chunk::<12>().ok_or(MALFORMED)?;
    let rounds = u64::from(u32::from_be_bytes(*rounds));
    if !(MIN_ROUNDS..=MAX_PBKDF2_ROUNDS).contains(&rounds) {
        return Err(MALFORMED);
    }
    let key = sealed::key(ID, &Kdf::Pbkdf2 { hash: Hash::Sha1, rounds, salt: salt.to_vec() }, password)?;
    gcm::open(&key, nonce, b"", sealed).map_err(|error| sealed::failed(ID, error))
}

/// Opens nonce, ciphertext and tag, under the hash of the password.
fn open_old(bytes: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (nonce, sealed) = bytes.split_first_chunk::<12>().ok_or(Error::Malformed { format: ID })?;
    let key = Zeroizing::new(Sha256::digest(password).into());
    gcm::open(&key, nonce, b"", sealed).map_err(|error| sealed::failed(ID, error))
}

fn rows(file: &Value) -> Reading {
    let mut reading = Reading::new(ID);
    for row in file.as_array().map_or(&[][..], Vec::as_slice) {
        reading.take(draft(row));
    }
    reading
}

fn draft(row: &Value) -> Result<Draft, RowError> {
    let mut draft = FIELDS.read(row)?;
    // Old files have both names in the label.
    if row.get("issuer").is_none()
        && let Some((issuer, name)) = draft.name.split_once(" - ")
    {
        (draft.issuer, draft.name) = (issuer.to_owned(), name.to_owned());
    }
    // The secret of mOTP is text, and the app writes it in base32 as well.
    if draft.kind.eq_ignore_ascii_case("motp")
        && let Some(bytes) = json::str(row, "secret").and_then(crate::draft::base32_bytes)
    {
        draft.secret = Secret::Bytes(bytes);
    }
    draft.tags = json::texts(row, "tags");
    draft.icon = json::str(row, "thumbnail").filter(|name| *name != "Default").map(|name| Icon::Name(name.to_owned()));
    Ok(draft)
}
