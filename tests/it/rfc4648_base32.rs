//! Seeds in base32, against RFC 4648 and against what people type.

use halfminute::otp::{Seed, SeedError};
use proptest::prelude::*;

fn bytes(text: &str) -> Result<Vec<u8>, SeedError> {
    Seed::from_base32(text).map(|seed| seed.as_bytes().to_vec())
}

/// Section 10, the test vectors. The empty one is no seed.
#[test]
fn section_10_vectors() {
    let vectors = [
        ("f", "MY======"),
        ("fo", "MZXQ===="),
        ("foo", "MZXW6==="),
        ("foob", "MZXW6YQ="),
        ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI======"),
    ];
    for (plain, text) in vectors {
        assert_eq!(bytes(text).unwrap(), plain.as_bytes(), "{text}");
        let seed = Seed::from_bytes(plain.into()).unwrap();
        assert_eq!(*seed.to_base32(), text.trim_end_matches('='));
    }
    assert_eq!(bytes(""), Err(SeedError::Empty));
}

/// Section 3.2: padding may be absent or wrong, but only at the end.
#[test]
fn section_3_2_padding() {
    for text in ["MZXW6YQ", "MZXW6YQ=", "MZXW6YQ======", "MZXW 6YQ =", "MZXW6YQ= \n"] {
        assert_eq!(bytes(text).unwrap(), b"foob", "{text}");
    }
    for text in ["=MZXW6YQ", "MZXW=6YQ", "MZXW6YQ=A"] {
        assert_eq!(bytes(text), Err(SeedError::Padding), "{text}");
    }
    assert_eq!(bytes("===="), Err(SeedError::Empty));
}

/// Section 3.3: characters outside the alphabet are refused, not skipped.
#[test]
fn section_3_3_characters_outside_the_alphabet() {
    for text in ["MZXW6YT!", "MZXW_YTB", "MZXW6YTé", "ＭＺXW6YTB", "MZXW.YTB", "MZXW+YTB", "MZXW/YTB", "MZ\u{0}XW6YTB"]
    {
        assert_eq!(bytes(text), Err(SeedError::Character), "{text}");
    }
}

/// Section 3.4 explains the choice of the alphabet by 0/O and 1/l.
#[test]
fn section_3_4_look_alikes_have_an_error_of_their_own() {
    for text in ["MZXW6YT0", "1ZXW6YTB", "MZ8W6YTB", "MZXW9YTB"] {
        assert_eq!(bytes(text), Err(SeedError::LookAlike), "{text}");
    }
}

/// Section 3.5: bits that are left over are dropped, and it is said.
#[test]
fn section_3_5_trailing_bits() {
    for (text, clean) in
        [("QWERTYUIOP", "QWERTYUIOM"), ("MZ", "MY"), ("MZXR", "MZXQ"), ("MZXW7", "MZXW6"), ("MZXW6YR", "MZXW6YQ")]
    {
        let loose = Seed::read_base32(text).unwrap();
        assert!(loose.trailing_bits, "{text}");
        assert_eq!(*loose.seed.to_base32(), clean);
        let exact = Seed::read_base32(clean).unwrap();
        assert!(!exact.trailing_bits, "{clean}");
        assert_eq!(exact.seed, loose.seed);
    }
    for text in ["PIUDISEQYA", "WQIQ25BRKZYCJVYP"] {
        assert!(!Seed::read_base32(text).unwrap().trailing_bits, "{text}");
    }
}

/// Section 6: no run of bytes takes 1, 3 or 6 characters beyond whole groups.
#[test]
fn section_6_impossible_lengths() {
    for length in (0..40).filter(|length| [1, 3, 6].contains(&(length % 8))) {
        assert_eq!(bytes(&"A".repeat(length)), Err(SeedError::Length), "{length}");
    }
    for length in (1..40).filter(|length| ![1, 3, 6].contains(&(length % 8))) {
        assert_eq!(bytes(&"A".repeat(length)).unwrap().len(), length * 5 / 8, "{length}");
    }
}

#[test]
fn as_people_type_and_paste_it() {
    for text in [
        "mzxw6ytb",
        "MzXw6yTb",
        " MZXW 6YTB\n",
        "MZXW-6YTB",
        "mz xw\t6y tb\r\n",
        "MZXW\u{a0}6YTB",
        "MZXW\u{202f}6YTB",
        "MZXW\u{2011}6YTB",
        "MZXW\u{2013}6YTB",
        "\u{feff}MZXW\u{200b}6YTB",
        "MZ\u{ad}XW6YTB",
    ] {
        assert_eq!(bytes(text).unwrap(), b"fooba", "{text:?}");
    }
    assert_eq!(bytes(" - \u{a0}"), Err(SeedError::Empty));
}

#[test]
fn seeds_have_a_longest_length() {
    assert_eq!(Seed::MAX_BYTES, 1024);
    let longest = Seed::from_bytes(vec![7; 1024]).unwrap();
    assert_eq!(Seed::from_base32(&longest.to_base32()).unwrap(), longest);
    assert_eq!(Seed::from_bytes(vec![7; 1025]), Err(SeedError::TooLong));
    assert_eq!(bytes(&"A".repeat(1640)), Err(SeedError::TooLong));
    assert_eq!(Seed::from_bytes(Vec::new()), Err(SeedError::Empty));
}

#[test]
fn errors_have_stable_codes_and_hold_no_secret() {
    let errors = [
        (SeedError::Empty, "seed-empty"),
        (SeedError::TooLong, "seed-too-long"),
        (SeedError::Length, "seed-length"),
        (SeedError::LookAlike, "seed-look-alike"),
        (SeedError::Character, "seed-character"),
        (SeedError::Padding, "seed-padding"),
    ];
    for (error, code) in errors {
        assert_eq!(error.code(), code);
    }
    let shown = bytes("SECRETSECRET0").unwrap_err();
    assert!(!format!("{shown:?} {shown}").contains("SECRET"));
}

proptest! {
    #[test]
    fn written_and_read_again(bytes in prop::collection::vec(any::<u8>(), 1..200)) {
        let seed = Seed::from_bytes(bytes.clone()).unwrap();
        let text = seed.to_base32();
        prop_assert!(text.bytes().all(|c| c.is_ascii_uppercase() || (b'2'..=b'7').contains(&c)));
        let read = Seed::read_base32(&text).unwrap();
        prop_assert!(!read.trailing_bits);
        prop_assert_eq!(read.seed.as_bytes(), &bytes);
    }

    /// Bits are left over exactly when the seed would be written differently.
    #[test]
    fn trailing_bits_are_told_whenever_there_are_any(text in "[A-Z2-7]{2,40}") {
        if let Ok(read) = Seed::read_base32(&text) {
            prop_assert_eq!(read.trailing_bits, *read.seed.to_base32() != text);
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = Seed::from_base32(&text);
    }

    #[test]
    fn what_is_read_is_what_the_letters_say(text in "[A-Z2-7]{1,100}") {
        let bits: Vec<u8> = text
            .bytes()
            .map(|c| if c.is_ascii_digit() { c - b'2' + 26 } else { c - b'A' })
            .flat_map(|value| (0..5).rev().map(move |bit| value >> bit & 1))
            .collect();
        if let Ok(bytes) = bytes(&text) {
            let again: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
            prop_assert!(bits.starts_with(&again));
            prop_assert!(bits.len() - again.len() < 5);
        } else {
            prop_assert!([1, 3, 6].contains(&(text.len() % 8)));
        }
    }
}
