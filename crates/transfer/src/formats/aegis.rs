//! Aegis: `{version, header: {slots, params}, db}`, where `db` is an object, or sealed under a key that each slot wraps.

use core::fmt::Write;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::ciphers::{Kdf, Key, gcm};
use crate::fields::Fields;
use crate::{Content, Draft, Error, Icon, Reading, RowError, Secret, content, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "aegis";

/// The type of a slot that a password opens.
const PASSWORD_SLOT: i64 = 1;
/// The greatest number of password slots that are tried. Each costs a derivation, and Aegis makes two at most.
const MAX_SLOTS: usize = 8;

/// The fields of an entry.
const NAMES: Fields = Fields { name: "name", note: "note", pinned: "favorite", ..Fields::COMMON };
/// The fields of its `info`.
const INFO: Fields = Fields { algorithm: "algo", pin: "pin", ..Fields::COMMON };

const MALFORMED: Error = Error::Malformed { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    content.field("header").is_some() && content.field("db").is_some()
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let db = content.field("db").ok_or(MALFORMED)?;
    match db {
        Value::Object(_) => Ok(read_db(db)),
        Value::String(sealed) => {
            let header = content.field("header").ok_or(MALFORMED)?;
            Ok(read_db(&open(header, sealed, password)?))
        }
        _ => Err(MALFORMED),
    }
}

fn open(header: &Value, sealed: &str, password: Option<&str>) -> Result<Value, Error> {
    let slots: Vec<&Value> =
        json::items(header, "slots").iter().filter(|slot| json::number(slot, "type") == Some(PASSWORD_SLOT)).collect();
    if slots.is_empty() {
        return Err(Error::Unsupported { format: ID, reason: "no-password-slot" });
    }
    let mut failure = MALFORMED;
    for slot in slots.into_iter().take(MAX_SLOTS) {
        match master_key(slot, password) {
            Ok(key) => {
                let params = header.get("params").ok_or(MALFORMED)?;
                let sealed = content::base64(sealed).ok_or(MALFORMED)?;
                let plain = open_parts(&key, params, &sealed)?;
                return json::opened(ID, &plain);
            }
            Err(error @ (Error::WrongPassword { .. } | Error::Malformed { .. })) => failure = error,
            Err(error) => return Err(error),
        }
    }
    Err(failure)
}

/// The key that a slot wraps.
fn master_key(slot: &Value, password: Option<&str>) -> Result<Key, Error> {
    let number = |name| json::count(slot, name).ok_or(MALFORMED);
    let kdf = Kdf::Scrypt {
        n: number("n")?,
        r: u32::try_from(number("r")?).map_err(|_| MALFORMED)?,
        p: u32::try_from(number("p")?).map_err(|_| MALFORMED)?,
        salt: json::hex(slot, "salt").ok_or(MALFORMED)?.to_vec(),
    };
    let wrapping = sealed::key(ID, &kdf, password)?;
    let wrapped = json::hex(slot, "key").ok_or(MALFORMED)?;
    let key = open_parts(&wrapping, slot.get("key_params").ok_or(MALFORMED)?, &wrapped)?;
    Ok(Zeroizing::new(key.as_slice().try_into().map_err(|_| MALFORMED)?))
}

/// Opens a ciphertext of which the nonce and the tag stand apart.
fn open_parts(key: &Key, params: &Value, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let nonce = json::hex(params, "nonce").ok_or(MALFORMED)?;
    let tag = json::hex(params, "tag").ok_or(MALFORMED)?;
    gcm::open(key, &nonce, b"", &[sealed, &tag].concat()).map_err(|error| sealed::failed(ID, error))
}

fn read_db(db: &Value) -> Reading {
    let mut reading = Reading::new(ID);
    let groups = json::names(json::items(db, "groups"), "uuid", "name");
    for entry in json::items(db, "entries") {
        reading.take(row(entry, &groups));
    }
    reading
}

fn row(entry: &Value, groups: &Value) -> Result<Draft, RowError> {
    let info = entry.get("info").ok_or(RowError::Shape)?;
    let secret = json::text(info, "secret");
    let named = json::items(entry, "groups").iter().filter_map(|id| json::str(groups, id.as_str()?).map(str::to_owned));
    let mut draft = NAMES.read_but_secret(entry);
    let codes = INFO.read_but_secret(info);
    draft.secret = if draft.kind == "motp" { motp_secret(&secret) } else { Secret::base32(&secret) };
    (draft.algorithm, draft.pin) = (codes.algorithm, codes.pin);
    (draft.digits, draft.period, draft.counter) = (codes.digits, codes.period, codes.counter);
    // Versions before 3 have one group by its name.
    draft.tags = json::str(entry, "group").map(str::to_owned).into_iter().chain(named).collect();
    draft.icon = json::base64(entry, "icon")
        .map(|bytes| Icon::Picture { media_type: json::text(entry, "icon_mime"), bytes: bytes.to_vec() });
    Ok(draft)
}

/// The characters that mOTP hashes: the hexadecimal digits of the secret, which Aegis writes as they are, and other apps that
/// write this format in base32.
fn motp_secret(text: &str) -> Secret {
    let is_hex = text.len().is_multiple_of(2) && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hex {
        return super::otpauth::characters(text);
    }
    match crate::draft::base32_bytes(text) {
        Some(bytes) => {
            let mut digits = Zeroizing::new(String::with_capacity(bytes.len() * 2));
            for byte in bytes.iter() {
                // Writing to a string cannot fail.
                let _ = write!(digits, "{byte:02x}");
            }
            super::otpauth::characters(&digits)
        }
        None => Secret::base32(text),
    }
}
