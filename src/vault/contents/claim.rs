//! Where an account belongs, and how well it speaks for a host when another one looks like it.

use super::account::Account;
use super::bound::{Bound, Domains};
use super::version_key::VersionKey;
use crate::sites::{Fit, Host, Place, Site, may_belong, proposed};

/// A code that was filled longer after the binding than this, in milliseconds, is no confirmation of the enrolment: the
/// person signs in there.
const CONFIRMATION: u64 = 10 * 60 * 1000;

/// What speaks for a host: an account that is bound there.
pub(crate) struct Claim {
    pub(crate) host: Host,
    pub(crate) by_hand: bool,
    pub(crate) since: u64,
    /// It is worth something against other hosts though it has only the page's word.
    pub(crate) sound: bool,
}

impl Account {
    /// Whether its codes may go there.
    pub(crate) fn belongs(&self, here: &Place, domains: Domains) -> bool {
        self.sites.iter().any(|bound| bound.allows(here, domains))
    }

    /// How well it fits a place that it is not bound to, by its names. One that has a site is where it belongs.
    pub(crate) fn fit(&self, here: &Place) -> Fit {
        match proposed(&self.issuer, &self.name, here.host()) {
            Fit::Proposes if !self.sites.is_empty() => Fit::Ranks,
            fit => fit,
        }
    }

    /// Whether its codes may go into frames of `frame` within pages of `top`, for the person has said so.
    pub(crate) fn has_frame(&self, top: &Site, frame: &Site) -> bool {
        self.frames.iter().any(|framed| framed.top == *top && framed.frame == *frame)
    }

    /// Whether the person has bound it by hand to a site that allows this place.
    pub(crate) fn vouches(&self, here: &Place, domains: Domains) -> bool {
        self.sites.iter().any(|bound| self.by_hand(&bound.site) && bound.allows(here, domains))
    }

    /// Whether a site was bound by hand, and not taken away since.
    pub(crate) fn by_hand(&self, site: &Site) -> bool {
        self.versions.get(VersionKey::Word(site)) > self.versions.get(VersionKey::Left(site))
    }

    pub(crate) fn claims<'a>(&'a self, domains: Domains<'a>) -> impl Iterator<Item = Claim> + 'a {
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
        self.versions.get(VersionKey::Site(&bound.site)).map_or(self.created, |version| version.at)
    }

    fn used_since(&self, host: &Host, since: u64) -> bool {
        let there = |site: &Site| host.owns(Place::new(site, None, "").host());
        self.tries.sites().any(|(site, at)| at > since.saturating_add(CONFIRMATION) && there(site))
    }

    /// Since when an account without a site speaks for a host by bearing its name; not if it comes from there.
    pub(crate) fn speaks_for(&self, host: &Host) -> Option<u64> {
        let from_there = || self.versions.left_sites().any(|site| host.owns(Place::new(&site, None, "").host()));
        let speaks = self.sites.is_empty() && may_belong(&self.issuer, &self.name, host) && !from_there();
        speaks.then_some(self.created)
    }
}
