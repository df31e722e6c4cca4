//! Writing the Key Uri Format: what is written is read again.

use halfminute::{
    otp::{Algorithm, Digits, Kind, Otp, Period, Pin, Seed},
    otpauth::{self, Enrolment, Error, Warning},
};
use proptest::prelude::*;

fn read(uri: &str) -> Result<Enrolment, Error> {
    let parsed = otpauth::parse(uri)?;
    assert_eq!((parsed.enrolments.len(), parsed.refused.len(), parsed.batch), (1, 0, None));
    Ok(parsed.enrolments.into_iter().next().unwrap())
}

/// A TOTP URI with these parameters behind its seed.
fn totp(parameters: &str) -> Result<Enrolment, Error> {
    read(&format!("otpauth://totp/a?secret=MFRGGZDF{parameters}"))
}

#[test]
fn a_uri_says_everything() {
    let enrolment = read("otpauth://totp/Big%20Corp:b+c@d.e?secret=mfrggzdf&issuer=Big+Corp&x=1%2B1%3D2").unwrap();
    let expected = "otpauth://totp/Big%20Corp%3Ab%2Bc%40d.e?secret=MFRGGZDF&issuer=Big%20Corp\
                    &algorithm=SHA1&digits=6&period=30&x=1%2B1%3D2";
    assert_eq!(*otpauth::to_uri(&enrolment), expected);
}

#[test]
fn the_label_is_written_as_it_was() {
    for start in [
        "otpauth://totp/bob?secret=MFRGGZDF&issuer=Acme",
        "otpauth://totp/Acme%3Abob?secret=MFRGGZDF&issuer=Acme",
        "otpauth://totp/Other%3Abob?secret=MFRGGZDF&issuer=Acme",
        "otpauth://totp/%3Abob?secret=MFRGGZDF&issuer=Acme",
        "otpauth://totp/%3Abob?secret=MFRGGZDF",
        "otpauth://totp/bob?secret=MFRGGZDF",
        "otpauth://totp/?secret=MFRGGZDF",
        "otpauth://totp/a%3Ab%3Ac%3Ad?secret=MFRGGZDF&issuer=a%3Ab",
    ] {
        let uri = otpauth::to_uri(&read(start).unwrap());
        assert!(uri.starts_with(&format!("{start}&algorithm")), "{start} became {}", *uri);
    }
}

/// What no URI can have given, but a payload or a person: the account name comes before the label.
#[test]
fn a_label_that_would_be_split_elsewhere_gives_way() {
    let cases = [
        (None, "@bob:matrix.org", "Matrix%3A%40bob%3Amatrix.org"),
        (Some("Ma:trix"), "bob", "bob"),
        (Some("Ma:trix"), "b:ob", "Matrix%3Ab%3Aob"),
        (Some(""), " bob", "%20bob"),
    ];
    for (label_issuer, account_name, label) in cases {
        let enrolment = Enrolment {
            issuer: "Matrix".to_owned(),
            account_name: account_name.to_owned(),
            label_issuer: label_issuer.map(str::to_owned),
            ..totp("").unwrap()
        };
        let uri = otpauth::to_uri(&enrolment);
        assert!(uri.starts_with(&format!("otpauth://totp/{label}?")), "{}", *uri);
        assert_eq!(read(&uri).unwrap().account_name, account_name);
    }
}

#[test]
fn counter_and_steam() {
    let hotp = "otpauth://hotp/a?secret=MFRGGZDF&algorithm=SHA512&digits=8&counter=18446744073709551615";
    assert_eq!(*otpauth::to_uri(&read(hotp).unwrap()), hotp);
    let steam = otpauth::to_uri(&read("steam://MFRGGZDF").unwrap());
    assert_eq!(*steam, "otpauth://steam/?secret=MFRGGZDF&issuer=Steam");
}

/// An extra parameter cannot turn an account into another one.
#[test]
fn extra_parameters_do_not_contradict() {
    let extra = ["Secret", "issuer", "ALGORITHM", "digits", "period", "counter", "encoder"];
    let kept_by_type = [
        ("totp", vec!["counter"]),
        ("hotp", vec!["period"]),
        ("steam", vec!["ALGORITHM", "digits", "period", "counter", "encoder"]),
    ];
    for (kind, kept) in kept_by_type {
        let mut enrolment = read(&format!("otpauth://{kind}/a?secret=MFRGGZDF")).unwrap();
        enrolment.extra = extra.map(|name| (name.to_owned(), "steam".to_owned())).to_vec();
        let again = read(&otpauth::to_uri(&enrolment)).unwrap();
        assert_eq!((&again.otp, again.issuer.as_str()), (&enrolment.otp, ""), "{kind}");
        let names: Vec<_> = again.extra.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, kept, "{kind}");
    }
    let mut steam = read("steam://MFRGGZDF").unwrap();
    steam.extra = vec![("encoder".to_owned(), "other".to_owned())];
    assert_eq!(read(&otpauth::to_uri(&steam)).unwrap().extra, []);
}

/// Templates leave parameters empty, and then they count as absent.
#[test]
fn an_empty_encoder_says_nothing_and_stays() {
    for (kind, rest) in
        [("totp", "&algorithm=SHA1&digits=6&period=30"), ("hotp", "&algorithm=SHA1&digits=6&counter=7"), ("steam", "")]
    {
        let uri = format!("otpauth://{kind}/a?secret=MFRGGZDF{rest}&encoder=");
        let enrolment = read(&uri).unwrap();
        assert_eq!(*otpauth::to_uri(&enrolment), uri);
        assert_eq!(read(&uri), Ok(enrolment));
    }
}

#[test]
fn nothing_is_left_out_when_there_is_room_for_all_of_it() {
    let enrolment = Enrolment {
        issuer: "ä".repeat(2000),
        account_name: "🔑".repeat(2000),
        label_issuer: Some("ß".repeat(2000)),
        extra: vec![("é".repeat(300), "=&+%#".repeat(300))],
        ..totp("").unwrap()
    };
    let again = read(&otpauth::to_uri(&enrolment)).unwrap();
    assert_eq!(again, Enrolment { warnings: vec![Warning::IssuerMismatch], ..enrolment });
}

fn any_kind() -> impl Strategy<Value = Kind> {
    let algorithm = || prop::sample::select(vec![Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]);
    let digits = || (1u8..=10).prop_map(|digits| Digits::new(digits).unwrap());
    prop_oneof![
        (algorithm(), digits(), 1u32..=86_400).prop_map(|(algorithm, digits, period)| Kind::Totp {
            algorithm,
            digits,
            period: Period::new(period).unwrap()
        }),
        (algorithm(), digits(), any::<u64>()).prop_map(|(algorithm, digits, counter)| Kind::Hotp {
            algorithm,
            digits,
            counter
        }),
        Just(Kind::Steam),
        "[0-9a-zé&]{1,16}".prop_map(|pin| Kind::Yandex { pin: Pin::new(&pin).unwrap() }),
    ]
}

/// Text with plenty of what URIs are sensitive to.
fn any_text() -> impl Strategy<Value = String> {
    "([ :%+&=#?/@aZ9é莎\u{0}\n]|%[0-9A-F]{2}|\\PC){0,12}"
}

/// A name as every enrolment that was read has it.
fn any_name() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| otpauth::clean_name(&text).0)
}

fn any_enrolment() -> impl Strategy<Value = Enrolment> {
    let seed = prop::collection::vec(any::<u8>(), 1..70).prop_map(|bytes| Seed::from_bytes(bytes).unwrap());
    let extra = prop::collection::vec((any_text().prop_map(|name| format!("x{name}")), any_text()), 0..4);
    (any_name(), any_name(), prop::option::of(any_name()), seed, any_kind(), extra).prop_map(
        |(issuer, account_name, label_issuer, seed, kind, extra)| Enrolment {
            issuer,
            account_name,
            label_issuer,
            otp: Otp { seed, kind },
            extra,
            warnings: Vec::new(),
        },
    )
}

proptest! {
    /// Whatever an enrolment holds, also what no URI could have given, but for names with characters that nobody sees: the
    /// code, the issuer, the account and the extra parameters come back.
    #[test]
    fn every_enrolment_survives_its_uri(enrolment in any_enrolment()) {
        let again = read(&otpauth::to_uri(&enrolment)).unwrap();
        prop_assert_eq!(&again.otp, &enrolment.otp);
        prop_assert_eq!(&again.issuer, &enrolment.issuer);
        prop_assert_eq!(&again.extra, &enrolment.extra);
        if enrolment.account_name.starts_with(' ') && enrolment.account_name.contains(':') {
            prop_assert_eq!(&again.account_name, enrolment.account_name.trim_start_matches(' '));
        } else {
            prop_assert_eq!(&again.account_name, &enrolment.account_name);
        }
    }

    /// What a URI has given is written and read again without any difference, the label included.
    #[test]
    fn every_enrolment_that_was_read_survives_in_full(
        label in any_text(), issuer in prop::option::of(any_text()), kind in any_kind(), note in any_text(),
    ) {
        // Raw, as a careless page would write it, but for what ends the part or the line.
        let raw = |text: &str| text.replace(['?', '#', '&', '\n', '\r'], "-");
        let kind = match kind {
            Kind::Totp { algorithm, digits, period } =>
                format!("totp/{}?algorithm={}&digits={}&period={}", raw(&label), algorithm.as_str(), digits.get(), period.get()),
            Kind::Hotp { algorithm, digits, counter } =>
                format!("hotp/{}?algorithm={}&digits={}&counter={counter}", raw(&label), algorithm.as_str(), digits.get()),
            Kind::Steam => format!("steam/{}?digits=5", raw(&label)),
            Kind::Motp { .. } | Kind::Yandex { .. } => format!("yaotp/{}?pin=GEZDGNA&digits=8&algorithm=SHA256", raw(&label)),
        };
        let issuer = issuer.map(|issuer| format!("&issuer={}", raw(&issuer))).unwrap_or_default();
        let first = read(&format!("otpauth://{kind}&secret=MFRGGZDFMZTWQ2LK{issuer}&note={}z", raw(&note))).unwrap();
        let mut again = read(&otpauth::to_uri(&first)).unwrap();
        again.warnings = first.warnings.clone();
        prop_assert_eq!(again, first);
    }

    /// A name that was cleaned has nothing more to lose, whatever it was.
    #[test]
    fn a_clean_name_stays(text in "([\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{fe0f}\u{301}\u{e0061}\u{20e3}1a👩کک]|\\PC|.){0,12}") {
        let (clean, changed) = otpauth::clean_name(&text);
        prop_assert_eq!(changed, clean != text);
        prop_assert_eq!(otpauth::clean_name(&clean), (clean, false));
    }

    #[test]
    fn no_text_panics(text in "(otpauth://(totp|hotp|steam)/|steam://|otpauth-migration://offline\\?data=|)\\PC{0,60}") {
        let _ = otpauth::parse(text);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = otpauth::parse(bytes);
    }
}
