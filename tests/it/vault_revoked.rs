//! Whoever is revoked stays out: an intruder who kept a secret, a data key and every envelope opens nothing that was sealed
//! after.

use crate::support::all_ways::{
    IDS, OF_VERSION_1, PASSPHRASE, RECOVERY, Whole, again, enrol, ids, said, sealed_in_version_1, secrets, unlock_by,
    whole,
};
use crate::support::envelopes::{self, NOW, VAULT, contents_under, encode, seal, ticket};
use crate::support::intruder::{Intruder, Secret, data_key, header, open_sealed};
use halfminute::vault::{
    Cost, Error, Particulars, SecretKind, Ticket, Unlocked, Vault, make_passphrase_slot, unlock, unlock_with, ways_into,
};
use proptest::prelude::*;
use serde_json::{Value, json};

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
    let card = r#"{"id":"card","key":"x","kind":"card","zone":[1]}"#;
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

/// What somebody does who has the vault open.
#[derive(Clone, Debug)]
enum Step {
    Add,
    Revoke(usize, bool),
    /// Unlocks by a way, which renews it where it is inherited.
    Use(usize),
    Rotate,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        Just(Step::Add),
        (0..8_usize, any::<bool>()).prop_map(|(way, with)| Step::Revoke(way, with)),
        (0..8_usize).prop_map(Step::Use),
        Just(Step::Rotate),
    ];
    prop::collection::vec(step, 1..8)
}

fn unlock_as(envelope: &[u8], id: &str, secret: &Secret) -> Unlocked {
    match secret {
        Secret::Bytes(secret) if secret.len() == 32 => unlock_with(envelope, id, secret, NOW).unwrap(),
        _ => unlock(envelope, RECOVERY.as_bytes(), NOW).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// From a vault of version 1. The passphrase is left out, since it takes long to derive.
    #[test]
    fn whatever_is_done_whoever_is_in_stays_in_and_whoever_is_out_stays_out(steps in steps()) {
        let mut envelopes = vec![sealed_in_version_1(&OF_VERSION_1[1..])];
        let mut vault = Vault::open(&envelopes[0], &ticket()).unwrap();
        let mut inside: Vec<(String, Secret)> = ids(&vault).into_iter().zip(secrets().into_iter().skip(1)).collect();
        let mut outside = Vec::new();
        for (number, step) in (0_u8..).zip(steps) {
            let was = vault.ticket();
            match step {
                Step::Add => {
                    let credential = Some(vec![number]);
                    let what = Particulars { kind: SecretKind::Passkey, salt: [number; 32], credential, expires: None };
                    let secret = [100 + number; 32];
                    inside.push((vault.add_way(what, &secret, "", NOW).unwrap(), Secret::Bytes(secret.to_vec())));
                }
                Step::Revoke(way, with_inherited) => {
                    let (id, _) = &inside[way % inside.len()];
                    let _ = vault.revoke(id, with_inherited, NOW);
                    let left = ids(&vault);
                    for (_, secret) in inside.extract_if(.., |(id, _)| !left.contains(id)) {
                        outside.push((envelopes.len(), Intruder::knowing(&[secret], &[Ticket::from_bytes(was.as_bytes().to_vec())])));
                    }
                }
                Step::Use(way) => {
                    let (id, secret) = &inside[way % inside.len()];
                    if let Some(renewed) = unlock_as(envelopes.last().unwrap(), id, secret).renewed {
                        vault.renew_way(&renewed, NOW).unwrap();
                    }
                }
                Step::Rotate => {
                    vault.rotate(NOW).unwrap();
                    outside.push((envelopes.len(), Intruder::knowing(&[], &[was])));
                }
            }
            envelopes.push(vault.seal(NOW).unwrap());
        }
        let last = envelopes.last().unwrap();
        for (id, secret) in &inside {
            prop_assert!(unlock_as(last, id, secret).ticket.as_bytes() == vault.ticket().as_bytes());
        }
        let all: Vec<&[u8]> = envelopes.iter().map(Vec::as_slice).collect();
        for (since, mut intruder) in outside {
            let opened = intruder.opens(&all);
            for (at, envelope) in all.iter().enumerate().skip(since) {
                let has_inherited = ways_into(envelope).unwrap().iter().any(|way| way.inherited);
                prop_assert!(!opened[at] || has_inherited, "{at}, who was out since {since}");
            }
        }
    }
}
