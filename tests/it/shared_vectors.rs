//! Every vector of the collection that stands beside the repository, where it is present, and codes
//! of an independent implementation (`fixtures/codes.json`), which always is.

use std::{collections::BTreeMap, fs, path::Path};

use halfminute::{
    otp::{Algorithm, Digits, Kind, Otp, Period, Seed},
    otpauth,
};
use serde_json::Value;

/// The object of a vector as an account and a time.
fn read(vector: &Value) -> (Otp, u64) {
    let text = |name: &str| vector[name].as_str().unwrap();
    let number = |name: &str| vector[name].as_u64().unwrap();
    let algorithm = || Algorithm::parse(text("algorithm")).unwrap();
    let digits = || Digits::new(u8::try_from(number("digits")).unwrap()).unwrap();
    let kind = match text("type") {
        "hotp" => Kind::Hotp {
            algorithm: algorithm(),
            digits: digits(),
            // Text where it is beyond what a JSON number holds exactly.
            counter: vector["counter"].as_str().map_or_else(|| number("counter"), |text| text.parse().unwrap()),
        },
        "totp" => Kind::Totp {
            algorithm: algorithm(),
            digits: digits(),
            period: Period::new(u32::try_from(number("period")).unwrap()).unwrap(),
        },
        "steam" => Kind::Steam,
        other => panic!("{other} is not supported"),
    };
    let otp = Otp { seed: Seed::from_base32(text("secret")).unwrap(), kind };
    (otp, vector["time"].as_u64().unwrap_or(0))
}

fn shared() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/otp.json");
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped: the shared vectors are not here");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn codes_of_an_independent_implementation() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/codes.json");
    let vectors: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for vector in &vectors {
        let (otp, time) = read(vector);
        assert_eq!(otp.code_at(time).text.as_str(), vector["expect"], "{vector}");
    }
    assert_eq!(vectors.len(), 218);
}

#[test]
fn shared_codes() {
    let Some(shared) = shared() else { return };
    let mut checked = 0;
    let mut not_supported = BTreeMap::<&str, usize>::new();
    for vector in shared["vectors"].as_array().unwrap() {
        if let kind @ ("motp" | "yandex") = vector["type"].as_str().unwrap() {
            *not_supported.entry(kind).or_default() += 1;
            continue;
        }
        let (otp, time) = read(vector);
        assert_eq!(otp.code_at(time).text.as_str(), vector["expect"], "{vector}");
        checked += 1;
    }
    println!("{checked} checked, not supported: {not_supported:?}");
    assert!(checked >= 33);
}

#[test]
fn shared_uris() {
    let Some(shared) = shared() else { return };
    let cases = shared["uri_cases"]["cases"].as_array().unwrap();
    for case in cases {
        let parsed = otpauth::parse(case["uri"].as_str().unwrap());
        if case["valid"].as_bool().unwrap() {
            let code = parsed.unwrap().enrolments[0].otp.code_at(case["time"].as_u64().unwrap());
            assert_eq!(code.text.as_str(), case["expect"], "{}", case["name"]);
        } else {
            assert!(parsed.is_err(), "{}", case["name"]);
        }
    }
    assert!(cases.len() >= 18);
}
