//! `LastPass` Authenticator: `{version, accounts, folders}`.

use serde_json::Value;

use crate::fields::Fields;
use crate::{Content, Draft, Error, Extra, Reading, RowError, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "lastpass";

const FIELDS: Fields = Fields {
    kind: "",
    issuer: "issuerName",
    name: "userName",
    period: "timeStep",
    counter: "",
    pinned: "isFavorite",
    ..Fields::COMMON
};

pub(crate) fn sniff(content: &Content) -> bool {
    let first = content.field("accounts").and_then(Value::as_array).and_then(|accounts| accounts.first());
    first.is_some_and(|account| account.get("issuerName").is_some() || account.get("originalIssuerName").is_some())
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let file = content.json.as_ref().ok_or(Error::Malformed { format: ID })?;
    let folders = json::names(json::items(file, "folders"), "id", "name");
    let mut reading = Reading::new(ID);
    for account in json::items(file, "accounts") {
        // An account that is confirmed by a message has no secret.
        if json::text(account, "secret").is_empty() && json::flag(account, "pushNotification") {
            reading.count(Extra::Push);
        } else {
            reading.take(row(account, &folders));
        }
    }
    Ok(reading)
}

fn row(account: &Value, folders: &Value) -> Result<Draft, RowError> {
    let data = account.get("folderData").unwrap_or(&Value::Null);
    let folder = json::str(folders, &json::text(data, "folderId"));
    let mut draft = FIELDS.read(account)?;
    if draft.issuer.is_empty() {
        draft.issuer = json::text(account, "originalIssuerName");
    }
    if draft.name.is_empty() {
        draft.name = json::text(account, "originalUserName");
    }
    draft.tags = folder.map(str::to_owned).into_iter().collect();
    draft.position = json::number(data, "position");
    Ok(draft)
}
