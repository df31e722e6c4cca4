//! Files of other apps against what each must give.
//!
//! A folder of a format has the files and an `EXPECTED.json` that lists them: `{format, samples: [{file, password, entries,
//! error}]}`. The folders are in `tests/data`, made by the scripts beside them. Real files are read by
//! `./build.sh bench transfer`, with the wasm that ships.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use halfminute_transfer::{Entry, Error, Input, Kind, Reading, read};
use serde_json::Value;

/// The outcome of all samples of a format.
#[derive(Default)]
struct Score {
    right: usize,
    wrong: usize,
    missing: usize,
    refused: usize,
    differences: Vec<String>,
}

#[test]
fn own_files() {
    check_tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data"));
}

fn check_tree(tree: &Path) {
    let mut scores = BTreeMap::<String, Score>::new();
    let mut folders: Vec<PathBuf> = fs::read_dir(tree).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders.into_iter().filter(|folder| folder.join("EXPECTED.json").exists()) {
        let expected: Value = serde_json::from_slice(&fs::read(folder.join("EXPECTED.json")).unwrap()).unwrap();
        let format = expected["format"].as_str().unwrap();
        for sample in expected["samples"].as_array().unwrap() {
            check(&folder, format, sample, scores.entry(format.to_owned()).or_default());
        }
    }
    assert!(!scores.is_empty(), "no samples in {}", tree.display());
    let mut differences = 0;
    for (format, score) in &scores {
        let Score { right, wrong, missing, refused, .. } = score;
        println!("{format:26} right {right:3}  wrong {wrong:2}  missing {missing:2}  refused {refused:2}");
        for difference in &score.differences {
            println!("    {difference}");
        }
        differences += score.differences.len();
    }
    assert_eq!(differences, 0, "samples that differ");
}

fn check(folder: &Path, format: &str, sample: &Value, score: &mut Score) {
    let file = sample["file"].as_str().unwrap();
    let bytes = fs::read(folder.join(file)).unwrap();
    let input = Input { name: file.to_owned(), bytes: bytes.into() };
    let import = read(&[input], sample["password"].as_str());
    let outcome = &import.files[0].outcome;
    let entries: &[Value] = sample["entries"].as_array().map_or(&[], Vec::as_slice);
    // A row that no app can make a code of has no digits or no period.
    let (refusable, wanted): (Vec<&Value>, Vec<&Value>) =
        entries.iter().partition(|entry| entry["digits"] == 0 || entry["period"] == 0);
    if let Some(code) = sample["error"].as_str() {
        score.refused += 1;
        let got = outcome.as_ref().err().map(halfminute_transfer::Error::code);
        if got != Some(code) {
            score.differences.push(format!("{file}: {got:?} and not {code}"));
        }
        return;
    }
    let negative = sample["basis"].as_str().is_some_and(|basis| basis.starts_with("NEGATIVE"));
    let reading = match outcome {
        Ok(reading) => reading,
        Err(Error::NoEntries { .. }) if sample["entries"].as_array().is_some_and(Vec::is_empty) => return,
        Err(error) if negative => {
            score.refused += 1;
            println!("{format}/{file}: {error:?}");
            return;
        }
        Err(error) => {
            score.missing += wanted.len().max(1);
            return score.differences.push(format!("{file}: {error:?}"));
        }
    };
    score.refused += reading.refused.len();
    check_entries(file, &wanted, reading, score);
    if reading.refused.len() > refusable.len() {
        score.differences.push(format!("{file}: refused {:?}", reading.refused));
    }
}

fn check_entries(file: &str, wanted: &[&Value], reading: &Reading, score: &mut Score) {
    let mut left: Vec<&Entry> = reading.entries.iter().collect();
    for wanted in wanted {
        if let Some(at) = left.iter().position(|entry| differences(entry, wanted).is_empty()) {
            left.remove(at);
            score.right += 1;
            continue;
        }
        if let Some(entry) = left.iter().find(|entry| same_secret(entry, wanted["secret"].as_str().unwrap())) {
            score.wrong += 1;
            score.differences.push(format!("{file}: {:?} of {wanted} in {entry:?}", differences(entry, wanted)));
        } else {
            score.missing += 1;
            score.differences.push(format!("{file}: missing {wanted}; refused {:?}", reading.refused));
        }
    }
    for entry in left {
        score.differences.push(format!("{file}: one too many: {entry:?}"));
    }
}

/// The fields in which an entry differs from what is wanted.
fn differences(entry: &Entry, wanted: &Value) -> Vec<&'static str> {
    let number = |name: &str| wanted[name].as_u64();
    let mut all = Vec::new();
    let mut check = |name: &'static str, same: bool| {
        if !same {
            all.push(name);
        }
    };
    check("type", wanted["type"] == entry.kind.as_str());
    check("issuer", wanted["issuer"] == entry.issuer);
    check("name", wanted["name"] == entry.name);
    check("secret", same_secret(entry, wanted["secret"].as_str().unwrap()));
    // mOTP has one algorithm and one period, whatever the file says.
    if entry.kind != Kind::Motp {
        check("algorithm", wanted["algorithm"] == entry.algorithm.as_str());
        check(
            "period",
            entry.kind == Kind::Hotp || number("period").is_none_or(|period| period == u64::from(entry.period)),
        );
    }
    check("digits", number("digits") == Some(entry.digits.into()));
    check("counter", entry.kind != Kind::Hotp || number("counter") == Some(entry.counter));
    let pin = entry.pin.as_ref().map(|pin| pin.as_str());
    check("pin", wanted["pin"].as_str().is_none_or(|wanted| pin == Some(wanted)));
    for (name, value) in
        [("note", entry.note.as_str().into()), ("tags", entry.tags.clone().into()), ("pinned", entry.pinned.into())]
    {
        let value: Value = value;
        check(name, wanted.get(name).is_none_or(|wanted| *wanted == value));
    }
    all
}

/// Whether an entry has the secret that is written in base32; for mOTP the characters may be written as they are too.
fn same_secret(entry: &Entry, wanted: &str) -> bool {
    let decoded = decode_base32(wanted);
    if entry.kind == Kind::Motp {
        let digits = decoded.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let digits: String = digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect();
        let characters = entry.secret.as_slice();
        return characters == wanted.as_bytes() || characters == digits.as_bytes() || characters == decoded;
    }
    *entry.secret == decoded
}

/// Base32 as the apps decode it: bits that make no whole byte are dropped.
fn decode_base32(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut value) = (Vec::new(), 0, 0_u32);
    for letter in text.bytes() {
        let place = match letter.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => continue,
        };
        value = value << 5 | u32::from(place);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.extend((value >> bits).to_be_bytes().last());
        }
    }
    bytes
}
