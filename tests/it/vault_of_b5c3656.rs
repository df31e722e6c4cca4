//! A vault that the build of commit b5c3656 left in a browser, in version 1 of the format (`fixtures/README.md`): every way
//! in opens it, it becomes one of version 2, and whoever is removed there stays out.

use crate::support::envelopes;
use std::{fs, path::Path, sync::LazyLock};

use crate::support::all_ways::enrol;
use crate::support::intruder::{self, header};
use base64ct::{Base64, Encoding};
use halfminute::vault::{Error, Unlocked, Vault, unlock, unlock_with, ways_into};
use serde_json::Value;

const KINDS: [&str; 4] = ["passphrase", "recovery", "passkey", "device"];

static MADE: LazyLock<Value> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/vault/made_by_b5c3656.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
});

/// What is kept, the one in use last.
fn generations() -> Vec<Vec<u8>> {
    let stored = &MADE["stored"];
    let numbers = stored["vault.kept"].as_array().unwrap().iter();
    numbers
        .map(|number| Base64::decode_vec(stored[format!("vault.generation.{number}")].as_str().unwrap()).unwrap())
        .collect()
}

fn newest() -> Vec<u8> {
    generations().pop().unwrap()
}

fn secret(kind: &str, field: &str) -> &'static str {
    MADE["secrets"][kind][field].as_str().unwrap()
}

/// While its device was remembered, whenever the test runs.
fn then() -> u64 {
    MADE["secrets"]["device"]["expires"].as_u64().unwrap() - 1000
}

fn unlock_by(envelope: &[u8], kind: &str) -> Result<Unlocked, Error> {
    match kind {
        "passphrase" | "recovery" => unlock(envelope, secret(kind, "text").as_bytes(), then()),
        _ => unlock_with(envelope, secret(kind, "slot"), &envelopes::decode(secret(kind, "secret")), then()),
    }
}

fn names(vault: &Vault) -> Vec<String> {
    vault.list(None, then()).accounts.into_iter().map(|account| account.issuer).collect()
}

/// The kinds of the ways in that are still of version 1.
fn inherited(vault: &Vault) -> Vec<String> {
    vault.ways().into_iter().filter(|way| way.inherited).map(|way| way.kind).collect()
}

/// Unlocked by this way and written: of version 2, and that way is one of its own.
fn migrated_by(kind: &str) -> Vault {
    let old = newest();
    let Unlocked { ticket, renewed, .. } = unlock_by(&old, kind).unwrap();
    let mut vault = Vault::open(&old, &ticket).unwrap();
    vault.renew_way(&renewed.unwrap(), then()).unwrap();
    vault
}

#[test]
fn each_way_opens_every_generation() {
    for kind in KINDS {
        let held: Vec<Vec<String>> = generations()
            .iter()
            .map(|envelope| {
                assert!(envelope.starts_with(b"halfminute-vault/1\n"));
                let Unlocked { ticket, slot, .. } = unlock_by(envelope, kind).unwrap();
                assert_eq!(slot, secret(kind, "slot"));
                names(&Vault::open(envelope, &ticket).unwrap())
            })
            .collect();
        let both = ["Northbank", "Post Office"].map(str::to_owned);
        assert_eq!(held, [vec![], both[..1].to_vec(), both.to_vec(), both.to_vec()], "{kind}");
    }
    let answer = envelopes::decode(secret("device", "secret"));
    let late = unlock_with(&newest(), secret("device", "slot"), &answer, then() + 1000);
    assert_eq!(late.err(), Some(Error::DeviceExpired));
}

#[test]
fn what_it_holds_is_what_was_added() {
    let Unlocked { ticket, .. } = unlock_by(&newest(), "passkey").unwrap();
    let vault = Vault::open(&newest(), &ticket).unwrap();
    let ways: Vec<(String, String)> = vault.ways().into_iter().map(|way| (way.kind, way.name)).collect();
    let named = [("passphrase", ""), ("recovery", "In the safe"), ("passkey", "Thumb"), ("device", "Desk")];
    assert_eq!(ways, named.map(|(kind, name)| (kind.to_owned(), name.to_owned())));
    let contents: Value = serde_json::from_str(&envelopes::contents_under(&newest(), &ticket)).unwrap();
    for (account, uri) in contents["accounts"].as_array().unwrap().iter().zip(MADE["accounts"].as_array().unwrap()) {
        assert!(uri.as_str().unwrap().contains(&format!("secret={}&", account["secret"].as_str().unwrap())));
    }
    assert_eq!(contents["accounts"][0]["sites"][0], "https://northbank.test");
}

#[test]
fn the_next_write_makes_it_version_2_and_every_way_opens_it() {
    for kind in KINDS {
        let mut vault = migrated_by(kind);
        let new = vault.seal(then()).unwrap();
        assert!(new.starts_with(b"halfminute-vault/2\n"));
        vault.verify(&new).unwrap();
        let mut others = inherited(&vault);
        others.sort_unstable();
        let mut expected: Vec<&str> = KINDS.into_iter().filter(|other| *other != kind).collect();
        expected.sort_unstable();
        assert_eq!(others, expected, "by the {kind}");
        for way in ways_into(&new).unwrap() {
            assert_eq!(way.inherited, way.kind != kind);
        }
        for other in KINDS {
            let Unlocked { ticket, slot, renewed } = unlock_by(&new, other).unwrap();
            assert_eq!(slot, secret(other, "slot"));
            assert_eq!(renewed.is_some(), other != kind, "{other} after {kind}");
            assert_eq!(names(&Vault::open(&new, &ticket).unwrap()), ["Northbank", "Post Office"]);
        }
        let was = unlock_by(&newest(), kind).unwrap().ticket;
        assert_eq!(Vault::open(&new, &was).err(), Some(Error::Tampered), "by the data key of before");
        for old in generations() {
            let resealed = vault.reseal(&old, &was).unwrap();
            assert!(resealed.starts_with(b"halfminute-vault/2\n"));
            assert_eq!(header(&resealed)["generation"], header(&old)["generation"]);
            assert_eq!(
                names(&Vault::open(&resealed, &vault.ticket()).unwrap()),
                names(&Vault::open(&old, &was).unwrap())
            );
        }
    }
}

#[test]
fn one_that_nobody_was_renewed_in_is_written_as_version_2_all_the_same() {
    let Unlocked { ticket, .. } = unlock_by(&newest(), "device").unwrap();
    let mut vault = Vault::open(&newest(), &ticket).unwrap();
    enrol(&mut vault);
    let new = vault.seal(then()).unwrap();
    assert!(new.starts_with(b"halfminute-vault/2\n"));
    assert_eq!(inherited(&vault).len(), 4);
    for kind in KINDS {
        let Unlocked { ticket, .. } = unlock_by(&new, kind).unwrap();
        assert_eq!(Vault::open(&new, &ticket).unwrap().list(None, then()).accounts.len(), 3, "{kind}");
    }
}

/// The passphrase is used and stays; any other is removed, and all that is inherited with it.
#[test]
fn after_removing_with_the_inherited_only_what_stays_opens() {
    for kind in &KINDS[1..] {
        let mut vault = migrated_by("passphrase");
        vault.revoke(secret(kind, "slot"), true, then()).unwrap();
        let new = vault.seal(then()).unwrap();
        assert_eq!(ways_into(&new).unwrap().len(), 1);
        let Unlocked { ticket, renewed, .. } = unlock_by(&new, "passphrase").unwrap();
        assert_eq!(renewed, None);
        assert_eq!(names(&Vault::open(&new, &ticket).unwrap()), ["Northbank", "Post Office"]);
        for gone in &KINDS[1..] {
            assert!(unlock_by(&new, gone).is_err(), "{gone} after {kind}");
            let knows = if *gone == "recovery" {
                intruder::Secret::recovery(secret(gone, "text"))
            } else {
                intruder::Secret::Bytes(envelopes::decode(secret(gone, "secret")))
            };
            let old = generations();
            let mut all: Vec<&[u8]> = old.iter().map(Vec::as_slice).collect();
            all.push(&new);
            let opens = intruder::Intruder::knowing(&[knows], &[]).opens(&all);
            assert_eq!(opens, [true, true, true, true, false], "{gone} with every copy, after {kind}");
        }
    }
}
