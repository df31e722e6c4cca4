//! Stored bytes of any kind: as a whole, as a header of either version below which something was really sealed, as sealed
//! contents, as a slot of either version that a secret really opens until a bit of it is changed, and as copies of a vault
//! that become one.
#![no_main]

#[allow(dead_code, reason = "the tests use the rest of it")]
#[path = "../../tests/it/support/envelopes.rs"]
mod envelopes;
#[path = "support/slots.rs"]
mod slots;

use envelopes::{NOW, contents_of, header_of, holding, seal, seal_below, ticket, without_keys};
use halfminute::vault::{Page, Site, Vault, unlock, unlock_with, ways_into};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// What a reader understands and may write anew; everything else is kept as it is.
const OF_CONTENTS: [&str; 9] =
    ["accounts", "taught", "known", "ways", "keys", "tombstones", "versions", "logs", "written"];
const OF_ACCOUNTS: [&str; 18] = [
    "id",
    "type",
    "issuer",
    "name",
    "secret",
    "algorithm",
    "digits",
    "period",
    "counter",
    "sites",
    "submit",
    "tries",
    "created",
    "modified",
    "deleted",
    "labelIssuer",
    "parameters",
    "versions",
];

fuzz_target!(|input: &[u8]| {
    let Some((kind, rest)) = input.split_first() else { return };
    let text = core::str::from_utf8(rest);
    match (kind % 8, text) {
        (1, Ok(header)) => check(&seal(header, envelopes::NO_ACCOUNTS)),
        (2, Ok(contents)) => check(&holding(contents)),
        (3, _) => slots::check(rest, slots::as_it_is),
        (4, Ok(copies)) => merge(copies),
        (5, Ok(header)) => check(&seal_below("halfminute-vault/2", header, envelopes::NO_ACCOUNTS)),
        (6, _) => slots::check(rest, slots::inherited),
        (7, _) => slots::check(rest, slots::renewed),
        _ => check(rest),
    }
});

fn check(envelope: &[u8]) {
    no_secret_opens(envelope);
    let Ok(mut vault) = Vault::open(envelope, &ticket()) else { return };
    assert!(ways_into(envelope).is_ok());
    let listed = vault.list(None, NOW).accounts.len();
    // What was opened can be sealed and opened again, and nothing is lost.
    let Ok(sealed) = vault.seal(NOW) else {
        assert!(header_of(envelope).contains(&u64::MAX.to_string()), "only the last generation has no next one");
        return;
    };
    vault.verify(&sealed).expect("what was sealed opens");
    let mut again = Vault::open(&sealed, &ticket()).expect("what was sealed opens");
    assert_eq!(again.list(None, NOW).accounts.len(), listed);
    let written = contents_of(&sealed);
    keeps_header(header_of(envelope), header_of(&sealed));
    keeps_contents(&contents_of(envelope), &written);
    // And the second time it is written as the first time.
    assert_eq!(contents_of(&again.seal(NOW).expect("an open vault can be sealed")), written);
    look(&mut again);
}

/// Two or three copies, with a separator that JSON can't hold between their contents. In whatever order they become one,
/// it is the same one, and a second time changes nothing.
fn merge(copies: &str) {
    // No field stands twice in what the format describes: then it would be shorter once it was read.
    let is_sound =
        |copy: &str| serde_json::from_str(copy).is_ok_and(|read: Value| read.to_string().len() == copy.len());
    if !copies.split('\u{1e}').all(is_sound) {
        return;
    }
    let mut copies = copies.split('\u{1e}').map(holding);
    let (Some(one), Some(two)) = (copies.next(), copies.next()) else { return };
    let Some(both) = merged(&one, &two) else { return };
    // In which order the fields stand that nobody knows is no part of it.
    let contents = |envelope: &[u8]| serde_json::from_str::<Value>(&without_keys(&contents_of(envelope))).ok();
    let same = |found: Option<Vec<u8>>, expected: &[u8]| {
        assert_eq!(contents(&found.expect("both open")), contents(expected));
    };
    same(merged(&two, &one), &both);
    same(merged(&both, &one), &both);
    same(merged(&both, &two), &both);
    let Some(three) = copies.next().filter(|three| Vault::open(three, &ticket()).is_ok()) else { return };
    let all = merged(&both, &three).expect("what was merged can be merged");
    same(merged(&one, &merged(&two, &three).expect("both open")), &all);
}

fn merged(into: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let mut vault = Vault::open(into, &ticket()).ok()?;
    vault.merge(other, &ticket()).ok()?;
    Some(vault.seal(NOW).expect("an open vault can be sealed"))
}

/// Nobody has wrapped the data key for these.
fn no_secret_opens(envelope: &[u8]) {
    let Ok(ways) = ways_into(envelope) else { return };
    for way in &ways {
        assert!(unlock_with(envelope, &way.id, &[7; 32], NOW).is_err());
    }
    // A passphrase would have to be stretched: far too slow here.
    if ways.iter().all(|way| way.kind != "passphrase") {
        assert!(unlock(envelope, slots::TYPED.as_bytes(), NOW).is_err());
    }
}

/// Every view of it, and what is shown on request.
fn look(vault: &mut Vault) {
    let site = Site::from_origin("https://login.a.example").expect("a site");
    let page = Page { site: &site, path: "/team/x", domains: &|_| Some("a.example".to_owned()) };
    let listing = vault.list(Some(&page), NOW);
    for account in listing.accounts.iter().take(3) {
        vault.details(&account.id).expect("what is listed has details");
        let _ = vault.qr_code(&account.id, NOW);
        let _ = vault.next_code(&account.id, NOW);
        vault.remove(&account.id, NOW).expect("what is listed can be deleted");
        vault.restore(&account.id, NOW).expect("and comes back");
    }
    let _ = (vault.export(&[], NOW), vault.ways(), vault.logs());
    assert!(vault.seal(u64::MAX).is_ok() || vault.seal(0).is_err());
}

fn keeps_header(before: &str, after: &str) {
    let (mut before, mut after): (Value, Value) = match (serde_json::from_str(before), serde_json::from_str(after)) {
        (Ok(before), Ok(after)) => (before, after),
        _ => return,
    };
    for header in [&mut before, &mut after] {
        header["generation"] = Value::Null;
        header["nonce"] = Value::Null;
        // What of version 1 was has got a key pair.
        for slot in header["slots"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            for field in ["privateNonce", "private", "key"] {
                slot.remove(field);
            }
        }
    }
    assert_eq!(before, after);
}

fn keeps_contents(before: &str, after: &str) {
    // What serde_json finds too deep or too large is left to the tests.
    let (Ok(before), Ok(after)) = (serde_json::from_str::<Value>(before), serde_json::from_str::<Value>(after)) else {
        return;
    };
    keeps_fields(&before, &after, &OF_CONTENTS);
    let records = |contents: &Value| contents["accounts"].as_array().cloned().unwrap_or_default();
    let (before, after) = (records(&before), records(&after));
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        keeps_fields(before, after, &OF_ACCOUNTS);
    }
}

fn keeps_fields(before: &Value, after: &Value, known: &[&str]) {
    let Some(fields) = before.as_object() else {
        assert_eq!(before, after);
        return;
    };
    for (name, value) in fields.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        assert_eq!(after.get(name), Some(value), "{name}");
    }
}
