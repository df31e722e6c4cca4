//! The judge of pages: what was described of a tab's documents, in an instance that is dropped after each filling.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::values::from_js;
use crate::autofill::{Choice, Described, Judge, Look, to_numbers};

/// What the signatures name: the types that `tools/types` writes.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "import type * as types from './types.js';";

/// The described documents of a tab. The core asks it, by the numbers of the documents.
#[wasm_bindgen(js_name = Described)]
pub struct JsDescribed(Described);

#[wasm_bindgen(js_class = Described)]
impl JsDescribed {
    /// Takes what was described of the documents.
    ///
    /// # Errors
    /// A `TypeError` when it has the wrong shape.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "types.Frame[]")] frames: JsValue,
    ) -> Result<JsDescribed, JsValue> {
        Ok(Self(Described(from_js(frames)?)))
    }

    /// The outcome among these documents, as numbers.
    #[must_use]
    pub fn decide(&self, among: &[u32], code_length: u32, pointed_at: bool) -> Vec<u32> {
        to_numbers(&self.0.decide(&places(among), code_length as usize, pointed_at))
    }

    /// The field with the cursor, as numbers.
    #[wasm_bindgen(js_name = pointedOut)]
    #[must_use]
    pub fn pointed_out(&self, among: &[u32], code_length: u32) -> Vec<u32> {
        to_numbers(&self.0.pointed_out(&places(among), code_length as usize))
    }

    /// The field that looks like one of these, as numbers; none when there is no such field, or several.
    #[expect(clippy::needless_pass_by_value, reason = "as wasm-bindgen hands it over")]
    #[must_use]
    pub fn find(&self, among: &[u32], looks: Vec<String>, code_length: u32) -> Vec<u32> {
        let looks: Vec<Look> = looks.iter().filter_map(|look| Look::of_text(look)).collect();
        let looks: Vec<&Look> = looks.iter().collect();
        let found = self.0.find(&places(among), &looks, code_length as usize);
        found.map(|outcome| to_numbers(&outcome)).unwrap_or_default()
    }

    /// What the chosen field is recognised by later.
    #[must_use]
    pub fn look(&self, frame: u32, fields: &[u32]) -> Option<String> {
        self.0.look(&choice(frame, fields)).map(|look| look.to_text())
    }

    /// Whether the document refuses the code that was filled before.
    #[must_use]
    pub fn complains(&self, frame: u32, fields: &[u32]) -> bool {
        self.0.complains(&choice(frame, fields))
    }

    /// Where else the form of the chosen fields would send the code.
    #[wasm_bindgen(js_name = sendsTo)]
    #[must_use]
    pub fn sends_to(&self, frame: u32, fields: &[u32]) -> Vec<String> {
        self.0.sends_to(&choice(frame, fields))
    }

    /// The origins of the frames that cannot be looked into.
    #[must_use]
    pub fn closed(&self) -> Vec<String> {
        self.0.closed()
    }
}

fn places(among: &[u32]) -> Vec<usize> {
    among.iter().map(|at| *at as usize).collect()
}

fn choice(frame: u32, fields: &[u32]) -> Choice {
    Choice { frame: frame as usize, fields: places(fields) }
}
