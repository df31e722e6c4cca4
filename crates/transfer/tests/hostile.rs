//! Files that nobody honest writes: refused soon, with a clear error, and never with a panic.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use halfminute_transfer::limits::MAX_FILE_BYTES;
use halfminute_transfer::{Error, Input, Reading, read};

/// The time in which any such file must be refused. A debug build on a busy machine is slower than what ships.
const SOON: Duration = Duration::from_secs(10);

fn open(bytes: Vec<u8>, password: Option<&str>) -> Result<Reading, Error> {
    let begun = Instant::now();
    let mut import = read(&[Input { name: String::new(), bytes: bytes.into() }], password);
    assert!(begun.elapsed() < SOON, "took {:?}", begun.elapsed());
    import.files.remove(0).outcome
}

fn refused(text: &str) -> &'static str {
    open(text.as_bytes().to_vec(), Some("password")).unwrap_err().code()
}

#[test]
fn too_large() {
    assert!(matches!(open(vec![b'a'; MAX_FILE_BYTES + 1], None), Err(Error::TooLarge { .. })));
}

#[test]
fn nothing_at_all() {
    assert_eq!(open(Vec::new(), None).unwrap_err(), Error::Empty);
    assert_eq!(refused(" \r\n "), "transfer-empty");
    assert_eq!(refused("Lorem ipsum dolor sit amet."), "transfer-unknown-format");
    assert_eq!(refused("# otpauth://totp/a?secret=AA"), "transfer-unknown-format");
    assert_eq!(refused("{"), "transfer-unknown-format");
    assert_eq!(refused("[]"), "transfer-unknown-format");
}

#[test]
fn deep_nesting() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let depth = 1_000_000;
        assert_eq!(refused(&(open.repeat(depth) + "1" + &close.repeat(depth))), "transfer-too-complex");
    }
    let xml = format!("<KeePassFile>{}{}</KeePassFile>", "<Group>".repeat(100_000), "</Group>".repeat(100_000));
    assert_eq!(refused(&xml), "transfer-malformed");
}

#[test]
fn ten_million_lines_of_json() {
    let json = format!("{{\"services\":[],\"schemaVersion\":4,\"x\":[{}0]}}", "0,\n".repeat(10_000_000));
    assert_eq!(refused(&json), "transfer-too-complex");
}

#[test]
fn more_rows_than_anybody_has() {
    let lines = "otpauth://totp/a?secret=GEZDGNBV\n".repeat(20_001);
    assert_eq!(refused(&lines), "transfer-too-many-entries");
    let rows = "title,totp\n".to_owned() + &"a,\n".repeat(300_000);
    assert_eq!(refused(&rows), "transfer-too-complex");
}

#[test]
fn an_entity_that_grows() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><map><string name=\"tokenOrder\">&b;</string></map>";
    assert_eq!(refused(bomb), "transfer-malformed");
}

#[test]
fn costs_of_2_to_the_40() {
    let much = 1_u64 << 40;
    let salt = "AAAAAAAAAAAAAAAAAAAAAA==";
    for file in [
        format!(
            r#"{{"header":{{"slots":[{{"type":1,"n":{much},"r":8,"p":1,"salt":"00"}}],"params":{{}}}},"db":"AAAA"}}"#
        ),
        r#"{"header":{"slots":[{"type":1,"n":2,"r":4294967295,"p":4294967295,"salt":"00"}],"params":{}},"db":"AAAA"}"#.to_owned(),
        format!(r#"{{"kdfParams":{{"memLimit":8192,"opsLimit":{much},"salt":"{salt}"}},"encryptedData":"","encryptionNonce":""}}"#),
        format!(r#"{{"kdfParams":{{"memLimit":{much},"opsLimit":1,"salt":"{salt}"}},"encryptedData":"","encryptionNonce":""}}"#),
        format!(
            r#"{{"encrypted":true,"passwordProtected":true,"salt":"x","kdfType":0,"kdfIterations":{much},"encKeyValidation_DO_NOT_EDIT":"","data":""}}"#
        ),
        format!(
            r#"{{"encrypted":true,"passwordProtected":true,"salt":"x","kdfType":1,"kdfIterations":1,"kdfMemory":{much},"kdfParallelism":1,"encKeyValidation_DO_NOT_EDIT":"","data":""}}"#
        ),
        format!(
            r#"{{"vault":{{"kdf":{{"name":"PBKDF2","hash":"SHA-256","iterations":{much},"salt":"{salt}"}},"cipher":{{"name":"AES-GCM","iv":"","data":""}}}}}}"#
        ),
        "age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 40\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAA\n".to_owned(),
        "age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 255\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAA\n".to_owned(),
    ] {
        // The refusal comes before a password is asked for.
        for password in [None, Some("password")] {
            let error = open(file.as_bytes().to_vec(), password).unwrap_err();
            assert!(matches!(error, Error::TooCostly | Error::NeedsMemory { .. }), "{error:?} for {file}");
        }
    }
}

/// Every file in `tests/data`, cut short and with bits flipped. What is not sealed may still give entries.
#[test]
fn damaged_files() {
    let mut files = 0;
    for folder in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")).unwrap() {
        let folder = folder.unwrap().path();
        for file in folder.is_dir().then(|| fs::read_dir(&folder).unwrap()).into_iter().flatten() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            files += 1;
            for part in 0..40 {
                let _ = open(bytes[..bytes.len() * part / 40].to_vec(), None);
                let mut flipped = bytes.clone();
                let at = bytes.len() * part / 40;
                flipped[at] ^= 1 << (part % 8);
                let _ = open(flipped, None);
            }
        }
    }
    assert!(files > 40, "{files} files");
}

/// A sealed file with a wrong password, or with a bit flipped in what is sealed, gives nothing.
#[test]
fn wrong_passwords() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for file in [
        "2fas/sealed.2fas",
        "aegis/three-slots.json",
        "age/one-chunk.age",
        "andotp/sealed.bin",
        "andotp/sealed-old.bin",
        "authenticator_extension/version-1.json",
        "authenticator_extension/version-2.json",
        "authenticator_extension/version-3.json",
        "bitwarden/argon2id.json",
        "bitwarden/pbkdf2.json",
        "ente/sealed-app.txt",
        "proton_authenticator/sealed.json",
        "stratum/strong.authpro",
        "stratum/legacy.authpro",
        "totp_authenticator/sealed.bin",
        "vastblast/sealed.json",
    ] {
        let bytes = fs::read(data.join(file)).unwrap();
        let asked = open(bytes.clone(), None).unwrap_err();
        assert!(matches!(asked, Error::NeedsPassword { .. }), "{file}: {asked:?}");
        for wrong in ["", "Bär & 12 Löwen ", "password"] {
            let error = open(bytes.clone(), Some(wrong)).unwrap_err();
            assert!(matches!(error, Error::WrongPassword { .. }), "{file}: {error:?}");
        }
    }
}
