//! Version 2 of the format: whoever is revoked stays out, and whatever comes from version 1 becomes one of version 2.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "clippy.toml reaches test functions, not their helpers"
)]

#[path = "support/envelopes.rs"]
mod envelopes;
#[path = "support/intruder.rs"]
mod intruder;

use std::sync::LazyLock;

use envelopes::{NO_ACCOUNTS, NOW, VAULT, contents_under, encode, seal, ticket};
use halfminute::vault::{
    Cost, Error, Particulars, SecretKind, Ticket, Unlocked, Vault, make_passphrase_slot, unlock, unlock_with, ways_into,
};
use intruder::{Intruder, Secret, data_key, first_slot, header, open_sealed};
use serde_json::{Value, json};

const PASSPHRASE: &[u8] = b"correct horse battery staple";
const PASSKEY: [u8; 32] = [7; 32];
const DEVICE: [u8; 32] = [8; 32];
/// The recovery key of 16 bytes that are 7.
const RECOVERY: &str = "019789-019790-019791-019792-019793-019794-019795-019796";
const IDS: [&str; 4] = ["AAAAAAAAAAA", "AQAAAAAAAAA", "AgAAAAAAAAA", "AwAAAAAAAAA"];

fn secrets() -> [Secret; 4] {
    let [passkey, device] = [PASSKEY, DEVICE].map(|secret| Secret::Bytes(secret.to_vec()));
    [Secret::Passphrase(PASSPHRASE.to_vec()), passkey, Secret::recovery(RECOVERY), device]
}

/// The slots of a vault of version 1, each kind once. Deriving the passphrase's key takes a while.
static OF_VERSION_1: LazyLock<[String; 4]> = LazyLock::new(|| {
    let (vault, salt, long) = (encode(&VAULT), encode(&[1; 16]), encode(&[2; 32]));
    let [passphrase, passkey, recovery, device] = IDS;
    let fields = [
        format!(r#""kind":"passphrase","id":"{passphrase}","kdf":"argon2id","m":65536,"t":3,"p":1,"salt":"{salt}""#),
        format!(r#""kind":"passkey","id":"{passkey}","kdf":"hkdf-sha256","credential":"CQkJ","salt":"{long}""#),
        format!(r#""kind":"recovery","id":"{recovery}","kdf":"hkdf-sha256","salt":"{long}""#),
        format!(r#""kind":"device","id":"{device}","kdf":"hkdf-sha256","expires":{},"salt":"{long}""#, NOW + 1000),
    ];
    let [one, two, three, four] = secrets();
    let slots: Vec<String> = fields
        .iter()
        .zip([one, two, three, four])
        .map(|(fields, secret)| first_slot(&vault, fields, &secret, &ticket()))
        .collect();
    slots.try_into().unwrap()
});

fn sealed_in_version_1(slots: &[String]) -> Vec<u8> {
    seal(&envelopes::header(&slots.join(","), ""), NO_ACCOUNTS)
}

/// By the way of this number.
fn unlock_by(envelope: &[u8], way: usize) -> Result<Unlocked, Error> {
    match way {
        0 => unlock(envelope, PASSPHRASE, NOW),
        1 => unlock_with(envelope, IDS[1], &PASSKEY, NOW),
        2 => unlock(envelope, RECOVERY.as_bytes(), NOW),
        _ => unlock_with(envelope, IDS[3], &DEVICE, NOW),
    }
}

fn enrol(vault: &mut Vault) {
    let offer = vault.offer(b"otpauth://totp/user?secret=GEZDGNBVGY3TQOJQ", None).unwrap();
    vault.accept(offer.pending[0].number, NOW).unwrap();
}

fn inherited(vault: &Vault) -> Vec<bool> {
    vault.ways().iter().map(|way| way.inherited).collect()
}

fn ids(vault: &Vault) -> Vec<String> {
    vault.ways().into_iter().map(|way| way.id).collect()
}

/// The events of the log, as their names and details.
fn said(vault: &Vault) -> Vec<String> {
    let of = |event: &str| -> Value { serde_json::from_str(event).unwrap() };
    let events = vault.logs().into_iter().flat_map(|log| log.entries).map(|entry| of(&entry.event));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    events.map(|event| format!("{} {}", text(&event["what"]), text(&event["detail"])).trim().to_owned()).collect()
}

/// A vault of version 2 with a way of each kind, none of them inherited, and the secrets of these.
struct Whole {
    vault: Vault,
    secrets: Vec<(String, Secret)>,
}

fn whole() -> Whole {
    static SLOT: LazyLock<Vec<u8>> =
        LazyLock::new(|| make_passphrase_slot(&ticket(), PASSPHRASE, Cost::default()).unwrap());
    let mut vault = envelopes::empty_vault();
    vault.set_passphrase(&SLOT, NOW).unwrap();
    let passkey = Particulars { kind: SecretKind::Passkey, salt: [1; 32], credential: Some(vec![9]), expires: None };
    let device = Particulars { kind: SecretKind::Device, salt: [2; 32], credential: None, expires: Some(NOW + 1000) };
    vault.add_way(passkey, &PASSKEY, "Key", NOW).unwrap();
    vault.add_way(device, &DEVICE, "Laptop", NOW).unwrap();
    let recovery = Secret::recovery(&vault.add_recovery_key("Sheet", NOW).unwrap());
    let [passphrase, passkey, _, device] = secrets();
    let secrets = ids(&vault).into_iter().zip([passphrase, passkey, device, recovery]).collect();
    Whole { vault, secrets }
}

/// What anybody who was trusted once could have kept: their secret, the data key of then, and every envelope.
#[test]
fn whoever_is_revoked_opens_nothing_that_is_sealed_after() {
    for revoked in 0..4 {
        let Whole { mut vault, secrets } = whole();
        enrol(&mut vault);
        let before = [vault.seal(NOW).unwrap(), vault.seal(NOW).unwrap()];
        let was = vault.ticket();
        let (id, secret) = &secrets[revoked];
        vault.revoke(id, false, NOW).unwrap();
        let resealed = before.each_ref().map(|envelope| vault.reseal(envelope, &was).unwrap());
        let after = [vault.seal(NOW).unwrap(), vault.seal(NOW).unwrap()];
        let all: Vec<&[u8]> = before.iter().chain(&resealed).chain(&after).map(Vec::as_slice).collect();
        let mut intruder = Intruder::knowing(std::slice::from_ref(secret), &[was]);
        assert_eq!(intruder.opens(&all), [true, true, false, false, false, false], "{revoked}");
        // The others open all of it as they did.
        for (other, kept) in secrets.iter().filter(|(other, _)| other != id) {
            assert!(
                Intruder::knowing(std::slice::from_ref(kept), &[]).opens(&all[2..]).iter().all(|opens| *opens),
                "{other}"
            );
            assert!(ids(&vault).contains(other));
        }
        assert!(!ids(&vault).contains(id));
    }
}

#[test]
fn whoever_knew_the_passphrase_before_opens_nothing_that_is_sealed_after() {
    let Whole { mut vault, secrets } = whole();
    let before = vault.seal(NOW).unwrap();
    let was = vault.ticket();
    let next = make_passphrase_slot(&was, b"another passphrase", Cost::default()).unwrap();
    vault.set_passphrase(&next, NOW).unwrap();
    let after = [vault.reseal(&before, &was).unwrap(), vault.seal(NOW).unwrap()];
    let all = [before.as_slice(), &after[0], &after[1]];
    let mut intruder = Intruder::knowing(&[secrets[0].1.clone()], &[was]);
    assert_eq!(intruder.opens(&all), [true, false, false]);
    assert_eq!(unlock(&after[1], PASSPHRASE, NOW).err(), Some(Error::WrongPassphrase));
    for (_, kept) in &secrets[1..] {
        assert_eq!(Intruder::knowing(std::slice::from_ref(kept), &[]).opens(&all[1..]), [true, true]);
    }
}

/// Each change of the ways in is one step; at any of them somebody may leave with what they know by then.
#[test]
fn of_many_changes_each_leaves_those_who_went_before_nothing() {
    let Whole { mut vault, secrets } = whole();
    let mut envelopes = vec![vault.seal(NOW).unwrap()];
    let mut gone: Vec<Intruder> = Vec::new();
    for (id, secret) in &secrets[1..] {
        gone.push(Intruder::knowing(std::slice::from_ref(secret), &[vault.ticket()]));
        vault.revoke(id, false, NOW).unwrap();
        envelopes.push(vault.seal(NOW).unwrap());
        gone.push(Intruder::knowing(&[], &[vault.ticket()]));
        vault.rotate(NOW).unwrap();
        envelopes.push(vault.seal(NOW).unwrap());
    }
    let all: Vec<&[u8]> = envelopes.iter().map(Vec::as_slice).collect();
    for (at, intruder) in gone.iter_mut().enumerate() {
        let opened = intruder.opens(&all);
        assert!(opened[at] && !opened[at + 1..].contains(&true), "{at}: {opened:?}");
    }
}

#[test]
fn what_is_of_version_1_becomes_version_2_with_the_next_write() {
    let old = sealed_in_version_1(&*OF_VERSION_1);
    let mut vault = Vault::open(&old, &ticket()).unwrap();
    assert_eq!(inherited(&vault), [true; 4]);
    assert!(ways_into(&old).unwrap().iter().all(|way| way.inherited));
    enrol(&mut vault);
    let new = vault.seal(NOW).unwrap();
    vault.verify(&new).unwrap();
    assert!(old.starts_with(b"halfminute-vault/1\n") && new.starts_with(b"halfminute-vault/2\n"));
    assert!(ways_into(&new).unwrap().iter().all(|way| way.inherited));
    let slots = header(&new)["slots"].clone();
    let was = header(&old)["slots"].clone();
    for (at, id) in IDS.iter().enumerate() {
        for field in ["id", "kind", "salt", "nonce", "wrapped"] {
            assert_eq!(slots[at][field], was[at][field]);
        }
        let unlocked = unlock_by(&new, at).unwrap();
        assert_eq!(&unlocked.slot, id);
        assert!(unlocked.ticket.as_bytes() == ticket().as_bytes(), "adding an account needs no new data key");
        assert!(unlocked.renewed.is_some());
        assert_eq!(Vault::open(&new, &unlocked.ticket).unwrap().list(None, NOW).accounts.len(), 1);
    }
    // The public keys stand in the contents alone, one for each slot.
    let contents: Value = serde_json::from_str(&contents_under(&new, &ticket())).unwrap();
    let keys = contents["keys"].as_array().unwrap();
    assert_eq!(keys.iter().map(|key| key["slot"].as_str().unwrap()).collect::<Vec<_>>(), IDS);
    for key in keys {
        assert!(!String::from_utf8_lossy(&new).contains(&key["public"].as_str().unwrap()[..40]));
    }
    assert!(header(&new)["slots"].as_array().unwrap().iter().all(|slot| slot["key"].as_str().unwrap().len() == 1558));
}

#[test]
fn a_way_of_version_1_has_a_key_pair_of_its_own_once_it_was_used() {
    let first = sealed_in_version_1(&*OF_VERSION_1);
    // In version 1, and when something else was written meanwhile.
    let second = Vault::open(&first, &ticket()).unwrap().seal(NOW).unwrap();
    for old in [first, second] {
        for way in 0..4 {
            let Unlocked { ticket: was, slot, renewed } = unlock_by(&old, way).unwrap();
            let mut vault = Vault::open(&old, &was).unwrap();
            vault.renew_way(&renewed.unwrap(), NOW).unwrap();
            assert_eq!(said(&vault), ["key-rotated"]);
            let expected: Vec<bool> = (0..4).map(|other| other != way).collect();
            assert_eq!(inherited(&vault), expected);
            let new = vault.seal(NOW).unwrap();
            assert_eq!(Vault::open(&new, &was).err(), Some(Error::Tampered), "the data key is another one");
            for other in 0..4 {
                let again = unlock_by(&new, other).unwrap();
                assert_eq!(again.renewed.is_some(), other != way);
                assert!(again.ticket.as_bytes() == vault.ticket().as_bytes());
            }
            let slot =
                header(&new)["slots"].as_array().unwrap().iter().find(|other| other["id"] == *slot).cloned().unwrap();
            assert!(slot.get("wrapped").is_none() && slot.get("privateNonce").is_none());
            assert_eq!(slot["salt"], header(&old)["slots"][way]["salt"]);
        }
    }
}

/// This is why the options page says which ways are inherited.
#[test]
fn while_a_way_is_inherited_the_data_key_of_version_1_leads_in() {
    let old = sealed_in_version_1(&*OF_VERSION_1);
    let mut vault = Vault::open(&old, &ticket()).unwrap();
    let mut envelopes = vec![old];
    for way in 0..4 {
        assert_eq!(Intruder::knowing(&[], &[ticket()]).opens(&[&vault.seal(NOW).unwrap()]), [true], "{way} were used");
        envelopes.push(vault.seal(NOW).unwrap());
        let Unlocked { renewed, ticket, .. } = unlock_by(envelopes.last().unwrap(), way).unwrap();
        vault = Vault::open(envelopes.last().unwrap(), &ticket).unwrap();
        vault.renew_way(&renewed.unwrap(), NOW).unwrap();
    }
    let last = vault.seal(NOW).unwrap();
    envelopes.push(last);
    let all: Vec<&[u8]> = envelopes.iter().map(Vec::as_slice).collect();
    assert_eq!(Intruder::knowing(&[], &[ticket()]).opens(&all), [true, true, true, true, true, false]);
}

#[test]
fn inherited_ways_can_be_revoked_with_another_one() {
    let old = sealed_in_version_1(&*OF_VERSION_1);
    let Unlocked { ticket: was, renewed, .. } = unlock_by(&old, 0).unwrap();
    let opened = || {
        let mut vault = Vault::open(&old, &was).unwrap();
        vault.renew_way(renewed.as_ref().unwrap(), NOW).unwrap();
        vault
    };
    let mut without = opened();
    without.revoke(IDS[1], false, NOW).unwrap();
    assert_eq!(ids(&without), [IDS[0], IDS[2], IDS[3]]);
    let with = |vault: &mut Vault| {
        vault.revoke(IDS[1], true, NOW).unwrap();
        assert_eq!(ids(vault), [IDS[0]]);
    };
    let mut vault = opened();
    with(&mut vault);
    assert_eq!(said(&vault), ["key-rotated", "way-revoked passkey", "way-revoked recovery", "way-revoked device"]);
    let sealed = vault.seal(NOW).unwrap();
    let mut intruder = Intruder::knowing(&secrets()[1..], &[ticket()]);
    assert_eq!(intruder.opens(&[&old, &sealed]), [true, false]);
    assert!(unlock_by(&sealed, 0).unwrap().renewed.is_none());
    // What the revoked ones knew of leads in as long as one of the others is inherited.
    assert_eq!(Intruder::knowing(&secrets()[1..2], &[]).opens(&[&old, &without.seal(NOW).unwrap()]), [true, true]);
}

#[test]
fn what_a_person_types_is_not_revoked_with_the_rest() {
    let old = sealed_in_version_1(&*OF_VERSION_1);
    let Unlocked { ticket: was, renewed, .. } = unlock_by(&old, 1).unwrap();
    let mut vault = Vault::open(&old, &was).unwrap();
    vault.renew_way(&renewed.unwrap(), NOW).unwrap();
    let before = (ids(&vault), said(&vault), vault.ticket().as_bytes().to_vec());
    assert_eq!(vault.revoke(IDS[3], true, NOW).err(), Some(Error::LastWay), "both that are typed are inherited");
    assert!(before == (ids(&vault), said(&vault), vault.ticket().as_bytes().to_vec()), "nothing has changed");
    vault.revoke(IDS[0], false, NOW).unwrap();
    assert_eq!(vault.revoke(IDS[2], false, NOW).err(), Some(Error::LastWay));
    assert_eq!(vault.revoke("x", true, NOW).err(), Some(Error::NoSuchWay));
}

#[test]
fn only_the_same_way_is_renewed() {
    let old = sealed_in_version_1(&*OF_VERSION_1);
    let renewed = unlock_by(&old, 1).unwrap().renewed.unwrap();
    let text = String::from_utf8(renewed.clone()).unwrap();
    let mut vault = Vault::open(&old, &ticket()).unwrap();
    let refused = [
        ("nothing", String::new(), Error::MalformedHeader),
        ("of another slot", text.replace(IDS[1], IDS[2]), Error::MalformedHeader),
        ("of a slot that is gone", text.replace(IDS[1], "BAAAAAAAAAA"), Error::NoSuchWay),
        ("another credential", text.replace("CQkJ", "CQkI"), Error::MalformedHeader),
        ("another salt", text.replace(&encode(&[2; 32]), &encode(&[3; 32])), Error::MalformedHeader),
        ("without a public key", text.replace("\"public\"", "\"publik\""), Error::MalformedHeader),
        (
            "of version 1",
            format!(r#"{{"slot":{},"public":"{}"}}"#, OF_VERSION_1[1], encode(&[0; 1216])),
            Error::MalformedHeader,
        ),
    ];
    for (what, changed, error) in refused {
        assert_eq!(vault.renew_way(changed.as_bytes(), NOW).err(), Some(error), "{what}");
    }
    assert!(vault.ticket().as_bytes() == ticket().as_bytes(), "nothing has changed");
    assert_eq!(vault.set_passphrase(&renewed, NOW).err(), Some(Error::MalformedHeader), "it is no passphrase");
    vault.renew_way(&renewed, NOW).unwrap();
}

/// What another session has exchanged, or a writer has lost: whoever unlocks sets it right.
#[test]
fn a_public_key_that_is_not_the_slots_is_set_right() {
    let Whole { mut vault, secrets } = whole();
    let sealed = vault.seal(NOW).unwrap();
    let was = vault.ticket();
    let contents = contents_under(&sealed, &was);
    let keys: Value = serde_json::from_str::<Value>(&contents).unwrap()["keys"].clone();
    let passkey = &secrets[1].0;
    assert_eq!(keys[1]["slot"], **passkey);
    let with = |keys: &Value| {
        let mut value: Value = serde_json::from_str(&contents).unwrap();
        value["keys"] = keys.clone();
        again(&sealed, &value.to_string(), &was)
    };
    let mut exchanged = keys.clone();
    exchanged[1]["public"] = keys[2]["public"].clone();
    let mut missing = keys.clone();
    missing.as_array_mut().unwrap().remove(1);
    for keys in [exchanged, missing] {
        let envelope = with(&keys);
        let unlocked = unlock_with(&envelope, passkey, &PASSKEY, NOW).unwrap();
        let mut vault = Vault::open(&envelope, &unlocked.ticket).unwrap();
        vault.renew_way(&unlocked.renewed.unwrap(), NOW).unwrap();
        let sealed = vault.seal(NOW).unwrap();
        assert!(unlock_with(&sealed, passkey, &PASSKEY, NOW).unwrap().renewed.is_none());
        assert_eq!(ids(&vault).len(), 4);
    }
    assert!(unlock_with(&with(&keys), passkey, &PASSKEY, NOW).unwrap().renewed.is_none());
}

/// Contents in the place of those of an envelope, under its header.
fn again(envelope: &[u8], contents: &str, ticket: &Ticket) -> Vec<u8> {
    use chacha20poly1305::aead::{Aead, KeyInit, Payload};
    use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
    let end = envelope.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 1;
    let nonce = envelopes::decode(header(envelope)["nonce"].as_str().unwrap());
    let payload = Payload { msg: contents.as_bytes(), aad: &envelope[..end] };
    let cipher = XChaCha20Poly1305::new(<&Key>::from(&data_key(ticket)));
    let sealed = cipher.encrypt(&XNonce::try_from(nonce.as_slice()).unwrap(), payload).unwrap();
    [&envelope[..end], &sealed].concat()
}

#[test]
fn a_slot_that_nothing_can_be_sealed_to_goes_with_the_old_data_key() {
    let Whole { mut vault, secrets } = whole();
    let sealed = vault.seal(NOW).unwrap();
    let was = vault.ticket();
    let mut contents: Value = serde_json::from_str(&contents_under(&sealed, &was)).unwrap();
    // One has no entry, and the bytes of another one are no public key.
    contents["keys"][1]["public"] = encode(&[0xFF; 1216]).into();
    contents["keys"].as_array_mut().unwrap().remove(2);
    let mut vault = Vault::open(&again(&sealed, &contents.to_string(), &was), &was).unwrap();
    assert_eq!(ids(&vault).len(), 4, "a reader takes them as they are");
    let already = said(&vault).len();
    vault.rotate(NOW).unwrap();
    assert_eq!(ids(&vault), [secrets[0].0.as_str(), &secrets[3].0]);
    assert_eq!(said(&vault)[already..], ["way-revoked passkey Key", "way-revoked device Laptop", "key-rotated"]);
    // Nothing that is typed would be left.
    contents["keys"] = json!([contents["keys"][1].clone()]);
    let mut vault = Vault::open(&again(&sealed, &contents.to_string(), &was), &was).unwrap();
    assert_eq!(vault.rotate(NOW).err(), Some(Error::LastWay));
    assert_eq!(vault.revoke(&secrets[1].0, false, NOW).err(), Some(Error::LastWay));
    assert_eq!((ids(&vault).len(), vault.ticket().as_bytes() == was.as_bytes()), (4, true), "nothing has changed");
}

#[test]
fn a_slot_of_a_later_version_gets_the_new_data_key_if_it_has_a_public_key() {
    use x_wing::{DecapsulationKey, Decapsulator, KeyExport};
    let private = [0x5A; 32];
    let public: [u8; 1216] = DecapsulationKey::from(private).encapsulation_key().to_bytes().into();
    let card = r#"{"id":"card","kind":"card","key":"x","zone":[1]}"#;
    let lost = r#"{"id":"lost","kind":"card"}"#;
    let slots = [OF_VERSION_1[0].as_str(), card, lost].join(",");
    let contents =
        format!(r#"{{"accounts":[],"keys":[{{"slot":"card","public":"{}","x":1}}],"written":0}}"#, encode(&public));
    let mut vault = Vault::open(&seal(&envelopes::header(&slots, ""), &contents), &ticket()).unwrap();
    let untouched = vault.seal(NOW).unwrap();
    assert!(String::from_utf8_lossy(&untouched).contains(&format!("{card},{lost}")));
    vault.rotate(NOW).unwrap();
    assert_eq!(ids(&vault), [IDS[0], "card"]);
    assert_eq!(said(&vault), ["way-revoked card", "key-rotated"]);
    let sealed = vault.seal(NOW).unwrap();
    let slot = header(&sealed)["slots"][1].clone();
    let key = envelopes::decode(slot["key"].as_str().unwrap());
    let info = format!("halfminute-data-key/2\n{}\ncard", encode(&VAULT));
    assert_eq!(open_sealed(&private, &info, &key).unwrap(), data_key(&vault.ticket()));
    let text = envelopes::header_of(&sealed).to_owned();
    assert!(
        text.contains(r#"{"id":"card","key":""#) && text.contains(r#"","kind":"card","zone":[1]}"#),
        "in its place"
    );
    let contents = contents_under(&sealed, &vault.ticket());
    assert!(contents.contains(r#","x":1}"#), "what is known of its key beside is kept");
    vault.verify(&sealed).unwrap();
    Vault::open(&sealed, &vault.ticket()).unwrap();
}

#[test]
fn earlier_generations_have_the_public_keys_of_now() {
    let Whole { mut vault, secrets } = whole();
    let odd = r#"{"later":{"b":1,"a":2},"accounts":[{"id":1}],"keys":[],"written":5}"#;
    let sealed = vault.seal(NOW).unwrap();
    let was = vault.ticket();
    let of_version_1 = sealed_in_version_1(&*OF_VERSION_1);
    let generations = [odd, r#"{"written":"never"}"#, "no JSON ]"].map(|contents| again(&sealed, contents, &was));
    vault.revoke(&secrets[1].0, false, NOW).unwrap();
    let keys = |contents: &str| serde_json::from_str::<Value>(contents).unwrap()["keys"].clone();
    let now = contents_under(&vault.seal(NOW).unwrap(), &vault.ticket());
    assert_eq!(keys(&now).as_array().unwrap().len(), 3);
    let resealed = generations.map(|envelope| contents_under(&vault.reseal(&envelope, &was).unwrap(), &vault.ticket()));
    assert_eq!(keys(&resealed[0]), keys(&now));
    assert!(resealed[0].starts_with(r#"{"later":{"b":1,"a":2},"accounts":[{"id":1}],"written":5,"keys":["#));
    assert_eq!(resealed[0].len() % 1024, 0);
    assert!(resealed[1].starts_with(r#"{"written":"never","keys":["#));
    assert_eq!(resealed[2], "no JSON ]", "to the letter");
    // One that was never written since.
    let resealed = vault.reseal(&of_version_1, &ticket()).unwrap();
    assert!(resealed.starts_with(b"halfminute-vault/2\n"));
    assert_eq!(keys(&contents_under(&resealed, &vault.ticket())), keys(&now));
    assert_eq!(header(&resealed)["generation"], 7);
}

#[test]
fn merging_takes_no_public_key_over() {
    let Whole { mut vault, .. } = whole();
    let was = vault.ticket();
    let other = again(
        &vault.seal(NOW).unwrap(),
        &format!(r#"{{"accounts":[],"keys":[{{"slot":"x","public":"{}"}}],"written":9}}"#, encode(&[1; 1216])),
        &was,
    );
    let mut copy = Vault::open(&other, &was).unwrap();
    let before = contents_under(&vault.seal(NOW).unwrap(), &was);
    vault.merge(&other, &was).unwrap();
    let keys = |contents: &str| serde_json::from_str::<Value>(contents).unwrap()["keys"].clone();
    assert_eq!(keys(&contents_under(&vault.seal(NOW).unwrap(), &was)), keys(&before));
    copy.merge(&vault.seal(NOW).unwrap(), &was).unwrap();
    assert_eq!(
        keys(&contents_under(&copy.seal(NOW).unwrap(), &was)),
        Value::Null,
        "its slots are not known to be theirs"
    );
}

#[test]
fn a_slot_of_version_2_is_as_the_format_has_it() {
    let Whole { mut vault, .. } = whole();
    let sealed = vault.seal(NOW).unwrap();
    let was = vault.ticket();
    let own = header(&sealed)["slots"].clone();
    let mut of_first = Vault::open(&sealed_in_version_1(&*OF_VERSION_1), &ticket()).unwrap();
    let old = of_first.seal(NOW).unwrap();
    let line = |envelope: &[u8]| envelopes::header_of(envelope).to_owned();
    let value = |slot: &Value, field: &str| format!(r#""{field}":{}"#, slot[field]);
    let (nonce, private, key) = (value(&own[1], "nonce"), value(&own[1], "private"), value(&own[1], "key"));
    let inherited = header(&old)["slots"][1].clone();
    let [wrapped, second, theirs] = ["wrapped", "privateNonce", "private"].map(|field| value(&inherited, field));
    let zeros = |name: &str, length: usize| format!(r#""{name}":"{}""#, encode(&vec![0; length]));
    let changes = [
        (&sealed, format!("{private},"), String::new(), "no private key"),
        (&sealed, format!(",{key}"), String::new(), "no data key"),
        (&sealed, format!("{private},{key}"), format!("{key},{private}"), "another order"),
        (&sealed, private.clone(), zeros("private", 47), "a private key too short"),
        (&sealed, private.clone(), zeros("private", 49), "a private key too long"),
        (&sealed, key.clone(), zeros("key", 1167), "a data key too short"),
        (&sealed, key.clone(), zeros("key", 1169), "a data key too long"),
        (&sealed, key.clone(), zeros("key", 0), "an empty data key"),
        (&sealed, key.clone(), r#""key":null"#.to_owned(), "no data key but null"),
        (&sealed, nonce.clone(), format!("{nonce},{}", zeros("wrapped", 48)), "wrapped alone"),
        (&sealed, nonce.clone(), format!("{nonce},{}", zeros("privateNonce", 24)), "a second nonce alone"),
        (&sealed, format!("{private},{key}"), zeros("wrapped", 48), "a slot of version 1"),
        (&old, format!("{wrapped},"), String::new(), "a second nonce that is left alone"),
        (&old, format!("{second},"), String::new(), "wrapped that is left alone"),
        (&old, format!("{wrapped},{second}"), format!("{second},{wrapped}"), "another order of the inherited"),
        (&old, second.clone(), zeros("privateNonce", 23), "a second nonce too short"),
        (&old, wrapped.clone(), zeros("wrapped", 47), "wrapped too short"),
        (&old, theirs.clone(), zeros("private", 32), "a private key that is not wrapped"),
    ];
    for (envelope, from, to, what) in changes {
        let (ticket, sound) = if envelope == &sealed { (&was, line(&sealed)) } else { (&ticket(), line(&old)) };
        let changed = sound.replacen(&from, &to, 1);
        assert_ne!(changed, sound, "{what}");
        let changed = envelopes::seal_below("halfminute-vault/2", &changed, NO_ACCOUNTS);
        assert_eq!(Vault::open(&changed, ticket).err(), Some(Error::MalformedHeader), "{what}");
        assert_eq!(unlock(&changed, PASSPHRASE, NOW).err(), Some(Error::MalformedHeader), "{what}");
    }
    // Version 1 knows none of these, and so has them as later fields.
    let slot = |more: &str| OF_VERSION_1[1].replacen("\"}", &format!("\"{more}}}"), 1);
    let with = |slot: String| seal(&envelopes::header(&[OF_VERSION_1[0].clone(), slot].join(","), ""), NO_ACCOUNTS);
    let mut vault = Vault::open(&with(slot(r#","a":1,"key":2,"private":null,"privateNonce":[]"#)), &ticket()).unwrap();
    let sealed = vault.seal(NOW).unwrap();
    Vault::open(&sealed, &ticket()).unwrap();
    assert_eq!(header(&sealed)["slots"][1]["a"], 1);
    assert_eq!(Vault::open(&with(line(&old)), &ticket()).err(), Some(Error::MalformedHeader));
    // And the slots of one version stand in no header of the other.
    let first = envelopes::seal_below("halfminute-vault/1", &line(&old), NO_ACCOUNTS);
    assert!(line(&old).contains("privateNonce"));
    assert_eq!(
        Vault::open(&first, &ticket()).err(),
        Some(Error::MalformedHeader),
        "its fields are in no order of version 1"
    );
}

#[test]
fn a_slot_whose_keys_were_changed_says_so_and_does_not_open() {
    let Whole { mut vault, secrets } = whole();
    let sealed = vault.seal(NOW).unwrap();
    let passkey = &secrets[1].0;
    let text = String::from_utf8_lossy(&sealed).into_owned();
    let slot = header(&sealed)["slots"][1].clone();
    for (field, error) in [
        ("nonce", Error::WrongSecret),
        ("private", Error::WrongSecret),
        ("salt", Error::WrongSecret),
        ("key", Error::Tampered),
    ] {
        let value = slot[field].as_str().unwrap();
        for at in [0, value.len() / 2, value.len() - 2] {
            let mut changed = sealed.clone();
            let at = text.find(value).unwrap() + at;
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(unlock_with(&changed, passkey, &PASSKEY, NOW).err(), Some(error), "{field}");
        }
    }
}

#[test]
fn all_slots_with_the_longest_credentials_fit_and_more_is_not_written() {
    let mut vault = envelopes::empty_vault();
    for _ in 1..32 {
        let what =
            Particulars { kind: SecretKind::Passkey, salt: [1; 32], credential: Some(vec![9; 1023]), expires: None };
        vault.add_way(what, &PASSKEY, "", NOW).unwrap();
    }
    let sealed = vault.seal(NOW).unwrap();
    assert!(envelopes::header_of(&sealed).len() > 65_536);
    Vault::open(&sealed, &ticket()).unwrap();
    // As long as a line can be, and one byte more.
    let line = |length: usize| {
        let sound = envelopes::header_of(&sealed).strip_suffix('}').unwrap();
        let header = |note: usize| format!(r#"{sound},"note":"{}"}}"#, "x".repeat(note));
        header(length - header(0).len())
    };
    let opens = |length: usize| {
        Vault::open(&envelopes::seal_below("halfminute-vault/2", &line(length), NO_ACCOUNTS), &ticket()).err()
    };
    assert_eq!(opens(131_071), Some(Error::Tampered), "it can be read; its nonce is another one");
    assert_eq!(opens(131_072), Some(Error::NotAnEnvelope));
    // In version 1 it was less.
    let note = |length: usize| {
        let header = |note: usize| envelopes::header(envelopes::SLOT, &format!(r#","note":"{}""#, "x".repeat(note)));
        seal(&header(length - header(0).len()), NO_ACCOUNTS)
    };
    assert_eq!(Vault::open(&note(65_536), &ticket()).err(), Some(Error::NotAnEnvelope));
    let mut vault = Vault::open(&note(65_535), &ticket()).unwrap();
    vault.seal(NOW).unwrap();
    // What could not be read again is not written.
    let mut refused = None;
    for _ in 1..32 {
        let what =
            Particulars { kind: SecretKind::Passkey, salt: [1; 32], credential: Some(vec![9; 1023]), expires: None };
        vault.add_way(what, &PASSKEY, "", NOW).unwrap();
        match vault.seal(NOW) {
            Ok(sealed) => drop(Vault::open(&sealed, &ticket()).unwrap()),
            Err(error) => refused = Some(error),
        }
    }
    assert_eq!(refused, Some(Error::TooLong));
}
