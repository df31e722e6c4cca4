//! Duo Mobile's `accounts.json`: an array of accounts with `otpGenerator`.

use serde_json::Value;

use crate::{Content, Draft, Error, Extra, Reading, Secret, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "duo";

pub(crate) fn sniff(content: &Content) -> bool {
    let rows = content.json.as_ref().and_then(Value::as_array);
    rows.is_some_and(|rows| {
        rows.iter().any(|row| row.get("accountType").is_some() && row.get("otpGenerator").is_some())
    })
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let mut reading = Reading::new(ID);
    for row in content.json.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice) {
        let Some(generator) = row.get("otpGenerator").filter(|generator| generator.is_object()) else {
            reading.count(Extra::Push);
            continue;
        };
        let counter = json::number(generator, "counter");
        reading.take(Ok(Draft {
            kind: if counter.is_some() { "hotp" } else { "totp" }.to_owned(),
            // The app stores no issuer.
            name: json::text(row, "name"),
            secret: Secret::base32(&json::text(generator, "otpSecret")),
            counter,
            ..Draft::default()
        }));
        if row.get("logoUri").is_some_and(Value::is_string) {
            reading.count(Extra::Icon);
        }
    }
    Ok(reading)
}
