//! 2FAS: `{services, groups, schemaVersion}`; sealed, the services are in `servicesEncrypted`.

use serde_json::Value;

use crate::ciphers::{Hash, Kdf, gcm};
use crate::fields::Fields;
use crate::{Content, Draft, Error, Extra, Reading, RowError, Secret, content, json, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "2fas";

/// The rounds of PBKDF2, which the file does not name.
const ROUNDS: u64 = 10_000;

/// The fields of `otp`.
const OTP: Fields = Fields { kind: "tokenType", name: "account", ..Fields::COMMON };

const MALFORMED: Error = Error::Malformed { format: ID };

pub(crate) fn sniff(content: &Content) -> bool {
    content.field("services").is_some()
        && (content.field("schemaVersion").is_some() || content.field("groups").is_some())
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let file = content.json.as_ref().ok_or(MALFORMED)?;
    let opened;
    let services = match json::str(file, "servicesEncrypted").filter(|text| !text.is_empty()) {
        Some(text) => {
            opened = open(text, password)?;
            opened.as_array().ok_or(MALFORMED)?.as_slice()
        }
        None => json::items(file, "services"),
    };
    let groups = json::names(json::items(file, "groups"), "id", "name");
    let mut reading = Reading::new(ID);
    for service in services {
        if service.get("icon").is_some() {
            reading.count(Extra::Icon);
        }
        reading.take(row(service, &groups));
    }
    Ok(reading)
}

/// Opens `ciphertext:salt:nonce`, each in base64.
fn open(text: &str, password: Option<&str>) -> Result<Value, Error> {
    let mut parts = text.split(':').map(content::base64);
    let mut part = || parts.next().flatten().ok_or(MALFORMED);
    let (sealed, salt, nonce) = (part()?, part()?, part()?);
    let kdf = Kdf::Pbkdf2 { hash: Hash::Sha256, rounds: ROUNDS, salt: salt.to_vec() };
    let key = sealed::key(ID, &kdf, password)?;
    let plain = gcm::open(&key, &nonce, b"", &sealed).map_err(|error| sealed::failed(ID, error))?;
    json::opened(ID, &plain)
}

fn row(service: &Value, groups: &Value) -> Result<Draft, RowError> {
    let otp = service.get("otp").unwrap_or(&Value::Null);
    let name = json::text(service, "name");
    let group = json::str(groups, &json::text(service, "groupId"));
    let mut draft = OTP.read_but_secret(otp);
    draft.secret = Secret::base32(json::str(service, "secret").ok_or(RowError::Shape)?);
    // The name is the one that the person sees and may have changed. Schema 1 names no type: all it had is TOTP.
    if !name.is_empty() {
        draft.issuer = name;
    }
    draft.tags = group.map(str::to_owned).into_iter().collect();
    draft.position = service.get("order").and_then(|order| json::number(order, "position"));
    Ok(draft)
}
