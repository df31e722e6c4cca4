//! Bitwarden's plain JSON, which its apps and many others import.

use serde_json::Value;

use super::{Groups, Holds, Loss, Writing, Written, one, otpauth};
use crate::json::object;
use crate::{Entry, Error, Kind};

const HOLDS: Holds = Holds {
    note: true,
    tags: 1,
    pinned: true,
    trashed: false,
    icon_name: false,
    icon_picture: false,
    uses: false,
    sites: true,
    position: false,
};

pub(super) fn losses(entry: &Entry) -> Vec<Loss> {
    if !matches!(entry.kind, Kind::Totp | Kind::Steam) || entry.otp().is_none() {
        return vec![Loss::Account];
    }
    let mut losses = HOLDS.losses(entry);
    // A `steam` URI has no names, and an account without an issuer would show as one without a title.
    if entry.kind == Kind::Steam && entry.issuer != halfminute::otp::steam::ISSUER
        || entry.issuer.is_empty()
        || entry.name.is_empty()
    {
        losses.push(Loss::Names);
    }
    losses
}

pub(super) fn write(entries: &[Entry], writing: &mut Writing) -> Result<Vec<Written>, Error> {
    let mut folders = Groups::default();
    let mut items: Vec<Value> = Vec::new();
    for entry in super::held(entries, losses) {
        let folder = match entry.tags.first() {
            None => Value::Null,
            Some(tag) => folders.id(tag, writing)?.into(),
        };
        let totp = match entry.kind {
            Kind::Steam => format!("steam://{}", otpauth::base32(entry)),
            _ => otpauth::uri(entry, &[]).map(|uri| uri.to_string()).unwrap_or_default(),
        };
        let title = if entry.issuer.is_empty() { &entry.name } else { &entry.issuer };
        let uris: Vec<Value> =
            entry.sites.iter().map(|site| object! { "match": Value::Null, "uri": site.as_str() }).collect();
        let login = object! {
            "uris": uris,
            "username": entry.name.as_str(),
            "password": Value::Null,
            "totp": totp,
        };
        items.push(object! {
            "id": writing.uuid()?,
            "organizationId": Value::Null,
            "folderId": folder,
            "type": 1,
            "reprompt": 0,
            "name": title.as_str(),
            "notes": Some(entry.note.as_str()).filter(|note| !note.is_empty()),
            "favorite": entry.pinned,
            "login": login,
            "collectionIds": Value::Null,
        });
    }
    Ok(one(object! { "encrypted": false, "folders": folders.to_json("id"), "items": items }.to_string().into_bytes()))
}
