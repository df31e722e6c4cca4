//! Pages on sites, as the vault is asked about them.

use halfminute::vault::{Page, Site, SiteChange};

pub(crate) fn site(origin: &str) -> Site {
    Site::from_origin(origin).unwrap()
}

/// The registrable domain as a browser tells it, with `co.uk` and `github.io` for all public suffixes of two labels.
pub(crate) fn domain_of(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.split('.').collect();
    let suffix = if host.ends_with(".co.uk") || host.ends_with(".github.io") { 2 } else { 1 };
    let known =
        labels.len() > suffix && !host.starts_with('[') && !labels.iter().all(|label| label.parse::<u8>().is_ok());
    (known && host != "co.uk" && !host.ends_with("localhost")).then(|| labels[labels.len() - suffix - 1..].join("."))
}

/// A page in a browser that tells domains.
pub(crate) fn on(site: &Site) -> Page<'_> {
    Page { site, path: "/", domains: &domain_of }
}

/// A page in a browser that doesn't.
pub(crate) fn without_domains(site: &Site) -> Page<'_> {
    Page { site, path: "/", domains: &|_| None }
}

pub(crate) fn bound_to(origin: &str) -> SiteChange {
    ruled(origin, "domain")
}

pub(crate) fn ruled(origin: &str, rule: &str) -> SiteChange {
    SiteChange { origin: origin.to_owned(), rule: rule.to_owned(), taught: true }
}
