//! Ente Auth, sealed: `{version, kdfParams, encryptedData, encryptionNonce}`, in which there are otpauth lines.

use serde_json::Value;

use crate::ciphers::kdf::Argon2Variant;
use crate::ciphers::{Kdf, secretstream};
use crate::formats::otpauth;
use crate::{Content, Error, Reading, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "ente";

const MALFORMED: Error = Error::Malformed { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    content.field("kdfParams").is_some() && content.field("encryptedData").is_some()
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let file = content.json.as_ref().ok_or(MALFORMED)?;
    let key = sealed::key(ID, &kdf(file.get("kdfParams").unwrap_or(&Value::Null))?, password)?;
    let header = json::base64(file, "encryptionNonce").ok_or(MALFORMED)?;
    let header = header.as_slice().try_into().map_err(|_| MALFORMED)?;
    let sealed = json::base64(file, "encryptedData").ok_or(MALFORMED)?;
    let plain = secretstream::open(&key, header, &sealed).map_err(|error| sealed::failed(ID, error))?;
    let text = core::str::from_utf8(&plain).map_err(|_| MALFORMED)?;
    let mut reading = Reading::new(ID);
    otpauth::lines(text, &mut reading);
    Ok(reading)
}

fn kdf(params: &Value) -> Result<Kdf, Error> {
    Ok(Kdf::Argon2 {
        variant: Argon2Variant::Id,
        version_1_0: false,
        memory_kib: json::count(params, "memLimit").ok_or(MALFORMED)? / 1024,
        passes: json::count(params, "opsLimit").ok_or(MALFORMED)?,
        lanes: 1,
        salt: json::base64(params, "salt").ok_or(MALFORMED)?.to_vec(),
    })
}
