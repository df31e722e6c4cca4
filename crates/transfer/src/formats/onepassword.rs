//! 1Password's 1PUX: a zip in which `export.data` is `{accounts: [{vaults: [{items: [{overview, details}]}]}]}`.

use serde_json::Value;

use super::bitwarden::item_draft;
use super::otpauth;
use crate::containers::zip::{Zip, is_zip};
use crate::{Content, Draft, Error, Extra, Reading, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "onepassword";
/// The file by which the archive is known.
pub(crate) const FILE: &str = "export.data";

/// The title that 1Password gives to the field of a one-time code.
const USUAL_TITLE: &str = "one-time password";

pub(crate) fn sniff(content: &Content) -> bool {
    is_zip(content.bytes) && Zip::open(content.bytes).is_ok_and(|zip| zip.names().iter().any(|name| name == FILE))
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let mut zip = Zip::open(content.bytes).map_err(|error| error.of(ID))?;
    let file = zip.read(FILE, password).map_err(|error| error.of(ID))?;
    let export = json::opened(ID, &file)?;
    let mut reading = Reading::new(ID);
    for account in json::items(&export, "accounts") {
        let vaults = json::items(account, "vaults");
        for vault in vaults {
            // With one vault its name tells nothing.
            let group = vault.get("attrs").filter(|_| vaults.len() > 1).map(|attrs| json::text(attrs, "name"));
            for item in json::items(vault, "items") {
                take(item, group.as_deref(), &mut reading);
            }
        }
    }
    Ok(reading)
}

/// Takes the one-time codes of an item, of which there may be several.
fn take(item: &Value, group: Option<&str>, reading: &mut Reading) {
    let (none, details) = (Value::Null, item.get("details").unwrap_or(&Value::Null));
    let overview = item.get("overview").unwrap_or(&none);
    let title = json::text(overview, "title");
    let mut logins = json::items(details, "loginFields").iter();
    let user = logins.find(|field| json::str(field, "designation") == Some("username"));
    let user = user.map(|field| json::text(field, "value")).unwrap_or_default();
    let mut sites = vec![json::text(overview, "url")];
    sites.extend(json::items(overview, "urls").iter().map(|url| json::text(url, "url")));
    sites.dedup();
    let tags: Vec<String> = json::texts(overview, "tags").into_iter().chain(group.map(str::to_owned)).collect();
    let sections = json::items(details, "sections").iter();
    let codes = sections.flat_map(|section| json::items(section, "fields")).filter_map(|field| {
        let code =
            field.get("value").and_then(|value| json::str(value, "totp")).filter(|code| !code.trim().is_empty())?;
        Some((json::text(field, "title"), code))
    });
    let mut has_code = false;
    for (field, code) in codes {
        has_code = true;
        let field = if field == USUAL_TITLE { String::new() } else { field };
        match otpauth::value(code) {
            Ok(draft) => reading.take(Ok(Draft {
                note: json::text(details, "notesPlain"),
                tags: tags.clone(),
                sites: sites.clone(),
                pinned: item.get("favIndex").and_then(Value::as_i64).is_some_and(|index| index > 0),
                ..item_draft(draft, &title, &with_field(&user, &field))
            })),
            Err(error) => reading.refuse(error, &title, &user),
        }
    }
    if !has_code {
        reading.count(Extra::OtherItem);
    }
}

/// The account name, and the name of the field where that tells one code of an item from another.
pub(crate) fn with_field(user: &str, field: &str) -> String {
    match (user.is_empty(), field.is_empty()) {
        (_, true) => user.to_owned(),
        (true, false) => field.to_owned(),
        (false, false) => format!("{user} ({field})"),
    }
}
