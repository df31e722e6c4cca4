//! Reads `otpauth-migration://offline?data=…`, the export of Google Authenticator.
//!
//! ```text
//! MigrationPayload { 1 repeated OtpParameters, 2 version, 3 batch_size, 4 batch_index, 5 batch_id }
//! OtpParameters    { 1 secret, 2 name, 3 issuer, 4 algorithm, 5 digits, 6 type, 7 counter }
//! ```
//!
//! Every field may be absent and is then zero or empty. There is no field for the period, which is 30 s.

pub(super) mod write;

use base64ct::{Base64Unpadded, Encoding};
use zeroize::Zeroizing;

use super::{
    Batch, Enrolment, Error, Parsed, Refused, Warning, clean_name, label,
    parameters::Parameters,
    protobuf::{Fields, Malformed, Value},
};
use crate::otp::{Algorithm, Digits, Kind, Otp, Period, Seed, steam};

impl From<Malformed> for Error {
    fn from(_: Malformed) -> Self {
        Self::MigrationMalformed
    }
}

/// Reads what follows `otpauth-migration://`.
///
/// # Errors
///
/// The [`Error`] of a payload that cannot be read as a whole; single entries are refused one by one.
pub(super) fn parse(rest: &str) -> Result<Parsed, Error> {
    let (host, query) = rest.split_once('?').ok_or(Error::MigrationNoData)?;
    if !host.trim_end_matches('/').eq_ignore_ascii_case("offline") {
        return Err(Error::MigrationNoData);
    }
    let data = Parameters::read(query).take("data")?.ok_or(Error::MigrationNoData)?;
    read_payload(&decode_base64(&data)?)
}

/// Decodes base64, with or without padding, in the standard alphabet or the one for URLs. A space stands for a `+` that was
/// not escaped in the query.
fn decode_base64(data: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut clean = Zeroizing::new(String::with_capacity(data.len()));
    clean.extend(data.trim_end_matches('=').chars().map(|c| match c {
        ' ' | '-' => '+',
        '_' => '/',
        other => other,
    }));
    Base64Unpadded::decode_vec(&clean).map(Zeroizing::new).map_err(|_| Error::MigrationBase64)
}

fn read_payload(payload: &[u8]) -> Result<Parsed, Error> {
    let mut batch = Batch { version: 0, size: 0, index: 0, id: 0 };
    let mut enrolments = Vec::new();
    let mut refused = Vec::new();
    for field in Fields::new(payload) {
        match field? {
            (1, value) => {
                let position = enrolments.len() + refused.len();
                match read_entry(value.bytes()?) {
                    Ok(enrolment) => enrolments.push(enrolment),
                    Err((names, error)) => refused.push(Refused {
                        position,
                        issuer: names.issuer,
                        account_name: names.account_name,
                        error,
                    }),
                }
            }
            (2, value) => batch.version = value.int32()?,
            (3, value) => batch.size = value.int32()?,
            (4, value) => batch.index = value.int32()?,
            (5, value) => batch.id = value.int32()?,
            _ => {}
        }
    }
    if enrolments.is_empty() && refused.is_empty() {
        return Err(Error::MigrationEmpty);
    }
    Ok(Parsed { enrolments, refused, batch: Some(batch) })
}

/// The names of an entry.
#[derive(Default)]
struct Names {
    issuer: String,
    account_name: String,
    label_issuer: Option<String>,
    /// Whether characters were taken out of a name.
    odd: bool,
}

/// An entry as it stands in the payload.
#[derive(Default)]
struct Entry<'a> {
    secret: &'a [u8],
    name: &'a [u8],
    issuer: &'a [u8],
    algorithm: i32,
    digits: i32,
    kind: i32,
    counter: i64,
}

fn read_entry(message: &[u8]) -> Result<Enrolment, (Names, Error)> {
    let mut entry = Entry::default();
    let read = Fields::new(message).try_for_each(|field| {
        let (number, value) = field?;
        entry.set(number, value)
    });
    let (names, utf8) = entry.names();
    let honoured = read.map_err(Error::from).and(utf8).and_then(|()| entry.otp());
    let (otp, mut warnings) = match honoured {
        Ok(honoured) => honoured,
        Err(error) => return Err((names, error)),
    };
    if matches!(otp.kind, Kind::Totp { .. }) && names.issuer.eq_ignore_ascii_case(steam::ISSUER) {
        warnings.push(Warning::MaybeSteam);
    }
    if names.odd {
        warnings.push(Warning::OddCharacters);
    }
    Ok(Enrolment {
        issuer: names.issuer,
        account_name: names.account_name,
        label_issuer: names.label_issuer,
        otp,
        extra: Vec::new(),
        warnings,
    })
}

impl<'a> Entry<'a> {
    /// The last of several values counts, as in every reader of protocol buffers.
    fn set(&mut self, number: u64, value: Value<'a>) -> Result<(), Malformed> {
        match number {
            1 => self.secret = value.bytes()?,
            2 => self.name = value.bytes()?,
            3 => self.issuer = value.bytes()?,
            4 => self.algorithm = value.int32()?,
            5 => self.digits = value.int32()?,
            6 => self.kind = value.int32()?,
            7 => self.counter = value.int64()?,
            _ => {}
        }
        Ok(())
    }

    /// The name is a label when there is no issuer; else only the issuer itself is taken off it.
    /// What is not UTF-8 stays empty and is an error.
    fn names(&self) -> (Names, Result<(), Error>) {
        let issuer = core::str::from_utf8(self.issuer);
        let name = core::str::from_utf8(self.name);
        let valid = issuer.and(name).map(|_| ()).map_err(|_| Error::MigrationName);
        let (issuer, odd_issuer) = clean_name(issuer.unwrap_or_default());
        let (name, odd_name) = clean_name(name.unwrap_or_default());
        let (issuer, name) = (issuer.as_str(), name.as_str());
        let (label_issuer, account_name) = if issuer.is_empty() {
            label::split(name, "")
        } else {
            label::strip_issuer(name, issuer).map_or((None, name), |(prefix, account)| (Some(prefix), account))
        };
        let issuer = if issuer.is_empty() { label_issuer.unwrap_or_default() } else { issuer };
        let names = Names {
            issuer: issuer.to_owned(),
            // Where it has a colon, no label could hold a space before it.
            account_name: account_name.trim_start_matches(' ').to_owned(),
            label_issuer: label_issuer.map(str::to_owned),
            odd: odd_issuer || odd_name,
        };
        (names, valid)
    }

    fn otp(&self) -> Result<(Otp, Vec<Warning>), Error> {
        let mut warnings = Vec::new();
        let algorithm = match self.algorithm {
            0 | 1 => Algorithm::Sha1,
            2 => Algorithm::Sha256,
            3 => Algorithm::Sha512,
            4 => Algorithm::MD5,
            _ => return Err(Error::MigrationAlgorithm),
        };
        let digits = match self.digits {
            0 | 1 => Digits::new(6),
            2 => Digits::new(8),
            _ => None,
        };
        let digits = digits.ok_or(Error::MigrationDigits)?;
        let kind = match self.kind {
            1 => Kind::Hotp {
                algorithm,
                digits,
                counter: u64::try_from(self.counter).map_err(|_| Error::MigrationCounter)?,
            },
            // Unspecified, but with a counter to lose.
            0 if self.counter != 0 => return Err(Error::MigrationType),
            // Unspecified. Time-based is what nearly every entry is; the warning lets a person check.
            0 | 2 => Kind::Totp { algorithm, digits, period: Period::default() },
            _ => return Err(Error::MigrationType),
        };
        if self.kind == 0 {
            warnings.push(Warning::TypeUnspecified);
        }
        let seed = Seed::from_bytes(self.secret.to_vec())?;
        Ok((Otp { seed, kind }, warnings))
    }
}
