//! Where an account's codes may go: bound sites, each with how far around it.

use serde::{Deserialize, Serialize};

use super::Site;
use crate::sites::{Host, Place, Rule};

/// Tells the registrable domain of a host, as the browser's `publicSuffix` knows it; `None` where it doesn't.
///
/// It is asked each time and never stored, since the list of public suffixes grows.
pub type Domains<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The document that the vault is asked about.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// Its origin.
    pub site: &'a Site,
    /// `URL.pathname`.
    pub path: &'a str,
    /// The browser's knowledge.
    pub domains: Domains<'a>,
}

impl Page<'_> {
    pub(super) fn place(&self) -> Place {
        let bare = Place::new(self.site, None, self.path);
        let registrable = (self.domains)(bare.host().name());
        Place::new(self.site, registrable.as_deref(), self.path)
    }
}

/// A site that an account is bound to. In the contents it is the origin alone where the rule is the usual one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub(super) struct Bound {
    pub(super) site: Site,
    pub(super) rule: Rule,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Usual(Site),
    Ruled { site: Site, rule: Rule },
}

impl From<Stored> for Bound {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Usual(site) => site.into(),
            Stored::Ruled { site, rule } => Self { site, rule },
        }
    }
}

impl From<Bound> for Stored {
    fn from(bound: Bound) -> Self {
        match bound.rule {
            Rule::Domain => Self::Usual(bound.site),
            rule => Self::Ruled { site: bound.site, rule },
        }
    }
}

impl From<Site> for Bound {
    /// The registrable domain where the browser tells it, else this very host.
    fn from(site: Site) -> Self {
        Self { site, rule: Rule::Domain }
    }
}

impl Bound {
    /// Whether codes may go to `here`.
    pub(super) fn allows(&self, here: &Place, domains: Domains) -> bool {
        let bare = Place::new(&self.site, None, "");
        // The browser is asked only about hosts that may share a domain.
        let near = here.host().registrable().is_some_and(|domain| bare.host().name().ends_with(domain));
        let registrable = if near && matches!(self.rule, Rule::Domain) { domains(bare.host().name()) } else { None };
        self.rule.allows(&Place::new(&self.site, registrable.as_deref(), ""), here).is_ok()
    }

    /// The host, for comparing by looks.
    pub(super) fn host(&self, domains: Domains) -> Host {
        let bare = Place::new(&self.site, None, "");
        let registrable = domains(bare.host().name());
        Host::new(bare.host().name(), registrable.as_deref())
    }
}
