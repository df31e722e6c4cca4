//! Steam Guard: TOTP whose truncated value is spelt in an alphabet of its own.
//!
//! There is no published standard. The open implementations agree on the rule, and a test compares it with codes that the
//! Steam app itself has shown (`tests/it/steam_guard.rs`).

use zeroize::Zeroizing;

use super::{Algorithm, Period, Seed, hotp::truncated_hmac};

/// The length of a code.
pub const LENGTH: usize = 5;
/// The time step of every Steam Guard code.
pub const PERIOD: Period = Period::THIRTY;
/// What `KeePassXC` puts into the `encoder` parameter of an `otpauth` URI.
pub const ENCODER: &str = "steam";
/// The issuer of every Steam Guard code.
pub const ISSUER: &str = "Steam";
/// The 26 characters that are not easily mistaken for one another.
pub const ALPHABET: &str = "23456789BCDFGHJKMNPQRTVWXY";

/// The code of a step: the value written to base 26, the lowest place first.
#[must_use]
pub fn code(seed: &Seed, step: u64) -> Zeroizing<String> {
    let mut value = truncated_hmac(seed, Algorithm::Sha1, step);
    let mut text = Zeroizing::new(String::with_capacity(LENGTH));
    for _ in 0..LENGTH {
        text.extend(place(value));
        value /= 26;
    }
    text
}

fn place(value: u32) -> Option<char> {
    let place = usize::try_from(value % 26).ok()?;
    ALPHABET.chars().nth(place)
}
