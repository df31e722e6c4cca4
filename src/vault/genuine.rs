//! Which hosts count as genuine when another one looks like them.
//!
//! A person's word counts: a site that they bound by hand, a host that they say they know. A binding that came with "Add"
//! has only the page's own word, and a page that imitates another one would say the same. So it counts only where the
//! account bears the host's name, or was used there since, and never against a host that has the older claim.

use super::Vault;
use super::contents::account::Account;
use super::contents::bound::{Bound, Domains};
use super::contents::version::Version;
use super::here::Twin;
use crate::sites::Site;
use crate::sites::{Host, LookAlike, Place, look_alike, may_belong};

/// A code that was filled longer after the binding than this, in milliseconds, is no confirmation of the enrolment: the
/// person signs in there.
const CONFIRMATION: u64 = 10 * 60 * 1000;

/// What speaks for a host: an account that is bound there.
struct Claim {
    host: Host,
    by_hand: bool,
    since: u64,
    /// It is worth something against other hosts though it has only the page's word.
    sound: bool,
}

/// Under which name it has a version that the person bound an account to a site by hand.
pub(super) fn word_name(site: &Site) -> String {
    ["word ", site.as_str()].concat()
}

/// Likewise that they took a site away, or added the account without it.
pub(super) fn left_name(site: &Site) -> String {
    [LEFT, site.as_str()].concat()
}

const LEFT: &str = "left ";

impl Vault {
    /// Which other host this one looks like, if any.
    pub(super) fn twin(&self, here: &Place, domains: Domains) -> Option<Twin> {
        let known = self.contents.known.iter().map(|name| Host::new(name, domains(name).as_deref()));
        let mut by_hand: Vec<Host> = known.collect();
        let host = here.host();
        // Asked first, since it is cheap.
        if by_hand.iter().any(|known| known.name() == host.name()) || self.kept().any(|one| one.vouches(here, domains))
        {
            return None;
        }
        let claims: Vec<Claim> = self.kept().flat_map(|account| account.claims(domains)).collect();
        by_hand.extend(claims.iter().filter(|claim| claim.by_hand).map(|claim| claim.host.clone()));
        if by_hand.iter().any(|known| known.owns(host)) {
            return None;
        }
        let own = claims.iter().filter(|claim| claim.host.owns(host)).map(|claim| claim.since);
        let since = own.chain(self.kept().filter_map(|account| account.speaks_for(host))).min();
        let counts = |claim: &&Claim| {
            let older = since.is_none_or(|since| claim.since < since);
            claim.sound && older && !claim.host.owns(host) && !host.is_plainer_than(&claim.host)
        };
        let by_page = claims.iter().filter(counts).map(|claim| claim.host.clone());
        let genuine: Vec<Host> = by_hand.iter().cloned().chain(by_page).collect();
        let LookAlike { reason, imitates, bound } = look_alike(host, &genuine)?;
        let certain = !bound || by_hand.iter().any(|known| known.domain() == imitates);
        Some(Twin { reason: reason.code(), may_be_honest: reason.may_be_honest(), imitates, certain })
    }
}

impl Account {
    /// Whether the person has bound it by hand to a site that allows this place.
    fn vouches(&self, here: &Place, domains: Domains) -> bool {
        self.sites.iter().any(|bound| self.by_hand(&bound.site) && bound.allows(here, domains))
    }

    /// Whether a site was bound by hand, and not taken away since.
    pub(super) fn by_hand(&self, site: &Site) -> bool {
        self.versions.get(&word_name(site)) > self.versions.get(&left_name(site))
    }

    /// The person binds it there.
    pub(super) fn give_word(&mut self, site: &Site, version: Version) {
        self.versions.set(&word_name(site), version);
    }

    /// The person does not bind it there, or no longer.
    pub(super) fn leave(&mut self, site: &Site, version: Version) {
        self.versions.set(&left_name(site), version);
    }

    fn claims<'a>(&'a self, domains: Domains<'a>) -> impl Iterator<Item = Claim> + 'a {
        self.sites.iter().map(move |bound| {
            let host = bound.host(domains);
            let by_hand = self.by_hand(&bound.site);
            let since = self.bound_since(bound);
            let sound = may_belong(&self.issuer, &self.name, &host) || self.used_since(&host, since);
            Claim { host, by_hand, since, sound }
        })
    }

    /// What was bound when it was enrolled has no version.
    fn bound_since(&self, bound: &Bound) -> u64 {
        self.versions.get(&super::contents::account::site_name(&bound.site)).map_or(self.created, |version| version.at)
    }

    fn used_since(&self, host: &Host, since: u64) -> bool {
        let there = |site: &Site| host.owns(Place::new(site, None, "").host());
        self.tries.sites().any(|(site, at)| at > since.saturating_add(CONFIRMATION) && there(site))
    }

    /// Since when an account without a site speaks for a host by bearing its name; not if it comes from there.
    fn speaks_for(&self, host: &Host) -> Option<u64> {
        let left = |name: &str| Site::from_origin(name.strip_prefix(LEFT)?).ok();
        let from_there =
            || self.versions.names().filter_map(left).any(|site| host.owns(Place::new(&site, None, "").host()));
        let speaks = self.sites.is_empty() && may_belong(&self.issuer, &self.name, host) && !from_there();
        speaks.then_some(self.created)
    }
}
