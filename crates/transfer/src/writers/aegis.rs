//! Aegis's sealed export, version 3 of its database, with one password slot.

use core::fmt::Write as _;

use serde_json::Value;
use zeroize::Zeroizing;

use super::otpauth::{base32, base64};
use super::{Groups, Holds, Loss, Writing, Written, one};
use crate::ciphers::{CipherError, Kdf, Key, gcm};
use crate::json::object;
use crate::{Entry, Error, Icon, Kind, sealed};

/// The cost of scrypt as Aegis chooses it: 32 MiB.
const SCRYPT: (u64, u32, u32) = (32_768, 8, 1);
/// The bytes of an authentication tag.
const TAG: usize = 16;
/// The algorithms that Aegis has names for.
const ALGORITHMS: [&str; 4] = ["SHA1", "SHA256", "SHA512", "MD5"];
/// The kinds of pictures that Aegis shows.
const PICTURES: [&str; 3] = ["image/jpeg", "image/png", "image/svg+xml"];

const HOLDS: Holds = Holds {
    note: true,
    tags: usize::MAX,
    pinned: true,
    trashed: false,
    icon_name: false,
    icon_picture: true,
    uses: false,
    sites: false,
    position: false,
};

pub(super) fn losses(entry: &Entry) -> Vec<Loss> {
    let held = match entry.kind {
        Kind::Other(_) => false,
        Kind::Motp => is_hex(&entry.secret),
        _ => ALGORITHMS.contains(&entry.algorithm.as_str()) && i64::try_from(entry.counter).is_ok(),
    };
    if !held {
        return vec![Loss::Account];
    }
    let mut losses = HOLDS.losses(entry);
    if let Some(Icon::Picture { media_type, .. }) = &entry.icon
        && !PICTURES.contains(&media_type.as_str())
    {
        losses.push(Loss::Icon);
    }
    losses
}

/// Whether the characters of mOTP are those that Aegis makes of bytes.
fn is_hex(secret: &[u8]) -> bool {
    secret.len().is_multiple_of(2) && secret.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

pub(super) fn write(entries: &[Entry], writing: &mut Writing) -> Result<Vec<Written>, Error> {
    let mut groups = Groups::default();
    let mut rows: Vec<Value> = Vec::new();
    for entry in super::held(entries, losses) {
        let mut ids = Vec::with_capacity(entry.tags.len());
        for tag in &entry.tags {
            ids.push(groups.id(tag, writing)?);
        }
        rows.push(row(entry, &writing.uuid()?, &ids));
    }
    let plain = Zeroizing::new(object! { "version": 3, "entries": rows, "groups": groups.to_json("uuid") }.to_string());

    let failed = |error| sealed::failed("aegis", error);
    let (master, salt) = (writing.bytes::<32>()?, writing.bytes::<32>()?);
    let (n, r, p) = SCRYPT;
    let wrapping = Kdf::Scrypt { n, r, p, salt: salt.to_vec() }.derive(writing.password.as_bytes()).map_err(failed)?;
    let (key, key_params) = seal(&wrapping, &*writing.bytes()?, master.as_slice()).map_err(failed)?;
    let (db, params) = seal(&master, &*writing.bytes()?, plain.as_bytes()).map_err(failed)?;
    let slot = object! {
        "type": 1,
        "uuid": writing.uuid()?,
        "key": hex(&key),
        "key_params": key_params,
        "n": n,
        "r": r,
        "p": p,
        "salt": hex(salt.as_slice()),
        "repaired": true,
        "is_backup": false,
    };
    let header = object! { "slots": vec![slot], "params": params };
    let file = object! { "version": 1, "header": header, "db": base64(&db) };
    Ok(one(file.to_string().into_bytes()))
}

fn row(entry: &Entry, id: &str, groups: &[String]) -> Value {
    let (kind, secret) = match entry.kind {
        Kind::Hotp => ("hotp", base32(entry)),
        Kind::Steam => ("steam", base32(entry)),
        Kind::Motp => ("motp", String::from_utf8_lossy(&entry.secret).into_owned()),
        Kind::Yandex => ("yandex", base32(entry)),
        _ => ("totp", base32(entry)),
    };
    let mut info = serde_json::Map::new();
    info.insert("secret".to_owned(), secret.into());
    info.insert("algo".to_owned(), entry.algorithm.as_str().into());
    info.insert("digits".to_owned(), entry.digits.into());
    match entry.kind {
        Kind::Hotp => info.insert("counter".to_owned(), entry.counter.into()),
        _ => info.insert("period".to_owned(), entry.period.into()),
    };
    if let Some(pin) = &entry.pin {
        info.insert("pin".to_owned(), pin.as_str().into());
    }
    let (icon, media_type) = match &entry.icon {
        Some(Icon::Picture { media_type, bytes }) if PICTURES.contains(&media_type.as_str()) => {
            (Value::from(base64(bytes)), Value::from(media_type.as_str()))
        }
        _ => (Value::Null, Value::Null),
    };
    object! {
        "type": kind,
        "uuid": id,
        "name": entry.name.as_str(),
        "issuer": entry.issuer.as_str(),
        "note": entry.note.as_str(),
        "favorite": entry.pinned,
        "icon": icon,
        "icon_mime": media_type,
        "info": info,
        "groups": groups,
    }
}

/// Seals bytes: the ciphertext, and the nonce and the tag as Aegis writes them apart.
fn seal(key: &Key, nonce: &[u8; 12], plain: &[u8]) -> Result<(Vec<u8>, Value), CipherError> {
    let mut sealed = gcm::seal(key, nonce, b"", plain)?;
    let tag = sealed.split_off(sealed.len().saturating_sub(TAG));
    Ok((sealed, object! { "nonce": hex(nonce), "tag": hex(&tag) }))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
