//! `VastBlast` authenticator-2fa: `{accounts, settings}`, or sealed `{app, version, vault: {kdf, cipher}}`.

use serde_json::Value;

use crate::ciphers::{Hash, Kdf, gcm};
use crate::fields::Fields;
use crate::{Content, Error, Extra, Reading, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "vastblast";

const FIELDS: Fields = Fields { position: "sortOrder", ..Fields::COMMON };

const MALFORMED: Error = Error::Malformed { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    let first = content.field("accounts").and_then(Value::as_array).and_then(|accounts| accounts.first());
    first.is_some_and(|account| account.get("label").is_some() && account.get("secret").is_some())
        || content.field("vault").is_some_and(|vault| vault.get("kdf").is_some() && vault.get("cipher").is_some())
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    match content.field("vault") {
        Some(vault) => Ok(accounts(&open(vault, password)?)),
        None => Ok(accounts(content.json.as_ref().ok_or(MALFORMED)?)),
    }
}

fn open(vault: &Value, password: Option<&str>) -> Result<Value, Error> {
    let (kdf, cipher) = (vault.get("kdf").ok_or(MALFORMED)?, vault.get("cipher").ok_or(MALFORMED)?);
    let known = json::str(kdf, "name") == Some("PBKDF2")
        && json::str(kdf, "hash") == Some("SHA-256")
        && json::str(cipher, "name") == Some("AES-GCM");
    if !known {
        return Err(Error::Unsupported { format: ID, reason: "cipher" });
    }
    let kdf = Kdf::Pbkdf2 {
        hash: Hash::Sha256,
        rounds: json::count(kdf, "iterations").ok_or(MALFORMED)?,
        salt: json::base64(kdf, "salt").ok_or(MALFORMED)?.to_vec(),
    };
    let key = sealed::key(ID, &kdf, password)?;
    let nonce = json::base64(cipher, "iv").ok_or(MALFORMED)?;
    let sealed = json::base64(cipher, "data").ok_or(MALFORMED)?;
    let plain = gcm::open(&key, &nonce, b"", &sealed).map_err(|error| sealed::failed(ID, error))?;
    json::opened(ID, &plain)
}

fn accounts(file: &Value) -> Reading {
    let mut reading = Reading::new(ID);
    for account in json::items(file, "accounts") {
        reading.take(FIELDS.read(account));
    }
    if file.get("settings").is_some() {
        reading.count(Extra::Setting);
    }
    reading
}
