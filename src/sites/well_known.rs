//! Services that people have codes for, and their domains.
//!
//! From the directory of 2factorauth (MIT, see `well_known.LICENSE`), packed by `tools/well_known.mjs`. A line is
//! `name=domain domain …`, sorted by name: the name without marks, spaces and signs, left out where it is the first
//! domain's own label to the letter; `.com` left out as well.

use core::cmp::Ordering;

use super::host::Host;
use super::punycode;
use super::skeleton::unmarked;

const TABLE: &str = include_str!("well_known.txt");

fn full(domain: &str) -> String {
    if domain.contains('.') { domain.to_owned() } else { [domain, ".com"].concat() }
}

/// The domains in a line of the table, separated by spaces.
fn listed(line: &str) -> &str {
    line.split_once('=').map_or(line, |(_, domains)| domains)
}

/// The name in a line of the table, and its domains.
fn entry(line: &str) -> (&str, &str) {
    line.split_once('=').unwrap_or_else(|| (line.split(['.', ' ']).next().unwrap_or_default(), line))
}

/// Every domain of the table; one that several services share comes more than once.
pub(super) fn domains() -> impl Iterator<Item = String> {
    TABLE.lines().flat_map(|line| listed(line).split(' ').map(full))
}

/// Every name of the table without marks, spaces and signs, and the own label of every domain.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.split(['=', ' ', '\n']).map(|one| one.split('.').next().unwrap_or_default())
}

/// Whether a host belongs to a well-known service.
pub(super) fn knows(host: &Host) -> bool {
    domains().any(|domain| host.belongs_to(&domain))
}

/// The domains of a service, by its normalised name. Empty when it is not in the table.
pub(super) fn domains_of(name: &str) -> Vec<String> {
    let (mut from, mut to) = (0, TABLE.len());
    // By halves: the line around the middle, and then all before it or all behind it.
    while let Some(rest) = TABLE.as_bytes().get(from..to).filter(|rest| !rest.is_empty()) {
        let (before, after) = rest.split_at(rest.len() / 2);
        let start = from + before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = after.iter().position(|byte| *byte == b'\n').map_or(to, |at| from + before.len() + at);
        let (known, domains) = TABLE.get(start..end).map(entry).unwrap_or_default();
        match known.cmp(name) {
            Ordering::Equal => return domains.split(' ').map(full).collect(),
            Ordering::Less => from = end + 1,
            Ordering::Greater => to = start,
        }
    }
    Vec::new()
}

/// A name without what people spell differently: case, marks, spaces, signs.
pub(super) fn normalised(name: &str) -> String {
    let shown = punycode::shown(name);
    shown.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).map(unmarked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        assert!(TABLE.lines().map(|line| entry(line).0).is_sorted());
        for line in TABLE.lines() {
            let (name, domains) = entry(line);
            assert_eq!(normalised(name), name);
            assert_eq!(domains_of(name).len(), domains.split(' ').count(), "{name}");
            for other in [format!("{name}~"), format!("~{name}"), name.replace('a', "~")] {
                assert!(other == name || domains_of(&other).is_empty(), "{other}");
            }
        }
        assert!(domains_of("").is_empty() && domains_of("\u{10ffff}").is_empty());
    }
}
