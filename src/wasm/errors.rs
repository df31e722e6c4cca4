//! Errors as JavaScript sees them: an `Error` whose message is the stable name, for the shell to translate.

use wasm_bindgen::JsValue;

#[cfg(feature = "reader")]
use crate::qr;
#[cfg(feature = "core")]
use crate::{otpauth, vault};

/// An `Error` with this stable name.
pub(super) fn named(code: &str) -> JsValue {
    js_sys::Error::new(code).into()
}

/// Values that the shell passes have the wrong shape: a defect of the shell.
#[cfg(feature = "core")]
pub(super) fn wrong_shape<E>(_: E) -> JsValue {
    named("wrong-shape")
}

#[cfg(feature = "core")]
pub(super) fn vault(error: vault::Error) -> JsValue {
    named(error.code())
}

#[cfg(feature = "core")]
pub(super) fn otpauth(error: otpauth::Error) -> JsValue {
    named(error.code())
}

#[cfg(feature = "reader")]
pub(super) fn qr(error: qr::Error) -> JsValue {
    named(error.code())
}
