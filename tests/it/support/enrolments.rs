//! Enrolments: offered to a vault by their URIs, and accepted.

use super::envelopes::NOW;
use super::sites::{domain_of, on, site};
use halfminute::vault::{Chosen, Error, PendingView, Vault};

/// A seed in base32.
pub(crate) const SEED: &str = "GEZDGNBVGY3TQOJQ";

/// Offers the enrolment in a URI, on a page or on none, and returns what is shown of it.
pub(crate) fn view(vault: &mut Vault, uri: &str, origin: Option<&str>) -> PendingView {
    let site = origin.map(site);
    vault.offer(uri.as_bytes(), site.as_ref().map(on).as_ref()).unwrap().pending.swap_remove(0)
}

/// Offers the enrolment in a URI and returns it as a person accepts it who changes nothing.
pub(crate) fn offer(vault: &mut Vault, uri: &str, origin: Option<&str>) -> Chosen {
    Chosen::from(&view(vault, uri, origin))
}

pub(crate) fn accept(vault: &mut Vault, chosen: &Chosen) -> Result<String, Error> {
    vault.accept(chosen, &domain_of, NOW)
}

/// The sites that an account is bound to.
pub(crate) fn sites_of(vault: &Vault, id: &str) -> Vec<String> {
    vault.details(id).unwrap().sites.iter().map(|site| site.origin.as_str().to_owned()).collect()
}
