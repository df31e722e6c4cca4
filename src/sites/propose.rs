//! Which accounts are proposed on a site that they are not bound to.
//!
//! For accounts that came without a page: typed, imported, scanned from a picture. A proposal is no more than a place
//! in a list: nothing is filled before the person has bound the account to the site once. Ask [`super::look_alike`]
//! first, and propose nothing on a host that looks like another.

use super::Host;
use super::host::is_within;
use super::inside::is_lure;
use super::well_known::{domains_of, normalised};

/// The shortest word that is compared.
const MIN_WORD: usize = 3;

/// How well an account fits a host, by its names alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Not at all.
    None,
    /// A word in common: it may come earlier in the list.
    Ranks,
    /// The same name, or a service that is known to be here: the person may be asked whether to bind it.
    Proposes,
}

/// How an account with this issuer and this name (`label`, as in a Key Uri) fits a host.
#[must_use]
pub fn proposed(issuer: &str, label: &str, here: &Host) -> Fit {
    let issuer = named(issuer, label);
    if issuer.is_empty() || here.is_address() {
        return Fit::None;
    }
    let name = normalised(issuer);
    let domains = domains_of(&name);
    if domains.iter().any(|domain| here.belongs_to(domain)) {
        return Fit::Proposes;
    }
    let own = here.label();
    let same_name = name == normalised(&own) && own.chars().count() >= 2;
    // Of a service that is known to be elsewhere, the name is borrowed here, or it moved: not for us to propose.
    if domains.is_empty() && is_plain(here) && (same_name || is_domain(issuer, here)) {
        return Fit::Proposes;
    }
    if same_name || has_word(issuer, &own) { Fit::Ranks } else { Fit::None }
}

/// The issuer, or what stands in its place: `Firm:alice` and `Firm` name one, `alice@firm.example` doesn't.
fn named<'a>(issuer: &'a str, label: &'a str) -> &'a str {
    let issuer = issuer.trim();
    if !issuer.is_empty() {
        return issuer;
    }
    let label = label.split_once(':').map_or(label, |(issuer, _)| issuer).trim();
    if label.contains('@') { "" } else { label }
}

/// Where the browser doesn't tell the registrable domain, what stands before our guess must be no customer's name.
fn is_plain(here: &Host) -> bool {
    let own = here.own_labels();
    here.registrable().is_some() || own.split_last().is_some_and(|(_, above)| above.iter().all(|label| is_lure(label)))
}

/// An issuer that is written as a domain: `firm.example`, `login.firm.example`.
fn is_domain(issuer: &str, here: &Host) -> bool {
    is_within(&issuer.to_lowercase(), here.domain()) && here.domain().contains('.')
}

/// Whether a whole word of the one is the other.
fn has_word(issuer: &str, own: &str) -> bool {
    let own = normalised(own);
    let is_own = |word: &str| normalised(word) == own;
    own.chars().count() >= MIN_WORD
        && !is_lure(&own)
        && issuer.split(|letter: char| !letter.is_alphanumeric()).any(is_own)
}
