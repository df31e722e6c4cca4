//! Which hosts count as genuine when another one looks like them.
//!
//! A person's word counts: a site that they bound by hand, a host that they say they know. A binding that came with "Add"
//! has only the page's own word, and a page that imitates another one would say the same. So it counts only where the
//! account bears the host's name, or was used there since, and never against a host that has the older claim.

use serde::Serialize;

use super::contents::bound::Domains;
use super::contents::claim::Claim;
use super::opened::Vault;
use crate::sites::{Host, LookAlike, Place, Reason, look_alike};

/// A host that looks like another one, as it is shown: what it imitates, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Twin {
    /// In which way it does.
    pub reason: Reason,
    /// The domain that it looks like.
    pub imitates: String,
    /// Whether honest sites look like this too, so that the person may say that they know it.
    pub may_be_honest: bool,
    /// Whether that domain is well known, or the person's own word stands behind it. Otherwise an account was merely added
    /// there, and it may be the false one of the two.
    pub certain: bool,
}

impl Vault {
    /// Which other host this one looks like, if any.
    pub(super) fn twin(&self, here: &Place, domains: Domains) -> Option<Twin> {
        // Whoever adds a thousand accounts on one page is asked about that page a thousand times.
        if self.contents.is_honest(here) {
            return None;
        }
        let twin = self.find_twin(here, domains);
        if twin.is_none() {
            self.contents.note_honest(here);
        }
        twin
    }

    fn find_twin(&self, here: &Place, domains: Domains) -> Option<Twin> {
        let known = self.contents.known_hosts().map(|name| Host::new(name, domains(name).as_deref()));
        let mut by_hand: Vec<Host> = known.collect();
        let host = here.host();
        // Asked first, since it is cheap.
        if by_hand.iter().any(|known| known.name() == host.name())
            || self.contents.kept().any(|one| one.vouches(here, domains))
        {
            return None;
        }
        let claims: Vec<Claim> = self.contents.kept().flat_map(|account| account.claims(domains)).collect();
        by_hand.extend(claims.iter().filter(|claim| claim.by_hand).map(|claim| claim.host.clone()));
        if by_hand.iter().any(|known| known.owns(host)) {
            return None;
        }
        let own = claims.iter().filter(|claim| claim.host.owns(host)).map(|claim| claim.since);
        let since = own.chain(self.contents.kept().filter_map(|account| account.speaks_for(host))).min();
        let counts = |claim: &&Claim| {
            let older = since.is_none_or(|since| claim.since < since);
            claim.sound && older && !claim.host.owns(host) && !host.is_plainer_than(&claim.host)
        };
        let by_page = claims.iter().filter(counts).map(|claim| claim.host.clone());
        let genuine: Vec<Host> = by_hand.iter().cloned().chain(by_page).collect();
        let LookAlike { reason, imitates, bound } = look_alike(host, &genuine)?;
        let certain = !bound || by_hand.iter().any(|known| known.domain() == imitates);
        Some(Twin { reason, may_be_honest: reason.may_be_honest(), imitates, certain })
    }
}
