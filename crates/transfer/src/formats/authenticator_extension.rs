//! Authenticator-Extension: an object of accounts under their identifiers, and the key that they are sealed by.
//!
//! Version 3 seals whole accounts under a key derived by Argon2id, version 2 the secrets under a key that the password opens,
//! version 1 the secrets under the password itself.

use core::fmt::Write;

use base64ct::{Base64Unpadded, Encoding};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::ciphers::kdf::Argon2Variant;
use crate::ciphers::{Kdf, cryptojs};
use crate::fields::Fields;
use crate::{Content, Draft, Error, Notice, Reading, RowError, Secret, content, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "authenticator-extension";

/// The memory of Argon2id in KiB, its passes and its lanes, which the file does not name.
const ARGON2: (u64, u64, u32) = (19_456, 2, 1);
/// The greatest number of keys that are derived. The extension has one, and two after a change of password that broke off.
const MAX_KEYS: usize = 4;
/// The mark between an issuer and the part of a host name that the extension finds its page by.
const HOST_MARK: &str = "::";
/// The length of a code of Battle.net.
const BATTLE_NET_DIGITS: i64 = 8;

const FIELDS: Fields = Fields { name: "account", pinned: "pinned", position: "index", ..Fields::COMMON };

const MALFORMED: Error = Error::Malformed { format: ID };
const WRONG: Error = Error::WrongPassword { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    let object = content.json.as_ref().and_then(Value::as_object);
    object.is_some_and(|object| object.values().any(|value| is_sealed(value) || is_account(value)))
}

fn is_sealed(value: &Value) -> bool {
    json::str(value, "dataType") == Some("EncOTPStorage")
}

fn is_account(value: &Value) -> bool {
    value.get("secret").is_some() && value.get("hash").is_some() && value.get("index").is_some()
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let file = content.json.as_ref().and_then(Value::as_object).ok_or(MALFORMED)?;
    let mut rows: Vec<&Value> = file.values().filter(|value| is_sealed(value) || is_account(value)).collect();
    rows.sort_by_key(|row| json::number(row, "index"));
    let mut keys = Keys::new(file, password);
    let mut reading = Reading::new(ID);
    let (mut opened, mut failed) = (0_usize, 0_usize);
    for row in rows {
        let account = if is_sealed(row) { keys.open_account(row) } else { keys.open_secret(row) };
        match account {
            Ok(account) => {
                opened += 1;
                reading.take(draft(&account));
            }
            Err(Error::WrongPassword { .. }) => {
                failed += 1;
                reading.refuse(RowError::Sealed, &json::text(row, "issuer"), &json::text(row, "account"));
            }
            Err(error) => return Err(error),
        }
    }
    if opened == 0 && failed > 0 {
        return Err(WRONG);
    }
    reading.notice(Notice::MayHaveLostDigest);
    Ok(reading)
}

/// The passphrases of a file, each derived once.
struct Keys<'a> {
    file: &'a Map<String, Value>,
    password: Option<&'a str>,
    derived: Vec<(String, Zeroizing<String>)>,
}

impl<'a> Keys<'a> {
    fn new(file: &'a Map<String, Value>, password: Option<&'a str>) -> Self {
        Self { file, password, derived: Vec::new() }
    }

    /// Opens an account of version 3.
    fn open_account(&mut self, row: &Value) -> Result<Value, Error> {
        let passphrase = self.of_version_3(&json::text(row, "keyId"))?;
        let plain = open(&passphrase, json::str(row, "data").ok_or(MALFORMED)?)?;
        let text = core::str::from_utf8(&plain).map_err(|_| WRONG)?;
        json::parse(text)?.ok_or(WRONG)
    }

    /// Opens the secret of an account of version 1 or 2, or takes one that is not sealed.
    fn open_secret(&mut self, row: &Value) -> Result<Value, Error> {
        let mut account = row.clone();
        if json::flag(row, "encrypted") {
            let passphrase = self.of_version_2()?;
            let plain = open(&passphrase, json::str(row, "secret").ok_or(MALFORMED)?)?;
            // A wrong key passes the padding once in 256 times, and gives no text.
            let secret = core::str::from_utf8(&plain).ok().filter(|text| text.is_ascii()).ok_or(WRONG)?;
            if let Some(field) = account.get_mut("secret") {
                *field = secret.into();
            }
        }
        Ok(account)
    }

    /// The passphrase of version 3: the hash by Argon2id in base64, as a text.
    fn of_version_3(&mut self, id: &str) -> Result<Zeroizing<String>, Error> {
        if let Some((_, passphrase)) = self.derived.iter().find(|(other, _)| other == id) {
            return Ok(passphrase.clone());
        }
        if self.derived.len() == MAX_KEYS {
            return Err(Error::TooComplex);
        }
        let key = self
            .file
            .values()
            .find(|value| json::str(value, "dataType") == Some("Key") && json::text(value, "id") == id);
        let (memory_kib, passes, lanes) = ARGON2;
        let kdf = Kdf::Argon2 {
            variant: Argon2Variant::Id,
            version_1_0: false,
            memory_kib,
            passes,
            lanes,
            salt: key.and_then(|key| json::str(key, "salt")).ok_or(MALFORMED)?.as_bytes().to_vec(),
        };
        let hash = sealed::key(ID, &kdf, self.password)?;
        let passphrase = Zeroizing::new(Base64Unpadded::encode_string(&*hash));
        self.derived.push((id.to_owned(), passphrase.clone()));
        Ok(passphrase)
    }

    /// The passphrase of version 2: what the password opens, in hexadecimal digits. Without such a key, the password itself.
    fn of_version_2(&mut self) -> Result<Zeroizing<String>, Error> {
        let password = sealed::password(ID, self.password)?;
        let sealed = self.file.get("key").and_then(|key| json::str(key, "enc"));
        // Some versions wrote the fields of the key beside the accounts.
        let Some(sealed) = sealed.or_else(|| self.file.get("enc").and_then(Value::as_str)) else {
            return Ok(Zeroizing::new(password.to_owned()));
        };
        let plain = open(password, sealed)?;
        let mut digits = Zeroizing::new(String::with_capacity(plain.len() * 2));
        for byte in plain.iter() {
            // Writing to a string cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        Ok(digits)
    }
}

fn open(passphrase: &str, sealed: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let sealed = content::base64(sealed).ok_or(MALFORMED)?;
    cryptojs::open(passphrase.as_bytes(), &sealed).map_err(|error| sealed::failed(ID, error))
}

fn draft(account: &Value) -> Result<Draft, RowError> {
    let mut draft = FIELDS.read(account)?;
    if let Some((issuer, host)) = draft.issuer.split_once(HOST_MARK) {
        draft.sites.push(host.to_owned());
        draft.issuer.truncate(issuer.len());
    }
    // Some versions wrote the numbers of types and algorithms.
    let kind = json::text(account, "type");
    let (kind, is_hex, digits) = match kind.as_str() {
        "" | "1" | "totp" => ("totp", false, None),
        "2" | "hotp" => ("hotp", false, None),
        "3" | "battle" => ("totp", false, Some(BATTLE_NET_DIGITS)),
        "4" | "steam" => ("steam", false, None),
        "5" | "hex" => ("totp", true, None),
        "6" | "hhex" => ("hotp", true, None),
        other => (other, false, None),
    };
    let algorithm = json::text(account, "algorithm");
    let algorithm = match algorithm.as_str() {
        "1" => "SHA1",
        "2" => "SHA256",
        "3" => "SHA512",
        other => other,
    };
    kind.clone_into(&mut draft.kind);
    algorithm.clone_into(&mut draft.algorithm);
    draft.digits = digits.or(draft.digits);
    if is_hex {
        draft.secret = Secret::Hex(Zeroizing::new(json::text(account, "secret")));
    }
    Ok(draft)
}
