//! Google's Key Uri Format, in the order of its document: type, label, parameters.

use halfminute::{
    otp::{Algorithm, Digits, Kind, Otp, Period, Seed, SeedError},
    otpauth::{self, Enrolment, Error, Warning},
};

fn read(uri: &str) -> Result<Enrolment, Error> {
    let parsed = otpauth::parse(uri)?;
    assert_eq!((parsed.enrolments.len(), parsed.refused.len(), parsed.batch), (1, 0, None));
    Ok(parsed.enrolments.into_iter().next().unwrap())
}

/// A URI with this label and a seed.
fn label(label: &str) -> Enrolment {
    read(&format!("otpauth://totp/{label}?secret=MFRGGZDF")).unwrap()
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

mod types {
    use super::*;

    #[test]
    fn example_of_the_document() {
        let uri = "otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXP&issuer=Example";
        let expected = Enrolment {
            issuer: "Example".to_owned(),
            account_name: "alice@google.com".to_owned(),
            label_issuer: Some("Example".to_owned()),
            otp: Otp {
                seed: Seed::from_bytes(b"Hello!\xde\xad\xbe\xef".to_vec()).unwrap(),
                kind: totp_kind(Algorithm::Sha1, 6, 30),
            },
            extra: Vec::new(),
            warnings: Vec::new(),
        };
        assert_eq!(read(uri), Ok(expected));
    }

    #[test]
    fn scheme_and_type_in_any_case() {
        for start in ["OTPAUTH://TOTP/", "OtpAuth://Totp/", "otpauth://totp/"] {
            let enrolment = read(&format!("{start}Mixed%20Case?secret=mfrggzdf")).unwrap();
            assert_eq!(enrolment.account_name, "Mixed Case");
            assert_eq!(enrolment.otp.kind, totp_kind(Algorithm::Sha1, 6, 30));
        }
        assert!(matches!(read("otpauth://HOTP/a?secret=MFRGGZDF&counter=1").unwrap().otp.kind, Kind::Hotp { .. }));
    }

    #[test]
    fn unknown_types_are_refused() {
        for kind in ["yandex", "motp", "", "totp:80", "user@totp", "totps"] {
            assert_eq!(read(&format!("otpauth://{kind}/a?secret=MFRGGZDF")), Err(Error::UnknownType), "{kind}");
        }
    }

    #[test]
    fn unknown_schemes_are_refused() {
        for text in
            ["https://example.com", "otpauth:totp/a?secret=MFRGGZDF", "MFRGGZDF", "", " ", "://totp/a", "motps://a"]
        {
            assert_eq!(read(text), Err(Error::UnknownScheme), "{text}");
        }
    }
}

mod labels {
    use super::*;

    #[test]
    fn with_and_without_issuer() {
        assert_eq!(names(&label("Acme:bob")), ("Acme", "bob"));
        assert_eq!(names(&label("Acme%3Abob")), ("Acme", "bob"));
        assert_eq!(names(&label("Acme%3abob")), ("Acme", "bob"));
        assert_eq!(names(&label("bob")), ("", "bob"));
        assert_eq!(names(&label("")), ("", ""));
        assert_eq!(names(&read("otpauth://totp?secret=MFRGGZDF").unwrap()), ("", ""));
        assert_eq!(names(&label("Acme:")), ("Acme", ""));
    }

    #[test]
    fn spaces_behind_the_colon_are_no_part_of_the_name() {
        for text in ["Acme:%20%20bob", "Acme%3A%20bob", "Acme:  bob"] {
            assert_eq!(names(&label(text)), ("Acme", "bob"), "{text}");
        }
        assert_eq!(names(&label("Acme:bob%20")), ("Acme", "bob "));
        assert_eq!(names(&label("%20bob")), ("", " bob"));
    }

    #[test]
    fn of_several_colons_the_first_counts() {
        assert_eq!(names(&label("Matrix:@edent_:matrix.org")), ("Matrix", "@edent_:matrix.org"));
        assert_eq!(names(&label("Matrix%3A@edent_%3Amatrix.org")), ("Matrix", "@edent_:matrix.org"));
    }

    #[test]
    fn empty_issuer_before_the_colon() {
        let enrolment = label(":cool@ente.com");
        assert_eq!(names(&enrolment), ("", "cool@ente.com"));
        assert_eq!(enrolment.label_issuer.as_deref(), Some(""));
        assert_eq!(enrolment.warnings, []);
    }

    #[test]
    fn issuer_that_has_a_colon_itself() {
        let enrolment = read("otpauth://totp/a%3Ab:bob?secret=MFRGGZDF&issuer=a:b").unwrap();
        assert_eq!(names(&enrolment), ("a:b", "bob"));
        assert_eq!(enrolment.warnings, []);
    }

    #[test]
    fn utf_8_escaped_and_raw() {
        for text in ["%E8%8E%8E%E5%A3%AB%E6%AF%94%E4%BA%9A", "莎士比亚", "%E8%8E%8E士比亚"] {
            assert_eq!(names(&label(text)), ("", "莎士比亚"), "{text}");
        }
        assert_eq!(names(&label("🏴‍☠️:🏳️‍🌈")), ("🏴‍☠️", "🏳️‍🌈"));
    }

    #[test]
    fn plus_slash_and_at_are_literal() {
        assert_eq!(label("bob+work@example.com").account_name, "bob+work@example.com");
        assert_eq!(label("bob%2Bwork").account_name, "bob+work");
        assert_eq!(names(&label("Acme/EU:team/bob")), ("Acme/EU", "team/bob"));
    }

    #[test]
    fn percent_signs_that_are_no_escapes_stay() {
        for (text, name) in [("100%", "100%"), ("100%25", "100%"), ("50%zz", "50%zz"), ("%4", "%4"), ("%+1", "%+1")] {
            let enrolment = label(text);
            assert_eq!(enrolment.account_name, name, "{text}");
            let warned = enrolment.warnings.contains(&Warning::PercentLiteral);
            assert_eq!(warned, text != "100%25", "{text}");
        }
    }

    /// Latin-1 is neither guessed nor replaced: the name stays readable as far as it is, and the
    /// account is not lost over it.
    #[test]
    fn escapes_that_are_no_utf_8_stay() {
        let enrolment = label("Caf%e9:b%C3%A4r%ff");
        assert_eq!(names(&enrolment), ("Caf%E9", "bär%FF"));
        assert_eq!(enrolment.warnings, [Warning::PercentLiteral]);
        assert_eq!(label("%E9é").account_name, "%E9é");
    }
}

mod parameters {
    use super::*;

    #[test]
    fn defaults() {
        assert_eq!(totp("").unwrap().otp.kind, totp_kind(Algorithm::Sha1, 6, 30));
        assert_eq!(totp("&algorithm=&digits=&period=&issuer=").unwrap().otp.kind, totp_kind(Algorithm::Sha1, 6, 30));
    }

    #[test]
    fn names_in_any_case() {
        let enrolment =
            read("otpauth://totp/a?SECRET=MFRGGZDF&Issuer=Acme&DIGITS=8&Period=60&Algorithm=sha256").unwrap();
        assert_eq!(names(&enrolment), ("Acme", "a"));
        assert_eq!(enrolment.otp.kind, totp_kind(Algorithm::Sha256, 8, 60));
        assert_eq!(enrolment.extra, []);
    }

    #[test]
    fn secret() {
        assert_eq!(read("otpauth://totp/a?issuer=Acme"), Err(Error::NoSecret));
        assert_eq!(read("otpauth://totp/a?secret="), Err(Error::NoSecret));
        assert_eq!(read("otpauth://totp/a?secret"), Err(Error::NoSecret));
        assert_eq!(read("otpauth://totp/a"), Err(Error::NoSecret));
        assert_eq!(read("otpauth://totp/a?secret=%20"), Err(Error::Seed(SeedError::Empty)));
        assert_eq!(read("otpauth://totp/a?secret=MFRGGZD0"), Err(Error::Seed(SeedError::LookAlike)));
        assert_eq!(read("otpauth://totp/a?secret=MFRGGZD%"), Err(Error::Seed(SeedError::Character)));
        assert_eq!(read("otpauth://totp/a?secret=MFRGGZ"), Err(Error::Seed(SeedError::Length)));
        for secret in ["mfrg+gzdf", "MFRG%20GZDF", "mfrg-gzdf", "MFRGGZDF======", "MFRGGZDF%3D%3D"] {
            let enrolment = read(&format!("otpauth://totp/a?secret={secret}")).unwrap();
            assert_eq!(enrolment.otp.seed.as_bytes(), b"abcde", "{secret}");
        }
    }

    #[test]
    fn secret_with_bits_left_over_is_warned_about() {
        let enrolment = read("otpauth://totp/a?secret=QWERTYUIOP").unwrap();
        assert_eq!(enrolment.warnings, [Warning::SeedTrailingBits]);
        assert_eq!(enrolment.otp.seed.as_bytes().len(), 6);
    }

    #[test]
    fn issuer_wins_over_the_label_and_a_mismatch_is_kept_and_warned_about() {
        let enrolment = read("otpauth://totp/example.com:bob?secret=MFRGGZDF&issuer=microsoft.com").unwrap();
        assert_eq!(names(&enrolment), ("microsoft.com", "bob"));
        assert_eq!(enrolment.label_issuer.as_deref(), Some("example.com"));
        assert_eq!(enrolment.warnings, [Warning::IssuerMismatch]);

        let same = read("otpauth://totp/ACME%20:bob?secret=MFRGGZDF&issuer=Acme").unwrap();
        assert_eq!(names(&same), ("Acme", "bob"));
        assert_eq!(same.label_issuer.as_deref(), Some("ACME "));
        assert_eq!(same.warnings, []);
        // Each letter of another case is the same one, in every alphabet.
        for (label, issuer) in [("ÜBERBANK", "Überbank"), ("СБЕР", "Сбер"), ("Ωμέγα", "ωΜΈΓΑ")] {
            let same = read(&format!("otpauth://totp/{label}:bob?secret=MFRGGZDF&issuer={issuer}")).unwrap();
            assert_eq!((same.issuer.as_str(), same.warnings), (issuer, vec![]));
        }
    }

    #[test]
    fn issuer_without_one_in_the_label() {
        assert_eq!(names(&totp("&issuer=Acme").unwrap()), ("Acme", "a"));
        assert_eq!(totp("&issuer=Acme").unwrap().label_issuer, None);
    }

    #[test]
    fn plus_and_escapes_are_spaces_in_values() {
        for value in ["Big+Corp+%26+Co", "Big%20Corp%20%26%20Co"] {
            assert_eq!(totp(&format!("&issuer={value}")).unwrap().issuer, "Big Corp & Co");
        }
        assert_eq!(totp("&issuer=C%2B%2B").unwrap().issuer, "C++");
        assert_eq!(totp("&issuer=Caf%E9").unwrap().warnings, [Warning::PercentLiteral]);
    }

    #[test]
    fn algorithm() {
        let known = [
            ("SHA1", Algorithm::Sha1),
            ("sha256", Algorithm::Sha256),
            ("Sha512", Algorithm::Sha512),
            ("HmacSHA1", Algorithm::Sha1),
            ("HmacSHA256", Algorithm::Sha256),
            ("HMACSHA512", Algorithm::Sha512),
            ("HMAC-SHA-1", Algorithm::Sha1),
            ("hmac-sha-256", Algorithm::Sha256),
            ("HMAC-SHA-512", Algorithm::Sha512),
        ];
        for (text, algorithm) in known {
            assert_eq!(totp(&format!("&algorithm={text}")).unwrap().otp.kind, totp_kind(algorithm, 6, 30), "{text}");
        }
        for text in ["SHA-1", "SHA-256", "MD5", "SHA224", "SHA", "1", "+SHA1", "SHA1+", "SHA3-256"] {
            assert_eq!(totp(&format!("&algorithm={text}")), Err(Error::UnknownAlgorithm), "{text}");
        }
    }

    #[test]
    fn digits() {
        for digits in 1..=10 {
            let enrolment = totp(&format!("&digits={digits}")).unwrap();
            assert_eq!(enrolment.otp.kind, totp_kind(Algorithm::Sha1, digits, 30));
            assert_eq!(enrolment.otp.code_at(0).text.len(), usize::from(digits));
            assert_eq!(enrolment.warnings.contains(&Warning::FewDigits), digits < 6, "{digits}");
        }
        for text in ["0", "11", "-6", "%2B6", "+6", "6.0", "six", "256", "262", "6%20", "0x6", "٦"] {
            assert_eq!(totp(&format!("&digits={text}")), Err(Error::Digits), "{text}");
        }
    }

    #[test]
    fn period() {
        for period in [1, 7, 15, 29, 30, 45, 60, 90, 300, 86_400] {
            let enrolment = totp(&format!("&period={period}")).unwrap();
            assert_eq!(enrolment.otp.kind, totp_kind(Algorithm::Sha1, 6, period));
            assert_eq!(enrolment.otp.code_at(0).window.unwrap().valid_until, u64::from(period));
        }
        for text in ["0", "-30", "86401", "4294967326", "30s", "30.0", "1e3", "%2B30"] {
            assert_eq!(totp(&format!("&period={text}")), Err(Error::Period), "{text}");
        }
    }

    #[test]
    fn counter() {
        let hotp = |counter: &str| read(&format!("otpauth://hotp/a?secret=MFRGGZDF{counter}"));
        for counter in [0, 5, 1 << 32, 1 << 63, u64::MAX] {
            let enrolment = hotp(&format!("&counter={counter}")).unwrap();
            let kind = Kind::Hotp { algorithm: Algorithm::Sha1, digits: Digits::default(), counter };
            assert_eq!(enrolment.otp.kind, kind);
            assert_eq!(enrolment.warnings, []);
        }
        for text in ["-1", "18446744073709551616", "1.5", "one", "%2B1"] {
            assert_eq!(hotp(&format!("&counter={text}")), Err(Error::Counter), "{text}");
        }
    }

    /// The document calls it REQUIRED; Google's own app takes zero.
    #[test]
    fn counter_that_is_missing_is_zero_and_warned_about() {
        for uri in ["otpauth://hotp/a?secret=MFRGGZDF", "otpauth://hotp/a?secret=MFRGGZDF&counter="] {
            let enrolment = read(uri).unwrap();
            assert!(matches!(enrolment.otp.kind, Kind::Hotp { counter: 0, .. }));
            assert_eq!(enrolment.warnings, [Warning::CounterMissing]);
        }
    }

    #[test]
    fn repeated_with_the_same_value_is_fine() {
        let enrolment = totp("&digits=8&issuer=Acme&digits=8&ISSUER=Acme&secret=MFRGGZDF").unwrap();
        assert_eq!(enrolment.otp.kind, totp_kind(Algorithm::Sha1, 8, 30));
        assert_eq!(enrolment.issuer, "Acme");
        assert_eq!(enrolment.extra, []);
    }

    #[test]
    fn repeated_with_another_value_is_refused() {
        let cases = [
            ("&secret=MFRGGZDG", "secret"),
            ("&issuer=A&issuer=B", "issuer"),
            ("&algorithm=SHA1&Algorithm=SHA256", "algorithm"),
            ("&digits=6&digits=8", "digits"),
            ("&period=30&period=60", "period"),
            ("&digits=&digits=8", "digits"),
            ("&encoder=steam&encoder=other", "encoder"),
        ];
        for (parameters, name) in cases {
            assert_eq!(totp(parameters), Err(Error::Repeated { name }), "{parameters}");
        }
        let hotp = read("otpauth://hotp/a?secret=MFRGGZDF&counter=1&counter=2");
        assert_eq!(hotp, Err(Error::Repeated { name: "counter" }));
    }

    #[test]
    fn unknown_ones_are_kept_in_order() {
        let enrolment =
            totp("&image=https%3A%2F%2Fa.b%2Fc.png&x=2&digits=8&X=1&x=2&flag&=nameless&&e=%F0%9F%94%91").unwrap();
        let kept = [
            ("image", "https://a.b/c.png"),
            ("x", "2"),
            ("X", "1"),
            ("x", "2"),
            ("flag", ""),
            ("", "nameless"),
            ("e", "🔑"),
        ];
        assert_eq!(extra(&enrolment), kept);
    }

    #[test]
    fn known_ones_that_mean_nothing_for_the_type_are_kept() {
        let enrolment = totp("&counter=x").unwrap();
        assert_eq!(extra(&enrolment), [("counter", "x")]);
        let enrolment = read("otpauth://hotp/a?secret=MFRGGZDF&period=0&counter=5").unwrap();
        assert_eq!(extra(&enrolment), [("period", "0")]);
    }

    #[test]
    fn equals_signs_inside_a_value_belong_to_it() {
        let enrolment = totp("&issuer=a=b==&note=1+1=2").unwrap();
        assert_eq!(enrolment.issuer, "a=b==");
        assert_eq!(extra(&enrolment), [("note", "1 1=2")]);
    }

    /// `&amp;` from the source of a page: taken for an unknown `amp;digits`, it would give six
    /// digits without a word.
    #[test]
    fn ampersands_that_are_escaped_for_html() {
        let enrolment = totp("&amp;digits=8&amp;issuer=Acme").unwrap();
        assert_eq!(enrolment.otp.kind, totp_kind(Algorithm::Sha1, 8, 30));
        assert_eq!(enrolment.issuer, "Acme");
    }
}
