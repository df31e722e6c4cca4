//! A database of KeePass. Its document is opened where the derivation costs next to nothing. Behind the cipher no input gets by
//! itself, so each is also what was decrypted, and what was unpacked.
#![no_main]

use halfminute_transfer::ciphers::Kdf;
use halfminute_transfer::containers::gzip::gunzip;
use halfminute_transfer::containers::kdbx::{Kdbx, inner_document};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(unpacked) = gunzip(bytes, 1 << 20) {
        assert!(unpacked.len() <= 1 << 20);
        let _ = inner_document(&unpacked);
    }
    let _ = inner_document(bytes);
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
