//! Mobile-OTP and Yandex Key: published codes, and the URIs of both.

use halfminute::otp::{Kind, Otp, Pin, Seed, Window};
use halfminute::otpauth::{self, Enrolment, Error, to_uri};
use halfminute::vault::{Changes, Edit, Error as VaultError, Vault};
use proptest::prelude::*;

use crate::support::envelopes::{NOW, empty_vault, ticket};

fn pin(text: &str) -> Pin {
    Pin::new(text).unwrap()
}

fn motp(secret: &str, digits: &str) -> Otp {
    Otp { seed: Seed::from_bytes(secret.into()).unwrap(), kind: Kind::Motp { pin: pin(digits) } }
}

fn yandex(secret: &str, digits: &str) -> Otp {
    Otp { seed: Seed::from_base32(secret).unwrap(), kind: Kind::Yandex { pin: pin(digits) } }
}

fn read(uri: &str) -> Result<Enrolment, Error> {
    otpauth::parse(uri).map(|mut parsed| parsed.enrolments.swap_remove(0))
}

/// The codes stand in the tests of Aegis (`MOTPTest`) and of Stratum (`MobileOtpTest`).
#[test]
fn published_codes_of_mobile_otp() {
    for (secret, digits, time, code) in [
        ("e3152afee62599c8", "1234", 165_892_298, "e7d8b6"),
        ("e3152afee62599c8", "1234", 123_456_789, "4ebfb2"),
        ("bbb1912bb5c515be", "9999", 1_659_540_020, "ced7b1"),
        ("bbb1912bb5c515be", "9999", 1_659_539_878, "1a14f8"),
        ("7ac61d4736f51a2b", "5555", 0, "c42a26"),
        ("7ac61d4736f51a2b", "5555", 1_000_000_000, "4af383"),
    ] {
        assert_eq!(*motp(secret, digits).code_at(time).text, code);
    }
    let code = motp("bbb1912bb5c515be", "9999").code_at(1_659_540_022);
    assert_eq!(code.window, Some(Window { valid_from: 1_659_540_020, valid_until: 1_659_540_030 }));
}

/// The codes stand in the tests of Aegis (`YAOTPTest`) and of Stratum (`YandexOtpTest`). Their secrets are as a person types
/// them, with a checksum behind the 16 bytes.
#[test]
fn published_codes_of_yandex_key() {
    for (secret, digits, time, code) in [
        ("6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY", "5239", 1_641_559_648, "umozdicq"),
        ("LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI", "7586", 1_581_064_020, "oactmacq"),
        ("LA2V6KMCGYMWWVEW64RNP3JA3I", "7586", 1_581_064_020, "oactmacq"),
        ("JBGSAU4G7IEZG6OY4UAXX62JU4AAAAAAHTSG4HXU3M", "5210481216086702", 1_581_093_059, "vunyprpd"),
    ] {
        assert_eq!(*yandex(secret, digits).code_at(time).text, code);
    }
}

#[test]
fn without_the_pin_there_is_no_code() {
    for otp in [motp("e3152afee62599c8", ""), yandex("LA2V6KMCGYMWWVEW64RNP3JA3I", "")] {
        assert!(!otp.makes_codes());
        assert_eq!(*otp.code_at(0).text, "");
    }
    assert_eq!(Pin::new(&"1".repeat(Pin::MAX_BYTES + 1)), None);
}

/// A file of another app may lack the PIN. The person types it, and corrects it if it was wrong.
#[test]
fn a_pin_that_was_missing_is_typed() {
    let mut vault = empty_vault();
    vault.import(b"motp://c?secret=e3152afee62599c8\notpauth://totp/t?secret=GEZDGNBV", NOW).unwrap();
    let id = |vault: &Vault, name: &str| {
        vault.list(None, NOW).accounts.into_iter().find(|account| account.name == name).unwrap().id
    };
    let edit = |id: String, pin: &str| Edit {
        id,
        changes: Changes { name: "c".to_owned(), ..Changes::default() },
        pin: pin.to_owned().into(),
        ..Edit::default()
    };
    let motp_id = id(&vault, "c");
    let too_long = "1".repeat(Pin::MAX_BYTES + 1);
    assert_eq!(vault.edit_all(&[edit(motp_id.clone(), &too_long)], NOW), [Err(VaultError::TooLong)]);
    for (typed, holds) in [("", None), ("9999", Some("9999")), ("1234", Some("1234")), ("", Some("1234"))] {
        assert_eq!(vault.edit_all(&[edit(motp_id.clone(), typed)], NOW), [Ok(motp_id.clone())]);
        vault = Vault::open(&vault.seal(NOW).unwrap(), &ticket()).unwrap();
        let listed = vault.list(None, NOW).accounts.into_iter().find(|account| account.id == motp_id).unwrap();
        let expected = holds.map(|pin| motp("e3152afee62599c8", pin).code_at(NOW / 1000).text.to_string());
        assert_eq!((listed.inert, listed.code.map(|code| code.text)), (holds.is_none(), expected), "{typed}");
    }
    // Another kind has no use for one.
    let totp = id(&vault, "t");
    assert_eq!(vault.edit_all(&[edit(totp.clone(), "1234")], NOW), [Ok(totp)]);
    assert!(!String::from_utf8(vault.export(&[], NOW).unwrap().to_vec()).unwrap().contains("t?secret=GEZDGNBV&pin"));
}

/// No log or message shows a PIN.
#[test]
fn debug_shows_no_pin() {
    assert_eq!(format!("{:?}", motp("e3152afee62599c8", "1234").kind), "Motp { pin: Pin(…) }");
}

mod uris {
    use super::*;

    #[test]
    fn mobile_otp_as_aegis_and_stratum_write_it() {
        for uri in [
            "motp:/Work%3Aada?secret=e3152afee62599c8&issuer=Work&pin=1234",
            "motp://Work:ada?secret=e3152afee62599c8&pin=1234",
            "MOTP:///Work:ada?secret=e3152afee62599c8&pin=1234",
        ] {
            let enrolment = read(uri).unwrap();
            assert_eq!((enrolment.issuer.as_str(), enrolment.account_name.as_str()), ("Work", "ada"), "{uri}");
            assert_eq!(enrolment.otp, motp("e3152afee62599c8", "1234"));
        }
        let written = to_uri(&read("motp://Work:ada?secret=e3152afee62599c8&pin=1234").unwrap());
        assert_eq!(*written, "motp://Work%3Aada?secret=e3152afee62599c8&issuer=Work&pin=1234");
    }

    /// Aegis writes the PIN in base32: `1234` is `GEZDGNA`.
    #[test]
    fn yandex_key_as_aegis_writes_it() {
        let uri = "otpauth://yaotp/Yandex%3Aada?secret=LA2V6KMCGYMWWVEW64RNP3JA3I&issuer=Yandex&pin=GEZDGNA";
        let enrolment = read(uri).unwrap();
        assert_eq!(enrolment.otp, yandex("LA2V6KMCGYMWWVEW64RNP3JA3I", "1234"));
        assert_eq!(*to_uri(&enrolment), uri);
        let more =
            read("otpauth://yaotp/a?period=30&digits=8&algorithm=SHA256&secret=LA2V6KMC&pin=GEZDGNA===").unwrap();
        assert_eq!(more.otp, yandex("LA2V6KMC", "1234"));
    }

    #[test]
    fn what_is_no_pin_is_refused() {
        for uri in [
            "motp://a?secret=e3152afee62599c8".to_owned(),
            "motp://a?secret=e3152afee62599c8&pin=".to_owned(),
            format!("motp://a?secret=e3152afee62599c8&pin={}", "1".repeat(65)),
            "otpauth://yaotp/a?secret=LA2V6KMC".to_owned(),
            "otpauth://yaotp/a?secret=LA2V6KMC&pin=1234".to_owned(),
            "otpauth://yaotp/a?secret=LA2V6KMC&pin=77776".to_owned(),
        ] {
            assert_eq!(read(&uri), Err(Error::Pin), "{uri}");
        }
        assert_eq!(read("motp://a?pin=1234"), Err(Error::NoSecret));
    }

    /// An account that no codes can be made of is for an import alone: whoever scans it is told why it is refused.
    #[test]
    fn other_algorithms_and_missing_pins_are_for_imports() {
        for (uri, error) in [
            ("otpauth://totp/a?secret=MFRGGZDF&algorithm=md5&digits=6&period=30", Error::UnknownAlgorithm),
            ("otpauth://hotp/a?secret=MFRGGZDF&algorithm=SHA224&digits=6&counter=1", Error::UnknownAlgorithm),
            ("motp://a?secret=e3152afee62599c8", Error::Pin),
            ("otpauth://yaotp/a?secret=MFRGGZDF", Error::Pin),
        ] {
            assert_eq!(read(uri), Err(error), "{uri}");
            let mut parsed = otpauth::parse_any(uri).unwrap();
            let enrolment = parsed.enrolments.swap_remove(0);
            assert!(!enrolment.otp.makes_codes(), "{uri}");
            assert_eq!(*enrolment.otp.code_at(0).text, "", "{uri}");
            assert_eq!(*to_uri(&enrolment), uri.replace("md5", "MD5"));
        }
        assert_eq!(
            otpauth::parse_any("otpauth://totp/a?secret=MFRGGZDF&algorithm=SHA3").err(),
            Some(Error::UnknownAlgorithm)
        );
        let mut vault = empty_vault();
        assert_eq!(vault.offer(b"motp://a?secret=e3152afee62599c8", None).err(), Some(Error::Pin));
        assert_eq!(vault.next_code("", NOW).err(), Some(VaultError::NoSuchAccount));
    }

    proptest! {
        #[test]
        fn the_characters_of_mobile_otp_survive_their_uri(secret in "\\PC{1,40}", digits in "[0-9a-zA-Z+% &]{1,16}") {
            let enrolment = Enrolment { otp: motp(&secret, &digits), ..read("motp://a?secret=b&pin=1").unwrap() };
            prop_assert_eq!(read(&to_uri(&enrolment)), Ok(enrolment));
        }
    }
}
