//! 2FAS's sealed export, schema 4.

use serde_json::Value;
use zeroize::Zeroizing;

use super::otpauth::{base32, base64};
use super::{Groups, Holds, Loss, Writing, Written, one};
use crate::ciphers::{Hash, Kdf, gcm};
use crate::json::object;
use crate::{Entry, Error, Kind, sealed};

/// The rounds of PBKDF2, which the file does not name.
const ROUNDS: u64 = 10_000;
/// The text by which the app checks a password, the same in every file.
const REFERENCE: &str = concat!(
    "tRViSsLKzd86Hprh4ceC2OP7xazn4rrt4xhfEUbOjxLX8Rc3mkISXE0lWbmnWfggogbBJhtYgpK6fMl1D6mtsy92R3HkdGfwuXbzLebqVFJsR7IZ2w58t938",
    "iymwG4824igYy1wi6n2WDpO1Q1P69zwJGs2F5a1qP4MyIiDSD7NCV2OvidXQCBnDlGfmz0f1BQySRkkt4ryiJeCjD2o4QsveJ9uDBUn8ELyOrESv5R5DMDkD",
    "4iAF8TXU7KyoJujd",
);

const HOLDS: Holds = Holds {
    note: false,
    tags: 1,
    pinned: false,
    trashed: false,
    icon_name: false,
    icon_picture: false,
    uses: false,
    sites: false,
    position: true,
};

pub(super) fn losses(entry: &Entry) -> Vec<Loss> {
    // The app knows codes of five to eight characters.
    if entry.otp().is_none() || !(5..=8).contains(&entry.digits) || i64::try_from(entry.counter).is_err() {
        return vec![Loss::Account];
    }
    let mut losses = HOLDS.losses(entry);
    // A service must have a name.
    if entry.issuer.is_empty() {
        losses.push(Loss::Names);
    }
    losses
}

pub(super) fn write(entries: &[Entry], writing: &mut Writing) -> Result<Vec<Written>, Error> {
    let mut groups = Groups::default();
    let mut services: Vec<Value> = Vec::new();
    for entry in super::held(entries, losses) {
        let mut service = service(entry, services.len(), writing.now);
        if let Some(tag) = entry.tags.first() {
            let id = groups.id(tag, writing)?;
            set(&mut service, "groupId", id.into());
        }
        services.push(service);
    }
    let plain = Zeroizing::new(Value::from(services).to_string());

    let salt = writing.bytes::<256>()?;
    let kdf = Kdf::Pbkdf2 { hash: Hash::Sha256, rounds: ROUNDS, salt: salt.to_vec() };
    let failed = |error| sealed::failed("2fas", error);
    let key = kdf.derive(writing.password.as_bytes()).map_err(failed)?;
    let mut seal = |plain: &str| -> Result<String, Error> {
        let nonce = writing.bytes::<12>()?;
        let sealed = gcm::seal(&key, &nonce, b"", plain.as_bytes()).map_err(failed)?;
        Ok(format!("{}:{}:{}", base64(&sealed), base64(salt.as_slice()), base64(nonce.as_slice())))
    };
    let (sealed, reference) = (seal(&plain)?, seal(REFERENCE)?);
    let file = object! {
        "services": Vec::<Value>::new(),
        "groups": groups.to_json("id"),
        "updatedAt": writing.now,
        "schemaVersion": 4,
        "appVersionCode": 5_000_009,
        "appVersionName": "5.1.0",
        "appOrigin": "android",
        "servicesEncrypted": sealed,
        "reference": reference,
    };
    Ok(one(file.to_string().into_bytes()))
}

fn service(entry: &Entry, row: usize, now: u64) -> Value {
    let mut otp = object! {
        "label": entry.name.as_str(),
        "account": entry.name.as_str(),
        "issuer": entry.issuer.as_str(),
        "digits": entry.digits,
        "period": entry.period,
        "algorithm": entry.algorithm.as_str(),
        "tokenType": match entry.kind {
            Kind::Hotp => "HOTP",
            Kind::Steam => "STEAM",
            _ => "TOTP",
        },
        "source": "Manual",
    };
    if entry.kind == Kind::Hotp {
        set(&mut otp, "counter", entry.counter.into());
    }
    let place = entry.position.map_or_else(|| row.into(), Value::from);
    object! {
        "name": if entry.issuer.is_empty() { entry.name.as_str() } else { entry.issuer.as_str() },
        "secret": base32(entry),
        "updatedAt": now,
        "otp": otp,
        "order": object! { "position": place },
    }
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}
