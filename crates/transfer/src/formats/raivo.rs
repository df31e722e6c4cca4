//! Raivo OTP: an array of accounts of which every value is a text.

use serde_json::Value;

use crate::fields::Fields;
use crate::{Content, Draft, Error, Icon, Reading, RowError, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "raivo";

const FIELDS: Fields = Fields { kind: "kind", name: "account", period: "timer", pinned: "pinned", ..Fields::COMMON };

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
    let mut draft = FIELDS.read(row)?;
    draft.icon = json::str(row, "iconValue").filter(|name| !name.is_empty()).map(|name| Icon::Name(name.to_owned()));
    Ok(draft)
}
