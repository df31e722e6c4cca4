//! Proton Pass: a zip in which `Proton Pass/data.json` is `{vaults: {id: {name, items: [{data, state, pinned}]}}}`.

use serde_json::Value;

use super::bitwarden::item_draft;
use super::onepassword::with_field;
use super::otpauth;
use crate::containers::zip::{Zip, is_zip};
use crate::{Content, Draft, Error, Extra, Reading, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "proton-pass";
/// The file by which the archive is known.
pub(crate) const FILE: &str = "Proton Pass/data.json";
/// The file in its place where the export is sealed by PGP.
pub(crate) const SEALED_FILE: &str = "Proton Pass/data.pgp";

/// The state of an item in the bin.
const TRASHED: i64 = 2;

pub(crate) fn sniff(content: &Content) -> bool {
    let is_ours = |zip: Zip| zip.names().iter().any(|name| name == FILE || name == SEALED_FILE);
    is_zip(content.bytes) && Zip::open(content.bytes).is_ok_and(is_ours)
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let mut zip = Zip::open(content.bytes).map_err(|error| error.of(ID))?;
    if !zip.names().iter().any(|name| name == FILE) {
        return Err(Error::Unsupported { format: ID, reason: "pgp" });
    }
    let file = zip.read(FILE, password).map_err(|error| error.of(ID))?;
    let export = json::opened(ID, &file)?;
    let vaults = export.get("vaults").and_then(Value::as_object).ok_or(Error::Malformed { format: ID })?;
    let mut reading = Reading::new(ID);
    for vault in vaults.values() {
        // With one vault its name tells nothing.
        let group = Some(json::text(vault, "name")).filter(|_| vaults.len() > 1);
        for item in json::items(vault, "items") {
            take(item, group.as_deref(), &mut reading);
        }
    }
    Ok(reading)
}

/// Takes the one-time codes of an item: its own, those of its further fields, and those of its sections.
fn take(item: &Value, group: Option<&str>, reading: &mut Reading) {
    let data = item.get("data").unwrap_or(&Value::Null);
    let (content, metadata) =
        (data.get("content").unwrap_or(&Value::Null), data.get("metadata").unwrap_or(&Value::Null));
    let title = json::text(metadata, "name");
    let user = ["itemUsername", "itemEmail", "username"].map(|name| json::text(content, name));
    let user = user.into_iter().find(|user| !user.is_empty()).unwrap_or_default();
    let sections = json::items(content, "sections").iter().flat_map(|section| json::items(section, "sectionFields"));
    let further = json::items(data, "extraFields")
        .iter()
        .chain(sections)
        .filter(|field| json::str(field, "type") == Some("totp"));
    let further = further.filter_map(|field| {
        let data = field.get("data")?;
        Some((json::text(field, "fieldName"), json::str(data, "totpUri").or_else(|| json::str(data, "content"))?))
    });
    let own = json::str(content, "totpUri").map(|uri| (String::new(), uri));
    let mut has_code = false;
    for (field, code) in own.into_iter().chain(further).filter(|(_, code)| !code.trim().is_empty()) {
        has_code = true;
        match otpauth::value(code) {
            Ok(draft) => reading.take(Ok(Draft {
                note: json::text(metadata, "note"),
                tags: group.map(str::to_owned).into_iter().collect(),
                sites: json::texts(content, "urls"),
                pinned: json::flag(item, "pinned"),
                trashed: json::number(item, "state") == Some(TRASHED),
                ..item_draft(draft, &title, &with_field(&user, &field))
            })),
            Err(error) => reading.refuse(error, &title, &with_field(&user, &field)),
        }
    }
    if !has_code {
        reading.count(Extra::OtherItem);
    }
}
