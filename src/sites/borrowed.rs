//! Finds issuers that look like a known name but are written in other letters: `GіtHub` with a Cyrillic letter.

use super::skeleton::{is_twin, skeleton};
use super::well_known;

/// The shortest name of ASCII letters alone that is compared by its looks.
const MIN_ASCII: usize = 4;

/// Whether an issuer mixes Latin letters with others that look like Latin ones, or looks like a well-known service or one
/// of `known` without being written as it is. Case, spaces and signs are a matter of taste.
#[must_use]
pub fn borrows_name<'a>(issuer: &str, known: impl Iterator<Item = &'a str>) -> bool {
    let name = plain(issuer);
    if mixes_scripts(issuer) {
        return true;
    }
    if name.is_empty() || name.is_ascii() && name.len() < MIN_ASCII {
        return false;
    }
    let known: Vec<String> = known.map(plain).collect();
    let own = well_known::normalised(issuer);
    if known.contains(&name) || well_known::names().any(|other| other == own) {
        return false;
    }
    let looks = skeleton(&name);
    known.iter().any(|other| skeleton(other) == looks) || well_known::names().any(|other| skeleton(other) == looks)
}

/// A name without case, spaces and signs.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether a word has Latin letters, and besides them none but such as look Latin. `СберID` has others too.
fn mixes_scripts(issuer: &str) -> bool {
    issuer.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).any(|word| {
        let is_foreign = |letter: char| !letter.is_ascii() && is_twin(letter);
        word.chars().any(|letter| letter.is_ascii_alphabetic())
            && word.chars().any(is_foreign)
            && word.chars().all(|letter| letter.is_ascii_alphanumeric() || is_foreign(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn borrows(issuer: &str, known: &[&str]) -> bool {
        borrows_name(issuer, known.iter().copied())
    }

    #[test]
    fn other_letters_are_noticed() {
        for issuer in
            ["GіtHub", "GitHυb", "G1tHub", "Paypa1", "еЬау", "Ｇｉｔｈｕｂ", "GіtHub Login", "Rnicrosoft", "Lоcal Bank"]
        {
            assert!(borrows(issuer, &[]), "{issuer}");
        }
        assert!(borrows("N0rthbank", &["Northbank"]));
        assert!(borrows("Nórthbank", &["Northbank"]));
        assert!(borrows("Νоrthbаnk", &["North Bank"]));
    }

    #[test]
    fn honest_names_are_not() {
        for issuer in [
            "",
            "GitHub",
            "github",
            "Git Hub",
            "1Password",
            "СберID",
            "Яндекс",
            "Société Générale",
            "Íslandsbanki",
            "Þjónusta",
            "Ελλάδα",
            "三菱UFJ銀行",
            "X",
            "Office 365",
            "VPN 1",
            "Raiffeisen",
            "Müller",
            "Deutsche Telekom",
        ] {
            assert!(!borrows(issuer, &[]), "{issuer}");
        }
        assert!(!borrows("NORTH-BANK", &["Northbank"]));
        assert!(!borrows("Northbank", &["Northbank", "N0rthbank"]), "the one that is there already");
    }

    /// Of the services themselves, none borrows from another.
    #[test]
    fn the_well_known_are_not() {
        assert_eq!(well_known::names().find(|name| borrows(name, &[])), None);
    }
}
