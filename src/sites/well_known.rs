//! Services that people have codes for, and their domains.
//!
//! From the directory of 2factorauth (MIT, see `well_known.LICENSE`), packed by `tools/well_known.mjs`. A line is
//! `name=domain domain …`, sorted: the name without marks, spaces and signs, left out where it is the first domain's
//! own label; `.com` left out as well.

use super::skeleton::unmarked;
use super::{Host, punycode};

const TABLE: &str = include_str!("well_known.txt");

fn full(domain: &str) -> String {
    if domain.contains('.') { domain.to_owned() } else { format!("{domain}.com") }
}

fn entries() -> impl Iterator<Item = (String, &'static str)> {
    TABLE.lines().map(|line| match line.split_once('=') {
        Some((name, domains)) => (name.to_owned(), domains),
        None => (normalised(line.split([' ', '.']).next().unwrap_or_default()), line),
    })
}

/// Every domain of the table; one that several services share comes more than once.
pub(super) fn domains() -> impl Iterator<Item = String> {
    entries().flat_map(|(_, domains)| domains.split(' ').map(full))
}

/// Whether a host belongs to a well-known service.
pub(super) fn knows(host: &Host) -> bool {
    domains().any(|domain| host.belongs_to(&domain))
}

/// The domains of a service, by its name as an issuer. Empty when it is not in the table.
pub(super) fn domains_of(issuer: &str) -> Vec<String> {
    let issuer = normalised(issuer);
    entries().filter(|(name, _)| *name == issuer).flat_map(|(_, domains)| domains.split(' ').map(full)).collect()
}

/// A name without what people spell differently: case, marks, spaces, signs.
pub(super) fn normalised(name: &str) -> String {
    let shown = punycode::shown(name);
    shown.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).map(unmarked).collect()
}
