//! Faults that were found in other authenticators, one test each: what they did, and that it does
//! not happen here.

use base64ct::{Base64UrlUnpadded, Encoding};
use halfminute::{
    otp::{Algorithm, Digits, Kind, Period},
    otpauth::{self, Enrolment, Error},
};

fn read(uri: &str) -> Enrolment {
    otpauth::parse(uri).unwrap().enrolments.remove(0)
}

/// A migration payload of one or more entries, made by hand: tag, length, content.
fn migration(entries: &[&[u8]]) -> otpauth::Parsed {
    let mut payload = Vec::new();
    for entry in entries {
        payload.push(0x0a);
        payload.extend(varint(entry.len()));
        payload.extend_from_slice(entry);
    }
    let data = Base64UrlUnpadded::encode_string(&payload);
    otpauth::parse(format!("otpauth-migration://offline?data={data}")).unwrap()
}

fn varint(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 127 {
        bytes.push(u8::try_from(value & 127 | 128).unwrap());
        value >>= 7;
    }
    bytes.push(u8::try_from(value).unwrap());
    bytes
}

fn field(number: u8, text: &str) -> Vec<u8> {
    [vec![number << 3 | 2], varint(text.len()), text.as_bytes().to_vec()].concat()
}

const SECRET: &[u8] = b"\x0a\x0aHello!\xde\xad\xbe\xef";
/// SHA-256, eight digits, HOTP, counter 4.
const TAIL: &[u8] = b"\x20\x02\x28\x02\x30\x01\x38\x04";

/// A migration entry without an issuer lost type, hash and digits and was shown as issuer "(".
#[test]
fn migration_entry_without_issuer_keeps_type_hash_and_digits() {
    let entry = [SECRET, &field(2, "hotp demo"), TAIL].concat();
    let enrolment = migration(&[&entry]).enrolments.remove(0);
    let kind = Kind::Hotp { algorithm: Algorithm::Sha256, digits: Digits::new(8).unwrap(), counter: 4 };
    assert_eq!((enrolment.issuer.as_str(), enrolment.account_name.as_str()), ("", "hotp demo"));
    assert_eq!(enrolment.otp.kind, kind);
}

/// Names were read byte by byte, as Latin-1, and accents came out as mojibake.
#[test]
fn migration_names_are_utf_8() {
    let entry = [SECRET, &field(2, "encoding: ¿äÄéÉ? (demo)"), &field(3, "encoding"), TAIL].concat();
    assert_eq!(migration(&[&entry]).enrolments[0].account_name, "¿äÄéÉ? (demo)");
}

/// Lengths were taken for one byte, so that a record of more than 127 bytes broke everything.
#[test]
fn migration_records_may_be_longer_than_127_bytes() {
    let long = "n".repeat(300);
    let entry = [SECRET, &field(2, &long), &field(3, &"i".repeat(128)), TAIL].concat();
    let parsed = migration(&[&entry, &entry]);
    assert_eq!(parsed.enrolments.len(), 2);
    assert!(parsed.enrolments.iter().all(|enrolment| enrolment.account_name == long && enrolment.issuer.len() == 128));
}

/// Names of types and hashes went through a number parser: HOTP became TOTP and SHA-256 became SHA-1.
#[test]
fn hotp_stays_hotp_and_sha256_stays_sha256() {
    let hotp = read("otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA256&counter=3");
    let kind = Kind::Hotp { algorithm: Algorithm::Sha256, digits: Digits::default(), counter: 3 };
    assert_eq!(hotp.otp.kind, kind);
    let totp =
        read("otpauth://totp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA&algorithm=SHA256&digits=8");
    assert_eq!(*totp.otp.code_at(59).text, "46119246");
}

/// A period that does not divide 60 became 30.
#[test]
fn periods_of_45_and_90_seconds_are_honoured() {
    for seconds in [45, 90] {
        let enrolment = read(&format!("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&period={seconds}"));
        assert_eq!(enrolment.otp.period(), Period::new(seconds));
        let window = enrolment.otp.code_at(1000).window.unwrap();
        assert_eq!(window.valid_until - window.valid_from, u64::from(seconds));
    }
}

/// The counter of a HOTP URI was ignored, and every account began at zero.
#[test]
fn counter_of_a_uri_is_honoured() {
    let enrolment = read("otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=9");
    assert_eq!(*enrolment.otp.code_at(0).text, "520489");
}

/// A label with several colons lost what stood behind the second one.
#[test]
fn label_with_several_colons_keeps_all_of_its_account_name() {
    let enrolment = read("otpauth://totp/Matrix:@bob:matrix.org?secret=JBSWY3DPEHPK3PXP");
    assert_eq!((enrolment.issuer.as_str(), enrolment.account_name.as_str()), ("Matrix", "@bob:matrix.org"));
}

/// Values were cut at their second "=".
#[test]
fn values_with_an_equals_sign_are_kept_whole() {
    let enrolment = read("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP====&issuer=a=b");
    assert_eq!(enrolment.issuer, "a=b");
    assert_eq!(*enrolment.otp.code_at(0).text, "282760");
}

/// Characters that are not base32 were dropped: a mistyped secret gave codes, all of them wrong.
#[test]
fn mistyped_secret_is_refused_not_repaired() {
    for (secret, code) in [("JBSWY3DPEHPK3PX0", "seed-look-alike"), ("JBSWY3DPEHPK3PX!", "seed-character")] {
        let error = otpauth::parse(format!("otpauth://totp/a?secret={secret}")).unwrap_err();
        assert_eq!(error.code(), code);
    }
}

/// The whole URI was put into lower case, names and all.
#[test]
fn names_keep_their_case() {
    let enrolment = read("OTPAUTH://TOTP/GitHub:BobTheBuilder?secret=jbswy3dpehpk3pxp&issuer=GitHub&Icon=McD");
    assert_eq!((enrolment.issuer.as_str(), enrolment.account_name.as_str()), ("GitHub", "BobTheBuilder"));
    assert_eq!(enrolment.extra, [("Icon".to_owned(), "McD".to_owned())]);
}

/// Ten digits overflowed 32 bits.
#[test]
fn ten_digits_do_not_overflow() {
    let enrolment = read("otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=10&counter=0");
    assert_eq!(*enrolment.otp.code_at(0).text, "1284755224");
    let enrolment = read("otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=10&counter=7");
    assert_eq!(*enrolment.otp.code_at(0).text, "0082162583");
}

/// No digits at all, and more than there are, were taken.
#[test]
fn digits_beyond_the_range_are_refused() {
    for digits in [0, 11] {
        let uri = format!("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits={digits}");
        assert_eq!(otpauth::parse(uri), Err(Error::Digits));
    }
}

/// Some apps store the counter less one. In a URI and in a migration payload it is the counter of
/// the next code, and it is written as it was read.
#[test]
fn counter_is_neither_less_nor_more_by_one() {
    let uri = "otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&counter=4";
    assert_eq!(*otpauth::to_uri(&read(uri)), uri);
    assert_eq!(*read(uri).otp.code_at(0).text, "338314");
    let entry = [b"\x0a\x1412345678901234567890".as_slice(), b"\x20\x01\x28\x01\x30\x01\x38\x04"].concat();
    assert_eq!(*migration(&[&entry]).enrolments[0].otp.code_at(0).text, "338314");
}

/// HOTP entries were counted as errors, or left out.
#[test]
fn hotp_entries_of_a_payload_are_taken() {
    let parsed = migration(&[&[SECRET, TAIL].concat()]);
    assert_eq!((parsed.enrolments.len(), parsed.refused.len()), (1, 0));
}

/// Steam accounts were left out of what is written as text.
#[test]
fn steam_is_written_and_read_again() {
    let steam = read("steam://63BEDWCQZKTQWPESARIERL5DTTQFCJTK");
    assert_eq!(read(&otpauth::to_uri(&steam)), steam);
}
