//! Limits on what a derivation may cost.
//!
//! Each limit lies well above what the apps write and below what freezes a browser for minutes.

use super::CipherError;

/// Most rounds of PBKDF2. The apps write up to 1,000,000, and Bitwarden lets a person choose up to 2,000,000.
pub const MAX_PBKDF2_ROUNDS: u64 = 10_000_000;
/// Most memory of scrypt, in KiB. Aegis asks for 32 MiB.
pub const MAX_SCRYPT_MEMORY_KIB: u64 = 256 * 1024;
/// Most work of scrypt, as N times r times p: 64 times what Aegis asks for.
pub const MAX_SCRYPT_WORK: u64 = 1 << 24;
/// Most memory of Argon2, in KiB. Ente asks for 1 GiB on strong phones.
pub const MAX_ARGON2_MEMORY_KIB: u64 = 1024 * 1024;
/// Most work of Argon2, in KiB times passes: four times what Ente asks for, and 25 times `KeePassXC`'s 64 MiB and ten passes.
pub const MAX_ARGON2_WORK: u64 = 16 * 1024 * 1024;
/// Most lanes of Argon2. Lanes run one after the other here, and the apps write up to 16.
pub const MAX_ARGON2_LANES: u32 = 64;
/// Most rounds of `KeePass`'s AES derivation. Its apps measure one second on the computer that writes the file, which is some
/// 50,000,000 rounds where the processor knows AES, and about two minutes in `WebAssembly`, where it does not.
pub const MAX_AES_ROUNDS: u64 = 100_000_000;

/// Refuses work above the limit.
pub(super) fn check_work(asked: u64, most: u64) -> Result<(), CipherError> {
    if asked <= most { Ok(()) } else { Err(CipherError::TooMuchWork { asked, most }) }
}

/// Refuses memory above the limit.
pub(super) fn check_memory(asked_kib: u64, most_kib: u64) -> Result<(), CipherError> {
    if asked_kib <= most_kib { Ok(()) } else { Err(CipherError::TooMuchMemory { asked_kib, most_kib }) }
}
