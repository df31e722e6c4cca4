//! The export of Google Authenticator, against payloads that another implementation has written
//! (`fixtures/README.md`).

use std::{fs, path::Path};

use base64ct::{Base64UrlUnpadded, Encoding};
use halfminute::{
    otp::{Kind, Period},
    otpauth::{self, Batch, Enrolment, Error, Refused, Warning},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn fixtures() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/google_migration.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn fixture(name: &str) -> String {
    let fixtures = fixtures();
    let case = fixtures.iter().find(|case| case["name"] == name).unwrap();
    case["uri"].as_str().unwrap().to_owned()
}

/// An enrolment in the words of the fixtures.
fn describe(enrolment: &Enrolment) -> Value {
    let warnings: Vec<_> = enrolment.warnings.iter().map(halfminute::otpauth::Warning::code).collect();
    let mut described = json!({
        "issuer": enrolment.issuer,
        "account_name": enrolment.account_name,
        "secret": enrolment.otp.seed.to_base32().as_str(),
        "warnings": warnings,
    });
    let (kind, algorithm, digits) = match &enrolment.otp.kind {
        Kind::Hotp { algorithm, digits, counter } => {
            described["counter"] = json!(counter.to_string());
            ("hotp", algorithm, digits)
        }
        Kind::Totp { algorithm, digits, period } => {
            assert_eq!(*period, Period::default());
            ("totp", algorithm, digits)
        }
        other => panic!("a payload cannot hold {other:?}"),
    };
    described["type"] = json!(kind);
    described["algorithm"] = json!(algorithm.as_str());
    described["digits"] = json!(digits.get());
    described
}

fn describe_refused(refused: &Refused) -> Value {
    json!({
        "position": refused.position,
        "issuer": refused.issuer,
        "account_name": refused.account_name,
        "error": refused.error.code(),
    })
}

fn describe_batch(batch: Batch) -> Value {
    json!({ "version": batch.version, "size": batch.size, "index": batch.index, "id": batch.id })
}

#[test]
fn payloads_of_another_implementation() {
    let fixtures = fixtures();
    for case in &fixtures {
        let name = &case["name"];
        match otpauth::parse(case["uri"].as_str().unwrap()) {
            Ok(parsed) => {
                let enrolments: Vec<_> = parsed.enrolments.iter().map(describe).collect();
                let refused: Vec<_> = parsed.refused.iter().map(describe_refused).collect();
                assert_eq!(case["entries"], json!(enrolments), "{name}");
                assert_eq!(case["refused"], json!(refused), "{name}");
                assert_eq!(case["batch"], describe_batch(parsed.batch.unwrap()), "{name}");
            }
            Err(error) => assert_eq!(case["error"], error.code(), "{name}"),
        }
    }
    assert!(fixtures.len() >= 43);
}

/// What an account of an export says survives its way into an `otpauth` URI.
#[test]
fn entries_can_be_written_as_uris() {
    for case in fixtures() {
        let Ok(parsed) = otpauth::parse(case["uri"].as_str().unwrap()) else { continue };
        for enrolment in parsed.enrolments {
            let again = &otpauth::parse_any(otpauth::to_uri(&enrolment).as_bytes()).unwrap().enrolments[0];
            assert_eq!(again.issuer, enrolment.issuer);
            assert_eq!(again.account_name, enrolment.account_name);
            assert_eq!(again.otp, enrolment.otp);
        }
    }
}

#[test]
fn parts_of_one_export_share_an_id() {
    let batch = |name| otpauth::parse(fixture(name)).unwrap().batch.unwrap();
    let last = batch("part 4 of 4, batch id -556363517");
    assert_eq!(last, Batch { version: 1, size: 4, index: 3, id: -556_363_517 });
    assert_eq!(batch("part 2 of 4, batch id -2147483648").id, i32::MIN);
}

#[test]
fn a_refused_entry_does_not_take_the_others_with_it() {
    let parsed = otpauth::parse(fixture("refused, others kept: empty")).unwrap();
    assert_eq!(parsed.enrolments.len(), 2);
    let [Refused { position: 1, issuer, account_name, error: Error::Seed(_) }] = parsed.refused.as_slice() else {
        panic!("{:?}", parsed.refused)
    };
    assert_eq!((issuer.as_str(), account_name.as_str()), ("I", "empty"));
}

/// No code is made with MD5, and the account goes out as it came.
#[test]
fn md5_is_kept_and_written_again() {
    let parsed = otpauth::parse(fixture("kept without codes: md5")).unwrap();
    let codes: Vec<bool> = parsed.enrolments.iter().map(|enrolment| enrolment.otp.makes_codes()).collect();
    assert_eq!(codes, [true, false, true]);
    let uris = otpauth::to_migration_uris(&parsed.enrolments, 0, 10);
    let again = otpauth::parse(uris[0].as_bytes()).unwrap();
    let described = |enrolments: &[Enrolment]| enrolments.iter().map(describe).collect::<Vec<_>>();
    assert_eq!(described(&again.enrolments), described(&parsed.enrolments));
}

#[test]
fn scheme_and_host_are_read_in_any_case() {
    let uri = fixture("one entry").replacen("otpauth-migration://offline", "OTPAUTH-Migration://OFFLINE/", 1);
    assert_eq!(otpauth::parse(uri).unwrap().enrolments.len(), 1);
}

#[test]
fn other_parameters_beside_the_data_do_not_matter() {
    let uri = fixture("one entry").replacen("?data=", "?version=2&DATA=", 1);
    assert_eq!(otpauth::parse(uri).unwrap().enrolments.len(), 1);
}

#[test]
fn what_is_no_payload() {
    let cases = [
        ("otpauth-migration://offline", Error::MigrationNoData),
        ("otpauth-migration://offline?", Error::MigrationNoData),
        ("otpauth-migration://offline?data=", Error::MigrationNoData),
        ("otpauth-migration://online?data=CgA", Error::MigrationNoData),
        ("otpauth-migration://offline?data=CgA&data=CgB", Error::Repeated { name: "data" }),
        ("otpauth-migration://offline?data=C", Error::MigrationBase64),
        ("otpauth-migration://offline?data=C*A", Error::MigrationBase64),
        ("otpauth-migration://offline?data=C=gA", Error::MigrationBase64),
        ("otpauth-migration://offline?data=%FFgA", Error::MigrationBase64),
        ("otpauth-migration://offline?data====", Error::MigrationEmpty),
    ];
    for (uri, error) in cases {
        assert_eq!(otpauth::parse(uri), Err(error), "{uri}");
    }
}

/// An entry without anything in it is refused by itself, and named by its place.
#[test]
fn an_empty_entry() {
    let parsed = otpauth::parse("otpauth-migration://offline?data=CgA").unwrap();
    assert_eq!(parsed.enrolments, []);
    assert_eq!(parsed.refused[0].error.code(), "seed-empty");
    assert_eq!(Warning::TypeUnspecified.code(), "type-unspecified");
}

fn uri(payload: &[u8]) -> String {
    format!("otpauth-migration://offline?data={}", Base64UrlUnpadded::encode_string(payload))
}

/// Field numbers have 29 bits. With one more, a reader of 32 bits would take it for another field.
#[test]
fn a_field_number_that_is_too_large() {
    assert_eq!(otpauth::parse(uri(b"\x80\x80\x80\x80\x10\x01")), Err(Error::MigrationMalformed));
}

proptest! {
    #[test]
    fn no_payload_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = otpauth::parse(uri(&bytes));
    }

    /// Any single byte of a good payload changed, or its end cut off: an answer, never a panic.
    #[test]
    fn no_damaged_payload_panics(at in 0usize..100, byte in any::<u8>(), keep in 0usize..100) {
        let entry = b"\x0a\x2b\x0a\x14abcdefghijklmnopqrst\x12\x05a:bob\x1a\x04Acme\x20\x01\x28\x01\x30\x01\x38\x05";
        let mut bytes = [entry.as_slice(), b"\x10\x01\x18\x02\x20\x01\x28\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"].concat();
        let whole = otpauth::parse(uri(&bytes)).unwrap();
        prop_assert_eq!(whole.enrolments.len(), 1);
        prop_assert_eq!(whole.batch, Some(Batch { version: 1, size: 2, index: 1, id: -1 }));
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.truncate(keep);
        let _ = otpauth::parse(uri(&bytes));
    }
}

/// Found by fuzzing: as a link, what stands before the name's colon would have taken the space with it.
#[test]
fn a_name_that_begins_with_a_space_is_the_same_when_it_was_written_and_read_again() {
    let uri =
        "otpauth-migration://offline?data=Ci4KFAECAwQFBgcICQoANvAODxAREhMUEgkgdGUoKDpib2IaBVN8ZWZtIAEoATACENPS0dAB";
    let read = otpauth::parse(uri).unwrap().enrolments.remove(0);
    assert_eq!((read.issuer.as_str(), read.account_name.as_str()), ("S|efm", "te((:bob"));
    let again = otpauth::parse(otpauth::to_uri(&read)).unwrap().enrolments.remove(0);
    assert_eq!((again.issuer, again.account_name), (read.issuer, read.account_name));
}
