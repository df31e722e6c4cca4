//! What crosses into JavaScript, and nothing but glue.
//!
//! * `vault`: [`vault::JsVault`], the opaque handle that the worker holds while the vault is unlocked. What leaves it
//!   is views, one code for one field, and sealed bytes.
//! * `scratch`: what needs much memory for a moment, run in an instance of its own that is dropped afterwards:
//!   key derivation and reading QR codes.
//!
//! The session's ticket is the one thing that holds a key and crosses: opaque bytes, on their way to memory-only
//! `storage.session` and back, because a worker dies when it is idle. The texts of QR codes cross as bytes, from the
//! scratch instance to the vault's, and are wiped by the shell.

mod errors;
#[cfg(feature = "scratch")]
#[expect(unreachable_pub, reason = "wasm-bindgen exports them by themselves")]
mod scratch;
mod time;
#[cfg(feature = "vault")]
mod vault;
