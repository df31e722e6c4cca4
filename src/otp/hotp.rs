use hmac::{EagerHash, Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::{Zeroize, Zeroizing};

use super::{Algorithm, Digits, Seed};

/// The code of `counter` (RFC 4226 section 5.3), padded with zeros to `digits` characters.
///
/// RFC 6238 calls the same function with a step for a counter.
#[must_use]
pub fn hotp(seed: &Seed, algorithm: Algorithm, counter: u64, digits: Digits) -> Zeroizing<String> {
    let value = u64::from(truncated_hmac(seed, algorithm, counter)) % digits.modulus();
    let width = usize::from(digits.get());
    Zeroizing::new(format!("{value:0width$}"))
}

/// Dynamic truncation (RFC 4226 section 5.3): the low four bits of the last byte say where in
/// `mac` to take 31 bits, most significant first.
///
/// The offset reaches 15, so `mac` needs at least 19 bytes; every HMAC here has 20 or more.
#[must_use]
pub fn dynamic_truncation(mac: &[u8]) -> u32 {
    let offset = usize::from(mac.last().copied().unwrap_or(0) & 0x0f);
    let bits = mac.iter().skip(offset).take(4).fold(0u32, |bits, &byte| (bits << 8) | u32::from(byte));
    bits & 0x7fff_ffff
}

/// The 31-bit number that both decimal codes and Steam's letters are made of.
pub(super) fn truncated_hmac(seed: &Seed, algorithm: Algorithm, counter: u64) -> u32 {
    let key = seed.as_bytes();
    match algorithm {
        Algorithm::Sha1 => truncate_with::<Sha1>(key, counter),
        Algorithm::Sha256 => truncate_with::<Sha256>(key, counter),
        Algorithm::Sha512 => truncate_with::<Sha512>(key, counter),
        Algorithm::Kept(_) => 0,
    }
}

fn truncate_with<D: EagerHash>(key: &[u8], counter: u64) -> u32 {
    dynamic_truncation(&hmac_of::<D>(key, counter))
}

/// The HMAC of a counter (RFC 4226 section 5.3, step 1).
pub(super) fn hmac_of<D: EagerHash>(key: &[u8], counter: u64) -> hmac::digest::Output<Hmac<D>> {
    // RFC 2104 section 2: a key is padded with zeros to one block, a longer one is hashed first.
    // Done here because a block cannot be refused, while the constructor that takes any slice
    // returns an error that never happens.
    let mut block = hmac::digest::Key::<Hmac<D>>::default();
    if key.len() > block.len() {
        fill(&mut block, &D::digest(key));
    } else {
        fill(&mut block, key);
    }
    let mut mac = Hmac::<D>::new(&block);
    block.as_mut_slice().zeroize();
    mac.update(&counter.to_be_bytes());
    mac.finalize().into_bytes()
}

fn fill(block: &mut [u8], bytes: &[u8]) {
    for (to, from) in block.iter_mut().zip(bytes) {
        *to = *from;
    }
}
