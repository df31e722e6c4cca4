//! The core of Halfminute, an authenticator that lives in the browser.
//!
//! Reading order:
//!
//! 1. [`otp`]: how a code is made (RFC 4226, RFC 6238);
//! 2. [`otpauth`]: what an enrolment QR code says (Key Uri Format, Google migration);
//! 3. [`qr`]: how a QR code is read from pixels;
//! 4. [`vault`]: where secrets are sealed, and all that is ever shown of them;
//! 5. [`autofill`]: which field of a page takes a code;
//! 6. [`sites`]: on which host, and which host only looks like it;
//! 7. `wasm`: what crosses into JavaScript. The only place with `#[wasm_bindgen]`, and nothing but glue.
//!
//! What holds everywhere: keys never leave the core, and a stored seed never becomes a JavaScript string. Everything
//! that comes in is hostile: pages, QR codes and stored bytes are refused with an error value, never with a panic.
//! Time is always an argument.

pub mod autofill;
mod json;
pub mod otp;
pub mod otpauth;
pub mod qr;
pub mod sites;
pub mod time;
pub mod vault;
#[cfg(target_arch = "wasm32")]
mod wasm;
