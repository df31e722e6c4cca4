//! Stratum, formerly Authenticator Pro: `{Authenticators, Categories, AuthenticatorCategories, CustomIcons}`, sealed in two
//! ways.

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::ciphers::kdf::Argon2Variant;
use crate::ciphers::{Hash, Kdf, cbc, gcm};
use crate::fields::Fields;
use crate::formats::otpauth;
use crate::{Content, Draft, Error, Icon, Reading, RowError, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "stratum";

/// The beginning of a file that is sealed by Argon2id and AES-GCM.
const STRONG: &[u8] = b"AUTHENTICATORPRO";
/// The beginning of a file that is sealed by PBKDF2 and AES-CBC.
const LEGACY: &[u8] = b"AuthenticatorPro";
/// The rounds of PBKDF2, which the file does not name.
const ROUNDS: u64 = 64_000;

const FIELDS: Fields = Fields {
    kind: "",
    issuer: "Issuer",
    name: "Username",
    secret: "Secret",
    algorithm: "",
    digits: "Digits",
    period: "Period",
    counter: "Counter",
    pin: "Pin",
    uses: "CopyCount",
    position: "Ranking",
    ..Fields::COMMON
};

const MALFORMED: Error = Error::Malformed { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    content.field("Authenticators").is_some() || content.bytes.starts_with(STRONG) || content.bytes.starts_with(LEGACY)
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    if let Some(file) = &content.json {
        return Ok(authenticators(file));
    }
    let plain = match content.bytes.strip_prefix(STRONG) {
        Some(sealed) => open_strong(sealed, password)?,
        None => open_legacy(content.bytes.strip_prefix(LEGACY).ok_or(MALFORMED)?, password)?,
    };
    Ok(authenticators(&json::opened(ID, &plain)?))
}

fn open_strong(sealed: &[u8], password: Option<&str>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (salt, sealed) = sealed.split_first_chunk::<16>().ok_or(MALFORMED)?;
    let (nonce, sealed) = sealed.split_first_chunk::<12>().ok_or(MALFORMED)?;
    let kdf = Kdf::Argon2 {
        variant: Argon2Variant::Id,
        version_1_0: false,
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 4,
        salt: salt.to_vec(),
    };
    let key = sealed::key(ID, &kdf, password)?;
    gcm::open(&key, nonce, b"", sealed).map_err(|error| sealed::failed(ID, error))
}

fn open_legacy(sealed: &[u8], password: Option<&str>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (salt, sealed) = sealed.split_first_chunk::<20>().ok_or(MALFORMED)?;
    let (iv, sealed) = sealed.split_first_chunk::<16>().ok_or(MALFORMED)?;
    let key = sealed::key(ID, &Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: ROUNDS, salt: salt.to_vec() }, password)?;
    let plain = cbc::open(&key, iv, sealed).map_err(|error| sealed::failed(ID, error))?;
    // A wrong key passes the padding once in 256 times, and gives no text.
    if plain.first() == Some(&b'{') { Ok(plain) } else { Err(Error::WrongPassword { format: ID }) }
}

fn authenticators(file: &Value) -> Reading {
    let mut reading = Reading::new(ID);
    let tables = Tables::of(file);
    for row in json::items(file, "Authenticators") {
        reading.take(draft(row, &tables));
    }
    reading
}

fn draft(row: &Value, tables: &Tables) -> Result<Draft, RowError> {
    let secret = json::str(row, "Secret").ok_or(RowError::Shape)?;
    let kind = match json::number(row, "Type") {
        Some(1) => "hotp",
        Some(2) => "totp",
        Some(3) => "motp",
        Some(4) => "steam",
        Some(5) => "yandex",
        _ => return Err(RowError::Shape),
    };
    let algorithm = match json::number(row, "Algorithm") {
        None | Some(0) => "SHA1",
        Some(1) => "SHA256",
        Some(2) => "SHA512",
        _ => return Err(halfminute::otpauth::Error::UnknownAlgorithm.into()),
    };
    let mut draft = FIELDS.read(row)?;
    kind.clone_into(&mut draft.kind);
    algorithm.clone_into(&mut draft.algorithm);
    if kind == "motp" {
        draft.secret = otpauth::characters(secret);
        // The app writes its own default for mOTP, which has a period of its own.
        draft.period = None;
    }
    draft.tags = json::texts(&tables.categories, secret);
    draft.icon = tables.icon(&json::text(row, "Icon"));
    Ok(draft)
}

/// What the accounts of a file refer to.
struct Tables {
    /// The names of categories by the secrets of their accounts.
    categories: Value,
    /// The pictures in base64 by their identifiers.
    icons: Value,
}

impl Tables {
    fn of(file: &Value) -> Self {
        let names = json::names(json::items(file, "Categories"), "Id", "Name");
        let mut categories = Map::new();
        for bound in json::items(file, "AuthenticatorCategories") {
            let name = json::str(&names, &json::text(bound, "CategoryId"));
            if let (Some(secret), Some(name)) = (json::str(bound, "AuthenticatorSecret"), name) {
                let tags = categories.entry(secret).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(tags) = tags {
                    tags.push(name.into());
                }
            }
        }
        Self {
            categories: Value::Object(categories),
            icons: json::names(json::items(file, "CustomIcons"), "Id", "Data"),
        }
    }

    /// The icon of this name; one that begins with `@` is a picture in the file.
    fn icon(&self, name: &str) -> Option<Icon> {
        let Some(id) = name.strip_prefix('@') else {
            return (!name.is_empty()).then(|| Icon::Name(name.to_owned()));
        };
        let bytes = json::base64(&self.icons, id)?.to_vec();
        Some(Icon::Picture { media_type: String::new(), bytes })
    }
}
