//! The ways in: added, used, named, revoked, and what is left of the old ones in earlier generations.

use crate::support::envelopes::{self, NOW, SLOT, empty_vault, header_of, ticket};
use halfminute::vault::{
    Chosen, Cost, Error, MIN_PASSES, Particulars, SecretKind, Unlocked, Vault, make_passphrase_slot, unlock,
    unlock_with, ways_into,
};
use serde_json::Value;

const SECRET: [u8; 32] = [7; 32];
const PASSPHRASE: &[u8] = b"correct horse battery staple";

fn passkey() -> Particulars {
    Particulars { kind: SecretKind::Passkey, salt: [1; 32], credential: Some(vec![9; 64]), expires: None }
}

fn device(expires: u64) -> Particulars {
    Particulars { kind: SecretKind::Device, salt: [2; 32], credential: None, expires: Some(expires) }
}

fn with_passphrase(passphrase: &[u8]) -> Vault {
    let mut vault = empty_vault();
    vault.set_passphrase(&make_passphrase_slot(&ticket(), passphrase, Cost::default()).unwrap(), NOW).unwrap();
    vault
}

fn enrol(vault: &mut Vault, seed: &str) -> String {
    let offer = vault.offer(format!("otpauth://totp/{seed}?secret={seed}").as_bytes(), None).unwrap();
    vault.accept(&Chosen::from(&offer.pending[0]), &|_| None, NOW).unwrap()
}

fn kinds(vault: &Vault) -> Vec<String> {
    vault.ways().into_iter().map(|way| way.kind).collect()
}

#[test]
fn a_passkey_opens_until_it_is_revoked() {
    let mut vault = with_passphrase(PASSPHRASE);
    let id = vault.add_way(passkey(), &SECRET, " Key ring ", NOW).unwrap();
    let sealed = vault.seal(NOW).unwrap();
    let Unlocked { ticket, slot, renewed } = unlock_with(&sealed, &id, &SECRET, NOW).unwrap();
    assert_eq!((slot, renewed), (id.clone(), None));
    let mut vault = Vault::open(&sealed, &ticket).unwrap();
    let way = &vault.ways()[1];
    assert_eq!((way.name.as_str(), way.created, way.used), ("Key ring", NOW, None));
    assert_eq!(way.credential.as_deref(), Some(envelopes::encode(&[9; 64]).as_str()));
    assert_eq!(way.salt.as_deref(), Some(envelopes::encode(&[1; 32]).as_str()));
    assert_eq!(unlock_with(&sealed, &id, &[8; 32], NOW).err(), Some(Error::WrongSecret));
    assert_eq!(unlock_with(&sealed, "AAAAAAAAAAA", &SECRET, NOW).err(), Some(Error::NoSuchWay));

    vault.unlocked(&id, NOW + 5).unwrap();
    vault.rename_way(&id, "Blue key", NOW + 6).unwrap();
    let way = &vault.ways()[1];
    assert_eq!((way.name.as_str(), way.used), ("Blue key", Some(NOW + 5)));

    vault.revoke(&id, false, NOW + 7).unwrap();
    assert_eq!(kinds(&vault), ["passphrase"]);
    let sealed = vault.seal(NOW).unwrap();
    assert_eq!(unlock_with(&sealed, &id, &SECRET, NOW).err(), Some(Error::NoSuchWay));
    assert_eq!(vault.revoke(&id, false, NOW).err(), Some(Error::NoSuchWay));
    assert_eq!(vault.rename_way(&id, "", NOW).err(), Some(Error::NoSuchWay));
}

#[test]
fn a_recovery_key_opens_however_it_is_typed() {
    let mut vault = with_passphrase(PASSPHRASE);
    let text = vault.add_recovery_key("", NOW).unwrap();
    let sealed = vault.seal(NOW).unwrap();
    for typed in [text.to_string(), text.replace('-', ""), text.replace('-', " ")] {
        let unlocked = unlock(&sealed, typed.as_bytes(), NOW).unwrap();
        assert_eq!(unlocked.slot, vault.ways()[1].id);
        assert!(unlocked.ticket.as_bytes() == vault.ticket().as_bytes());
        assert_eq!(unlocked.renewed, None);
    }
    let mut mistyped: Vec<char> = text.chars().collect();
    mistyped[15] = if mistyped[15] == '1' { '2' } else { '1' };
    let mistyped: String = mistyped.into_iter().collect();
    assert_eq!(unlock(&sealed, mistyped.as_bytes(), NOW).err(), Some(Error::RecoveryGroup { group: 3 }));
    assert_eq!(Error::RecoveryGroup { group: 3 }.code(), "recovery-group");
    let other = empty_vault().add_recovery_key("", NOW).unwrap();
    assert_eq!(unlock(&sealed, other.as_bytes(), NOW).err(), Some(Error::WrongPassphrase));
    assert!(!String::from_utf8_lossy(&sealed).contains(text.as_str()));
}

/// Who has chosen such a passphrase is not told that it is mistyped.
#[test]
fn a_passphrase_may_look_like_a_recovery_key() {
    let digits = "123456 ".repeat(8);
    let mut vault = with_passphrase(digits.as_bytes());
    vault.add_recovery_key("", NOW).unwrap();
    let unlocked = unlock(&vault.seal(NOW).unwrap(), digits.as_bytes(), NOW).unwrap();
    assert_eq!(unlocked.slot, vault.ways()[0].id);
}

#[test]
fn a_device_opens_until_its_time_is_over() {
    let mut vault = with_passphrase(PASSPHRASE);
    let id = vault.add_way(device(NOW + 1000), &SECRET, "Laptop", NOW).unwrap();
    let sealed = vault.seal(NOW).unwrap();
    assert!(unlock_with(&sealed, &id, &SECRET, NOW + 999).is_ok());
    assert_eq!(unlock_with(&sealed, &id, &SECRET, NOW + 1000).err(), Some(Error::DeviceExpired));
    // More time can't be taken.
    let text = String::from_utf8_lossy(&sealed).into_owned();
    let at = text.find(&(NOW + 1000).to_string()).unwrap();
    let mut longer = sealed.clone();
    longer[at] = b'9';
    assert_eq!(unlock_with(&longer, &id, &SECRET, NOW).err(), Some(Error::WrongSecret));
}

#[test]
fn the_last_way_that_is_typed_stays() {
    let mut vault = with_passphrase(PASSPHRASE);
    let trusted = vault.add_way(device(NOW + 1000), &SECRET, "", NOW).unwrap();
    let key = vault.add_way(passkey(), &SECRET, "", NOW).unwrap();
    let passphrase = vault.ways()[0].id.clone();
    assert_eq!(vault.ways().iter().map(|way| way.revocable).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(vault.revoke(&passphrase, false, NOW).err(), Some(Error::LastWay));
    vault.add_recovery_key("", NOW).unwrap();
    vault.revoke(&passphrase, false, NOW).unwrap();
    vault.revoke(&trusted, false, NOW).unwrap();
    vault.revoke(&key, false, NOW).unwrap();
    assert_eq!(kinds(&vault), ["recovery"]);
}

#[test]
fn what_a_secret_slot_must_have() {
    let mut vault = with_passphrase(PASSPHRASE);
    let mut refused = |what: Particulars, secret: &[u8]| vault.add_way(what, secret, "", NOW).err();
    let wrong = Some(Error::WrongSecret);
    assert_eq!(refused(passkey(), &[7; 31]), wrong);
    assert_eq!(refused(passkey(), &[7; 33]), wrong);
    assert_eq!(refused(Particulars { credential: None, ..passkey() }, &SECRET), wrong);
    assert_eq!(refused(Particulars { credential: Some(vec![]), ..passkey() }, &SECRET), wrong);
    assert_eq!(refused(Particulars { credential: Some(vec![0; 1024]), ..passkey() }, &SECRET), wrong);
    assert_eq!(refused(Particulars { expires: Some(1), ..passkey() }, &SECRET), wrong);
    assert_eq!(refused(Particulars { expires: None, ..device(1) }, &SECRET), wrong);
    assert_eq!(vault.add_way(passkey(), &SECRET, &"x".repeat(1025), NOW).err(), Some(Error::TooLong));
    for _ in 1..32 {
        vault.add_way(passkey(), &SECRET, "", NOW).unwrap();
    }
    assert_eq!(vault.add_way(passkey(), &SECRET, "", NOW).err(), Some(Error::TooLong));
    let sealed = vault.seal(NOW).unwrap();
    vault.verify(&sealed).unwrap();
}

#[test]
fn another_passphrase() {
    let mut vault = with_passphrase(PASSPHRASE);
    vault.add_way(passkey(), &SECRET, "", NOW).unwrap();
    let earlier = vault.seal(NOW).unwrap();
    let before = vault.ticket();
    let next = b"another passphrase".as_slice();
    let slot = |passphrase: &[u8]| make_passphrase_slot(&ticket(), passphrase, Cost::default());
    assert_eq!(slot(b"short").err(), Some(Error::PassphraseLength));
    vault.set_passphrase(&slot(next).unwrap(), NOW).unwrap();
    assert_eq!(kinds(&vault), ["passphrase", "passkey"]);
    // No generation that is kept opens by the old one, nor by the data key of then.
    let changed = vault.seal(NOW).unwrap();
    for envelope in [changed, vault.reseal(&earlier, &before).unwrap()] {
        assert_eq!(unlock(&envelope, PASSPHRASE, NOW).err(), Some(Error::WrongPassphrase));
        assert_eq!(Vault::open(&envelope, &before).err(), Some(Error::Tampered));
        assert!(unlock(&envelope, next, NOW).unwrap().ticket.as_bytes() == vault.ticket().as_bytes());
    }
    // One that is dearer than what is opened is not taken, and nothing is lost by that.
    let dear = Cost { memory_kib: 1_048_576, passes: 8 };
    let slot = make_passphrase_slot(&ticket(), next, Cost { passes: 3, ..Cost::default() }).unwrap();
    let dear = String::from_utf8(slot).unwrap().replace("\"t\":3", &format!("\"t\":{}", dear.passes + 1));
    let dear = dear.replace("\"m\":65536", "\"m\":1048576");
    assert_eq!(vault.set_passphrase(dear.as_bytes(), NOW).err(), Some(Error::KdfCost));
    assert_eq!(kinds(&vault), ["passphrase", "passkey"]);
    for no_slot in [b"".as_slice(), b"{}", b"\xff", br#"{"kind":"recovery"}"#] {
        assert_eq!(vault.set_passphrase(no_slot, NOW).err(), Some(Error::MalformedHeader));
    }
}

#[test]
fn the_cost_is_what_was_asked_for_within_limits() {
    let cost = |memory_kib, passes| {
        let slot = make_passphrase_slot(&ticket(), PASSPHRASE, Cost { memory_kib, passes }).unwrap();
        let mut vault = empty_vault();
        vault.set_passphrase(&slot, NOW).unwrap();
        let way = ways_into(&vault.seal(NOW).unwrap()).unwrap().remove(0);
        (way.memory_kib, way.passes)
    };
    assert_eq!(cost(0, 0), (65_536, MIN_PASSES));
    assert_eq!(cost(65_537, 5), (65_537, 5));
    // Passes times memory is never more than what is opened.
    assert_eq!(cost(1_048_576, 64), (1_048_576, 8));
}

#[test]
fn a_passphrase_that_is_changed_keeps_its_name_and_what_it_replaces_is_told() {
    let slot = |passphrase: &[u8]| make_passphrase_slot(&ticket(), passphrase, Cost::default()).unwrap();
    let mut vault = with_passphrase(PASSPHRASE);
    let id = vault.ways()[0].id.clone();
    vault.rename_way(&id, "Main", NOW).unwrap();
    vault.unlocked(&id, NOW + 1).unwrap();
    let before = vault.ways().remove(0);
    vault.set_passphrase(&slot(b"another passphrase"), NOW + 2).unwrap();
    let now = vault.ways().remove(0);
    assert_ne!(now.id, before.id);
    assert_eq!((now.name, now.created, now.used), (before.name, before.created, before.used));
    assert_eq!(now.used, Some(NOW + 1));

    // The format allows for more than one.
    let second = SLOT.replacen("\"id\":\"AAAAAAAAAAA\"", "\"id\":\"AQAAAAAAAAA\"", 1);
    let two = envelopes::seal(&envelopes::header(&[SLOT, &second].join(","), ""), envelopes::NO_ACCOUNTS);
    let mut vault = Vault::open(&two, &ticket()).unwrap();
    vault.add_way(passkey(), &SECRET, "Blue", NOW).unwrap();
    vault.set_passphrase(&slot(PASSPHRASE), NOW).unwrap();
    assert_eq!(kinds(&vault), ["passphrase", "passkey"]);
    vault.rotate(NOW).unwrap();
    let passkey = vault.ways()[1].id.clone();
    vault.revoke(&passkey, false, NOW).unwrap();
    let said: Vec<Value> =
        vault.logs()[0].entries.iter().map(|entry| serde_json::from_str(&entry.event).unwrap()).collect();
    let said: Vec<_> = said
        .iter()
        .map(|event| format!("{} {}", event["what"].as_str().unwrap(), event["detail"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        said,
        [
            "way-added passkey Blue",
            "way-revoked passphrase",
            "way-added passphrase",
            "key-rotated ",
            "way-revoked passkey Blue",
        ]
    );
}

#[test]
fn a_slot_says_what_it_is() {
    for strange in [r#"{"id":"x"}"#, r#"{"id":"x","kind":1}"#] {
        let header = envelopes::header(&[SLOT, strange].join(","), "");
        let envelope = envelopes::seal(&header, envelopes::NO_ACCOUNTS);
        assert_eq!(ways_into(&envelope).err(), Some(Error::MalformedHeader));
    }
}

#[test]
fn a_new_data_key_leaves_the_old_one_nothing_and_every_way_as_it_is() {
    let mut vault = with_passphrase(PASSPHRASE);
    let id = enrol(&mut vault, "GEZDGNBVGY3TQOJQ");
    let key = vault.add_way(passkey(), &SECRET, "", NOW).unwrap();
    let here = vault.add_way(device(NOW + 1000), &[8; 32], "", NOW).unwrap();
    let recovery = vault.add_recovery_key("", NOW).unwrap();
    let earlier = vault.seal(NOW).unwrap();
    let before = vault.ticket();
    vault.rotate(NOW).unwrap();
    assert_eq!(kinds(&vault), ["passphrase", "passkey", "device", "recovery"]);
    assert!(vault.ticket().as_bytes() != before.as_bytes());
    let later = vault.seal(NOW).unwrap();
    let resealed = vault.reseal(&earlier, &before).unwrap();
    for envelope in [&later, &resealed] {
        assert_eq!(Vault::open(envelope, &before).err(), Some(Error::Tampered), "the old data key");
        for unlocked in [
            unlock(envelope, PASSPHRASE, NOW).unwrap(),
            unlock(envelope, recovery.as_bytes(), NOW).unwrap(),
            unlock_with(envelope, &key, &SECRET, NOW).unwrap(),
            unlock_with(envelope, &here, &[8; 32], NOW).unwrap(),
        ] {
            assert!(unlocked.ticket.as_bytes() == vault.ticket().as_bytes());
            assert_eq!(unlocked.renewed, None);
            assert!(Vault::open(envelope, &unlocked.ticket).unwrap().details(&id).is_ok());
        }
    }
}

/// Who only has the file learns no names.
#[test]
fn what_stands_before_the_lock() {
    let mut vault = with_passphrase(PASSPHRASE);
    vault.add_way(passkey(), &SECRET, "Blue key", NOW).unwrap();
    vault.add_way(device(NOW + 1000), &SECRET, "Office", NOW).unwrap();
    vault.add_recovery_key("Sheet", NOW).unwrap();
    let sealed = vault.seal(NOW).unwrap();
    for name in ["Blue key", "Office", "Sheet"] {
        assert!(!String::from_utf8_lossy(&sealed).contains(name));
    }
    let seen = ways_into(&sealed).unwrap();
    assert_eq!(
        seen.iter().map(|way| way.kind.as_str()).collect::<Vec<_>>(),
        ["passphrase", "passkey", "device", "recovery"]
    );
    assert!(seen.iter().all(|way| way.name.is_empty() && way.created == 0));
    let header: Value = serde_json::from_str(header_of(&sealed)).unwrap();
    let fields = |at: usize| header["slots"][at].as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(fields(1), "credential id kdf key kind nonce private salt");
    assert_eq!(fields(2), "expires id kdf key kind nonce private salt");
    assert_eq!(fields(3), "id kdf key kind nonce private salt");
}
