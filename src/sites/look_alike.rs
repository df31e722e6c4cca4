//! Look-alikes: hosts that a person may take for another one.
//!
//! Nothing is filled on them anyway, since no account is bound there; this says why in words, and keeps a person from
//! binding an account to the wrong host. Whoever owns a known site owns its subdomains, so those are never refused.

use super::edit::one_edit;
use super::host::Host;
use super::inside::{Inside, Looks, Name, has_domain, inside, is_lure};
use super::well_known;
use crate::codes::codes;

/// The shortest name in which one slip is looked for, in letters: of shorter ones too many are honest names themselves.
const MIN_SLIP: usize = 5;
/// The shortest name in which one slip is looked for, of sites that no account is bound to.
const MIN_SLIP_UNBOUND: usize = 6;
/// The shortest name that is looked for under another ending, of sites that no account is bound to.
const MIN_ENDING_UNBOUND: usize = 5;
/// The shortest name of ASCII letters alone that is compared by its looks.
const MIN_ASCII_TWIN: usize = 4;
/// The longest host that DNS has. A longer one is not looked at, and nothing is bound there.
const MAX_HOST_BYTES: usize = 253;

codes! {
    /// Why a host looks like another one, the most certain reason first.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    #[cfg_attr(feature = "types", ts(rename = "LookAlikeReason"))]
    pub enum Reason {
        /// Other letters, or digits, that look the same: `gіthub.com` with a Cyrillic letter, `paypa1.com`.
        Letters = "look-alike-letters",
        /// The whole domain within somebody else's: `github.com.evil.example`.
        DomainInside = "look-alike-domain-inside",
        /// One letter more, less, other, or two swapped: `gihtub.com`.
        OneEdit = "look-alike-one-edit",
        /// The name beside other words: `github-login.example`.
        NameInside = "look-alike-name-inside",
        /// The same name under another ending: `github.co`.
        OtherEnding = "look-alike-other-ending",
        /// The name as a subdomain of somebody else: `github.evil.example`. Firms have such hosts at other firms, so only
        /// names of bound sites count.
        NameAsSubdomain = "look-alike-name-as-subdomain",
    }
}

impl Reason {
    /// Whether honest sites look like this too, so that a person may say "I know this site". No honest site borrows
    /// letters of another script for somebody's name, or carries somebody's whole domain.
    #[must_use]
    pub fn may_be_honest(self) -> bool {
        !matches!(self, Self::Letters | Self::DomainInside)
    }
}

/// A host that looks like another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// The way in which it looks like the other one.
    pub reason: Reason,
    /// The domain that it looks like.
    pub imitates: String,
    /// Whether an account is bound to that domain; otherwise it is a well-known one.
    pub bound: bool,
}

/// Finds the genuine host that `here` looks like, if there is one. `bound` are the hosts that accounts are bound to, and the
/// hosts that the person knows.
#[must_use]
pub fn look_alike(here: &Host, bound: &[Host]) -> Option<LookAlike> {
    if here.is_address() || here.name().len() > MAX_HOST_BYTES || bound.iter().any(|host| host.owns(here)) {
        return None;
    }
    // A well-known service is not another one in disguise, and its customers' names are in its subdomains.
    let known = well_known::knows(here);
    let looks = Looks::of(here);
    let compare = |genuine: &Host| {
        let domain = genuine.domain();
        let name = Name::of(domain);
        if known {
            has_domain(&looks, &name, domain).then_some(Reason::DomainInside)
        } else if genuine.is_address() || genuine.owns(here) {
            None
        } else {
            imitates_bound(&looks, &name, domain)
        }
    };
    let like_bound = bound.iter().filter_map(|host| {
        let reason = compare(host)?;
        Some(LookAlike { reason, imitates: host.domain().to_owned(), bound: true })
    });
    if let Some(found) = like_bound.min_by_key(|found| found.reason) {
        return Some(found);
    }
    if known {
        return None;
    }
    let like_known = well_known::domains().filter_map(|domain| {
        let reason = imitates_unbound(&looks, &Name::of(&domain), &domain)?;
        Some(LookAlike { reason, imitates: domain, bound: false })
    });
    like_known.min_by_key(|found| found.reason)
}

/// The way in which a host looks like a genuine one that an account is bound to, if there is one. It does not matter whether
/// `here` is a well-known site itself.
#[must_use]
pub fn imitates(here: &Host, genuine: &Host) -> Option<Reason> {
    if here.is_address() || genuine.is_address() || genuine.owns(here) {
        return None;
    }
    imitates_bound(&Looks::of(here), &Name::of(genuine.domain()), genuine.domain())
}

fn imitates_bound(here: &Looks, name: &Name, domain: &str) -> Option<Reason> {
    let by_place = inside(here, name, domain).map(|inside| match inside {
        Inside::Domain => Reason::DomainInside,
        Inside::Lured | Inside::Beside => Reason::NameInside,
        Inside::Subdomain => Reason::NameAsSubdomain,
    });
    compare_names(here, name).into_iter().chain(by_place).min()
}

/// The way in which a host looks like a well-known one that no account is bound to. It takes more than with a bound site: a
/// false alarm would protect nothing here.
fn imitates_unbound(here: &Looks, name: &Name, domain: &str) -> Option<Reason> {
    let by_name = compare_names(here, name).filter(|reason| match reason {
        Reason::OneEdit => name.length >= MIN_SLIP_UNBOUND,
        Reason::OtherEnding => name.length >= MIN_ENDING_UNBOUND,
        _ => true,
    });
    let by_place = inside(here, name, domain).and_then(|inside| match inside {
        Inside::Domain => Some(Reason::DomainInside),
        Inside::Lured => Some(Reason::NameInside),
        // `gitlab.firm.example` is where a firm runs its own.
        Inside::Beside | Inside::Subdomain => None,
    });
    by_name.into_iter().chain(by_place).min()
}

/// The way in which the registered label of a host looks like a name.
fn compare_names(here: &Looks, genuine: &Name) -> Option<Reason> {
    let found = if here.label == genuine.label {
        (genuine.length > 2).then_some(Reason::OtherEnding)
    } else if here.skeleton == genuine.text && (genuine.length >= MIN_ASCII_TWIN || !here.label.is_ascii()) {
        Some(Reason::Letters)
    } else {
        // Letters that merely look alike are two slips among honest names; beside a digit or a foreign letter they are one.
        let odd = here.label.chars().any(|letter| !letter.is_ascii_lowercase());
        let slip = one_edit(&here.label, &genuine.label) || odd && one_edit(&here.skeleton, &genuine.text);
        (genuine.length >= MIN_SLIP && slip && !is_lure(&here.label)).then_some(Reason::OneEdit)
    };
    // `mail.example`, `login.example`: words, not names.
    found.filter(|_| !is_lure(&genuine.label))
}
