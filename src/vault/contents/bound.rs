//! A bound site: where an account's codes may go, and how far around that site.

use crate::json::{FromJson, Json, ToJson, string};
use crate::sites::{Host, PathPrefix, Place, Rule, Site};
use crate::vault::error::Error;

/// Asks the browser for the registrable domain of a host; `None` when its `publicSuffix` does not know one.
///
/// Domains are asked for anew each time and never stored, because the list of public suffixes grows.
pub type Domains<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The document that the vault is asked about.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The origin of the document.
    pub site: &'a Site,
    /// The path of the document, as `URL.pathname` gives it.
    pub path: &'a str,
    /// How the browser is asked for registrable domains.
    pub domains: Domains<'a>,
}

impl Page<'_> {
    /// The place of the document, with the registrable domain that the browser tells.
    pub(crate) fn place(&self) -> Place {
        let bare = Place::new(self.site, None, self.path);
        let registrable = (self.domains)(bare.host().name());
        Place::new(self.site, registrable.as_deref(), self.path)
    }
}

/// A site that an account is bound to. In the contents it is the origin alone where the rule is the usual one, else the
/// rule comes before it: `host https://a.example`, `/team https://a.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) site: Site,
    pub(crate) rule: Rule,
}

impl FromJson for Bound {
    fn from_json(json: &str) -> Option<Self> {
        let text = string(json)?;
        match text.split_once(' ') {
            None => Self::new(&text, DOMAIN).ok(),
            // That rule is not written.
            Some((DOMAIN, _)) => None,
            Some((rule, origin)) => Self::new(origin, rule).ok(),
        }
    }
}

impl ToJson for Bound {
    fn to_json(&self, json: &mut Json) {
        match self.rule {
            Rule::Domain => self.site.to_json(json),
            _ => json.string(&[self.rule_name(), self.site.as_str()].join(" ")),
        }
    }
}

const DOMAIN: &str = "domain";
const HOST: &str = "host";

impl From<Site> for Bound {
    /// Binds to the registrable domain where the browser tells it, otherwise to the host alone.
    fn from(site: Site) -> Self {
        Self { site, rule: Rule::Domain }
    }
}

impl Bound {
    /// Binds to an origin, with a rule: `domain`, `host` or the beginning of a path.
    ///
    /// # Errors
    /// [`Error::NotASite`]; [`Error::NotAPath`].
    pub(crate) fn new(origin: &str, rule: &str) -> Result<Self, Error> {
        let rule = match rule {
            DOMAIN => Rule::Domain,
            HOST => Rule::Host,
            path => Rule::Path(PathPrefix::new(path)?),
        };
        Ok(Self { site: Site::from_origin(origin)?, rule })
    }

    /// The rule as [`Self::new`] takes it.
    pub(crate) fn rule_name(&self) -> &str {
        match &self.rule {
            Rule::Domain => DOMAIN,
            Rule::Host => HOST,
            // The root is a slash, since the empty text is no path.
            Rule::Path(prefix) => {
                if prefix.as_str().is_empty() {
                    "/"
                } else {
                    prefix.as_str()
                }
            }
        }
    }

    /// The name that a person has for the site: the domain where all of its hosts count, otherwise the host, with the port
    /// unless it is the usual one.
    pub(crate) fn goes_to(&self, domains: Domains) -> String {
        let place = Place::new(&self.site, None, "");
        let (host, widens) = (place.host(), matches!(self.rule, Rule::Domain) && self.site.is_secure());
        let registrable = if widens { domains(host.name()) } else { None };
        let known = Host::new(host.name(), registrable.as_deref());
        let name = known.registrable().unwrap_or(host.name());
        [name, if place.port().is_empty() { "" } else { ":" }, place.port()].concat()
    }

    /// The name of the host.
    pub(crate) fn host_name(&self) -> String {
        Place::new(&self.site, None, "").host().name().to_owned()
    }

    /// Whether codes may go to `here`.
    pub(crate) fn allows(&self, here: &Place, domains: Domains) -> bool {
        let bare = Place::new(&self.site, None, "");
        // The browser is asked only about hosts that may share a domain.
        let near = here.host().registrable().is_some_and(|domain| bare.host().name().ends_with(domain));
        let registrable = if near && matches!(self.rule, Rule::Domain) { domains(bare.host().name()) } else { None };
        self.rule.allows(&Place::new(&self.site, registrable.as_deref(), ""), here).is_ok()
    }

    /// The host, to be compared with others by its looks.
    pub(crate) fn host(&self, domains: Domains) -> Host {
        let bare = Place::new(&self.site, None, "");
        let registrable = domains(bare.host().name());
        Host::new(bare.host().name(), registrable.as_deref())
    }
}
