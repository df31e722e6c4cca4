//! `FreeOTP` 2 (`externalBackup.xml`, which is no XML): a serialised Java map. Under `masterKey` is the key that a password
//! opens; for each token there are its secret, sealed by that key, under its identifier, and the rest under the identifier
//! and `-token`.

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::freeotp::{ID, fields};
use crate::ciphers::{CipherError, Hash, Kdf, Key, gcm};
use crate::containers::java::{is_java, read_map};
use crate::{Content, Draft, Error, Reading, RowError, Secret, json, sealed};

const MASTER_KEY: &str = "masterKey";
/// What the name of a token has after the identifier.
const TOKEN: &str = "-token";
/// What the name of a hash function has before it, in the name of a key.
const HMAC: &str = "Hmac";

pub(crate) fn sniff(content: &Content) -> bool {
    is_java(content.bytes)
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let map = read_map(content.bytes).map_err(|error| error.of(ID))?;
    let malformed = || Error::Malformed { format: ID };
    let master = value(&map, MASTER_KEY)?.ok_or_else(malformed)?;
    let kdf = kdf(&master).ok_or_else(malformed)?;
    let derived = sealed::key(ID, &kdf, password)?;
    let sealed_key = master.get("mEncryptedKey").ok_or_else(malformed)?;
    let opened = open(&derived, sealed_key).map_err(|error| sealed::failed(ID, error))?;
    let key: Key = Zeroizing::new(opened.as_slice().try_into().map_err(|_| malformed())?);
    let mut reading = Reading::new(ID);
    let order = value(&map, "tokenOrder")?;
    let places = json::places(&order.unwrap_or_default());
    for name in map.as_object().into_iter().flat_map(Map::keys) {
        let Some(id) = name.strip_suffix(TOKEN) else { continue };
        let token = value(&map, name)?.unwrap_or_default();
        match secret(&map, id, &key) {
            Ok((secret, algorithm)) => {
                let mut draft = fields(&token);
                if draft.issuer.is_empty() {
                    draft.issuer = json::text(&token, "issuerInt");
                }
                if draft.algorithm.is_empty() {
                    draft.algorithm = algorithm;
                }
                let position = json::number(&places, id);
                reading.take(Ok(Draft { secret, position, ..draft }));
            }
            Err(error) => reading.refuse(error, &json::text(&token, "issuerExt"), &json::text(&token, "label")),
        }
    }
    Ok(reading)
}

/// The JSON value under a name.
fn value(map: &Value, name: &str) -> Result<Option<Value>, Error> {
    match json::str(map, name) {
        Some(text) => json::parse(text),
        None => Ok(None),
    }
}

fn kdf(master: &Value) -> Option<Kdf> {
    let hash = match json::str(master, "mAlgorithm")? {
        "PBKDF2withHmacSHA1" => Hash::Sha1,
        "PBKDF2withHmacSHA256" => Hash::Sha256,
        "PBKDF2withHmacSHA512" => Hash::Sha512,
        _ => return None,
    };
    Some(Kdf::Pbkdf2 { hash, rounds: json::count(master, "mIterations")?, salt: bytes(master, "mSalt")? })
}

/// The secret of a token, and the hash function that its key is for: old tokens name none.
fn secret(map: &Value, id: &str, key: &Key) -> Result<(Secret, String), RowError> {
    let shape = |_| RowError::Shape;
    let holder = value(map, id).map_err(shape)?.ok_or(RowError::Shape)?;
    let sealed =
        json::parse(json::str(&holder, "key").ok_or(RowError::Shape)?).map_err(shape)?.ok_or(RowError::Shape)?;
    let secret = open(key, &sealed).map_err(|_| RowError::Sealed)?;
    let algorithm = json::str(&sealed, "mToken").and_then(|name| name.strip_prefix(HMAC)).unwrap_or_default();
    Ok((Secret::Bytes(secret), algorithm.to_owned()))
}

/// Opens `{mCipher, mCipherText, mParameters, mToken}`, of which `mToken` is authenticated with it.
fn open(key: &Key, sealed: &Value) -> Result<crate::ciphers::Secret, CipherError> {
    if json::str(sealed, "mCipher") != Some("AES/GCM/NoPadding") {
        return Err(CipherError::Malformed);
    }
    let text = bytes(sealed, "mCipherText").ok_or(CipherError::Malformed)?;
    let parameters = bytes(sealed, "mParameters").ok_or(CipherError::Malformed)?;
    let nonce = nonce(&parameters).ok_or(CipherError::Malformed)?;
    let token = json::str(sealed, "mToken").ok_or(CipherError::Malformed)?;
    gcm::open(key, nonce, token.as_bytes(), &text)
}

/// The nonce in the parameters: an ASN.1 OCTET STRING, by itself or first in a SEQUENCE.
fn nonce(parameters: &[u8]) -> Option<&[u8]> {
    const OCTET_STRING: u8 = 4;
    const SEQUENCE: u8 = 0x30;
    let inner = match parameters {
        [SEQUENCE, _, inner @ ..] => inner,
        whole => whole,
    };
    match inner {
        [OCTET_STRING, length, rest @ ..] => rest.get(..usize::from(*length)),
        _ => None,
    }
}

/// The bytes of a field that is an array of signed bytes.
fn bytes(object: &Value, name: &str) -> Option<Vec<u8>> {
    let bytes = object.get(name)?.as_array()?.iter();
    bytes.map(|byte| i8::try_from(byte.as_i64()?).ok().map(i8::cast_unsigned)).collect()
}
