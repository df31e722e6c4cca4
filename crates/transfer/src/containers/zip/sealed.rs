//! The two ways in which zip seals a file.

use aes::cipher::{BlockCipherEncrypt, consts::U16};
use aes::{Aes128, Aes192, Aes256, Block};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::ciphers::{CipherError, Hash, Kdf, Secret};
use crate::containers::crc;

/// The length of the header that `ZipCrypto` seals before the data.
const HEADER_BYTES: usize = 12;
/// The length of the check value of a password in `WinZip`'s AES.
const VERIFIER_BYTES: usize = 2;
/// The length of its MAC: HMAC-SHA-1, cut in half.
const MAC_BYTES: usize = 10;
/// The rounds of PBKDF2, which `WinZip`'s specification fixes.
const ROUNDS: u64 = 1000;

/// Opens what is sealed by `ZipCrypto` (APPNOTE, section 6.1). The cipher is weak and has no MAC.
pub(super) fn open_zip_crypto(password: &[u8], check: u8, sealed: &[u8]) -> Result<Secret, CipherError> {
    let mut keys = Keys([0x1234_5678, 0x2345_6789, 0x3456_7890]);
    for byte in password {
        keys.update(*byte);
    }
    let opened: Secret = Zeroizing::new(sealed.iter().map(|byte| keys.open(*byte)).collect());
    match opened.split_at_checked(HEADER_BYTES) {
        Some((header, data)) if header.last() == Some(&check) => Ok(Zeroizing::new(data.to_vec())),
        Some(_) => Err(CipherError::NotOpened),
        None => Err(CipherError::Malformed),
    }
}

/// The state of `ZipCrypto`.
struct Keys([u32; 3]);

impl Keys {
    fn update(&mut self, plain: u8) {
        let [first, second, third] = &mut self.0;
        *first = crc::step(*first, plain);
        *second = second.wrapping_add(*first & 0xff).wrapping_mul(134_775_813).wrapping_add(1);
        let [high, ..] = second.to_be_bytes();
        *third = crc::step(*third, high);
    }

    fn open(&mut self, sealed: u8) -> u8 {
        let [.., third] = self.0;
        let mixed = third | 2;
        let [_, mask, ..] = mixed.wrapping_mul(mixed ^ 1).to_le_bytes();
        let plain = sealed ^ mask;
        self.update(plain);
        plain
    }
}

/// Opens what is sealed by `WinZip`'s AES: a salt, a check value of the password, the ciphertext and its MAC.
pub(super) fn open_aes(password: &[u8], key_bytes: usize, sealed: &[u8]) -> Result<Secret, CipherError> {
    let (salt, rest) = sealed.split_at_checked(key_bytes / 2).ok_or(CipherError::Malformed)?;
    let (verifier, rest) = rest.split_at_checked(VERIFIER_BYTES).ok_or(CipherError::Malformed)?;
    let (ciphertext, mac) = rest.split_last_chunk::<MAC_BYTES>().ok_or(CipherError::Malformed)?;
    let kdf = Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: ROUNDS, salt: salt.to_vec() };
    let derived = kdf.derive_bytes(password, 2 * key_bytes + VERIFIER_BYTES)?;
    let (key, derived) = derived.split_at_checked(key_bytes).ok_or(CipherError::Malformed)?;
    let (mac_key, derived) = derived.split_at_checked(key_bytes).ok_or(CipherError::Malformed)?;
    if verifier != derived {
        return Err(CipherError::NotOpened);
    }
    let mut hmac = <Hmac<Sha1> as KeyInit>::new_from_slice(mac_key).map_err(|_| CipherError::Malformed)?;
    hmac.update(ciphertext);
    hmac.verify_truncated_left(mac).map_err(|_| CipherError::NotOpened)?;
    let mut opened = Zeroizing::new(ciphertext.to_vec());
    match key_bytes {
        16 => apply(&cipher::<Aes128>(key)?, &mut opened),
        24 => apply(&cipher::<Aes192>(key)?, &mut opened),
        _ => apply(&cipher::<Aes256>(key)?, &mut opened),
    }
    Ok(opened)
}

/// The encryption of a block by a key of one of the three lengths.
fn cipher<C: KeyInit + BlockCipherEncrypt<BlockSize = U16>>(key: &[u8]) -> Result<impl Fn(&mut Block), CipherError> {
    let cipher = C::new_from_slice(key).map_err(|_| CipherError::Malformed)?;
    Ok(move |block: &mut Block| cipher.encrypt_block(block))
}

/// Applies AES in counter mode, with a counter in little-endian order that begins at one. The crate `ctr` would be in the module
/// three times, once for each length of a key.
fn apply(encrypt: &dyn Fn(&mut Block), data: &mut [u8]) {
    for (counter, bytes) in (1_u128..).zip(data.chunks_mut(16)) {
        let mut block = Block::from(counter.to_le_bytes());
        encrypt(&mut block);
        for (byte, with) in bytes.iter_mut().zip(block) {
            *byte ^= with;
        }
    }
}
