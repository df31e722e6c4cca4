//! An XML file: each input is one, so that it is not taken for anything else.
#![no_main]

#[path = "support/files.rs"]
mod files;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    for root in ["", "<KeePassFile>", "<map>"] {
        files::check(format!("<?xml version=\"1.0\"?>{root}{text}").as_bytes());
    }
});
