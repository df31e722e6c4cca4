//! Version 2 of the format: what comes from version 1 becomes one of version 2, and what is not exactly as the format has it is
//! refused.

use crate::support::all_ways::{
    IDS, OF_VERSION_1, PASSKEY, PASSPHRASE, Whole, again, enrol, ids, inherited, said, sealed_in_version_1, unlock_by,
    whole,
};
use crate::support::envelopes::{self, NO_ACCOUNTS, NOW, contents_under, encode, seal, ticket};
use crate::support::intruder::header;
use halfminute::vault::{Error, Particulars, SecretKind, Unlocked, Vault, unlock, unlock_with, ways_into};
use serde_json::Value;

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
fn public_keys_are_as_the_format_has_them() {
    let entry = |slot: &str, length: usize| format!(r#"{{"slot":"{slot}","public":"{}"}}"#, encode(&vec![1; length]));
    let opens = |keys: &str| {
        let contents = format!(r#"{{"accounts":[],"keys":{keys},"written":1}}"#);
        Vault::open(&envelopes::holding(&contents), &ticket()).err()
    };
    let sound = entry("x", 1216);
    assert_eq!(opens(&format!("[{sound},{}]", entry("y", 1216))), None, "of slots that are not there");
    for keys in [
        "null".to_owned(),
        "{}".to_owned(),
        "[1]".to_owned(),
        format!("[{}]", entry("x", 1215)),
        format!("[{}]", entry("x", 1217)),
        r#"[{"slot":"x"}]"#.to_owned(),
        format!("[{}]", sound.replacen(r#""x""#, "1", 1)),
        format!("[{sound},{sound}]"),
    ] {
        assert_eq!(opens(&keys), Some(Error::MalformedContents), "{keys:.60}");
    }
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
        let broken = sound.replacen(&from, &to, 1);
        assert_ne!(broken, sound, "{what}");
        let broken = envelopes::seal_below("halfminute-vault/2", &broken, NO_ACCOUNTS);
        assert_eq!(Vault::open(&broken, ticket).err(), Some(Error::MalformedHeader), "{what}");
        assert_eq!(unlock(&broken, PASSPHRASE, NOW).err(), Some(Error::MalformedHeader), "{what}");
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
