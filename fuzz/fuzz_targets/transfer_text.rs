//! A file of text or JSON, in any of their formats.
#![no_main]

#[path = "support/files.rs"]
mod files;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| files::check(bytes));
