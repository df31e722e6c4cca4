//! Pages, as the shell tells of them.

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::errors;
use crate::vault::{self, Domains, Page, Site};

/// The site and the path of a document, by its address without query and fragment; none for documents that codes are
/// never filled into.
pub(super) fn parts(url: &str) -> Option<(Site, &str)> {
    let host = url.find("://")? + 3;
    let path = url.get(host..)?.find('/').map_or(url.len(), |at| host + at);
    let (origin, path) = url.split_at_checked(path)?;
    Some((Site::from_origin(origin).ok()?, path))
}

/// Does something on a page that codes may be filled into.
pub(super) fn on_page<T>(
    url: &str,
    domain_of: &Function,
    act: impl FnOnce(&Page) -> Result<T, JsValue>,
) -> Result<T, JsValue> {
    let (site, path) = parts(url).ok_or_else(|| errors::vault(vault::Error::NotASite))?;
    let domains: Domains = &|host| domain_in(domain_of, host);
    act(&Page { site: &site, path, domains })
}

/// What the browser says; that it doesn't say is an answer too.
pub(super) fn domain_in(domain_of: &Function, host: &str) -> Option<String> {
    domain_of.call1(&JsValue::UNDEFINED, &host.into()).ok()?.as_string()
}
