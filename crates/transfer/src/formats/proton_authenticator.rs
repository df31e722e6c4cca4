//! Proton Authenticator: `{version, entries: [{content: {uri, entry_type, name}, note}]}`, or sealed `{version, salt, content}`.

use serde_json::Value;

use crate::ciphers::kdf::Argon2Variant;
use crate::ciphers::{Kdf, gcm};
use crate::formats::otpauth;
use crate::{Content, Draft, Error, Reading, RowError, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "proton-authenticator";

/// What the seal also covers.
const AAD: &[u8] = b"proton.authenticator.export.v1";
/// The memory of Argon2id in KiB, its passes and its lanes, which the file does not name.
const ARGON2: (u64, u64, u32) = (19_456, 2, 1);

const MALFORMED: Error = Error::Malformed { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    let first = content.field("entries").and_then(Value::as_array).and_then(|entries| entries.first());
    first.is_some_and(|entry| entry.get("content").is_some_and(|content| content.get("entry_type").is_some()))
        || content.field("salt").is_some_and(Value::is_string) && content.field("content").is_some_and(Value::is_string)
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let file = content.json.as_ref().ok_or(MALFORMED)?;
    if file.get("entries").is_some() {
        return Ok(entries(file));
    }
    let (memory_kib, passes, lanes) = ARGON2;
    let salt = json::base64(file, "salt").ok_or(MALFORMED)?.to_vec();
    let kdf = Kdf::Argon2 { variant: Argon2Variant::Id, version_1_0: false, memory_kib, passes, lanes, salt };
    let key = sealed::key(ID, &kdf, password)?;
    let sealed = json::base64(file, "content").ok_or(MALFORMED)?;
    let (nonce, sealed) = sealed.split_first_chunk::<12>().ok_or(MALFORMED)?;
    let plain = gcm::open(&key, nonce, AAD, sealed).map_err(|error| sealed::failed(ID, error))?;
    Ok(entries(&json::opened(ID, &plain)?))
}

fn entries(file: &Value) -> Reading {
    let mut reading = Reading::new(ID);
    for entry in json::items(file, "entries") {
        reading.take(row(entry));
    }
    reading
}

fn row(entry: &Value) -> Result<Draft, RowError> {
    let content = entry.get("content").ok_or(RowError::Shape)?;
    let draft = otpauth::value(json::str(content, "uri").ok_or(RowError::Shape)?)?;
    let name = if draft.name.is_empty() { json::text(content, "name") } else { draft.name };
    Ok(Draft { name, note: json::text(entry, "note"), ..draft })
}
