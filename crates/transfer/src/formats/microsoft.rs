//! The database of Microsoft Authenticator on a rooted phone: `SQLite`, with the table `accounts`.

use zeroize::Zeroizing;

use crate::containers::sqlite::{Database, Row, is_sqlite};
use crate::{Content, Draft, Error, Extra, Reading, RowError, Secret};

/// The id in the table of formats.
pub(crate) const ID: &str = "microsoft";

/// The type of an account of Microsoft's own, with codes of eight digits.
const OF_MICROSOFT: i64 = 1;

pub(crate) fn sniff(content: &Content) -> bool {
    is_sqlite(content.bytes)
        && Database::open(content.bytes).is_ok_and(|database| database.has("accounts", &["oath_secret_key"]))
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let database = Database::open(content.bytes).map_err(|error| error.of(ID))?;
    let table = database.table("accounts").map_err(|error| error.of(ID))?.ok_or(Error::Malformed { format: ID })?;
    let mut reading = Reading::new(ID);
    for row in table.rows() {
        let (issuer, name) = (row.text("name"), row.text("username"));
        if !row.text("oath_secret_key").is_empty() {
            reading.take(Ok(draft(&row, issuer, name)));
        } else if row.text("encrypted_oath_secret_key").is_empty() {
            // A work account, which is asked on the phone.
            reading.count(Extra::Push);
        } else {
            reading.refuse(RowError::Sealed, &issuer, &name);
        }
    }
    Ok(reading)
}

fn draft(row: &Row, issuer: String, name: String) -> Draft {
    let secret = row.text("oath_secret_key");
    let is_of_microsoft = row.number("account_type") == Some(OF_MICROSOFT);
    Draft {
        kind: "totp".to_owned(),
        issuer,
        name,
        secret: if is_of_microsoft { Secret::Base64(Zeroizing::new(secret)) } else { Secret::base32(&secret) },
        digits: is_of_microsoft.then_some(8),
        position: row.number("ux_position"),
        ..Draft::default()
    }
}
