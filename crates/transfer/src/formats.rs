//! The table of formats.

#![expect(clippy::unnecessary_wraps, reason = "all that stand in the table have the same type")]

use crate::{Content, Error, Reading};

mod aegis;
mod age;
mod andotp;
mod authenticator_extension;
mod authenticator_plus;
mod authy;
mod battle_net;
mod bitwarden;
mod cotp;
pub mod csv;
mod duo;
mod ente;
mod freeotp;
mod freeotp_2;
mod google_database;
mod html;
mod keepass;
mod lastpass;
mod microsoft;
mod onepassword;
mod otpauth;
mod proton_authenticator;
mod proton_pass;
mod raivo;
mod steam;
mod stratum;
mod totp_authenticator;
mod twofas;
mod twofauth;
mod vastblast;

pub(crate) use onepassword::FILE as ONEPASSWORD_FILE;
pub(crate) use proton_pass::{FILE as PROTON_PASS_FILE, SEALED_FILE as PROTON_PASS_SEALED_FILE};

/// A format of another app.
pub struct Format {
    /// The stable name by which the shell finds the words.
    pub id: &'static str,
    /// Whether a file looks like this format.
    pub sniff: fn(&Content) -> bool,
    /// Reads a file of this format, with the password if there is one.
    pub read: Read,
}

/// Reads a file, with the password if there is one.
type Read = fn(&Content, Option<&str>) -> Result<Reading, Error>;

const fn format(id: &'static str, sniff: fn(&Content) -> bool, read: Read) -> Format {
    Format { id, sniff, read }
}

/// All formats. The first that a file looks like is the one that reads it, unless it leaves the file to the databases.
pub const FORMATS: [&[Format]; 3] = [DATABASES, FILES, SEALED_DATABASES];

/// The formats of databases, and those in XML.
#[cfg(feature = "databases")]
const DATABASES: &[Format] = &[
    format(keepass::ID, keepass::sniff_kdbx, keepass::read_kdbx),
    format(keepass::ID, keepass::sniff, keepass::read),
    format(google_database::ID, google_database::sniff, google_database::read),
    format(microsoft::ID, microsoft::sniff, microsoft::read),
    format(authy::ID, authy::sniff, authy::read),
    format(battle_net::ID, battle_net::sniff, battle_net::read),
    format(freeotp::ID, freeotp::sniff, freeotp::read),
];

/// The databases that nothing tells from noise, and that may be a file of another format.
#[cfg(feature = "databases")]
const SEALED_DATABASES: &[Format] =
    &[format(authenticator_plus::ID, authenticator_plus::sniff, authenticator_plus::read)];

#[cfg(not(feature = "databases"))]
const SEALED_DATABASES: &[Format] = &[];

/// A module without the readers of databases still knows one when it sees it.
#[cfg(not(feature = "databases"))]
const DATABASES: &[Format] = &[format("database", sniff_database, refuse_database)];

#[cfg(not(feature = "transfer"))]
const FILES: &[Format] = &[];

/// The formats of other files. Those that begin in a way of their own come first, and those that nothing tells from noise
/// come last.
#[cfg(feature = "transfer")]
const FILES: &[Format] = &[
    format(onepassword::ID, onepassword::sniff, onepassword::read),
    format(proton_pass::ID, proton_pass::sniff, proton_pass::read),
    format(freeotp::ID, freeotp_2::sniff, freeotp_2::read),
    format(aegis::ID, aegis::sniff, aegis::read),
    format(age::ID, age::sniff, age::read),
    format(stratum::ID, stratum::sniff, stratum::read),
    format(twofas::ID, twofas::sniff, twofas::read),
    format(bitwarden::ID, bitwarden::sniff, bitwarden::read),
    format(ente::ID, ente::sniff, ente::read),
    format(proton_authenticator::ID, proton_authenticator::sniff, proton_authenticator::read),
    format(twofauth::ID, twofauth::sniff, twofauth::read),
    format(freeotp::PLUS_ID, freeotp::sniff_plus, freeotp::read_plus),
    format(lastpass::ID, lastpass::sniff, lastpass::read),
    format(steam::ID, steam::sniff, steam::read),
    format(vastblast::ID, vastblast::sniff, vastblast::read),
    format(cotp::ID, cotp::sniff, cotp::read),
    format(duo::ID, duo::sniff, duo::read),
    format(raivo::ID, raivo::sniff, raivo::read),
    format(andotp::ID, andotp::sniff, andotp::read),
    format(authenticator_extension::ID, authenticator_extension::sniff, authenticator_extension::read),
    format(html::ID, html::sniff, html::read),
    format(csv::ID, csv::sniff_known, csv::read),
    format(otpauth::ID, otpauth::sniff, otpauth::read),
    format(totp_authenticator::ID, totp_authenticator::sniff, totp_authenticator::read),
    format(csv::ID, csv::sniff, csv::read),
    format(andotp::ID, andotp::sniff_sealed, andotp::read_sealed),
];

/// Whether a file is a database or XML, which another module reads.
#[cfg(not(feature = "databases"))]
fn sniff_database(content: &Content) -> bool {
    let in_xml = [keepass::sniff, authy::sniff, battle_net::sniff, freeotp::sniff];
    keepass::sniff_kdbx(content)
        || crate::containers::sqlite::is_sqlite(content.bytes)
        || in_xml.iter().any(|sniff| sniff(content))
}

#[cfg(not(feature = "databases"))]
fn refuse_database(_content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    Err(Error::NeedsDatabases)
}
