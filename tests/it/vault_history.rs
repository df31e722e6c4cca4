//! Earlier generations and the log.

use crate::support::envelopes::{self, NOW, contents_of, empty_vault, ticket};
use crate::support::sites;
use base64ct::{Base64Url, Base64UrlUnpadded, Encoding};
use halfminute::time::Seconds;
use halfminute::vault::{BIN_DAYS, Changes, Chosen, Cost, Error, LogView, Site, Vault, make_passphrase_slot};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const DAY: u64 = 24 * 60 * 60 * 1000;

fn enrol(vault: &mut Vault, seed: &str) -> String {
    let offer = vault
        .offer(format!("otpauth://totp/user{}?secret={seed}&issuer=Example", &seed[14..]).as_bytes(), None)
        .unwrap();
    vault.accept(&Chosen::from(&offer.pending[0]), &|_| None, NOW).unwrap()
}

fn named(name: &str, origin: &str) -> Changes {
    Changes { name: name.to_owned(), sites: vec![sites::bound_to(origin)], ..Changes::default() }
}

fn names(vault: &Vault) -> Vec<String> {
    vault.list(None, NOW).accounts.into_iter().map(|account| account.name).collect()
}

#[test]
fn one_looks_into_a_generation() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, "GEZDGNBVGY3TQOJQ");
    enrol(&mut vault, "GEZDGNBVGY3TQOJA");
    vault.remove(&id, NOW).unwrap();
    let sealed = vault.seal(NOW + 7).unwrap();
    let seen = vault.look_into(&sealed).unwrap();
    assert_eq!((seen.written, seen.accounts), (NOW + 7, 1));
    assert_eq!(vault.look_into(&sealed[..sealed.len() - 1]).err(), Some(Error::Tampered));
    let other = Vault::create(b"correct horse", Cost::default(), NOW).unwrap();
    assert_eq!(vault.look_into(&other.envelope).err(), Some(Error::WrongSession));
}

#[test]
fn going_back_loses_nothing_and_is_undone_in_the_same_way() {
    let mut vault = empty_vault();
    let kept = enrol(&mut vault, "GEZDGNBVGY3TQOJQ");
    let deleted = enrol(&mut vault, "GEZDGNBVGY3TQOJA");
    vault.edit(&kept, None, &named("before", "https://a.example"), NOW + 1).unwrap();
    let earlier = vault.seal(NOW).unwrap();

    vault.edit(&kept, None, &named("after", "https://b.example"), NOW + 2).unwrap();
    vault.remove(&deleted, NOW + 3).unwrap();
    let since = enrol(&mut vault, "GEZDGNBVGY3TQOJB");
    let later = vault.seal(NOW).unwrap();
    let seen =
        |vault: &Vault| (names(vault), vault.list(None, NOW).bin.into_iter().map(|view| view.id).collect::<Vec<_>>());
    let before = seen(&vault);

    vault.roll_back(&earlier, NOW + 4).unwrap();
    assert_eq!(names(&vault), ["before", "userJA"]);
    assert_eq!(vault.details(&kept).unwrap().sites[0].origin.as_str(), "https://a.example");
    assert_eq!(vault.list(None, NOW).bin[0].id, since, "what came since is in the bin");
    let sealed = vault.seal(NOW).unwrap();

    let mut vault = Vault::open(&sealed, &ticket()).unwrap();
    vault.roll_back(&later, NOW + 5).unwrap();
    assert_eq!(seen(&vault), before);
    assert_eq!(vault.details(&kept).unwrap().sites[0].origin.as_str(), "https://b.example");
    assert_eq!(vault.roll_back(b"", NOW).err(), Some(Error::NotAnEnvelope));
}

#[test]
fn what_left_the_bin_comes_back() {
    let mut vault = empty_vault();
    let gone = enrol(&mut vault, "GEZDGNBVGY3TQOJQ");
    let other = enrol(&mut vault, "GEZDGNBVGY3TQOJA");
    let earlier = vault.seal(NOW).unwrap();
    vault.remove(&gone, NOW).unwrap();
    vault.remove(&other, NOW + BIN_DAYS * DAY).unwrap();
    assert_eq!(vault.details(&gone).err(), Some(Error::NoSuchAccount));
    vault.roll_back(&earlier, NOW + BIN_DAYS * DAY + 1).unwrap();
    assert!(vault.details(&gone).is_ok());
    assert_eq!(names(&vault), ["userJA", "userJQ"]);
}

/// What left the bin is taken back as a change of what it was last, so that no other copy undoes that.
#[test]
fn what_left_the_bin_comes_back_as_it_was_and_counts_on() {
    let mut vault = empty_vault().on_device([1; 8]);
    let offer = vault.offer(b"otpauth://hotp/old?secret=2EZDGNBVGY3TQOJA&counter=5", None).unwrap();
    let id = vault.accept(&Chosen::from(&offer.pending[0]), &|_| None, NOW).unwrap();
    let other = enrol(&mut vault, "GEZDGNBVGY3TQOJA");
    let earlier = vault.seal(NOW).unwrap();
    vault.edit(&id, None, &named("zzz", "https://b.example"), NOW + 1).unwrap();
    for _ in 0..4 {
        vault.next_code(&id, NOW).unwrap();
    }
    vault.remove(&id, NOW + 2).unwrap();
    let copy = vault.seal(NOW).unwrap();
    vault.remove(&other, NOW + 2 + BIN_DAYS * DAY).unwrap();
    let purged = vault.seal(NOW).unwrap();
    vault.roll_back(&earlier, NOW + 3 + BIN_DAYS * DAY).unwrap();
    for with in [None, Some(copy), Some(purged)] {
        if let Some(copy) = with {
            vault.merge(&copy, &ticket()).unwrap();
        }
        let details = vault.details(&id).unwrap();
        assert_eq!((details.name.as_str(), details.sites.len()), ("old", 0));
        let contents: Value = serde_json::from_str(&contents_of(&vault.seal(NOW).unwrap())).unwrap();
        let accounts = contents["accounts"].as_array().unwrap();
        let account = accounts.iter().find(|account| account["id"] == *id).unwrap();
        assert_eq!((&account["secret"], &account["counter"]), (&json!("2EZDGNBVGY3TQOJA"), &json!(9)));
        assert_eq!(account.get("deleted"), None);
    }
}

#[test]
fn what_goes_back_to_the_bin_lies_there_for_as_long_as_anything() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, "GEZDGNBVGY3TQOJQ");
    let other = enrol(&mut vault, "GEZDGNBVGY3TQOJA");
    vault.remove(&id, NOW).unwrap();
    let earlier = vault.seal(NOW).unwrap();
    vault.restore(&id, NOW + 1).unwrap();
    let later = NOW + 40 * DAY;
    vault.roll_back(&earlier, later).unwrap();
    vault.remove(&other, later).unwrap();
    assert_eq!(vault.list(None, later).bin.len(), 2);
}

#[test]
fn the_bin_is_emptied_when_the_vault_is_unlocked() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, "GEZDGNBVGY3TQOJQ");
    vault.remove(&id, NOW).unwrap();
    let slot = vault.ways()[0].id.clone();
    vault.unlocked(&slot, NOW + BIN_DAYS * DAY - 1).unwrap();
    assert_eq!(vault.list(None, NOW).bin.len(), 1);
    vault.unlocked(&slot, NOW + BIN_DAYS * DAY).unwrap();
    assert_eq!(vault.list(None, NOW).bin.len(), 0);
}

/// No clock tells such a time, but a screen that shows none of the accounts for it is worse.
#[test]
fn what_javascript_can_not_count_is_shown_as_the_last_that_it_can() {
    let account = r#"{"id":"AAAAAAAAAAAAAAAAAAAAAA","type":"steam","issuer":"","name":"n","secret":"GEZDGNBV","created":18446744073709551615,"modified":1,"deleted":1152921504606846976}"#;
    let vault = Vault::open(
        &envelopes::holding(&format!(r#"{{"accounts":[{account}],"written":9007199254740993}}"#)),
        &ticket(),
    )
    .unwrap();
    let last = (1 << 53) - 1;
    assert_eq!(vault.list(None, NOW).bin[0].deleted, last);
    assert_eq!(vault.details("AAAAAAAAAAAAAAAAAAAAAA").unwrap().created, last);
    assert_eq!(
        vault.look_into(&envelopes::holding(r#"{"accounts":[],"written":9007199254740993}"#)).unwrap().written,
        last
    );
}

fn log(vault: &Vault) -> LogView {
    vault.logs().remove(0)
}

#[test]
fn what_is_done_is_noted_without_secrets() {
    let mut vault = empty_vault();
    vault.set_passphrase(&make_passphrase_slot(&ticket(), b"correct horse", Cost::default()).unwrap(), NOW).unwrap();
    let slot = vault.ways()[0].id.clone();
    vault.failed(3, NOW - 9);
    vault.unlocked(&slot, NOW).unwrap();
    let id = enrol(&mut vault, "GEZDGNBVGY3TQOJQ");
    vault.edit(&id, None, &named("alice", "https://a.example"), NOW + 1).unwrap();
    vault.filled(&id, &Site::from_origin("https://a.example").unwrap(), Some(Seconds(9)), NOW + 2).unwrap();
    vault.qr_code(&id, NOW + 3).unwrap();
    vault.export(&[], NOW + 4).unwrap();
    vault.remove(&id, NOW + 5).unwrap();
    vault.restore(&id, NOW + 6).unwrap();
    let log = log(&vault);
    assert!(log.here && log.cut == 0 && log.broken_at.is_none());
    let events: Vec<Value> = log.entries.iter().map(|entry| serde_json::from_str(&entry.event).unwrap()).collect();
    let seen: Vec<_> = events.iter().map(|event| event["what"].as_str().unwrap()).collect();
    let all = "way-added unlock-failed unlock enrol edit fill reveal export delete restore";
    assert_eq!(seen.join(" "), all);
    assert_eq!(events[1], json!({ "at": NOW - 9, "what": "unlock-failed", "detail": "3" }));
    assert_eq!((&events[5]["account"], &events[5]["site"]), (&json!("alice"), &json!("https://a.example")));
    assert!(!format!("{log:?}").contains("GEZDGNBVGY3TQOJQ"), "no seed");
}

#[test]
fn accounts_of_an_export_are_imported() {
    let mut vault = empty_vault();
    // A Google export of one account: its seed, its name, SHA-1, six digits, TOTP.
    let payload = b"\x0A\x1A\x0A\x0A1234567890\x12\x06userJQ\x20\x01\x28\x01\x30\x02";
    let text = format!("otpauth-migration://offline?data={}", Base64Url::encode_string(payload).replace('=', "%3D"));
    let offer = vault.offer(text.as_bytes(), None).unwrap();
    vault.accept(&Chosen::from(&offer.pending[0]), &|_| None, NOW).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&log(&vault).entries[0].event).unwrap(),
        json!({ "at": NOW, "what": "import", "account": "userJQ" })
    );
}

#[test]
fn a_policy_is_noted_once() {
    let mut vault = empty_vault();
    assert!(!vault.note_policy(String::new(), NOW), "none was there, and none is");
    assert!(vault.note_policy("a=1".into(), NOW));
    assert!(!vault.note_policy("a=1".into(), NOW));
    let long = format!("b={}", "2".repeat(300));
    assert!(vault.note_policy(long.clone(), NOW));
    assert!(!vault.note_policy(long, NOW), "though it is cut off");
    assert!(vault.note_policy(String::new(), NOW));
    assert_eq!(log(&vault).entries.len(), 3);
}

#[test]
fn the_chain_is_what_the_format_says_and_a_change_is_seen() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, "GEZDGNBVGY3TQOJQ");
    for at in 0..4 {
        vault.edit(&id, None, &named(&format!("name {at}"), "https://a.example"), NOW + at).unwrap();
    }
    let sealed = contents_of(&vault.seal(NOW).unwrap());
    let contents: Value = serde_json::from_str(&sealed).unwrap();
    let mut before = [0_u8; 32];
    for entry in contents["logs"][0]["entries"].as_array().unwrap() {
        // The fields stand in another order in `Value`, so the letters are taken from the text.
        let at = sealed.find(entry[1].as_str().unwrap()).unwrap();
        let event = &sealed[..at - 2];
        let event = &event[event.rfind("[{").unwrap() + 1..];
        before = Sha256::new().chain_update(before).chain_update(event).finalize().into();
        assert_eq!(entry[1], Base64UrlUnpadded::encode_string(&before));
    }
    let reopened = |contents: &str| log(&Vault::open(&envelopes::holding(contents.trim_end()), &ticket()).unwrap());
    assert_eq!(reopened(&sealed).broken_at, None);
    let beheaded = {
        let entries = &sealed[sealed.find("\"entries\":[").unwrap() + 11..];
        let second = entries.find("[{\"at\"").unwrap() + entries[1..].find("[{\"at\"").unwrap() + 1;
        let first_hash = contents["logs"][0]["entries"][0][1].as_str().unwrap();
        sealed.replacen(&entries[..second], "", 1).replacen(&"A".repeat(43), first_hash, 1)
    };
    assert_eq!(reopened(&beheaded).broken_at, Some(0), "something came before, and it says that nothing was cut off");
    assert_eq!(reopened(&sealed.replace("\"account\":\"name 2", "\"account\":\"name 9")).broken_at, Some(3));
    let entries = contents["logs"][0]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 5);
    let later = sealed.replacen("\"what\":\"enrol\"", "\"what\":\"enrol\",\"by\":[1]", 1);
    assert_eq!(reopened(&later).broken_at, Some(0), "what a later version would have hashed as well");
}

#[test]
fn the_log_is_bounded_and_says_what_was_cut() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, "GEZDGNBVGY3TQOJQ");
    for at in 0..600 {
        vault.edit(&id, None, &named("name", "https://a.example"), NOW + at).unwrap();
    }
    let log = log(&vault);
    assert_eq!((log.entries.len(), log.cut, log.broken_at), (500, 101, None));
    let from = Base64UrlUnpadded::decode_vec(&log.from).unwrap();
    let first = Sha256::new().chain_update(from).chain_update(&log.entries[0].event).finalize();
    assert_eq!(log.entries[0].hash, Base64UrlUnpadded::encode_string(&first));
    let reopened = Vault::open(&vault.seal(NOW).unwrap(), &ticket()).unwrap();
    assert_eq!(reopened.logs()[0].broken_at, None);
}
