//! Envelopes that another implementation wrote (`fixtures/vault`): the format can be implemented from its
//! description, and what a later version adds is kept.

use crate::support::envelopes::{NOW, header_of};
use base64ct::{Base64UrlUnpadded, Encoding};
use halfminute::vault::{Error, Ticket, Vault, unlock};
use serde_json::Value;

/// An envelope and its ticket.
fn fixture(name: &str) -> (Vec<u8>, Ticket) {
    let all: Value = serde_json::from_str(include_str!("../fixtures/vault/envelopes.json")).unwrap();
    let one = all.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
    let bytes = |field: &str| Base64UrlUnpadded::decode_vec(one[field].as_str().unwrap()).unwrap();
    (bytes("envelope"), Ticket::from_bytes(bytes("ticket")))
}

#[test]
fn a_passphrase_unlocks_it() {
    let (envelope, ticket) = fixture("plain");
    // The passphrase was NFD where it was made; NFC is what counts.
    let unlocked = unlock(&envelope, "Zürich \u{2014} correct horse".as_bytes(), NOW).unwrap();
    assert!(unlocked.ticket.as_bytes() == ticket.as_bytes());
    assert_eq!(
        unlock(&envelope, "Zu\u{308}rich \u{2014} correct horse".as_bytes(), NOW).err(),
        Some(Error::WrongPassphrase)
    );
}

#[test]
fn its_accounts_give_their_codes() {
    let (envelope, ticket) = fixture("plain");
    let mut vault = Vault::open(&envelope, &ticket).unwrap();
    let listing = vault.list(None, 59_000);
    assert_eq!(listing.unreadable, 0);
    assert_eq!(listing.bin.len(), 1);
    assert_eq!(listing.bin[0].deleted, 1_700_000_000_001);
    let names: Vec<&str> = listing.accounts.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names, ["user1@example.com", "user2@example.com", "user3@example.com"]);
    // RFC 6238 appendix B, and RFC 4226 appendix D for counter 7.
    assert_eq!(listing.accounts[0].code.as_ref().unwrap().text, "287082");
    assert!(listing.accounts[1].code.is_none());
    assert_eq!(vault.next_code(&listing.accounts[1].id, NOW).unwrap().text, "162583");
    assert_eq!(listing.accounts[2].code.as_ref().unwrap().text.len(), 5);
    let details = vault.details(&listing.accounts[0].id).unwrap();
    let sites: Vec<&str> = details.sites.iter().map(|site| site.origin.as_str()).collect();
    assert_eq!(sites, ["https://login.example.com", "http://localhost:8080"]);
}

#[test]
fn any_slot_unlocks_it() {
    let (envelope, ticket) = fixture("two slots");
    for passphrase in ["the first passphrase", "the second passphrase"] {
        assert!(unlock(&envelope, passphrase.as_bytes(), NOW).unwrap().ticket.as_bytes() == ticket.as_bytes());
    }
    assert_eq!(unlock(&envelope, b"the third passphrase", NOW).err(), Some(Error::WrongPassphrase));
}

#[test]
fn other_costs_than_ours_are_honoured() {
    let (envelope, ticket) = fixture("later");
    let unlocked = unlock(&envelope, b"correct horse battery staple", NOW).unwrap();
    assert!(unlocked.ticket.as_bytes() == ticket.as_bytes());
}

#[test]
fn what_a_later_version_added_is_kept() {
    let (envelope, ticket) = fixture("later");
    let before: Value = serde_json::from_str(header_of(&envelope)).unwrap();
    let mut vault = Vault::open(&envelope, &ticket).unwrap();
    let listing = vault.list(None, NOW);
    assert_eq!((listing.accounts.len(), listing.unreadable), (1, 1));
    let resealed = vault.seal(NOW).unwrap();
    let after: Value = serde_json::from_str(header_of(&resealed)).unwrap();
    assert_eq!(after["generation"], 42);
    for field in ["vault", "writer", "features"] {
        assert_eq!(before[field], after[field], "{field}");
    }
    // Each slot has what it had; those of our kinds have got a key pair.
    let slots = |header: &Value| header["slots"].as_array().unwrap().clone();
    assert_eq!(slots(&before).len(), slots(&after).len());
    for (before, after) in slots(&before).iter().zip(&slots(&after)) {
        for (field, value) in before.as_object().unwrap() {
            assert_eq!(after.get(field), Some(value), "{field}");
        }
    }
    assert!(unlock(&resealed, b"correct horse battery staple", NOW).is_ok());
    assert_eq!(Vault::open(&resealed, &ticket).unwrap().list(None, NOW).unreadable, 1);
}
