//! Lines of text, each an `otpauth`, `otpauth-migration` or `steam` URI.

use halfminute::otp::Kind as OtpKind;
use halfminute::otpauth;
use zeroize::Zeroizing;

use crate::{Algorithm, Content, Entry, Error, Kind, Reading};

/// The id in the table of formats.
pub(crate) const ID: &str = "otpauth";

/// The beginnings of a line that is an account.
const SCHEMES: [&str; 3] = ["otpauth://", "otpauth-migration://", "steam://"];

pub(crate) fn sniff(content: &Content) -> bool {
    content.text().lines().any(|line| SCHEMES.iter().any(|scheme| line.trim_start().starts_with(scheme)))
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let mut reading = Reading::new(ID);
    for line in content.text().lines().map(str::trim).filter(|line| !line.is_empty()) {
        match otpauth::parse(line) {
            Ok(parsed) => {
                for enrolment in parsed.enrolments {
                    reading.entries.push(entry(enrolment));
                }
            }
            Err(error) => reading.refuse(error.into(), "", ""),
        }
    }
    Ok(reading)
}

/// An account that the core has read.
#[must_use]
pub fn entry(enrolment: otpauth::Enrolment) -> Entry {
    let otp = &enrolment.otp;
    let (kind, algorithm, digits, period, counter) = match otp.kind {
        OtpKind::Totp { algorithm, digits, period } => (Kind::Totp, algorithm.into(), digits.get(), period.get(), 0),
        OtpKind::Hotp { algorithm, digits, counter } => (Kind::Hotp, algorithm.into(), digits.get(), 30, counter),
        OtpKind::Steam => (Kind::Steam, Algorithm::Sha1, 5, 30, 0),
    };
    Entry {
        kind,
        issuer: enrolment.issuer,
        name: enrolment.account_name,
        secret: Zeroizing::new(otp.seed.as_bytes().to_vec()),
        algorithm,
        digits,
        period,
        counter,
        pin: None,
        note: String::new(),
        tags: Vec::new(),
        pinned: false,
        icon: None,
        uses: None,
        last_used: None,
        sites: Vec::new(),
        position: None,
        warnings: enrolment.warnings,
    }
}
