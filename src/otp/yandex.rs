//! Yandex Key: HMAC-SHA-256 of the step, spelt in eight letters. The key is the SHA-256 of the PIN and the secret.
//!
//! There is no published standard. The open implementations agree on the rule, of which `KeeYaOtp` was the first, and tests
//! compare it with their codes (`tests/it/motp_yandex.rs`).

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{Period, Pin, Seed, hotp::hmac_of};

/// The time step of every code.
pub const PERIOD: Period = Period::THIRTY;
/// The length of a code.
const LENGTH: usize = 8;
/// Number of letters in the alphabet, `a` to `z`.
const LETTERS: u64 = 26;
/// Bytes of the secret. What follows them in a secret that a person typed is a checksum.
const SECRET_BYTES: usize = 16;

/// The code of a step.
#[must_use]
pub fn code(seed: &Seed, pin: &Pin, step: u64) -> Zeroizing<String> {
    let secret = seed.as_bytes();
    let hash = Sha256::new().chain_update(pin.as_str()).chain_update(secret.get(..SECRET_BYTES).unwrap_or(secret));
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(hash.finalize().into());
    // The app itself drops a zero byte at the beginning of the key.
    let key = key.strip_prefix(&[0]).unwrap_or(&*key);
    let mac = hmac_of::<Sha256>(key, step);
    let offset = usize::from(mac.last().copied().unwrap_or(0) & 0x0f);
    let bits = mac.iter().skip(offset).take(8).fold(0u64, |bits, &byte| (bits << 8) | u64::from(byte));
    let mut value = bits & (u64::MAX >> 1);
    let mut letters = Zeroizing::new([0u8; LENGTH]);
    for letter in letters.iter_mut().rev() {
        *letter = b'a' + u8::try_from(value % LETTERS).unwrap_or_default();
        value /= LETTERS;
    }
    Zeroizing::new(letters.iter().copied().map(char::from).collect())
}
