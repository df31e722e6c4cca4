//! HOTP against RFC 4226, section by section.

use halfminute::otp::{Algorithm, Digits, Kind, Otp, Seed, dynamic_truncation, hotp};

/// The secret of appendix D, twenty ASCII bytes.
fn seed() -> Seed {
    Seed::from_bytes(b"12345678901234567890".to_vec()).unwrap()
}

fn digits(digits: u8) -> Digits {
    Digits::new(digits).unwrap()
}

/// Section 5.4 walks through one HMAC value.
#[test]
fn section_5_4_example_of_dynamic_truncation() {
    let mac = [
        0x1f, 0x86, 0x98, 0x69, 0x0e, 0x02, 0xca, 0x16, 0x61, 0x85, 0x50, 0xef, 0x7f, 0x19, 0xda, 0x8e, 0x94, 0x5b,
        0x55, 0x5a,
    ];
    let value = dynamic_truncation(&mac);
    assert_eq!(value, 0x50ef_7f19);
    assert_eq!(value % 1_000_000, 872_921);
}

/// The most significant bit is masked away, so that signed and unsigned readers agree.
#[test]
fn section_5_3_value_has_31_bits() {
    let mut mac = [0xff; 20];
    mac[19] = 0xf0;
    assert_eq!(dynamic_truncation(&mac), 0x7fff_ffff);
}

/// The largest offset, 15, still finds four bytes.
#[test]
fn section_5_3_largest_offset() {
    let mut mac = [0; 20];
    mac[15..19].copy_from_slice(&[0x12, 0x34, 0x56, 0x78]);
    mac[19] = 0x0f;
    assert_eq!(dynamic_truncation(&mac), 0x1234_5678);
}

/// Table 2 of appendix D: the truncated values in full, of which ten digits show every one.
#[test]
fn appendix_d_truncated_values() {
    let expected = [
        1_284_755_224u32,
        1_094_287_082,
        137_359_152,
        1_726_969_429,
        1_640_338_314,
        868_254_676,
        1_918_287_922,
        82_162_583,
        673_399_871,
        645_520_489,
    ];
    for (counter, value) in (0..).zip(expected) {
        let code = hotp(&seed(), Algorithm::Sha1, counter, digits(10));
        assert_eq!(*code, format!("{value:010}"), "counter {counter}");
    }
}

/// Table 2 of appendix D: the codes.
#[test]
fn appendix_d_codes() {
    let expected = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    for (counter, code) in (0..).zip(expected) {
        let otp = Otp { seed: seed(), kind: Kind::Hotp { algorithm: Algorithm::Sha1, digits: digits(6), counter } };
        assert_eq!(*otp.code_at(0).text, code, "counter {counter}");
    }
}

/// Section 5.1: C is an 8-byte counter, so its upper half counts too.
#[test]
fn section_5_1_counter_has_eight_bytes() {
    let low = hotp(&seed(), Algorithm::Sha1, 1, digits(10));
    let high = hotp(&seed(), Algorithm::Sha1, 1 << 32 | 1, digits(10));
    assert_ne!(low, high);
}

/// Section 7.2: the generator moves on by one, whatever the time is, and shows no code twice.
#[test]
fn section_7_2_counter_moves_on_only_when_told() {
    let mut otp = Otp { seed: seed(), kind: Kind::Hotp { algorithm: Algorithm::Sha1, digits: digits(6), counter: 0 } };
    assert_eq!(*otp.code_at(0).text, "755224");
    assert_eq!(*otp.code_at(1_000_000).text, "755224");
    assert_eq!(otp.code_at(0).window, None);
    assert_eq!(otp.next_code_at(0), None);
    assert!(otp.advance());
    assert_eq!(*otp.code_at(0).text, "287082");
}

#[test]
fn section_7_2_counter_never_starts_again() {
    let kind = Kind::Hotp { algorithm: Algorithm::Sha1, digits: digits(6), counter: u64::MAX };
    let mut otp = Otp { seed: seed(), kind: kind.clone() };
    assert!(!otp.advance());
    assert_eq!(otp.kind, kind);
}

#[test]
fn digits_are_one_to_ten() {
    assert_eq!(Digits::new(0), None);
    assert_eq!(Digits::new(11), None);
    for count in 1..=10 {
        let code = hotp(&seed(), Algorithm::Sha1, 7, digits(count));
        assert_eq!(code.len(), usize::from(count));
        assert!("0082162583".ends_with(code.as_str()), "{count} digits");
    }
}

#[test]
fn a_seed_does_not_show_itself() {
    let otp = Otp { seed: seed(), kind: Kind::Steam };
    assert_eq!(format!("{otp:?}"), "Otp { seed: Seed(…), kind: Steam }");
}
