//! A map in the form of Java's serialisation.
#![no_main]

use halfminute_transfer::containers::java;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(map) = java::read_map(bytes) {
        let entries = map.as_object().map_or(0, |map| map.len());
        assert!(entries <= bytes.len(), "more entries than bytes");
    }
});
