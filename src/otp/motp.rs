//! Mobile-OTP (motp.sourceforge.net): the first six hexadecimal digits of MD5 over the step, the secret and the PIN.
//!
//! The secret is hashed as the characters that it is written with, not as the bytes that they may stand for.

use zeroize::Zeroizing;

use super::{Period, Pin, Seed, md5::md5};

/// The time step of every code.
pub const PERIOD: Period = Period::TEN;
/// The length of a code, in bytes of the hash: each is two digits.
const CODE_BYTES: usize = 3;
/// Digits of the largest step.
const STEP_DIGITS: usize = 20;

/// The code of a step.
#[must_use]
pub fn code(seed: &Seed, pin: &Pin, step: u64) -> Zeroizing<String> {
    let (secret, pin) = (seed.as_bytes(), pin.as_str().as_bytes());
    // All of it at once: a buffer that grows leaves a copy of the secret behind.
    let mut text = Zeroizing::new(Vec::with_capacity(STEP_DIGITS + secret.len() + pin.len()));
    for part in [step.to_string().as_bytes(), secret, pin] {
        text.extend_from_slice(part);
    }
    let mut code = Zeroizing::new(String::with_capacity(2 * CODE_BYTES));
    for byte in md5(&text).iter().take(CODE_BYTES) {
        for nibble in [byte >> 4, byte & 0x0f] {
            code.extend(char::from_digit(nibble.into(), 16));
        }
    }
    code
}
