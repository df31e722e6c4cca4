//! 2FAuth: `{app, schema, datetime, data}`.

use serde_json::Value;

use crate::fields::Fields;
use crate::{Content, Draft, Error, Icon, Reading, RowError, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "2fauth";

const FIELDS: Fields = Fields { kind: "otp_type", issuer: "service", name: "account", ..Fields::COMMON };

pub(crate) fn sniff(content: &Content) -> bool {
    content.field("app").and_then(Value::as_str).is_some_and(|app| app.starts_with("2fauth"))
        && content.field("data").is_some()
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let mut reading = Reading::new(ID);
    for account in content.field("data").and_then(Value::as_array).map_or(&[][..], Vec::as_slice) {
        reading.take(row(account));
    }
    Ok(reading)
}

fn row(account: &Value) -> Result<Draft, RowError> {
    let mut draft = FIELDS.read(account)?;
    let picture = json::base64(account, "icon_file")
        .map(|bytes| Icon::Picture { media_type: json::text(account, "icon_mime"), bytes: bytes.to_vec() });
    draft.icon = picture.or_else(|| json::str(account, "icon").map(|name| Icon::Name(name.to_owned())));
    Ok(draft)
}
