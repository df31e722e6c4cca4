//! Raivo OTP: an array of accounts of which every value is a text.

use serde_json::Value;

use crate::{Content, Draft, Error, Icon, Reading, RowError, Secret, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "raivo";

pub(crate) fn sniff(content: &Content) -> bool {
    let first = content.json.as_ref().and_then(Value::as_array).and_then(|rows| rows.first());
    first.is_some_and(|row| row.get("kind").is_some() && row.get("timer").is_some() && row.get("secret").is_some())
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let mut reading = Reading::new(ID);
    for row in content.json.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice) {
        reading.take(draft(row));
    }
    Ok(reading)
}

fn draft(row: &Value) -> Result<Draft, RowError> {
    Ok(Draft {
        kind: json::text(row, "kind"),
        issuer: json::text(row, "issuer"),
        name: json::text(row, "account"),
        secret: Secret::base32(json::str(row, "secret").ok_or(RowError::Shape)?),
        algorithm: json::text(row, "algorithm"),
        digits: json::number(row, "digits"),
        period: json::number(row, "timer"),
        counter: json::number(row, "counter"),
        pinned: json::flag(row, "pinned"),
        icon: json::str(row, "iconValue").filter(|name| !name.is_empty()).map(|name| Icon::Name(name.to_owned())),
        ..Draft::default()
    })
}
