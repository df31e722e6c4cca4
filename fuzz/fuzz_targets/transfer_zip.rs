//! An archive, of which every file is unpacked, also as a sealed one.
#![no_main]

#[path = "support/files.rs"]
mod files;

use halfminute_transfer::containers::zip::Zip;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for password in [None, Some("password")] {
        let Ok(mut zip) = Zip::open(bytes) else { return };
        for name in zip.names() {
            let _ = zip.read(&name, password);
        }
    }
    files::check(bytes);
});
