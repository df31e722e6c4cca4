//! cotp: `{version, elements}`.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::formats::otpauth;
use crate::{Content, Draft, Error, Reading, RowError, Secret, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "cotp";

pub(crate) fn sniff(content: &Content) -> bool {
    content.field("elements").is_some_and(Value::is_array) && content.field("version").is_some()
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let mut reading = Reading::new(ID);
    for element in content.field("elements").and_then(Value::as_array).map_or(&[][..], Vec::as_slice) {
        reading.take(row(element));
    }
    Ok(reading)
}

fn row(element: &Value) -> Result<Draft, RowError> {
    let kind = json::text(element, "type");
    let secret = json::str(element, "secret").ok_or(RowError::Shape)?;
    Ok(Draft {
        secret: if kind.eq_ignore_ascii_case("motp") { otpauth::characters(secret) } else { Secret::base32(secret) },
        kind,
        issuer: json::text(element, "issuer"),
        name: json::text(element, "label"),
        algorithm: json::text(element, "algorithm"),
        digits: json::number(element, "digits"),
        period: json::number(element, "period"),
        counter: json::number(element, "counter"),
        pin: json::str(element, "pin").map(|pin| Zeroizing::new(pin.to_owned())),
        ..Draft::default()
    })
}
