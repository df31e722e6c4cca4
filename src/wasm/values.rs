//! Values as JavaScript has them.

use js_sys::TypeError;
#[cfg(feature = "core")]
use serde::Serialize;
use serde::de::DeserializeOwned;
#[cfg(feature = "core")]
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
#[cfg(feature = "core")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::from_js;

/// What the signatures of the core name: the types that `tools/types` writes, how the shell tells the registrable
/// domain of a host, and what judges a page: `Described` of the module `judge`.
#[cfg(feature = "core")]
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "import type * as types from './types.js';
export type DomainOf = (host: string) => string | undefined;
export interface Judge {
  decide(among: Uint32Array, codeLength: number, pointedAt: boolean): Uint32Array;
  pointedOut(among: Uint32Array, codeLength: number): Uint32Array;
  find(among: Uint32Array, looks: string[], codeLength: number): Uint32Array;
  look(frame: number, fields: Uint32Array): string | undefined;
  complains(frame: number, fields: Uint32Array): boolean;
  sendsTo(frame: number, fields: Uint32Array): string[];
  closed(): string[];
}";

/// `Date.now()` as whole milliseconds; what is before 1970 or not a number is 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, which is what is wanted"
)]
#[cfg(feature = "core")]
pub(super) fn millis(now: f64) -> u64 {
    now as u64
}

#[cfg(feature = "core")]
pub(super) fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(wrong_shape)
}

pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    from_js::from_js(value).map_err(wrong_shape)
}

/// A value that the shell passes has the wrong shape. That is a defect of the shell, and has no code.
pub(super) fn wrong_shape<E>(_: E) -> JsValue {
    TypeError::new("wrong shape").into()
}
