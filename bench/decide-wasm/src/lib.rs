//! The decision by itself, over pages that are in wasm's memory already: what it takes, without the way there.

use halfminute::autofill::{Frame, decide};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The frames of a page as the collector describes them.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Described(Vec<Frame>);

#[wasm_bindgen]
impl Described {
    /// From JSON.
    ///
    /// # Errors
    /// What is wrong with it.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str) -> Result<Described, JsError> {
        Ok(Self(serde_json::from_str(json)?))
    }

    /// Whether anything is to be filled.
    #[must_use]
    pub fn decide(&self, code_length: usize) -> bool {
        decide(&self.0, code_length, false).outcome.is_ok()
    }
}
