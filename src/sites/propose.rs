//! Which accounts are proposed on a site that they are not bound to.
//!
//! It serves accounts that came without a page: typed, imported, scanned from a picture. A proposal is a place in a list and a
//! question: nothing is filled before the person has bound the account to the site once. Only the table of services
//! proposes, since a name says nothing about who has registered it: anybody may take a firm's name under an ending that
//! the firm has left free. Ask [`super::look_alike`] first, and propose nothing on a host that looks like another.

use super::host::{Host, is_within};
use super::inside::is_lure;
use super::well_known::{domains_of, normalised};

/// The shortest word that is compared.
const MIN_WORD: usize = 3;
/// The shortest name that is looked for within another one: shorter names are in too many others.
const MIN_PART: usize = 4;

/// How well an account fits a host, by its names alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Not at all.
    None,
    /// The same name, or a word in common: it may come earlier in the list, and no more.
    Ranks,
    /// The issuer is a service that is known to be here: the person may be asked whether to bind the account.
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
    if domains_of(&name).iter().any(|domain| here.belongs_to(domain)) {
        return Fit::Proposes;
    }
    let own = here.label();
    if is_name(&name, &own) || is_domain(issuer, here) || has_word(issuer, &own) { Fit::Ranks } else { Fit::None }
}

/// Whether an account may well belong to a host, by its names: the loosest comparison, which takes a part of a name for
/// it. It decides nothing but which of two hosts that look alike has the older claim.
#[must_use]
pub fn may_belong(issuer: &str, label: &str, here: &Host) -> bool {
    let (name, own) = (normalised(named(issuer, label)), normalised(&here.label()));
    let part = |one: &str, of: &str| one.chars().count() >= MIN_PART && !is_lure(one) && of.contains(one);
    proposed(issuer, label, here) != Fit::None || !here.is_address() && (part(&name, &own) || part(&own, &name))
}

/// The ending of a host whose own label is the name of an account's issuer, if anybody may have registered that name
/// there: the table of services does not know it, and the ending is none of the old ones, nor one that is kept for some.
#[must_use]
pub fn free_ending<'a>(issuer: &str, label: &str, here: &'a Host) -> Option<&'a str> {
    let fits = proposed(issuer, label, here) == Fit::Ranks;
    let ending = here.domain().split_once('.')?.1;
    (fits && !here.is_address() && !is_settled(ending)).then_some(ending)
}

/// Endings under which a firm's name is most likely the firm's: the old ones, those that ask for proof, and those that
/// nobody can register.
const SETTLED: &[&str] = &[
    "com",
    "org",
    "net",
    "edu",
    "gov",
    "mil",
    "int",
    "bank",
    "insurance",
    "pharmacy",
    "test",
    "example",
    "invalid",
    "localhost",
    "local",
    "internal",
];
/// Two-letter endings that were given away for nothing, or are sold to anybody for next to nothing.
const GIVEN_AWAY: &[&str] = &["cc", "cf", "ga", "gq", "ml", "pw", "su", "tk", "ws"];

fn is_settled(ending: &str) -> bool {
    let last = ending.rsplit('.').next().unwrap_or(ending);
    SETTLED.contains(&last) || last.len() == 2 && !GIVEN_AWAY.contains(&last)
}

/// Whether the label that was registered is the name itself.
fn is_name(name: &str, own: &str) -> bool {
    name == normalised(own) && own.chars().count() >= 2
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

/// Whether an issuer is written as the domain of a host: `firm.example`, `login.firm.example`.
fn is_domain(issuer: &str, here: &Host) -> bool {
    is_within(&issuer.to_lowercase(), here.domain()) && here.domain().contains('.')
}

/// Whether a whole word of an issuer is the label of a host.
fn has_word(issuer: &str, own: &str) -> bool {
    let own = normalised(own);
    let is_own = |word: &str| normalised(word) == own;
    own.chars().count() >= MIN_WORD
        && !is_lure(&own)
        && issuer.split(|letter: char| !letter.is_alphanumeric()).any(is_own)
}
