//! TOTP against RFC 6238, section by section.

use halfminute::otp::{Algorithm, Digits, Kind, Otp, Period, Seed, Window, totp};

/// A TOTP of 8 digits over the ASCII digits 1 to 0, repeated to `length` bytes.
///
/// The text of appendix B names the 20-byte seed only; its own program, in appendix A, uses 32 bytes
/// for SHA-256 and 64 bytes for SHA-512, and the table comes from the program.
fn otp(algorithm: Algorithm, length: usize) -> Otp {
    Otp {
        seed: Seed::from_bytes(b"1234567890".iter().copied().cycle().take(length).collect()).unwrap(),
        kind: Kind::Totp { algorithm, digits: Digits::new(8).unwrap(), period: Period::default() },
    }
}

fn check(algorithm: Algorithm, length: usize, expected: [&str; 6]) {
    let times = [59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000, 20_000_000_000];
    for (time, code) in times.into_iter().zip(expected) {
        assert_eq!(*otp(algorithm, length).code_at(time).text, code, "{algorithm:?} at {time}");
    }
}

#[test]
fn appendix_b_sha1() {
    check(Algorithm::Sha1, 20, ["94287082", "07081804", "14050471", "89005924", "69279037", "65353130"]);
}

#[test]
fn appendix_b_sha256() {
    check(Algorithm::Sha256, 32, ["46119246", "68084774", "67062674", "91819424", "90698825", "77737706"]);
}

#[test]
fn appendix_b_sha512() {
    check(Algorithm::Sha512, 64, ["90693936", "25091201", "99943326", "93441116", "38618901", "47863826"]);
}

/// Section 4.2: with X = 30, 59 s is step 1 and 60 s is step 2.
#[test]
fn section_4_2_steps() {
    let thirty = Period::default();
    assert_eq!(thirty.get(), 30);
    assert_eq!(totp::step(0, thirty), 0);
    assert_eq!(totp::step(29, thirty), 0);
    assert_eq!(totp::step(59, thirty), 1);
    assert_eq!(totp::step(60, thirty), 2);
}

/// Section 4.2: T must go beyond 32 bits (the year 2038).
#[test]
fn section_4_2_beyond_2038() {
    assert_eq!(totp::step(20_000_000_000, Period::default()), 0x27bc_86aa);
    assert_eq!(totp::step(u64::MAX, Period::new(1).unwrap()), u64::MAX);
}

#[test]
fn section_5_2_window_of_a_code() {
    let code = otp(Algorithm::Sha1, 20).code_at(59);
    let window = code.window.unwrap();
    assert_eq!(window, Window { valid_from: 30, valid_until: 60 });
    assert_eq!(window.seconds_left(30), 30);
    assert_eq!(window.seconds_left(59), 1);
    assert_eq!(window.seconds_left(61), 0);
    assert!(window.contains(30) && window.contains(59));
    assert!(!window.contains(29) && !window.contains(60));
}

#[test]
fn section_5_2_code_is_the_same_within_a_window_and_differs_beyond() {
    let otp = otp(Algorithm::Sha1, 20);
    assert_eq!(otp.code_at(30), otp.code_at(59));
    assert_ne!(otp.code_at(59).text, otp.code_at(60).text);
}

#[test]
fn next_code_is_the_one_that_is_shown_then() {
    for seconds in [1, 30, 45, 60, 86_400] {
        let mut otp = otp(Algorithm::Sha256, 32);
        let period = Period::new(seconds).unwrap();
        otp.kind = Kind::Totp { algorithm: Algorithm::Sha256, digits: Digits::default(), period };
        let now = 1_741_011_292;
        let next = otp.next_code_at(now).unwrap();
        assert_eq!(next, otp.code_at(now + u64::from(seconds)));
        assert_eq!(otp.code_at(now).window.unwrap().valid_until, next.window.unwrap().valid_from);
    }
}

#[test]
fn the_end_of_time_is_no_panic() {
    let otp = otp(Algorithm::Sha1, 20);
    let code = otp.code_at(u64::MAX);
    assert_eq!(code.window.unwrap().valid_until, u64::MAX);
    assert_eq!(otp.next_code_at(u64::MAX), None);
}

#[test]
fn period_is_one_second_to_one_day() {
    assert_eq!(Period::new(0), None);
    assert_eq!(Period::new(86_401), None);
    assert_eq!(Period::new(1).map(Period::get), Some(1));
    assert_eq!(Period::new(86_400).map(Period::get), Some(86_400));
}
