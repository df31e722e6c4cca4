//! `LastPass` Authenticator: `{version, accounts, folders}`.

use serde_json::Value;

use crate::{Content, Draft, Error, Extra, Reading, RowError, Secret, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "lastpass";

pub(crate) fn sniff(content: &Content) -> bool {
    let first = content.field("accounts").and_then(Value::as_array).and_then(|accounts| accounts.first());
    first.is_some_and(|account| account.get("issuerName").is_some() || account.get("originalIssuerName").is_some())
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let file = content.json.as_ref().ok_or(Error::Malformed { format: ID })?;
    let folders = json::items(file, "folders");
    let mut reading = Reading::new(ID);
    for account in json::items(file, "accounts") {
        // An account that is confirmed by a message has no secret.
        if json::text(account, "secret").is_empty() && json::flag(account, "pushNotification") {
            reading.count(Extra::Push);
        } else {
            reading.take(row(account, folders));
        }
    }
    Ok(reading)
}

fn row(account: &Value, folders: &[Value]) -> Result<Draft, RowError> {
    let either = |name, original| match json::text(account, name) {
        text if text.is_empty() => json::text(account, original),
        text => text,
    };
    let data = account.get("folderData").unwrap_or(&Value::Null);
    let folder = data.get("folderId").and_then(|id| folders.iter().find(|folder| folder.get("id") == Some(id)));
    Ok(Draft {
        issuer: either("issuerName", "originalIssuerName"),
        name: either("userName", "originalUserName"),
        secret: Secret::base32(json::str(account, "secret").ok_or(RowError::Shape)?),
        algorithm: json::text(account, "algorithm"),
        digits: json::number(account, "digits"),
        period: json::number(account, "timeStep"),
        tags: folder.map(|folder| json::text(folder, "name")).into_iter().collect(),
        pinned: json::flag(account, "isFavorite"),
        position: json::number(data, "position"),
        ..Draft::default()
    })
}
