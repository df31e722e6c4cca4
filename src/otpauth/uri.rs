//! Reads `otpauth://TYPE/LABEL?PARAMETERS`, `motp://LABEL?PARAMETERS` and `steam://SECRET`.

use super::{
    Enrolment, Error, Warning, clean_name, label,
    parameters::{Parameters, number},
    percent,
};
use crate::otp::{Algorithm, Digits, Kind, Otp, Period, Pin, Seed, steam};

/// Reads what follows `otpauth://`.
///
/// # Errors
///
/// The [`Error`] of the first thing that cannot be honoured.
pub(super) fn parse(rest: &str) -> Result<Enrolment, Error> {
    let (path, query) = split_query(rest)?;
    let (kind, label) = path.split_once('/').unwrap_or((path, ""));
    let mut parameters = Parameters::read(query);
    let mut warnings = Vec::new();

    let kind = read_kind(kind, &mut parameters, &mut warnings)?;
    let secret = parameters.take("secret")?.ok_or(Error::NoSecret)?;
    let seed = read_seed(&secret, &mut warnings)?;
    read_names(label, Otp { seed, kind }, parameters, warnings)
}

/// Reads what follows `motp://`. The secret is the characters that are hashed, and not base32.
///
/// # Errors
///
/// The [`Error`] of the first thing that cannot be honoured.
pub(super) fn parse_motp(rest: &str) -> Result<Enrolment, Error> {
    let (label, query) = split_query(rest)?;
    let mut parameters = Parameters::read(query);
    let secret = parameters.take("secret")?.ok_or(Error::NoSecret)?;
    let seed = Seed::from_bytes(secret.as_bytes().to_vec())?;
    let pin = parameters.take("pin")?.map_or(Some(Pin::default()), |pin| Pin::new(&pin)).ok_or(Error::Pin)?;
    read_names(label, Otp { seed, kind: Kind::Motp { pin } }, parameters, Vec::new())
}

/// Splits at the `?`.
fn split_query(rest: &str) -> Result<(&str, &str), Error> {
    if rest.contains('#') {
        return Err(Error::Fragment);
    }
    Ok(rest.split_once('?').unwrap_or((rest, "")))
}

/// Reads the label and the issuer, and puts the enrolment together.
fn read_names(
    label: &str,
    otp: Otp,
    mut parameters: Parameters,
    mut warnings: Vec<Warning>,
) -> Result<Enrolment, Error> {
    let label = percent::decode_label(label);
    let issuer = parameters.take("issuer")?;
    let (issuer, odd_issuer) = clean_name(issuer.as_ref().map_or("", |issuer| issuer.as_str()));
    let (label_text, odd_label) = clean_name(&label.text);
    let issuer = issuer.as_str();
    let (label_issuer, account_name) = label::split(&label_text, issuer);
    let issuer_name = if issuer.is_empty() { label_issuer.unwrap_or("") } else { issuer };
    if label_issuer.is_some_and(|prefix| !prefix.is_empty() && !same_name(prefix, issuer_name)) {
        warnings.push(Warning::IssuerMismatch);
    }
    if matches!(otp.kind, Kind::Totp { .. }) && issuer_name.eq_ignore_ascii_case(steam::ISSUER) {
        warnings.push(Warning::MaybeSteam);
    }
    if label.literal || parameters.literal {
        warnings.push(Warning::PercentLiteral);
    }
    if odd_issuer || odd_label {
        warnings.push(Warning::OddCharacters);
    }
    Ok(Enrolment {
        issuer: issuer_name.to_owned(),
        account_name: account_name.to_owned(),
        label_issuer: label_issuer.map(str::to_owned),
        otp,
        extra: parameters.rest(),
        warnings,
    })
}

/// Reads what follows `steam://`: the secret and nothing else (Bitwarden, Proton).
///
/// The scheme names the issuer; the account name stays empty.
///
/// # Errors
///
/// [`Error::NoSecret`] if nothing follows, and [`Error::Seed`] if the secret is no seed.
pub(super) fn parse_steam(rest: &str) -> Result<Enrolment, Error> {
    let secret = percent::decode_query(rest).text;
    if secret.is_empty() {
        return Err(Error::NoSecret);
    }
    let mut warnings = Vec::new();
    let seed = read_seed(&secret, &mut warnings)?;
    Ok(Enrolment {
        issuer: steam::ISSUER.to_owned(),
        account_name: String::new(),
        label_issuer: None,
        otp: Otp { seed, kind: Kind::Steam },
        extra: Vec::new(),
        warnings,
    })
}

fn read_seed(secret: &str, warnings: &mut Vec<Warning>) -> Result<Seed, Error> {
    let read = Seed::read_base32(secret)?;
    if read.trailing_bits {
        warnings.push(Warning::SeedTrailingBits);
    }
    Ok(read.seed)
}

/// Reads the type and the parameters that belong to it; the others stay in `parameters`.
///
/// An issuer called Steam does not make a Steam Guard code (`FreeOTP` reads it so): the URI says
/// `totp`, and a business of that name may mean it.
fn read_kind(kind: &str, parameters: &mut Parameters, warnings: &mut Vec<Warning>) -> Result<Kind, Error> {
    let encoder = parameters.get("encoder")?;
    let steam_encoder = encoder.is_some_and(|name| name.eq_ignore_ascii_case(steam::ENCODER));
    if encoder.is_some() && !steam_encoder {
        return Err(Error::UnknownEncoder);
    }
    match kind.to_ascii_lowercase().as_str() {
        "totp" if !steam_encoder => Ok(Kind::Totp {
            algorithm: read_algorithm(parameters)?,
            digits: read_digits(parameters, warnings)?,
            period: read_period(parameters)?,
        }),
        "totp" | "steam" => {
            if contradicts_steam(parameters)? {
                warnings.push(Warning::SteamParameter);
            }
            Ok(Kind::Steam)
        }
        "hotp" if steam_encoder => Err(Error::UnknownEncoder),
        "hotp" => Ok(Kind::Hotp {
            algorithm: read_algorithm(parameters)?,
            digits: read_digits(parameters, warnings)?,
            counter: read_counter(parameters, warnings)?,
        }),
        "yaotp" => Ok(Kind::Yandex { pin: read_yandex_pin(parameters)? }),
        _ => Err(Error::UnknownType),
    }
}

fn read_algorithm(parameters: &mut Parameters) -> Result<Algorithm, Error> {
    match parameters.take("algorithm")? {
        Some(text) => Algorithm::parse_any(&text).ok_or(Error::UnknownAlgorithm),
        None => Ok(Algorithm::default()),
    }
}

fn read_digits(parameters: &mut Parameters, warnings: &mut Vec<Warning>) -> Result<Digits, Error> {
    let digits = match parameters.take("digits")? {
        Some(text) => number(&text).and_then(Digits::new).ok_or(Error::Digits)?,
        None => Digits::default(),
    };
    if digits < Digits::default() {
        warnings.push(Warning::FewDigits);
    }
    Ok(digits)
}

fn read_period(parameters: &mut Parameters) -> Result<Period, Error> {
    match parameters.take("period")? {
        Some(text) => number(&text).and_then(Period::new).ok_or(Error::Period),
        None => Ok(Period::default()),
    }
}

fn read_counter(parameters: &mut Parameters, warnings: &mut Vec<Warning>) -> Result<u64, Error> {
    let Some(text) = parameters.take("counter")? else {
        warnings.push(Warning::CounterMissing);
        return Ok(0);
    };
    number(&text).ok_or(Error::Counter)
}

/// Reads the PIN of a Yandex URI, which is written in base32; it is empty if there is none.
fn read_yandex_pin(parameters: &mut Parameters) -> Result<Pin, Error> {
    let Some(text) = parameters.take("pin")? else { return Ok(Pin::default()) };
    let bytes = Seed::from_base32(&text).map_err(|_| Error::Pin)?;
    core::str::from_utf8(bytes.as_bytes()).ok().and_then(Pin::new).ok_or(Error::Pin)
}

/// Whether a Steam URI names an algorithm, a length or a period that Steam Guard does not have.
fn contradicts_steam(parameters: &Parameters) -> Result<bool, Error> {
    let algorithm = parameters.get("algorithm")?;
    let digits = parameters.get("digits")?;
    let period = parameters.get("period")?;
    Ok(algorithm.is_some_and(|text| Algorithm::parse(text) != Some(Algorithm::Sha1))
        || digits.is_some_and(|text| number(text) != Some(steam::LENGTH))
        || period.is_some_and(|text| number(text) != Some(steam::PERIOD.get())))
}

/// Whether two spellings are those of one issuer.
fn same_name(one: &str, other: &str) -> bool {
    one.trim().chars().map(small).eq(other.trim().chars().map(small))
}

/// The small letter of a capital one: Latin, Greek and Cyrillic. The standard library has tables of all alphabets, which weigh
/// 8 KiB in the module that reads the files of other apps.
fn small(letter: char) -> char {
    let number = u32::from(letter);
    let small = match number {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f => number + 0x20,
        // Capitals and small letters in turn: a capital is even here, and odd below.
        0x100..=0x12f
        | 0x132..=0x137
        | 0x14a..=0x177
        | 0x460..=0x481
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f
        | 0x1e00..=0x1e95
        | 0x1ea0..=0x1eff => number | 1,
        0x139..=0x148 | 0x179..=0x17e | 0x4c1..=0x4ce => number + (number & 1),
        0x178 => 0xff,
        0x386 => 0x3ac,
        0x388..=0x38a => number + 0x25,
        0x38c => 0x3cc,
        0x38e | 0x38f => number + 0x3f,
        // At the end of a word, the small sigma has another form.
        0x3c2 => 0x3c3,
        0x400..=0x40f => number + 0x50,
        _ => number,
    };
    char::from_u32(small).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::small;

    #[test]
    fn small_letters_are_those_of_unicode() {
        let own = |letter: char| {
            let mut all = letter.to_lowercase();
            all.next().filter(|_| all.len() == 0)
        };
        let blocks = [0x00..=0x17f, 0x386..=0x3ce, 0x400..=0x52f, 0x1e00..=0x1e95, 0x1ea0..=0x1eff];
        for letter in blocks.into_iter().flatten().filter_map(char::from_u32) {
            match letter {
                'İ' | 'ς' | 'Ӏ' => {}
                _ => assert_eq!(Some(small(letter)), own(letter), "{letter} U+{:04X}", u32::from(letter)),
            }
        }
        assert_eq!(['ς', '山', 'ß'].map(small), ['σ', '山', 'ß']);
    }
}
