//! Aegis: `{version, header: {slots, params}, db}`, where `db` is an object or sealed.

use serde_json::Value;

use crate::{Content, Draft, Error, Reading, RowError, Secret, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "aegis";

pub(crate) fn sniff(content: &Content) -> bool {
    content.field("header").is_some() && content.field("db").is_some()
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let db = content.field("db").filter(|db| db.is_object()).ok_or(Error::Malformed { format: ID })?;
    let mut reading = Reading::new(ID);
    for entry in json::items(db, "entries") {
        reading.take(row(entry));
    }
    Ok(reading)
}

fn row(entry: &Value) -> Result<Draft, RowError> {
    let info = entry.get("info").ok_or(RowError::Shape)?;
    Ok(Draft {
        kind: json::text(entry, "type"),
        issuer: json::text(entry, "issuer"),
        name: json::text(entry, "name"),
        secret: Secret::base32(&json::text(info, "secret")),
        algorithm: json::text(info, "algo"),
        digits: json::number(info, "digits"),
        period: json::number(info, "period"),
        counter: json::number(info, "counter"),
        note: json::text(entry, "note"),
        pinned: json::flag(entry, "favorite"),
        ..Draft::default()
    })
}
