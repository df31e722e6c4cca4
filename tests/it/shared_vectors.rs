//! Every vector of the collection that stands beside the repository, where it is present, and codes
//! of an independent implementation (`fixtures/codes.json`), which always is.

use std::{fs, path::Path};

use halfminute::{
    otp::{Algorithm, Digits, Kind, Otp, Period, Pin, Seed},
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
        "motp" => Kind::Motp { pin: Pin::new(text("pin")).unwrap() },
        "yandex" => Kind::Yandex { pin: Pin::new(text("pin")).unwrap() },
        other => panic!("{other} is not supported"),
    };
    // Of Mobile-OTP, the collection has the hexadecimal digits that are hashed.
    let is_hex = vector["secret_encoding"].as_str().is_some_and(|encoding| encoding.starts_with("hex"));
    let secret = text("secret");
    let seed = if is_hex { Seed::from_bytes(secret.into()) } else { Seed::from_base32(secret) };
    let otp = Otp { seed: seed.unwrap(), kind };
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
    assert_eq!(vectors.len(), 239);
}

#[test]
fn shared_codes() {
    let Some(shared) = shared() else { return };
    let vectors = shared["vectors"].as_array().unwrap();
    for vector in vectors {
        let (otp, time) = read(vector);
        assert_eq!(otp.code_at(time).text.as_str(), vector["expect"], "{vector}");
    }
    assert!(vectors.len() >= 46);
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
