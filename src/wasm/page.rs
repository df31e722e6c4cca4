//! Pages, as the shell tells of them.

use js_sys::Function;
use serde::Deserialize;
use wasm_bindgen::JsValue;

use super::errors;
use super::values::from_js;
use crate::vault::{Page, Site};

/// A document in a tab.
#[derive(Deserialize)]
pub(super) struct Place {
    origin: String,
    pub(super) path: String,
}

impl Place {
    /// None for documents that codes are never filled into.
    pub(super) fn site(&self) -> Option<Site> {
        Site::from_origin(&self.origin).ok()
    }
}

pub(super) fn on_page<T>(
    place: JsValue,
    domain_of: &Function,
    act: impl FnOnce(&Page) -> Result<T, JsValue>,
) -> Result<T, JsValue> {
    let place: Place = from_js(place)?;
    let site = place.site().ok_or_else(|| errors::named("not-a-site"))?;
    act(&Page { site: &site, path: &place.path, domains: &|host| domain_in(domain_of, host) })
}

/// What the browser says; that it doesn't say is an answer too.
pub(super) fn domain_in(domain_of: &Function, host: &str) -> Option<String> {
    domain_of.call1(&JsValue::UNDEFINED, &host.into()).ok()?.as_string()
}

/// The site of an origin; none for pages that codes are never filled into.
pub(super) fn site(origin: Option<String>) -> Option<Site> {
    Site::from_origin(&origin?).ok()
}
