//! Filling.

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::asked_judge::{AskedJudge, JsJudge};
use super::errors;
use super::page::{domain_in, parts};
use super::values::{from_js, millis, to_js, wrong_shape};
use super::vault::JsVault;
use crate::time::{Millis, Seconds};
use crate::vault::{AnswerView, Ask, Domains, FillingView, Gesture, OutcomeView, Page, Site};

#[wasm_bindgen(js_class = Vault)]
impl JsVault {
    /// The code of an account, and the field of the page that it is for; or why nothing is filled. `urls` are the
    /// addresses of the tab's documents, without query and fragment, `judge` knows what is in them, and `times` are what time
    /// each of them goes by. In a `private` window nothing of it is sealed.
    ///
    /// # Errors
    /// What the judge throws.
    #[expect(clippy::too_many_arguments, reason = "an object would be taken apart by name, which weighs more")]
    #[expect(clippy::needless_pass_by_value, reason = "as wasm-bindgen hands it over")]
    #[wasm_bindgen(unchecked_return_type = "types.AnswerView")]
    pub fn fill(
        &mut self,
        id: &str,
        urls: Vec<String>,
        #[wasm_bindgen(unchecked_param_type = "Judge")] judge: &JsJudge,
        times: Vec<f64>,
        #[wasm_bindgen(unchecked_param_type = "types.Gesture")] gesture: JsValue,
        look: bool,
        into_frame: Option<String>,
        may_send_to: Vec<String>,
        min_seconds: u32,
        #[wasm_bindgen(unchecked_param_type = "DomainOf")] domain_of: &Function,
        private: bool,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let gesture: Gesture = from_js(gesture)?;
        let domains: Domains = &|host| domain_in(domain_of, host);
        // A document that is of no site takes no part.
        let times: Vec<Millis> = times.into_iter().map(|time| Millis(millis(time))).collect();
        let documents: Vec<(usize, (Site, &str))> =
            (0..).zip(&urls).filter_map(|(at, url)| Some((at, parts(url)?))).collect();
        let pages: Vec<Page> = documents.iter().map(|(_, (site, path))| Page { site, path, domains }).collect();
        let judge = AskedJudge::new(judge, documents.iter().map(|(at, _)| *at).collect());
        let has_top = documents.first().is_some_and(|(at, ..)| *at == 0);
        let into_frame = into_frame.as_deref().map(site_of).transpose()?;
        let times: Vec<Millis> = documents.iter().filter_map(|(at, ..)| times.get(*at).copied()).collect();
        let ask = Ask {
            id,
            pages: &pages,
            has_top,
            judge: &judge,
            times: &times,
            gesture,
            look,
            into_frame: into_frame.as_ref(),
            may_send_to: &may_send_to,
            min_seconds: Seconds(min_seconds.into()),
            private,
        };
        let answer = self.0.fill(&ask, millis(now));
        judge.check()?;
        let outcome = match &answer.outcome {
            Ok(filling) => {
                let (frame, (site, _)) = documents.get(filling.choice.frame).ok_or(()).map_err(wrong_shape)?;
                OutcomeView::Filling(FillingView {
                    code: &filling.code,
                    frame: *frame,
                    site,
                    fields: &filling.choice.fields,
                    submit: filling.submit,
                    until: filling.until,
                })
            }
            Err(refusal) => OutcomeView::Refusal(refusal),
        };
        to_js(&AnswerView { changed: answer.changed, outcome })
    }

    /// A code stands in a page of `origin`.
    ///
    /// # Errors
    /// `not-a-site`, `no-such-account`.
    pub fn filled(&mut self, id: &str, origin: &str, until: Option<f64>, now: f64) -> Result<(), JsValue> {
        let site = site_of(origin)?;
        self.0.filled(id, &site, second(until), millis(now)).map_err(errors::vault)
    }

    /// A code stands in a page of `origin` in a private window.
    ///
    /// # Errors
    /// `not-a-site`.
    #[wasm_bindgen(js_name = filledInPrivate)]
    pub fn filled_in_private(&mut self, id: &str, origin: &str, until: Option<f64>, now: f64) -> Result<(), JsValue> {
        let site = site_of(origin)?;
        self.0.filled_in_private(id, &site, second(until), millis(now));
        Ok(())
    }

    /// What became of codes in private windows: sites and times, for the memory of the browser until the vault is locked.
    /// Empty when there were none.
    #[must_use]
    pub fn unsealed(&self) -> String {
        self.0.unsealed()
    }

    /// Takes that up again.
    pub fn recall(&mut self, unsealed: &str) {
        self.0.recall(unsealed);
    }
}

/// The second at which a code ran out; none for one that came from a counter.
fn second(until: Option<f64>) -> Option<Seconds> {
    until.map(|until| Seconds(millis(until)))
}

fn site_of(origin: &str) -> Result<Site, JsValue> {
    Site::from_origin(origin).map_err(|error| errors::vault(error.into()))
}
