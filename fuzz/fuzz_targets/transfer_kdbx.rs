//! A database of KeePass. Its document is opened where the derivation costs next to nothing.
#![no_main]

use halfminute_transfer::ciphers::Kdf;
use halfminute_transfer::containers::kdbx::Kdbx;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(database) = Kdbx::open(bytes) else { return };
    let is_cheap = match database.kdf() {
        Kdf::Aes { rounds, .. } => *rounds < 10_000,
        Kdf::Argon2 { memory_kib, passes, .. } => memory_kib.saturating_mul(*passes) < 1024,
        Kdf::Pbkdf2 { .. } | Kdf::Scrypt { .. } => false,
    };
    if is_cheap {
        let _ = database.document("password");
    }
});
