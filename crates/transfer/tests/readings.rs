//! What a reading says besides its entries: missing parts, refused rows, extras, tables without names.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;

use halfminute_transfer::formats::csv::{Columns, guess, preview, read_columns};
use halfminute_transfer::limits::MAX_ENTRIES;
use halfminute_transfer::{Error, Extra, Input, Kind, Notice, Reading, WRITERS, Writing, read};

fn data(file: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)).unwrap()
}

fn input(bytes: impl Into<Vec<u8>>) -> Input {
    Input { name: String::new(), bytes: bytes.into().into() }
}

fn one(bytes: impl Into<Vec<u8>>) -> Reading {
    read(&[input(bytes)], None).files.remove(0).outcome.unwrap()
}

#[test]
fn a_missing_part_is_named() {
    let text = String::from_utf8(data("google_migration/two-parts.txt")).unwrap();
    let parts: Vec<Input> = text.lines().map(input).collect();
    assert_eq!(parts.len(), 2);
    assert_eq!(read(&parts, None).notices, []);
    assert_eq!(read(&parts[..1], None).notices, [Notice::PartMissing { part: 2, of: 2 }]);
    assert_eq!(read(&parts[1..], None).notices, [Notice::PartMissing { part: 1, of: 2 }]);
}

#[test]
fn each_file_has_an_outcome_of_its_own() {
    let import = read(&[input("no account"), input(data("cotp/database.json")), input(data("2fas/sealed.2fas"))], None);
    let outcomes: Vec<_> = import.files.iter().map(|file| file.outcome.as_ref()).collect();
    assert_eq!(outcomes[0].unwrap_err(), &Error::UnknownFormat);
    assert_eq!(outcomes[1].unwrap().format, "cotp");
    assert!(matches!(outcomes[2].unwrap_err(), Error::NeedsPassword { format: "2fas", .. }));
}

#[test]
fn what_has_no_place_is_counted() {
    assert_eq!(one(data("bitwarden/plain.json")).extras, [(Extra::OtherItem, 1)]);
    assert_eq!(one(data("duo/accounts.json")).extras, [(Extra::Push, 1)]);
    assert_eq!(one(data("vastblast/plain.json")).extras, [(Extra::Setting, 1)]);
    assert_eq!(one(data("cotp/database.json")).extras.len(), 0);
}

#[test]
fn a_refused_row_keeps_its_place_and_names() {
    let lines = "otpauth://totp/A:a?secret=GEZDGNBV\notpauth://totp/B:b?secret=GEZDGNBV&digits=11\nsteam://GEZDGNBV";
    let reading = one(lines);
    assert_eq!(reading.entries.len(), 2);
    let refused = &reading.refused[0];
    assert_eq!((refused.position, refused.issuer.as_str(), refused.name.as_str()), (1, "B", "b"));
    assert_eq!(refused.error.code(), "uri-digits");
}

#[test]
fn what_no_code_is_made_of_is_kept() {
    let reading = one(data("2fauth/export.json"));
    let entry = reading.entries.last().unwrap();
    assert_eq!((entry.kind.clone(), entry.algorithm.as_str(), entry.otp()), (Kind::Totp, "MD5", None));
    // Lines, Aegis and Google take it along, the others name the loss.
    let keeping: Vec<&str> =
        WRITERS.iter().filter(|writer| (writer.losses)(entry).is_empty()).map(|writer| writer.id).collect();
    assert_eq!(keeping, ["otpauth", "aegis", "google-migration", "age"]);
}

/// Each format that can say MD5 gives a link that the vault keeps.
#[test]
fn md5_is_kept_in_every_format() {
    let google = "otpauth-migration://offline?data=CiYKFAECAwQFBgcICQoLDA0ODxAREhMUEgVJOm1kNRoBSSAEKAEwAhABGAE";
    for text in [
        google,
        "otpauth://totp/I:n?secret=GEZDGNBV&algorithm=md5",
        r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[{"type":"totp","name":"n","issuer":"I","info":{"secret":"GEZDGNBV","algo":"MD5","digits":6,"period":30}}]}}"#,
        r#"{"schemaVersion":4,"services":[{"name":"I","secret":"GEZDGNBV","otp":{"account":"n","algorithm":"MD5","digits":6,"period":30,"tokenType":"TOTP"}}]}"#,
        r#"[{"secret":"GEZDGNBV","issuer":"I","label":"n","type":"TOTP","algorithm":"MD5","digits":6,"period":30}]"#,
        r#"{"tokenOrder":[],"tokens":[{"algo":"MD5","counter":0,"digits":6,"issuerExt":"I","label":"n","period":30,"secret":[1,2,3],"type":"TOTP"}]}"#,
        r#"{"version":2,"elements":[{"secret":"GEZDGNBV","issuer":"I","label":"n","type":"TOTP","algorithm":"MD5","digits":6,"period":30}]}"#,
        r#"{"version":3,"accounts":[{"issuerName":"I","userName":"n","secret":"GEZDGNBV","algorithm":"MD5","digits":6,"timeStep":30}]}"#,
        "name,secret,algorithm\nI,GEZDGNBV,md5\n",
    ] {
        let reading = one(text);
        assert_eq!(reading.entries.len(), 1, "{text}: {:?}", reading.refused);
        assert_eq!(reading.entries[0].algorithm.as_str(), "MD5", "{text}");
        let mut writing = Writing { password: "", random: &mut |_| true, now: 0, per_code: 10 };
        for id in ["otpauth", "google-migration"] {
            let writer = WRITERS.iter().find(|writer| writer.id == id).unwrap();
            let written = (writer.write)(&reading.entries, &mut writing).unwrap();
            let parsed = halfminute::otpauth::parse_any(&*written[0]).unwrap();
            assert!(!parsed.enrolments[0].otp.makes_codes(), "{id} of {text}");
        }
    }
}

/// `FreeOTP` makes a code from the counter that it stores, and adds one to it then: the next code is the same here. A token of
/// version 1 that was never used has -1.
#[test]
fn the_counter_of_freeotp_is_that_of_the_next_code() {
    for (stored, next) in [(-1, 0), (0, 0), (5, 5)] {
        let token = format!(
            r#"{{"algo":"SHA1","counter":{stored},"digits":6,"issuerExt":"I","label":"n","secret":[1,2,3],"type":"HOTP"}}"#
        );
        let plus = one(format!(r#"{{"tokenOrder":["I:n"],"tokens":[{token}]}}"#));
        let quoted = token.replace('"', "&quot;");
        let old =
            one(format!(r#"<map><string name="tokenOrder">[]</string><string name="I:n">{quoted}</string></map>"#));
        for reading in [plus, old] {
            assert_eq!(reading.entries[0].counter, next, "{}", reading.format);
        }
    }
}

#[test]
fn a_person_names_the_columns() {
    let text = String::from_utf8(data("csv/unnamed.csv")).unwrap();
    let error = read(&[input(text.as_bytes())], None).files.remove(0).outcome.unwrap_err();
    assert_eq!(error, Error::NeedsColumns);
    let rows = preview(&text, 10);
    assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(guess(&rows[0]).secret, None);
    let columns = Columns { header: true, issuer: Some(0), secret: Some(1), ..Columns::default() };
    let reading = read_columns(&text, &columns).unwrap();
    assert_eq!(reading.entries[0].issuer, "Nackt");
    assert_eq!(reading.entries.len(), 1);
}

/// Many groups and many accounts in them take no longer than they must.
#[test]
fn many_groups_and_many_accounts() {
    let groups: Vec<String> = (0..MAX_ENTRIES * 5).map(|id| format!(r#"{{"id":"{id}","name":"g"}}"#)).collect();
    let items: Vec<String> =
        (0..MAX_ENTRIES).map(|_| r#"{"folderId":"99999","name":"n","login":{"totp":"GEZDGNBV"}}"#.to_owned()).collect();
    let json = format!(r#"{{"encrypted":false,"folders":[{}],"items":[{}]}}"#, groups.join(","), items.join(","));
    let begun = std::time::Instant::now();
    let reading = one(json);
    assert_eq!(reading.entries.len(), MAX_ENTRIES);
    assert_eq!(reading.entries[0].tags, ["g"]);
    assert!(begun.elapsed().as_secs() < 20, "took {:?}", begun.elapsed());
}
