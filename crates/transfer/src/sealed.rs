//! Sealed files: from a password to a key, or to the refusal that says what is missing.

use crate::ciphers::{CipherError, Kdf, Key};
use crate::error::{Cost, Error};

/// Derives a key, or says that a password is needed and what the derivation will cost. A derivation beyond the limits is
/// refused in both cases, before anybody types a password for nothing.
pub(crate) fn key(format: &'static str, kdf: &Kdf, password: Option<&str>) -> Result<Key, Error> {
    let password = checked(format, kdf, password)?;
    kdf.derive(password.as_bytes()).map_err(|error| failed(format, error))
}

/// Says what [`key`] says, for a file of which another part derives the key.
pub(crate) fn checked<'a>(format: &'static str, kdf: &Kdf, password: Option<&'a str>) -> Result<&'a str, Error> {
    kdf.check_cost().map_err(|error| failed(format, error))?;
    password.ok_or_else(|| Error::NeedsPassword { format, cost: cost(kdf) })
}

/// The password of a file whose key is derived in another way.
pub(crate) fn password<'a>(format: &'static str, password: Option<&'a str>) -> Result<&'a str, Error> {
    password.ok_or_else(|| needs_password(format))
}

/// The refusal of a sealed file whose key costs nothing to derive.
pub(crate) fn needs_password(format: &'static str) -> Error {
    Error::NeedsPassword { format, cost: Cost { memory_kib: 0, milliseconds: 0 } }
}

/// The refusal of a file by what its cipher says.
pub(crate) fn failed(format: &'static str, error: CipherError) -> Error {
    match error {
        CipherError::NotOpened => Error::WrongPassword { format },
        CipherError::Malformed => Error::Malformed { format },
        CipherError::TooMuchWork { .. } => Error::TooCostly,
        CipherError::TooMuchMemory { asked_kib, most_kib } => Error::NeedsMemory {
            memory_kib: u32::try_from(asked_kib).unwrap_or(u32::MAX),
            most_kib: u32::try_from(most_kib).unwrap_or(u32::MAX),
        },
        CipherError::OutOfMemory => Error::NoMemory,
    }
}

/// The cost of a derivation. The divisors are what WebAssembly does in a millisecond on a computer of 2020;
/// `./build.sh bench transfer` compares them with what it takes.
fn cost(kdf: &Kdf) -> Cost {
    let milliseconds = match kdf {
        Kdf::Pbkdf2 { rounds, .. } => rounds / 1_200,
        Kdf::Scrypt { n, r, p, .. } => n.saturating_mul(u64::from(*r)).saturating_mul(u64::from(*p)) / 2_500,
        Kdf::Argon2 { memory_kib, passes, .. } => memory_kib.saturating_mul(*passes) / 900,
        Kdf::Aes { rounds, .. } => rounds / 450,
    };
    let fit = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Cost { memory_kib: fit(kdf.memory_kib()), milliseconds: fit(milliseconds) }
}
