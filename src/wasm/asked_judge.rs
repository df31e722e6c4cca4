//! The judge as the core asks it: an object of the shell, behind which stands the module `judge`.

use core::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::autofill::{Choice, Judge, Look, Outcome, from_numbers};

#[wasm_bindgen]
extern "C" {
    /// `Described` of the module `judge`, by whose methods it is asked.
    pub type JsJudge;

    #[wasm_bindgen(method, structural, catch)]
    fn decide(this: &JsJudge, among: Vec<u32>, code_length: u32, pointed_at: bool) -> Result<Vec<u32>, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = pointedOut)]
    fn pointed_out(this: &JsJudge, among: Vec<u32>, code_length: u32) -> Result<Vec<u32>, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn find(this: &JsJudge, among: Vec<u32>, looks: Vec<String>, code_length: u32) -> Result<Vec<u32>, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn look(this: &JsJudge, frame: u32, fields: Vec<u32>) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn complains(this: &JsJudge, frame: u32, fields: Vec<u32>) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = sendsTo)]
    fn sends_to(this: &JsJudge, frame: u32, fields: Vec<u32>) -> Result<Vec<String>, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn closed(this: &JsJudge) -> Result<Vec<String>, JsValue>;
}

/// A judge that is being asked. What it throws, as when a page has made it trap, is kept until the end of the request.
pub(super) struct AskedJudge<'a> {
    judge: &'a JsJudge,
    /// The judge's numbers of the documents that the vault knows by their place here.
    documents: Vec<usize>,
    thrown: RefCell<Option<JsValue>>,
}

impl<'a> AskedJudge<'a> {
    pub(super) fn new(judge: &'a JsJudge, documents: Vec<usize>) -> Self {
        Self { judge, documents, thrown: RefCell::new(None) }
    }

    /// Throws what the judge has thrown.
    pub(super) fn check(&self) -> Result<(), JsValue> {
        self.thrown.borrow_mut().take().map_or(Ok(()), Err)
    }

    /// An answer, or nothing when the judge has thrown.
    fn answered<T: Default>(&self, answer: Result<T, JsValue>) -> T {
        answer.unwrap_or_else(|error| {
            *self.thrown.borrow_mut() = Some(error);
            T::default()
        })
    }

    /// The judge's numbers of these documents.
    fn numbers(&self, among: &[usize]) -> Vec<u32> {
        among.iter().filter_map(|at| self.documents.get(*at)).map(|at| small(*at)).collect()
    }

    fn outcome(&self, numbers: &[u32]) -> Outcome {
        let Choice { frame, fields } = from_numbers(numbers)?;
        // A document that the judge was not asked about is none of the vault's.
        let frame = self.documents.iter().position(|at| *at == frame).unwrap_or(usize::MAX);
        Ok(Choice { frame, fields })
    }

    fn of_choice(&self, choice: &Choice) -> (u32, Vec<u32>) {
        let frame = self.documents.get(choice.frame).copied().unwrap_or(usize::MAX);
        (small(frame), choice.fields.iter().map(|field| small(*field)).collect())
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Judge for AskedJudge<'_> {
    fn decide(&self, among: &[usize], code_length: usize, pointed_at: bool) -> Outcome {
        self.outcome(&self.answered(self.judge.decide(self.numbers(among), small(code_length), pointed_at)))
    }

    fn pointed_out(&self, among: &[usize], code_length: usize) -> Outcome {
        self.outcome(&self.answered(self.judge.pointed_out(self.numbers(among), small(code_length))))
    }

    fn find(&self, among: &[usize], looks: &[&Look], code_length: usize) -> Option<Outcome> {
        // Most sites have none, and the module need not be asked.
        if looks.is_empty() {
            return None;
        }
        let looks = looks.iter().map(|look| look.to_text()).collect();
        let found = self.answered(self.judge.find(self.numbers(among), looks, small(code_length)));
        (!found.is_empty()).then(|| self.outcome(&found))
    }

    fn look(&self, choice: &Choice) -> Option<Look> {
        let (frame, fields) = self.of_choice(choice);
        Look::of_text(&self.answered(self.judge.look(frame, fields))?)
    }

    fn complains(&self, choice: &Choice) -> bool {
        let (frame, fields) = self.of_choice(choice);
        self.answered(self.judge.complains(frame, fields))
    }

    fn sends_to(&self, choice: &Choice) -> Vec<String> {
        let (frame, fields) = self.of_choice(choice);
        self.answered(self.judge.sends_to(frame, fields))
    }

    fn closed(&self) -> Vec<String> {
        self.answered(self.judge.closed())
    }
}
