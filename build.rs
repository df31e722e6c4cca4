//! Gathers the words of `src/autofill/words/*.txt` into one table, which `src/autofill/words.rs` includes.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/autofill/words/meaning.rs"]
#[expect(dead_code, reason = "the table needs their numbers and not each by its name")]
mod meaning;
#[path = "src/autofill/words/reading.rs"]
#[expect(dead_code, reason = "the tests name the place of a word")]
mod reading;

use meaning::{MEANINGS, Meaning};

const FOLDER: &str = "src/autofill/words";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={FOLDER}");
    let table = Path::new(&env::var("OUT_DIR")?).join("words.rs");
    fs::write(table, table_of(&meanings_of_words()?)?)?;
    Ok(())
}

/// Every word once, with all that it means in any language.
fn meanings_of_words() -> Result<BTreeMap<String, Meaning>, Box<dyn Error>> {
    let mut all = BTreeMap::new();
    for path in files()? {
        for word in reading::read(&path.display().to_string(), &fs::read_to_string(&path)?)? {
            *all.entry(word.text.to_owned()).or_default() |= word.means;
        }
    }
    Ok(all)
}

fn files() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let paths = fs::read_dir(FOLDER)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "txt")).collect())
}

/// The source of an array that has a row for all words of the same meanings.
fn table_of(words: &BTreeMap<String, Meaning>) -> Result<String, std::fmt::Error> {
    let mut rows = BTreeMap::<Meaning, Vec<&str>>::new();
    for (word, means) in words {
        rows.entry(*means).or_default().push(word);
    }
    let mut source = String::from("&[\n");
    for (means, words) in rows {
        writeln!(source, "    ({}, {:?}),", names_of(means), words.join("|"))?;
    }
    source.push(']');
    Ok(source)
}

/// The constants of all bits that are set.
fn names_of(means: Meaning) -> String {
    let set = (0..).zip(MEANINGS).filter(|(bit, _)| means >> bit & 1 == 1);
    set.map(|(_, (name, _))| *name).collect::<Vec<_>>().join(" | ")
}
