//! A file that is written reads back the same, but for what the writer names as lost.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use halfminute_transfer::{Algorithm, Entry, Icon, Input, Kind, Loss, WRITERS, Writer, Writing, read};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

/// The cases of a format that is not sealed, and of one whose key takes a while.
const CASES: u32 = 400;
const SEALED_CASES: u32 = 12;
/// The cases of the format whose key takes seconds.
const COSTLY_CASES: u32 = 2;
const PASSWORD: &str = "correct horse ✓";

fn names() -> impl Strategy<Value = String> {
    "[ -~äß山Ж:%&+#=?/\"]{0,14}".prop_map(|text| text.trim().to_owned())
}

fn kinds() -> impl Strategy<Value = (Kind, Algorithm, u8, u32, u64)> {
    use Algorithm::{Other, Sha1, Sha256, Sha512};
    let algorithm = select(vec![Sha1, Sha256, Sha512, Other("MD5".into()), Other("SHA384".into())]);
    let kind = select(vec![
        Kind::Totp,
        Kind::Totp,
        Kind::Hotp,
        Kind::Steam,
        Kind::Motp,
        Kind::Yandex,
        Kind::Other("x".into()),
    ]);
    (kind, algorithm, 1_u8..=10, 1_u32..=86_400, 0_u64..1 << 40).prop_map(
        |(kind, algorithm, digits, period, counter)| match kind {
            Kind::Totp => (kind, algorithm, digits, period, 0),
            Kind::Hotp => (kind, algorithm, digits, 30, counter),
            Kind::Steam => (kind, Sha1, 5, 30, 0),
            Kind::Motp => (kind, Other("MD5".into()), 6, 10, 0),
            Kind::Yandex => (kind, Sha256, 8, 30, 0),
            Kind::Other(_) => (kind, algorithm, 6, 30, 0),
        },
    )
}

fn icons() -> impl Strategy<Value = Option<Icon>> {
    let picture = (select(vec!["image/png", "image/svg+xml", ""]), vec(any::<u8>(), 1..40))
        .prop_map(|(media_type, bytes)| Icon::Picture { media_type: media_type.to_owned(), bytes });
    proptest::option::of(prop_oneof!["[a-z]{1,8}".prop_map(Icon::Name), picture])
}

prop_compose! {
    fn entries()(
        (kind, algorithm, digits, period, counter) in kinds(),
        issuer in names(),
        name in names(),
        secret in vec(any::<u8>(), 1..40),
        characters in "[0-9a-f]{2,30}",
        pin in "[0-9]{4,6}",
        note in "[ -~\nä]{0,30}",
        tags in vec("[a-zä]{1,5}", 0..3),
        (pinned, trashed) in any::<(bool, bool)>(),
        icon in icons(),
        uses in proptest::option::of(1_u64..1000),
        // Ente's microseconds of a time before 1973 would be milliseconds of another.
        last_used in proptest::option::of(1_000_000_000_000_u64..4_000_000_000_000),
        sites in vec("https://[a-z]{1,8}\\.example", 0..2),
        position in proptest::option::of(1_i64..100),
    ) -> Entry {
        let mut tags = tags;
        tags.sort();
        tags.dedup();
        let with_pin = matches!(kind, Kind::Motp | Kind::Yandex);
        let secret = if kind == Kind::Motp { characters.into_bytes() } else { secret };
        Entry {
            kind, issuer, name, secret: secret.into(), algorithm, digits, period, counter,
            pin: with_pin.then(|| pin.into()),
            note, tags, pinned, trashed, icon, uses, last_used, sites, position,
            warnings: Vec::new(),
        }
    }
}

/// What is left of an account when a writer has lost what it names; and what it read, where both may differ.
fn compare(writer: &Writer, written: &Entry, read: &Entry) -> Result<(), TestCaseError> {
    let (mut written, mut read) = (written.clone(), read.clone());
    read.warnings.clear();
    for loss in (writer.losses)(&written) {
        match loss {
            Loss::Account => unreachable!("an account that is left out"),
            Loss::Names => {
                written.issuer.clone_from(&read.issuer);
                written.name.clone_from(&read.name);
            }
            Loss::Note => written.note.clear(),
            Loss::Tags => {
                prop_assert!(written.tags.starts_with(&read.tags));
                written.tags.clone_from(&read.tags);
            }
            Loss::Pinned => written.pinned = false,
            Loss::Trashed => written.trashed = false,
            Loss::Icon => written.icon = None,
            Loss::Uses => (written.uses, written.last_used) = (None, None),
            Loss::Sites => written.sites.clear(),
            Loss::Position => written.position = None,
        }
    }
    // A format with these fields has a number where the account has none.
    read.uses = written.uses.and(read.uses);
    read.position = written.position.and(read.position);
    prop_assert_eq!(&written.secret, &read.secret);
    prop_assert_eq!(&written.note, &read.note);
    prop_assert_eq!(&written.tags, &read.tags);
    prop_assert!(written == read, "{:?} {:?} is not {:?} {:?}", written, written.pin, read, read.pin);
    Ok(())
}

fn check(id: &str) {
    let writer = WRITERS.iter().find(|writer| writer.id == id).unwrap();
    let cases = match id {
        "age" => COSTLY_CASES,
        _ if writer.sealed => SEALED_CASES,
        _ => CASES,
    };
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let input = (vec(entries(), 0..25), 1_usize..12);
    runner
        .run(&input, |(entries, per_code)| {
            let mut state = 1_u64;
            let mut random = |bytes: &mut [u8]| {
                for byte in bytes {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    *byte = (state >> 56) as u8;
                }
                true
            };
            let mut writing = Writing { password: PASSWORD, random: &mut random, now: 1_800_000_000_000, per_code };
            let files = (writer.write)(&entries, &mut writing).unwrap();
            let held: Vec<&Entry> =
                entries.iter().filter(|entry| !(writer.losses)(entry).contains(&Loss::Account)).collect();
            if held.is_empty() {
                return Ok(());
            }
            let inputs: Vec<Input> = files.into_iter().map(|bytes| Input { name: String::new(), bytes }).collect();
            let import = read(&inputs, Some(PASSWORD));
            let mut got = Vec::new();
            for file in import.files {
                let reading = file.outcome.map_err(|error| TestCaseError::fail(error.to_string()))?;
                prop_assert_eq!(&reading.refused, &Vec::new());
                got.extend(reading.entries);
            }
            prop_assert_eq!(import.notices, Vec::new());
            prop_assert_eq!(held.len(), got.len());
            for (written, read) in held.into_iter().zip(&got) {
                compare(writer, written, read)?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn otpauth_lines() {
    check("otpauth");
}

#[test]
fn aegis_sealed() {
    check("aegis");
}

#[test]
fn twofas_sealed() {
    check("2fas");
}

#[test]
fn ente_sealed() {
    check("ente");
}

#[test]
fn bitwarden_json() {
    check("bitwarden");
}

#[test]
fn google_migration() {
    check("google-migration");
}

#[test]
fn age_file() {
    check("age");
}

#[test]
fn no_random_bytes_no_file() {
    for writer in WRITERS.iter().filter(|writer| writer.sealed) {
        let mut writing = Writing { password: PASSWORD, random: &mut |_| false, now: 0, per_code: 10 };
        assert!((writer.write)(&[], &mut writing).is_err(), "{}", writer.id);
    }
}
