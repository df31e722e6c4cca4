//! Bitwarden: items of a password manager, of which `login.totp` is a URI or a bare secret.

use serde_json::Value;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ciphers::kdf::Argon2Variant;
use crate::ciphers::{Hash, Kdf, cbc, mac};
use crate::formats::otpauth;
use crate::{Content, Draft, Error, Extra, Reading, RowError, content, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "bitwarden";

const MALFORMED: Error = Error::Malformed { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    // Files of early versions say nothing about sealing.
    let marked = ["encrypted", "folders", "collections"].iter().any(|name| content.field(name).is_some());
    marked && (content.field("items").is_some() || content.field("encKeyValidation_DO_NOT_EDIT").is_some())
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let file = content.json.as_ref().ok_or(MALFORMED)?;
    if !json::flag(file, "encrypted") {
        return Ok(items(file));
    }
    if !json::flag(file, "passwordProtected") {
        return Err(Error::AccountRestricted);
    }
    Ok(items(&json::opened(ID, &open(file, password)?)?))
}

fn open(file: &Value, password: Option<&str>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let key = sealed::key(ID, &kdf(file)?, password)?;
    let keys = [b"enc".as_slice(), b"mac"].map(|info| mac::hkdf_expand(&key, info));
    let [Ok(encryption), Ok(authentication)] = keys else { return Err(MALFORMED) };

    let data = json::str(file, "data").and_then(|data| data.strip_prefix("2.")).ok_or(MALFORMED)?;
    let mut parts = data.split('|').map(content::base64);
    let mut part = || parts.next().flatten().ok_or(MALFORMED);
    let (iv, ciphertext, tag) = (part()?, part()?, part()?);
    mac::check_hmac_sha256(&*authentication, &[&iv, &ciphertext], &tag).map_err(|error| sealed::failed(ID, error))?;
    let iv = iv.as_slice().try_into().map_err(|_| MALFORMED)?;
    cbc::open(&encryption, iv, &ciphertext).map_err(|error| sealed::failed(ID, error))
}

/// The derivation. The salt is the text itself, not what it says in base64.
fn kdf(file: &Value) -> Result<Kdf, Error> {
    let number = |name| json::count(file, name).ok_or(MALFORMED);
    let salt = json::str(file, "salt").ok_or(MALFORMED)?.as_bytes();
    match number("kdfType")? {
        0 => Ok(Kdf::Pbkdf2 { hash: Hash::Sha256, rounds: number("kdfIterations")?, salt: salt.to_vec() }),
        1 => Ok(Kdf::Argon2 {
            variant: Argon2Variant::Id,
            version_1_0: false,
            memory_kib: number("kdfMemory")?.saturating_mul(1024),
            passes: number("kdfIterations")?,
            lanes: u32::try_from(number("kdfParallelism")?).map_err(|_| MALFORMED)?,
            salt: Sha256::digest(salt).to_vec(),
        }),
        _ => Err(Error::Unsupported { format: ID, reason: "derivation" }),
    }
}

fn items(file: &Value) -> Reading {
    let mut reading = Reading::new(ID);
    let folders = json::names(json::items(file, "folders"), "id", "name");
    for item in json::items(file, "items") {
        let login = item.get("login").unwrap_or(&Value::Null);
        match json::str(login, "totp").filter(|totp| !totp.trim().is_empty()) {
            Some(totp) => reading.take(row(item, login, totp, &folders)),
            None => reading.count(Extra::OtherItem),
        }
    }
    reading
}

fn row(item: &Value, login: &Value, totp: &str, folders: &Value) -> Result<Draft, RowError> {
    let folder = json::str(folders, &json::text(item, "folderId"));
    let draft = item_draft(otpauth::value(totp)?, &json::text(item, "name"), &json::text(login, "username"));
    Ok(Draft {
        note: json::text(item, "notes"),
        tags: folder.map(str::to_owned).into_iter().collect(),
        pinned: json::flag(item, "favorite"),
        sites: json::items(login, "uris").iter().map(|uri| json::text(uri, "uri")).collect(),
        ..draft
    })
}

/// The account in an item of a password manager: the item names what the one-time code leaves open.
pub(crate) fn item_draft(mut draft: Draft, title: &str, user_name: &str) -> Draft {
    if draft.issuer.is_empty() {
        title.clone_into(&mut draft.issuer);
    }
    if draft.name.is_empty() {
        user_name.clone_into(&mut draft.name);
    }
    // A `steam` URI has an issuer and nothing else.
    if draft.name.is_empty() && draft.issuer != title {
        title.clone_into(&mut draft.name);
    }
    draft
}
