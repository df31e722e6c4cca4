//! The database of Google Authenticator on a rooted phone: `SQLite`, with the table `accounts`.

use crate::containers::sqlite::{Database, Row, is_sqlite};
use crate::{Content, Draft, Error, Reading, Secret};

/// The id in the table of formats.
pub(crate) const ID: &str = "google-database";

pub(crate) fn sniff(content: &Content) -> bool {
    is_sqlite(content.bytes)
        && Database::open(content.bytes).is_ok_and(|database| database.has("accounts", &["secret", "email"]))
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let database = Database::open(content.bytes).map_err(|error| error.of(ID))?;
    let table = database.table("accounts").map_err(|error| error.of(ID))?.ok_or(Error::Malformed { format: ID })?;
    let mut reading = Reading::new(ID);
    for row in table.rows() {
        reading.take(Ok(draft(&row)));
    }
    Ok(reading)
}

fn draft(row: &Row) -> Draft {
    let label = row.text("email");
    let issuer = row.text("issuer");
    // The issuer stands before the account name, and in a column of its own since version 4.
    let (before, name) = label.split_once(':').unwrap_or(("", &label));
    let (issuer, name) = match (issuer.is_empty(), before == issuer) {
        (true, _) => (before, name),
        (false, true) => (issuer.as_str(), name),
        (false, false) => (issuer.as_str(), label.as_str()),
    };
    Draft {
        kind: if row.number("type") == Some(1) { "hotp" } else { "totp" }.to_owned(),
        issuer: issuer.to_owned(),
        name: name.trim().to_owned(),
        secret: Secret::base32(&row.text("secret")),
        counter: row.number("counter"),
        ..Draft::default()
    }
}
