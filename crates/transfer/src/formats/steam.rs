//! Steam's own: a `maFile` or `Steamguard` file of one account, or `{accounts}` with several.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::{Content, Draft, Error, Reading, RowError, Secret, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "steam";

pub(crate) fn sniff(content: &Content) -> bool {
    let several = content.field("accounts").and_then(Value::as_object);
    content.field("shared_secret").is_some()
        || several.is_some_and(|accounts| accounts.values().any(|account| account.get("shared_secret").is_some()))
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let file = content.json.as_ref().ok_or(Error::Malformed { format: ID })?;
    let mut reading = Reading::new(ID);
    match content.field("accounts").and_then(Value::as_object) {
        Some(accounts) => accounts.values().for_each(|account| reading.take(row(account))),
        None => reading.take(row(file)),
    }
    Ok(reading)
}

fn row(account: &Value) -> Result<Draft, RowError> {
    let secret = json::str(account, "shared_secret").filter(|text| !text.is_empty()).ok_or(RowError::Shape)?;
    Ok(Draft {
        kind: "steam".to_owned(),
        issuer: halfminute::otp::steam::ISSUER.to_owned(),
        name: json::text(account, "account_name"),
        secret: Secret::Base64(Zeroizing::new(secret.to_owned())),
        ..Draft::default()
    })
}
