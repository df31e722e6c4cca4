//! An export of Google Authenticator with any bytes for a payload.
#![no_main]

#[path = "support/enrolments.rs"]
mod enrolments;

use base64ct::{Base64, Encoding};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|payload: &[u8]| {
    let data = Base64::encode_string(payload).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    enrolments::check(&format!("otpauth-migration://offline?data={data}"));
});
