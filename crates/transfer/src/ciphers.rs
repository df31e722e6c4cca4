//! The ciphers and key derivations of other apps, over the crates of `RustCrypto`.
//!
//! A file from a stranger chooses the derivation and its cost, so [`Kdf::derive`] refuses what costs more than [`cost`]
//! allows before it computes anything.

pub mod cbc;
pub mod cost;
pub mod cryptojs;
pub mod gcm;
pub mod kdf;
pub mod mac;
pub mod secretstream;

pub use kdf::{Hash, Kdf};
use zeroize::Zeroizing;

/// Bytes that are overwritten when they are dropped: keys and plaintexts.
pub type Secret = Zeroizing<Vec<u8>>;

/// A key of 256 bits, the only length that the formats of this crate use.
pub type Key = Zeroizing<[u8; 32]>;

/// Why a derivation or a decryption fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CipherError {
    /// The check value or the padding does not fit: the password is wrong or the data were altered.
    NotOpened,
    /// The parameters or the length of the data are ones that the cipher cannot have.
    Malformed,
    /// The derivation asks for more work than the limit.
    TooMuchWork {
        /// What the file asks for, in units of the derivation: rounds, or KiB times passes.
        asked: u64,
        /// The limit.
        most: u64,
    },
    /// The derivation asks for more memory than the limit.
    TooMuchMemory {
        /// What the file asks for, in KiB.
        asked_kib: u64,
        /// The limit, in KiB.
        most_kib: u64,
    },
    /// The memory that the derivation asks for is within the limit, and the system does not have it.
    OutOfMemory,
}

/// Decodes hexadecimal digits of known vectors.
#[cfg(test)]
pub(crate) fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
