//! The core of Halfminute, an authenticator that lives in the browser: it reads QR codes, makes one-time codes, seals
//! secrets and decides which field of a page takes a code.
//!
//! ```
//! use halfminute::otpauth;
//!
//! // What the QR code of a site says, and the code that it makes of it in one moment.
//! let text = "otpauth://totp/Example:alice@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example";
//! let parsed = otpauth::parse(text)?;
//! let account = &parsed.enrolments[0];
//! assert_eq!(account.issuer, "Example");
//!
//! let now = 1_700_000_000;
//! let code = account.otp.code_at(now);
//! assert_eq!(code.text.len(), 6);
//! assert_eq!(code.window.map(|window| window.seconds_left(now)), Some(10));
//! # Ok::<(), otpauth::Error>(())
//! ```
//!
//! # Reading order
//!
//! 1. [`otp`] makes a code from a seed (RFC 4226, RFC 6238).
//! 2. [`otpauth`] reads what an enrolment QR code says (Key Uri Format, Google migration).
//! 3. [`qr`] reads a QR code from pixels, and draws one.
//! 4. [`vault`] seals the accounts, and says all that is ever shown of them.
//! 5. [`autofill`] chooses the field of a page that takes a code.
//! 6. [`sites`] tells the site that an account is bound to from one that only looks like it.
//!
//! What JavaScript calls is built for `wasm32` alone, in `src/wasm`: it has every `#[wasm_bindgen]`, and no logic. The
//! feature `core` builds the vault, and the features `judge` and `reader` build what reads hostile pages and hostile pictures,
//! each by itself, so that those modules hold no secret.
//!
//! # Laws
//!
//! - Keys never leave the core, and a stored seed never becomes a JavaScript string.
//! - Everything that comes in is hostile: pages, QR codes and stored bytes are refused with an error value, never with a
//!   panic.
//! - Time is always an argument. The core has no clock, no browser and no global state.

pub mod autofill;
#[doc(hidden)]
pub mod codes;
mod json;
pub mod otp;
pub mod otpauth;
pub mod qr;
pub mod sites;
pub mod time;
pub mod vault;
#[cfg(all(target_arch = "wasm32", any(feature = "core", feature = "judge", feature = "reader")))]
mod wasm;
