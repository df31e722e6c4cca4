//! The database of Authenticator Plus: `SQLCipher`, with the table `accounts` of Google Authenticator and some columns more.

use zeroize::Zeroizing;

use crate::containers::sqlcipher;
use crate::containers::sqlite::{Database, Row};
use crate::{Content, Draft, Error, Reading, Secret, content, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "authenticator-plus";

/// The group of accounts that are in none.
const NO_GROUP: &str = "All Accounts";
/// The length of a code of Battle.net.
const BATTLE_NET_DIGITS: i64 = 8;

/// Whether bytes may be such a database: no text, and not of any kind that is known by its beginning.
pub(crate) fn sniff(content: &Content) -> bool {
    content.text.is_none() && sqlcipher::may_be(content.bytes) && !content::is_known(content.bytes)
}

pub(crate) fn read(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let key = sealed::key(ID, &sqlcipher::kdf(content.bytes), password)?;
    let opened = sqlcipher::open(content.bytes, &key).map_err(|error| error.of(ID))?;
    let database = Database::open(&opened).map_err(|error| error.of(ID))?;
    let table = database.table("accounts").map_err(|error| error.of(ID))?.ok_or(Error::Malformed { format: ID })?;
    let mut reading = Reading::new(ID);
    for row in table.rows() {
        reading.take(Ok(draft(&row)));
    }
    Ok(reading)
}

fn draft(row: &Row) -> Draft {
    let (kind, is_battle_net) = match row.number("type") {
        Some(1) => ("hotp", false),
        Some(2) => ("totp", true),
        _ => ("totp", false),
    };
    let (email, original, secret) = (row.text("email"), row.text("original_name"), row.text("secret"));
    let issuer = row.text("issuer");
    // Without an issuer of its own, an account has it in the name that it came with.
    let issuer = if issuer.is_empty() { original.split_once(':').map_or("", |(before, _)| before) } else { &issuer };
    let category = row.text("category");
    Draft {
        kind: kind.to_owned(),
        issuer: if is_battle_net { "Battle.net" } else { issuer }.to_owned(),
        name: email,
        secret: if is_battle_net { Secret::Hex(Zeroizing::new(secret)) } else { Secret::base32(&secret) },
        digits: is_battle_net.then_some(BATTLE_NET_DIGITS),
        counter: row.number("counter"),
        tags: if category == NO_GROUP { Vec::new() } else { vec![category] },
        ..Draft::default()
    }
}
