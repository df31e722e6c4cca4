//! Where an account belongs, and how well it speaks for a host when another one looks like it.

use super::account::Account;
use super::bound::{Bound, Domains};
use super::version_key::VersionKey;
use crate::sites::{Fit, Host, Place, Site, may_belong, proposed};

/// A code that was filled longer after the binding than this, in milliseconds, is no confirmation of the enrolment: the
/// person signs in there.
const CONFIRMATION: u64 = 10 * 60 * 1000;

/// An account's claim for a host: it is bound there, which speaks for that host when another one looks like it.
pub(crate) struct Claim {
    pub(crate) host: Host,
    pub(crate) by_hand: bool,
    pub(crate) since: u64,
    /// Whether the claim counts against other hosts, though only the page's own word stands behind it.
    pub(crate) sound: bool,
}

impl Account {
    /// Whether the account's codes may go to a place.
    pub(crate) fn belongs(&self, here: &Place, domains: Domains) -> bool {
        self.sites.iter().any(|bound| bound.allows(here, domains))
    }

    /// Whether the account is of a domain that another host looks like.
    pub(crate) fn is_imitated(&self, domain: &str, domains: Domains) -> bool {
        let is_there = |bound: &Bound| bound.host(domains).domain() == domain;
        let bears_its_name = || may_belong(&self.issuer, &self.name, &Host::new(domain, Some(domain)));
        self.sites.iter().any(is_there) || (self.sites.is_empty() && bears_its_name())
    }

    /// When a code was filled on a site last.
    pub(crate) fn used_at(&self, site: &Site) -> Option<u64> {
        self.tries.sites().find(|(known, _)| *known == site).map(|(_, at)| at)
    }

    /// How well the account fits a place that it is not bound to, by its names. An account that is bound to a site is proposed
    /// nowhere else.
    pub(crate) fn fit(&self, here: &Place) -> Fit {
        match proposed(&self.issuer, &self.name, here.host()) {
            Fit::Proposes if !self.sites.is_empty() => Fit::Ranks,
            fit => fit,
        }
    }

    /// Whether the person has said that codes may go into frames of `frame` within pages of `top`.
    pub(crate) fn has_frame(&self, top: &Site, frame: &Site) -> bool {
        self.frames.iter().any(|framed| framed.top == *top && framed.frame == *frame)
    }

    /// Whether the person has bound the account by hand to a site that allows this place.
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

    /// When the account was bound to a site: at its enrolment, unless the site has a version.
    fn bound_since(&self, bound: &Bound) -> u64 {
        self.versions.get(VersionKey::Site(&bound.site)).map_or(self.created, |version| version.at)
    }

    fn used_since(&self, host: &Host, since: u64) -> bool {
        let there = |site: &Site| host.owns(Place::new(site, None, "").host());
        self.tries.sites().any(|(site, at)| at > since.saturating_add(CONFIRMATION) && there(site))
    }

    /// When an account without a site began to speak for a host by bearing its name; `None` when it does not bear it, or
    /// when it was added from that very host.
    pub(crate) fn speaks_for(&self, host: &Host) -> Option<u64> {
        let from_there = || self.versions.left_sites().any(|site| host.owns(Place::new(&site, None, "").host()));
        let speaks = self.sites.is_empty() && may_belong(&self.issuer, &self.name, host) && !from_there();
        speaks.then_some(self.created)
    }
}
