//! cotp: `{version, elements}`.

use serde_json::Value;

use crate::fields::Fields;
use crate::formats::otpauth;
use crate::{Content, Draft, Error, Reading, RowError, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "cotp";

const FIELDS: Fields = Fields { pin: "pin", ..Fields::COMMON };

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
    let mut draft = FIELDS.read(element)?;
    if draft.kind.eq_ignore_ascii_case("motp") {
        draft.secret = otpauth::characters(&json::text(element, "secret"));
    }
    Ok(draft)
}
