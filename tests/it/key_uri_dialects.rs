//! What apps and people make of the Key Uri Format: dialects, and texts that are refused as a whole.

use halfminute::{
    otp::{Algorithm, Digits, Kind, Period, SeedError},
    otpauth::{self, Enrolment, Error, MAX_BYTES, Warning},
};

fn read(uri: &str) -> Result<Enrolment, Error> {
    let parsed = otpauth::parse(uri)?;
    assert_eq!((parsed.enrolments.len(), parsed.refused.len(), parsed.batch), (1, 0, None));
    Ok(parsed.enrolments.into_iter().next().unwrap())
}

/// A TOTP URI with these parameters behind its seed.
fn totp(parameters: &str) -> Result<Enrolment, Error> {
    read(&format!("otpauth://totp/a?secret=MFRGGZDF{parameters}"))
}

fn names(enrolment: &Enrolment) -> (&str, &str) {
    (&enrolment.issuer, &enrolment.account_name)
}

fn totp_kind(algorithm: Algorithm, digits: u8, period: u32) -> Kind {
    Kind::Totp { algorithm, digits: Digits::new(digits).unwrap(), period: Period::new(period).unwrap() }
}

fn extra(enrolment: &Enrolment) -> Vec<(&str, &str)> {
    enrolment.extra.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

const SECRET: &str = "63BEDWCQZKTQWPESARIERL5DTTQFCJTK";

#[test]
fn steam_scheme() {
    for uri in
        [format!("steam://{SECRET}"), format!("Steam://{}", SECRET.to_lowercase()), format!(" steam://{SECRET}\n")]
    {
        let enrolment = read(&uri).unwrap();
        assert_eq!(names(&enrolment), ("Steam", ""));
        assert_eq!(enrolment.otp.kind, Kind::Steam);
        assert_eq!(*enrolment.otp.code_at(1_511_200_518).text, "FR8RV");
    }
    assert_eq!(read("steam://"), Err(Error::NoSecret));
    assert_eq!(read("steam://run440"), Err(Error::Seed(SeedError::LookAlike)));
    assert_eq!(read("steam://store/app"), Err(Error::Seed(SeedError::Character)));
}

/// As Aegis and Ente write it. What Steam Guard has anyway is kept without a warning.
#[test]
fn steam_type() {
    let uri = format!("otpauth://steam/Steam:bob?secret={SECRET}&issuer=Steam&algorithm=SHA1&digits=5&period=30");
    let enrolment = read(&uri).unwrap();
    assert_eq!(names(&enrolment), ("Steam", "bob"));
    assert_eq!(enrolment.otp.kind, Kind::Steam);
    assert_eq!(extra(&enrolment), [("algorithm", "SHA1"), ("digits", "5"), ("period", "30")]);
    assert_eq!(enrolment.warnings, []);
}

#[test]
fn steam_type_with_parameters_that_steam_does_not_have() {
    for parameter in ["digits=6", "algorithm=SHA256", "period=60", "digits=x"] {
        let enrolment = read(&format!("otpauth://steam/bob?secret={SECRET}&{parameter}")).unwrap();
        assert_eq!(enrolment.otp.kind, Kind::Steam);
        assert_eq!(enrolment.warnings, [Warning::SteamParameter], "{parameter}");
        assert!(otpauth::to_uri(&enrolment).ends_with(parameter));
    }
}

/// As `KeePassXC` writes it.
#[test]
fn steam_encoder() {
    let uri = format!("otpauth://totp/Steam:bob?secret={SECRET}&period=30&digits=5&issuer=Steam&encoder=steam");
    let enrolment = read(&uri).unwrap();
    assert_eq!(enrolment.otp.kind, Kind::Steam);
    assert_eq!(enrolment.warnings, []);
    assert!(otpauth::to_uri(&enrolment).ends_with("&encoder=steam"));
}

#[test]
fn other_encoders_are_refused() {
    assert_eq!(totp("&encoder=battlenet"), Err(Error::UnknownEncoder));
    assert_eq!(read(&format!("otpauth://steam/a?secret={SECRET}&encoder=x")), Err(Error::UnknownEncoder));
    let hotp = format!("otpauth://hotp/a?secret={SECRET}&counter=1&encoder=steam");
    assert_eq!(read(&hotp), Err(Error::UnknownEncoder));
    assert!(totp("&encoder=").is_ok());
}

/// `FreeOTP` would show Steam Guard codes here. The URI says six digits, and so it is.
#[test]
fn steam_as_the_issuer_alone_changes_nothing() {
    for uri in [
        format!("otpauth://totp/bob?secret={SECRET}&issuer=Steam"),
        format!("otpauth://totp/steam:bob?secret={SECRET}"),
    ] {
        let enrolment = read(&uri).unwrap();
        assert_eq!(enrolment.otp.kind, totp_kind(Algorithm::Sha1, 6, 30));
        assert_eq!(enrolment.warnings, [Warning::MaybeSteam]);
    }
}

/// Ente puts what its app knows about an account into a parameter, as JSON.
#[test]
fn code_display_of_ente() {
    let enrolment = totp("&codeDisplay=%7B%22pinned%22%3Atrue%2C%22note%22%3A%22a%3Db%26c%22%7D").unwrap();
    assert_eq!(extra(&enrolment), [("codeDisplay", r#"{"pinned":true,"note":"a=b&c"}"#)]);
}

#[test]
fn white_space_around_it_is_ignored() {
    for (before, after) in [("", "\n"), (" \t", "\r\n"), ("\u{feff}", " "), ("", "\0")] {
        let uri = format!("{before}otpauth://totp/a?secret=MFRGGZDF{after}");
        assert_eq!(read(&uri).unwrap().otp.seed.as_bytes(), b"abcde");
    }
}

#[test]
fn two_lines_are_refused() {
    let line = "otpauth://totp/a?secret=MFRGGZDF&issuer=Acme";
    assert_eq!(read(&format!("{line}\n{line}")), Err(Error::LineBreak));
    assert_eq!(read(&format!("{line}\r{line}")), Err(Error::LineBreak));
}

#[test]
fn a_raw_number_sign_is_refused() {
    for uri in [
        "otpauth://totp/Acme #1?secret=MFRGGZDF",
        "otpauth://totp/a?secret=MFRGGZDF#digits=8",
        "otpauth://totp/a?issuer=Acme #1&secret=MFRGGZDF&digits=8",
    ] {
        assert_eq!(read(uri), Err(Error::Fragment), "{uri}");
    }
    assert_eq!(read("otpauth://totp/Acme%20%231?secret=MFRGGZDF").unwrap().account_name, "Acme #1");
}

#[test]
fn bytes_that_are_not_utf_8_are_refused() {
    assert_eq!(otpauth::parse(b"otpauth://totp/Caf\xe9?secret=MFRGGZDF"), Err(Error::NotUtf8));
}

#[test]
fn there_is_a_longest_text() {
    let uri = "otpauth://totp/a?secret=MFRGGZDF&note=";
    let longest = format!("{uri}{}", "x".repeat(MAX_BYTES - uri.len()));
    assert!(read(&longest).is_ok());
    assert_eq!(read(&format!("{longest}x")), Err(Error::TooLong));
}

#[test]
fn no_error_shows_a_secret() {
    for uri in [
        "otpauth://totp/a?secret=TOPSECRET0&digits=99",
        "otpauth://totp/a?secret=TOPSECRET1",
        "otpauth://totp/a?secret=TOPSECRETA&secret=TOPSECRETB",
        "steam://TOPSECRET!",
        "otpauth://totp/a?secret=TOPSECRET\nTOPSECRET",
    ] {
        let error = otpauth::parse(uri).unwrap_err();
        assert!(!format!("{error} {error:?} {}", error.code()).contains("TOPS"), "{uri}");
    }
    let shown = format!("{:?}", otpauth::parse("otpauth://totp/a?secret=MFRGGZDF").unwrap());
    assert!(!shown.contains("MFRG") && !shown.contains("abcde") && !shown.contains("97"));
}
