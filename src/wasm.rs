//! What crosses into JavaScript, and nothing but glue. Three modules of wasm are built from it, each with its feature.
//!
//! The **core** (feature `core`) has the class `Vault`, the opaque handle that the worker holds while the vault is unlocked.
//! What leaves it is views, one code for one field, and sealed bytes. It also has the functions that derive keys, which need
//! much memory for a moment: they run in an instance of their own that is dropped afterwards.
//!
//! The **judge** (feature `judge`) has the class `Described`: what a page looks like, and which of its fields takes a code. The
//! core asks it while it answers a request to fill, so that the words of all languages and what reads hostile pages are in no
//! module that holds a secret. Its instance is dropped after each filling.
//!
//! The **reader** (feature `reader`) has the class `QrReader`: QR codes out of pixels, in an instance that is dropped after
//! each picture.
//!
//! The types of what crosses, the codes of errors and the limits that the shell shares are written into `extension/core` by
//! `./build.sh types`, from the types that serde writes and reads here.
//!
//! The session's ticket is the one thing that holds a key and crosses: opaque bytes, on their way to memory-only
//! `storage.session` and back, because a worker dies when it is idle. The texts of QR codes cross as bytes, from the
//! reader to the vault's instance, and are wiped by the shell.

#[cfg(feature = "core")]
mod asked_judge;
#[cfg(any(feature = "core", feature = "reader"))]
mod errors;
#[cfg(feature = "core")]
mod filling;
#[cfg(any(feature = "core", feature = "judge"))]
mod from_js;
#[cfg(feature = "judge")]
mod judge;
#[cfg(feature = "core")]
mod moving;
#[cfg(feature = "core")]
mod page;
#[cfg(feature = "reader")]
mod reader;
#[cfg(feature = "core")]
#[expect(unreachable_pub, reason = "wasm-bindgen exports them by themselves")]
mod scratch;
#[cfg(any(feature = "core", feature = "judge"))]
mod values;
#[cfg(feature = "core")]
mod vault;
#[cfg(feature = "core")]
mod ways;
