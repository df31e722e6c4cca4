//! Archives, databases and Java objects that nobody honest writes, and honest ones that were damaged: refused with a clear
//! error, never with a panic.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use halfminute_transfer::{Error, Input, Reading, read};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;

const PASSWORD: &str = "Bär & 12 Löwen";
const FOLDERS: [&str; 9] = [
    "authenticator_plus",
    "freeotp_2",
    "google_database",
    "keepass_kdbx",
    "microsoft",
    "onepassword",
    "proton_pass",
    "raivo_zip",
    "winauth",
];

fn open(bytes: Vec<u8>, password: Option<&str>) -> Result<Reading, Error> {
    read(&[Input { name: String::new(), bytes: bytes.into() }], password).files.remove(0).outcome
}

fn data(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)).unwrap()
}

/// All own files in containers.
fn files() -> Vec<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folders = FOLDERS.iter().flat_map(|folder| fs::read_dir(data.join(folder)).unwrap());
    let files = folders.map(|file| file.unwrap().path());
    files.filter(|file| file.extension().is_none_or(|kind| kind != "json")).collect()
}

/// A zip of files of so many spaces each.
fn archive(files: &[(&str, usize)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, length) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        let spaces = vec![b' '; 1 << 20];
        let mut left = *length;
        while left > 0 {
            let part = left.min(spaces.len());
            writer.write_all(&spaces[..part]).unwrap();
            left -= part;
        }
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_cut_file_is_refused_or_read_whole() {
    for file in files() {
        let whole = fs::read(&file).unwrap();
        let complete = open(whole.clone(), Some(PASSWORD)).map_or(0, |reading| reading.entries.len());
        for length in 0..whole.len() {
            let _ = open(whole[..length].to_vec(), None);
        }
        // With the password each try costs a derivation.
        for length in (0..whole.len()).step_by(1 + whole.len() / 12) {
            let read = open(whole[..length].to_vec(), Some(PASSWORD)).map_or(0, |reading| reading.entries.len());
            // A database may have other tables at its end.
            assert!(read == 0 || read == complete, "{} cut at {length}", file.display());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_bytes_never_panic(file in 0_usize..1000, at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 1..9)) {
        let files = files();
        let file = &files[file % files.len()];
        let mut damaged = fs::read(file).unwrap();
        let at = at.index(damaged.len());
        for (to, from) in damaged[at..].iter_mut().zip(&bytes) {
            *to = *from;
        }
        let _ = open(damaged, None);
    }
}

#[test]
fn a_zip_that_unpacks_to_a_gigabyte() {
    let bomb = archive(&[("export.data", 1 << 30)]);
    assert!(bomb.len() < 4 << 20);
    assert_eq!(open(bomb, None).unwrap_err(), Error::TooComplex);
    let shared = archive(&[("a.txt", 40 << 20), ("b.txt", 40 << 20)]);
    assert_eq!(open(shared, None).unwrap_err(), Error::TooComplex);
}

#[test]
fn a_zip_that_lies_about_its_size() {
    let mut bomb = archive(&[("a.txt", 100 << 20)]);
    let size = u32::to_le_bytes(100 << 20);
    let places: Vec<usize> = (0..bomb.len() - 4).filter(|at| bomb[*at..*at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        bomb[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(matches!(open(bomb, None).unwrap_err(), Error::TooComplex | Error::Malformed { .. }));
}

#[test]
fn a_zip_of_a_hundred_thousand_files() {
    let mut many = b"PK\x03\x04".to_vec();
    for number in 0..100_000 {
        let name = format!("{number:05}");
        many.extend([&b"PK\x01\x02"[..], &[0; 24], &[5, 0], &[0; 16], name.as_bytes()].concat());
    }
    let directory = u32::try_from(many.len() - 4).unwrap().to_le_bytes();
    many.extend([&b"PK\x05\x06"[..], &[0; 4], &[255; 4], &directory, &[4, 0, 0, 0], &[0; 2]].concat());
    assert_eq!(open(many, None).unwrap_err(), Error::TooComplex);
}

#[test]
fn a_zip_with_two_files_of_one_name() {
    let whole = archive(&[("a.txt", 1), ("b.txt", 1)]);
    let names: Vec<usize> = (0..whole.len() - 5).filter(|at| whole[*at..*at + 5] == *b"b.txt").collect();
    let mut twice = whole;
    for at in names {
        twice[at] = b'a';
    }
    assert!(matches!(open(twice, None).unwrap_err(), Error::Malformed { .. }));
}

/// Where the page of a number begins in the database of Google Authenticator, whose pages have 512 bytes.
fn page(number: usize) -> usize {
    (number - 1) * 512
}

#[test]
fn a_database_whose_pages_go_in_a_circle() {
    let whole = data("google_database/accounts.sqlite");
    let interior: Vec<usize> = (2..=whole.len() / 512).filter(|number| whole[page(*number)] == 5).collect();
    assert!(!interior.is_empty());
    for number in interior {
        let mut circle = whole.clone();
        let itself = u32::try_from(number).unwrap().to_be_bytes();
        circle[page(number) + 8..page(number) + 12].copy_from_slice(&itself);
        assert_eq!(open(circle, None).unwrap_err(), Error::Malformed { format: "google-database" });
    }
}

#[test]
fn a_database_row_that_never_ends() {
    let whole = data("google_database/accounts.sqlite");
    // The long row goes on over pages of which each names the next: the first bytes of each are made to name itself.
    let mut refused = 0;
    for number in 2..=whole.len() / 512 {
        if matches!(whole[page(number)], 2 | 5 | 10 | 13) {
            continue;
        }
        let mut circle = whole.clone();
        circle[page(number)..page(number) + 4].copy_from_slice(&u32::try_from(number).unwrap().to_be_bytes());
        let _ = open(circle.clone(), None);
        circle[page(number)..page(number) + 4].copy_from_slice(&u32::MAX.to_be_bytes());
        refused += usize::from(open(circle, None).is_err());
    }
    assert!(refused > 0);
}

/// A database with another number in the field of its key derivation that has this name and length. In version 4 the hash
/// after the header, which anybody can make, is made anew.
fn with_cost(path: &str, field: &[u8], value: &[u8]) -> Vec<u8> {
    let mut database = data(path);
    let hash = |header: &[u8]| Sha256::digest(header).to_vec();
    let end = (12..database.len() - 32).find(|end| database[*end..].starts_with(&hash(&database[..*end])));
    let at = database.windows(field.len()).position(|window| window == field).unwrap() + field.len();
    database[at..at + value.len()].copy_from_slice(value);
    if let Some(end) = end {
        let hash = hash(&database[..end]);
        database[end..end + 32].copy_from_slice(&hash);
    }
    database
}

#[test]
fn derivations_of_2_to_the_40_are_refused_with_and_without_a_password() {
    let much = (1_u64 << 40).to_le_bytes();
    for password in [None, Some(PASSWORD)] {
        let rounds = with_cost("keepass_kdbx/twofish-aeskdf.kdbx", b"R\x08\0\0\0", &much);
        assert_eq!(open(rounds, password).unwrap_err(), Error::TooCostly);
        let passes = with_cost("keepass_kdbx/aes256-argon2.kdbx", b"I\x08\0\0\0", &much);
        assert_eq!(open(passes, password).unwrap_err(), Error::TooCostly);
        let memory = with_cost("keepass_kdbx/aes256-argon2.kdbx", b"M\x08\0\0\0", &much);
        assert!(matches!(open(memory, password).unwrap_err(), Error::NeedsMemory { .. }));
        let rounds = with_cost("keepass_kdbx/version-3.kdbx", b"\x06\x08\0", &much);
        assert_eq!(open(rounds, password).unwrap_err(), Error::TooCostly);
    }
}

#[test]
fn a_wrong_password_is_told_from_damage() {
    for file in files() {
        let whole = fs::read(&file).unwrap();
        if let Err(Error::NeedsPassword { format, .. }) = open(whole.clone(), None) {
            assert_eq!(open(whole, Some("wrong")).unwrap_err(), Error::WrongPassword { format }, "{}", file.display());
        }
    }
}

#[test]
fn a_zip_of_several_files_is_read_file_by_file() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let files = ["aegis/plain.json", "2fas/sealed.2fas", "freeotp_2/sha1.xml", "zip/one-file.zip"];
    for file in files {
        writer.start_file(file, SimpleFileOptions::default()).unwrap();
        writer.write_all(&data(file)).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    let import = read(&[Input { name: "all.zip".to_owned(), bytes: bytes.into() }], Some(PASSWORD));
    let read: Vec<_> =
        import.files.iter().map(|file| (file.name.as_str(), file.outcome.as_ref().map(|r| r.format))).collect();
    assert_eq!(
        read,
        [
            ("all.zip/aegis/plain.json", Ok("aegis")),
            ("all.zip/2fas/sealed.2fas", Ok("2fas")),
            ("all.zip/freeotp_2/sha1.xml", Ok("freeotp")),
            // An archive within an archive is not opened.
            ("all.zip/zip/one-file.zip", Err(&Error::UnknownFormat)),
        ]
    );
}
