//! Finds issuers that look like a known name but are written in other letters: `GіtHub` with a Cyrillic letter.

use super::skeleton::{is_twin, skeleton};
use super::well_known;

/// The shortest name of ASCII letters alone that is compared by its looks.
const MIN_ASCII: usize = 4;

/// The names that an issuer may look like: those of well-known services and those of a vault's accounts. They are
/// prepared once, because an import asks about thousands of issuers.
pub struct KnownNames(Vec<Known>);

struct Known {
    /// The name without case, spaces and signs.
    plain: String,
    skeleton: String,
}

impl KnownNames {
    /// The names of well-known services, and these issuers of accounts.
    #[must_use]
    pub fn of<'a>(issuers: impl Iterator<Item = &'a str>) -> Self {
        let mut known = Self(Vec::new());
        well_known::names().for_each(|name| known.add(name));
        issuers.for_each(|issuer| known.add(issuer));
        known
    }

    /// Adds the issuer of an account.
    pub fn add(&mut self, issuer: &str) {
        let plain = plain(issuer);
        self.0.push(Known { skeleton: skeleton(&plain), plain });
    }

    /// Whether an issuer mixes Latin letters with others that look like Latin ones, or looks like one of these names
    /// without being written as it is. Case, spaces and signs are a matter of taste.
    #[must_use]
    pub fn are_borrowed_by(&self, issuer: &str) -> bool {
        if mixes_scripts(issuer) {
            return true;
        }
        let name = plain(issuer);
        if name.is_empty() || name.is_ascii() && name.len() < MIN_ASCII {
            return false;
        }
        let looks = skeleton(&name);
        let mut alike = self.0.iter().filter(|known| known.skeleton == looks).peekable();
        if alike.peek().is_none() || alike.any(|known| known.plain == name) {
            return false;
        }
        let own = well_known::normalised(issuer);
        well_known::names().all(|other| other != own)
    }
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
        KnownNames::of(known.iter().copied()).are_borrowed_by(issuer)
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
        let known = KnownNames::of(core::iter::empty());
        assert_eq!(well_known::names().find(|name| known.are_borrowed_by(name)), None);
    }
}
