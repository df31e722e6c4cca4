//! What independent generators draw, and what pages, paper and cameras do to it: each stage of the reader meets what it is
//! there for. What can't be read yet may be read one day, but never wrongly.

use crate::support::pictures::picture;
use halfminute::qr::{Level, Symbol, read_rgba};
use serde_json::Value;

/// What was read, and what is wrong with it: empty when nothing is.
fn fault(case: &Value, found: &[Symbol]) -> Option<String> {
    let mut expected: Vec<Vec<u8>> = strings(case, "texts").iter().map(|text| text.as_bytes().to_vec()).collect();
    expected.extend(strings(case, "hex").iter().map(|hex| from_hex(hex)));
    let mut texts: Vec<Vec<u8>> = found.iter().map(|symbol| symbol.text.to_vec()).collect();
    expected.sort_unstable();
    texts.sort_unstable();
    if texts.is_empty() && case["not_yet"] == true {
        return None;
    }
    if texts != expected {
        let texts: Vec<_> = texts.iter().map(|text| String::from_utf8_lossy(text)).collect();
        return Some(format!("read {texts:?}"));
    }
    let differs = found.iter().find_map(|symbol| {
        let version = case["version"].as_u64().is_some_and(|version| version != symbol.version as u64);
        let level = case["level"].as_str().is_some_and(|level| level != name(symbol.level));
        (version || level).then(|| format!("version {}, level {}", symbol.version, name(symbol.level)))
    });
    differs.or_else(|| (case["inverted"].as_bool()? != found[0].inverted).then(|| "the other polarity".to_owned()))
}

fn name(level: Level) -> &'static str {
    match level {
        Level::L => "L",
        Level::M => "M",
        Level::Q => "Q",
        Level::H => "H",
    }
}

fn strings<'a>(case: &'a Value, field: &str) -> Vec<&'a str> {
    case[field].as_array().map(|list| list.iter().map(|text| text.as_str().unwrap()).collect()).unwrap_or_default()
}

fn from_hex(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .as_chunks::<2>()
        .0
        .iter()
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn every_case(list: &str) {
    let cases: Vec<Value> = serde_json::from_str(list).unwrap();
    let mut faults = Vec::new();
    for case in &cases {
        let file = case["file"].as_str().unwrap();
        let drawn = picture(file);
        let found = read_rgba(&drawn.rgba, drawn.width, drawn.height, || true).unwrap();
        if let Some(fault) = fault(case, &found) {
            faults.push(format!("{file} ({}): {fault}", case["what"].as_str().unwrap()));
        } else if found.is_empty() {
            println!("not yet: {file}");
        } else if case["not_yet"] == true {
            println!("by now: {file}");
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

#[test]
fn what_segno_draws() {
    every_case(include_str!("../fixtures/qr/segno.json"));
}

#[test]
fn what_sites_draw() {
    every_case(include_str!("../fixtures/qr/styled.json"));
}
