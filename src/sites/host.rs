//! A host, and which part of its name somebody has registered.

use super::punycode::shown;

/// Second-level labels below country domains under which names are registered. Only for guessing, see [`Host::domain`].
const SECOND_LEVEL: &[&str] = &[
    "ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "ltd", "mil", "ne", "net", "nom", "or", "org", "plc",
    "sch",
];

/// A host, as `URL.hostname` gives it, and its registrable domain as the browser's `publicSuffix` knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    name: String,
    registrable: Option<String>,
}

impl Host {
    /// A host with the registrable domain that the browser tells. A domain that can't be this host's (another name, one label,
    /// an address) counts as not known, which gives the narrower answer.
    #[must_use]
    pub fn new(name: &str, registrable: Option<&str>) -> Self {
        let name = name.to_lowercase();
        let registrable = registrable
            .map(str::to_lowercase)
            .filter(|domain| !is_address(&name) && is_sound(domain) && is_within(&name, domain));
        Self { name, registrable }
    }

    /// The host's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The registrable domain, when the browser knows it. Only this may widen where a code goes.
    #[must_use]
    pub fn registrable(&self) -> Option<&str> {
        self.registrable.as_deref()
    }

    /// Whether it is an IP address, no part of which is a name.
    #[must_use]
    pub fn is_address(&self) -> bool {
        is_address(&self.name)
    }

    /// The registrable domain, or a guess at it for browsers that don't tell: good enough to warn and to propose, never
    /// to fill.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.registrable.as_deref().unwrap_or_else(|| guess(&self.name))
    }

    /// Whether this host's own label is of plain letters and the other's is not: then this one borrows no letters from
    /// that one.
    #[must_use]
    pub fn is_plainer_than(&self, other: &Self) -> bool {
        let plain = |host: &Self| host.label().chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
        plain(self) && !plain(other)
    }

    /// The label that somebody has registered, as it is read.
    pub(super) fn label(&self) -> String {
        shown(self.domain().split('.').next().unwrap_or_default())
    }

    /// The labels before the public suffix, as they are read. The last one is the label of the domain.
    pub(super) fn own_labels(&self) -> Vec<String> {
        let suffix = self.domain().split_once('.').map_or("", |(_, suffix)| suffix);
        let own = self.name.strip_suffix(suffix).unwrap_or(&self.name);
        own.split('.').filter(|label| !label.is_empty()).map(shown).collect()
    }

    /// Whether the owner of this host's domain owns `other` as well.
    #[must_use]
    pub fn owns(&self, other: &Self) -> bool {
        self.name == other.name || !self.is_address() && other.belongs_to(self.domain())
    }

    /// Whether this host is a domain or below it, with no public suffix between them that the browser knows.
    pub(super) fn belongs_to(&self, domain: &str) -> bool {
        self.registrable().map_or_else(|| is_within(&self.name, domain), |own| own == domain)
    }
}

/// Whether a host is a domain or below it.
pub(super) fn is_within(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn is_sound(domain: &str) -> bool {
    domain.contains('.') && domain.split('.').all(|label| !label.is_empty())
}

/// A last label of digits alone makes a host an IPv4 address (WHATWG URL, 3.5).
fn is_address(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    name.starts_with('[') || !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())
}

fn guess(name: &str) -> &str {
    let mut labels = name.rsplit('.');
    let last = labels.next().unwrap_or_default();
    let second = labels.next().unwrap_or_default();
    let below_country = last.len() == 2 && SECOND_LEVEL.contains(&second);
    let dots = if below_country { 3 } else { 2 };
    name.rmatch_indices('.').nth(dots - 1).and_then(|(at, _)| name.get(at + 1..)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_is_the_browsers() {
        let host = Host::new("a.alice.github.io", Some("alice.github.io"));
        assert_eq!(host.domain(), "alice.github.io");
        assert_eq!(host.label(), "alice");
        assert_eq!(host.own_labels(), ["a", "alice"]);
    }

    #[test]
    fn or_a_guess() {
        for (name, domain) in [
            ("login.github.com", "github.com"),
            ("www.bbc.co.uk", "bbc.co.uk"),
            ("co.uk", "co.uk"),
            ("com.de", "com.de"),
            ("localhost", "localhost"),
        ] {
            let host = Host::new(name, None);
            assert_eq!((host.domain(), host.registrable()), (domain, None));
        }
    }

    #[test]
    fn a_domain_of_another_host_is_none() {
        for (name, domain) in [
            ("a.example", "b.example"),
            ("nota.example", "a.example"),
            ("a.example", "example"),
            ("a.example", ""),
            ("a.example", ".example"),
            ("192.0.2.1", "2.1"),
            ("[2001:db8::1]", "[2001:db8::1]"),
            ("a.example", "b.a.example"),
        ] {
            assert_eq!(Host::new(name, Some(domain)).registrable(), None, "{name} {domain}");
        }
    }
}
