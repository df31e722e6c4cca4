//! A link of any form: refused, or read so that what is written of it says the same.
#![no_main]

#[path = "support/enrolments.rs"]
mod enrolments;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| enrolments::check(text));
