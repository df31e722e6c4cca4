//! Errors as JavaScript sees them: an `Error` with `code`, its stable name, and `args`, what the words for it need.

use js_sys::Error;
#[cfg(feature = "core")]
use js_sys::Object;
#[cfg(feature = "core")]
use serde::Serialize;
use wasm_bindgen::JsValue;

#[cfg(feature = "core")]
use super::values::to_js;
#[cfg(feature = "reader")]
use crate::qr;
#[cfg(feature = "core")]
use crate::{otpauth, vault};

/// An `Error` with this message, and with the `code` and the `args` that serde writes of `error`.
#[cfg(feature = "core")]
fn coded(message: &str, error: &impl Serialize) -> JsValue {
    let thrown = Error::new(message);
    match to_js(error) {
        Ok(fields) => Object::assign(&thrown, &Object::from(fields)).into(),
        Err(defect) => defect,
    }
}

#[cfg(feature = "core")]
pub(super) fn vault(error: vault::Error) -> JsValue {
    coded(error.code(), &error)
}

#[cfg(feature = "core")]
pub(super) fn otpauth(error: otpauth::Error) -> JsValue {
    coded(error.code(), &error)
}

#[cfg(feature = "reader")]
pub(super) fn qr(error: qr::Error) -> JsValue {
    let thrown = Error::new(error.code());
    // An object of our own takes every field.
    let _ = js_sys::Reflect::set(&thrown, &"code".into(), &error.code().into());
    thrown.into()
}
