//! The words by which pages name things.
//!
//! Each language has a file of its own in `words/`, called by its BCP 47 tag (`de.txt`, `zh-Hant.txt`); what belongs to no
//! language, such as the names of products, stands in `und.txt`. `build.rs` gathers all of them into one table.
//!
//! A phrase in Latin letters is found as whole words, or with `*` at its end as the beginning of one. A phrase in another
//! script is found anywhere, also inside a longer word. With `^` before it, it is found only where a text begins with it.

mod meaning;
#[cfg(test)]
mod reading;

pub(super) use meaning::*;

/// All words, those of the same meanings in one row, apart by `|`. They are spelled as [`spread`](super::matching::spread)
/// spells a text.
pub(super) const TABLE: &[(Meaning, &str)] = include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Beginnings of `autocomplete` tokens of fields that are for something else than a code.
pub(super) const OTHER_PURPOSES: &[&str] = &[
    "cc-",
    "tel",
    "postal-",
    "address-",
    "street-",
    "bday",
    "email",
    "username",
    "current-password",
    "new-password",
    "name",
    "given-name",
    "family-name",
    "organization",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::super::matching::spread;
    use super::reading::{Word, read};
    use super::*;

    /// What makes a field one for codes of an authenticator, and what makes it one for something else.
    const CONTRADICTING: (Meaning, Meaning) = (
        CODE | PERHAPS_CODE | AUTHENTICATOR | SECOND_FACTOR,
        SENT | RESEND
            | SMS
            | MAIL
            | BY_MAIL
            | CALL
            | RECOVERY
            | HARDWARE
            | NEVER
            | NEVER_BY_NAME
            | CAPTCHA
            | CARD
            | PHONE_NUMBER
            | PASSWORD
            | SEARCH
            | WRONG,
    );

    fn without_marks(word: &str) -> &str {
        let word = word.strip_prefix('^').unwrap_or(word);
        word.strip_suffix('*').unwrap_or(word)
    }

    /// What is wrong with a file that can be read, a line each.
    fn faults(file: &str, text: &str) -> Result<Vec<String>, String> {
        let words = read(file, text)?;
        let mut faults = Vec::new();
        for word in &words {
            let (place, bare) = (&word.place, without_marks(word.text));
            if bare.is_empty() || spread(bare) != bare {
                faults.push(format!("{place}: `{}` is to be written `{}`", word.text, spread(bare)));
            }
        }
        for (one, next) in words.iter().zip(words.iter().skip(1)) {
            let place = &next.place;
            if one.means == next.means && one.text == next.text {
                faults.push(format!("{place}: `{}` stands there twice", next.text));
            } else if one.means == next.means && one.text > next.text {
                faults.push(format!("{place}: `{}` comes before `{}`", next.text, one.text));
            }
        }
        faults.extend(unordered_sections(&words));
        faults.extend(contradictions(&words));
        Ok(faults)
    }

    /// A meaning that is named twice, or not in the order of the register.
    fn unordered_sections(words: &[Word]) -> Vec<String> {
        let rank = |word: &Word| MEANINGS.iter().position(|(_, means)| *means == word.means);
        let pairs = words.iter().zip(words.iter().skip(1));
        let back = pairs.filter(|(one, next)| rank(next) < rank(one));
        back.map(|(_, next)| format!("{}: its meaning comes before the one above", next.place)).collect()
    }

    fn contradictions(words: &[Word]) -> Vec<String> {
        let mut all = BTreeMap::<&str, Meaning>::new();
        let mut faults = Vec::new();
        for word in words {
            let means = all.entry(without_marks(word.text)).or_default();
            *means |= word.means;
            let (code, other) = CONTRADICTING;
            if *means & code != 0 && *means & other != 0 {
                faults.push(format!("{}: `{}` contradicts what it means above", word.place, word.text));
            }
        }
        faults
    }

    #[test]
    fn no_file_has_a_fault() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/autofill/words");
        let mut files = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "txt") {
                let text = fs::read_to_string(&path).unwrap();
                assert_eq!(faults(&path.display().to_string(), &text).unwrap(), [""; 0]);
                assert!(text.starts_with('#') && text.ends_with('\n'), "{} begins with what it is", path.display());
                files += 1;
            }
        }
        assert!(files > 14, "one for each language and one for the names of no language");
    }

    #[test]
    fn every_fault_names_its_line() {
        let faulty = [
            ("[sent]\nsent\nsent\n", "xx.txt:3: `sent` stands there twice"),
            ("[sent]\nsent\ndelivered\n", "xx.txt:3: `delivered` comes before `sent`"),
            ("[sent]\nE-Mailed\n", "xx.txt:2: `E-Mailed` is to be written `e mailed`"),
            ("[sent]\n to you\n", "xx.txt:2: ` to you` is to be written `to you`"),
            ("[sent]\n*\n", "xx.txt:2: `*` is to be written ``"),
            ("[sms]\nsms\n[sent]\nsent\n", "xx.txt:4: its meaning comes before the one above"),
            ("[sent]\na\n[sms]\nsms\n[sent]\nsent\n", "xx.txt:6: its meaning comes before the one above"),
            ("[code]\nkey\n[recovery]\nkey*\n", "xx.txt:4: `key*` contradicts what it means above"),
        ];
        for (text, fault) in faulty {
            assert_eq!(faults("xx.txt", text).unwrap(), [fault], "{text}");
        }
        let unreadable = [
            ("# Sent\n[cent]\n", "xx.txt:2: no meaning is called `cent`"),
            ("[MASKED]\n", "xx.txt:1: no meaning is called `MASKED`"),
            ("\nsent\n", "xx.txt:2: `sent` stands under no meaning"),
        ];
        for (text, error) in unreadable {
            assert_eq!(faults("xx.txt", text).unwrap_err(), error, "{text}");
        }
        let faultless = "# Words\n[sent]\ndelivered\nsent*\n\n[by-mail]\nsent\n";
        assert_eq!(faults("xx.txt", faultless).unwrap(), [""; 0]);
    }

    #[test]
    fn a_meaning_brings_what_it_implies() {
        let words = read("xx.txt", "[second-factor]\ntwo steps\n").unwrap();
        assert_eq!(words[0].means, SECOND_FACTOR | CODE);
        assert_eq!(MEANINGS.len() + 2, 64 - ADDRESS.leading_zeros() as usize, "each has a bit of its own");
    }
}
