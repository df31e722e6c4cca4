//! Filling.

use js_sys::Function;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::errors;
use super::page::{Place, domain_in, site};
use super::values::{from_js, millis, to_js};
use super::vault::JsVault;
use crate::autofill::Frame;
use crate::vault::{Ask, Filling, Gesture, Page, Refusal, Site, Twin};

#[wasm_bindgen(js_class = Vault)]
impl JsVault {
    /// The code of an account, and the field of the page that it is for; or why nothing is filled.
    ///
    /// # Errors
    /// None that the shell can cause.
    #[wasm_bindgen(unchecked_return_type = "import('../lib/views.js').Answer")]
    pub fn fill(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').Ask")] ask: JsValue,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').DomainOf")] domain_of: &Function,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let Asked { id, places, frames, gesture, anyway, min_seconds } = from_js(ask)?;
        let domains = |host: &str| domain_in(domain_of, host);
        // A document that is of no site takes its place with nothing in it.
        let sites: Vec<Option<Site>> = places.iter().map(Place::site).collect();
        let documents = places.iter().zip(&sites).zip(frames);
        let (pages, frames): (Vec<Page>, Vec<Frame>) = documents
            .filter_map(|((place, site), frame)| {
                Some((Page { site: site.as_ref()?, path: &place.path, domains: &domains }, frame))
            })
            .unzip();
        let numbers: Vec<usize> = sites.iter().enumerate().filter_map(|(at, site)| site.as_ref().map(|_| at)).collect();
        let ask = Ask { id: &id, pages: &pages, frames: &frames, gesture, anyway, min_seconds };
        let answer = self.0.fill(&ask, millis(now));
        let view = match answer.outcome {
            Ok(mut filling) => {
                let site = pages.get(filling.choice.frame).map(|page| page.site.as_str());
                filling.choice.frame = numbers.get(filling.choice.frame).copied().unwrap_or_default();
                AnswerView { changed: answer.changed, site, filling: Some(filling), refusal: None }
            }
            Err(refusal) => {
                AnswerView { changed: answer.changed, site: None, filling: None, refusal: Some(refusal.into()) }
            }
        };
        to_js(&view)
    }

    /// A code stands in a page of `origin`.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    pub fn filled(&mut self, id: &str, origin: Option<String>, until: f64, now: f64) -> Result<(), JsValue> {
        let site = site(origin).ok_or_else(|| errors::named("not-a-site"))?;
        self.0.filled(id, &site, millis(until), millis(now)).map_err(errors::vault)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    id: String,
    places: Vec<Place>,
    frames: Vec<Frame>,
    gesture: Gesture,
    anyway: bool,
    min_seconds: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnswerView<'a> {
    changed: bool,
    site: Option<&'a str>,
    filling: Option<Filling>,
    refusal: Option<RefusalView>,
}

/// Why nothing is filled, with what the words for it need.
#[derive(Serialize)]
struct RefusalView {
    reason: &'static str,
    until: Option<u64>,
    site: Option<Site>,
    bound: Option<bool>,
    twin: Option<Twin>,
}

impl From<Refusal> for RefusalView {
    fn from(refusal: Refusal) -> Self {
        let mut view = Self { reason: refusal.code(), until: None, site: None, bound: None, twin: None };
        match refusal {
            Refusal::Used(until) | Refusal::RunsOut(until) => view.until = Some(until),
            Refusal::InFrame(site, bound) => (view.site, view.bound) = (Some(site), Some(bound)),
            Refusal::LookAlike(twin) => view.twin = Some(twin),
            _ => {}
        }
        view
    }
}
