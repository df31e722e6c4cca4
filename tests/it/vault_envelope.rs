//! The envelope against `docs/vault-format.md`: what is not exactly as the format has it is refused.

use std::time::{Duration, Instant};

use crate::support::envelopes::{
    NO_ACCOUNTS, NOW, SLOT, VAULT, empty_vault, encode, header, header_of, holding, seal, seal_below, ticket,
};
use halfminute::vault::{Error, Ticket, Vault, unlock};
use serde_json::Value;

const PASSPHRASE: &[u8] = b"correct horse battery staple";

fn refusal(envelope: &[u8]) -> Option<Error> {
    Vault::open(envelope, &ticket()).err()
}

/// The slot with its identifier replaced, so that there can be several.
fn slot(number: usize) -> String {
    SLOT.replacen("AAAAAAAAAAA", &encode(&number.to_be_bytes()), 1)
}

#[test]
fn what_the_tests_put_together_opens() {
    assert_eq!(refusal(&holding(NO_ACCOUNTS)), None);
}

#[test]
fn every_flipped_bit_is_refused() {
    let envelope = holding(NO_ACCOUNTS);
    for at in 0..envelope.len() {
        for bit in 0..8 {
            let mut changed = envelope.clone();
            changed[at] ^= 1 << bit;
            assert!(refusal(&changed).is_some(), "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn every_changed_byte_of_what_the_core_wrote_is_refused() {
    let envelope = empty_vault().seal(1).unwrap();
    for at in 0..envelope.len() {
        let mut changed = envelope.clone();
        changed[at] = changed[at].wrapping_add(1);
        assert!(refusal(&changed).is_some(), "byte {at}");
    }
}

#[test]
fn every_truncation_is_refused() {
    let envelope = empty_vault().seal(1).unwrap();
    let header_end = envelope.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 1;
    for length in 0..envelope.len() {
        let expected = if length < header_end + 16 { Error::NotAnEnvelope } else { Error::Tampered };
        assert_eq!(refusal(&envelope[..length]), Some(expected), "{length} bytes");
        assert_eq!(unlock(&envelope[..header_end.min(length)], PASSPHRASE, NOW).err(), Some(Error::NotAnEnvelope));
    }
}

#[test]
fn appended_bytes_are_refused() {
    let mut envelope = holding(NO_ACCOUNTS);
    envelope.push(0);
    assert_eq!(refusal(&envelope), Some(Error::Tampered));
}

#[test]
fn magic_and_version() {
    let header = header(SLOT, "");
    let expected = [
        ("halfminute-vault/3", Error::UnknownVersion),
        ("halfminute-vault/02", Error::UnknownVersion),
        ("halfminute-vault/10", Error::UnknownVersion),
        ("halfminute-vault/", Error::UnknownVersion),
        ("halfminute-vault/1\r", Error::UnknownVersion),
        ("halfminute-vault/1 ", Error::UnknownVersion),
        ("Halfminute-vault/1", Error::NotAnEnvelope),
        (" halfminute-vault/1", Error::NotAnEnvelope),
        ("halfminute-vault", Error::NotAnEnvelope),
        ("", Error::NotAnEnvelope),
    ];
    for (magic, error) in expected {
        assert_eq!(refusal(&seal_below(magic, &header, NO_ACCOUNTS)), Some(error), "{magic:?}");
    }
}

#[test]
fn a_header_line_has_an_end() {
    let header = header(SLOT, &format!(r#","note":"{}""#, "x".repeat(70_000)));
    assert_eq!(refusal(&seal(&header, NO_ACCOUNTS)), Some(Error::NotAnEnvelope));
}

#[test]
fn a_header_has_one_spelling() {
    let sound = header(SLOT, r#","a":1,"note":"""#);
    assert_eq!(refusal(&seal(&sound, NO_ACCOUNTS)), None);
    let vault = encode(&VAULT);
    let spellings = [
        ("a space", sound.replacen(':', ": ", 1)),
        ("a space before it", format!(" {sound}")),
        ("a space after it", format!("{sound} ")),
        ("a carriage return", format!("{sound}\r")),
        ("another order", sound.replace(r#""generation":7,"#, "").replace(r#","a":1"#, r#","generation":7,"a":1"#)),
        ("another order of later fields", sound.replace(r#""a":1,"note":"""#, r#""note":"","a":1"#)),
        ("a field twice", sound.replace(r#""generation":7"#, r#""generation":7,"generation":7"#)),
        ("a later field twice", sound.replace(r#""a":1"#, r#""a":1,"a":1"#)),
        ("an escaped character", sound.replacen("vault", r"v\u0061ult", 1)),
        ("an escaped solidus", header(SLOT, r#","note":"a\/b""#)),
        ("an upper-case escape", header(SLOT, r#","note":"\u001F""#)),
        ("a number with an exponent", sound.replace(":7,", ":7e0,")),
        ("a number with a fraction", sound.replace(":7,", ":7.0,")),
        ("a negative number", sound.replace(":7,", ":-7,")),
        ("generation 0", sound.replace(":7,", ":0,")),
        ("a number too large", sound.replace(":7,", ":18446744073709551616,")),
        ("padded base64", sound.replacen(&vault, &format!("{vault}=="), 1)),
        ("loose bits in base64", sound.replacen(&vault, &format!("{}R", &vault[..21]), 1)),
        ("base64 with + and /", sound.replacen(&vault, "++++++++++++++++/////w", 1)),
        ("a vault id too short", sound.replacen(&vault, &encode(&VAULT[1..]), 1)),
        ("an empty list of critical fields", header(SLOT, r#","crit":[]"#)),
        ("no nonce", sound.replacen("nonce", "nonse", 2)),
        ("no object", "[]".to_owned()),
        ("no JSON", "halfminute".to_owned()),
        ("nothing", String::new()),
        ("deep nesting", header(SLOT, &format!(r#","a":{}{}"#, "[".repeat(30_000), "]".repeat(30_000)))),
    ];
    for (what, spelling) in spellings {
        assert_ne!(spelling, sound, "{what}");
        assert_eq!(refusal(&seal(&spelling, NO_ACCOUNTS)), Some(Error::MalformedHeader), "{what}");
    }
}

#[test]
fn slots_have_one_spelling_too() {
    let changes = [
        ("another order", r#""m":65536,"t":3"#, r#""t":3,"m":65536"#),
        ("no kdf", r#""kdf":"argon2id","#, ""),
        ("another kdf", "argon2id", "argon2i"),
        ("a salt too short", r#""salt":"AAAAAAAAAAAAAAAAAAAAAA""#, r#""salt":"AAAAAAAAAAAAAAAAAAAA""#),
        ("a cost as text", r#""m":65536"#, r#""m":"65536""#),
        ("a cost with a fraction", r#""m":65536"#, r#""m":65536.0"#),
        ("a field twice", r#""t":3"#, r#""t":3,"t":3"#),
        ("an id of the wrong length", r#""id":"AAAAAAAAAAA""#, r#""id":"AAAA""#),
    ];
    for (what, from, to) in changes {
        let spelling = SLOT.replacen(from, to, 1);
        assert_ne!(spelling, SLOT, "{what}");
        assert_eq!(refusal(&seal(&header(&spelling, ""), NO_ACCOUNTS)), Some(Error::MalformedHeader), "{what}");
    }
    for slot in [r#"{"kind":"card"}"#, r#"{"id":7,"kind":"card"}"#, r#"{"kind":"passkey","id":"x"}"#, "7"] {
        assert_eq!(refusal(&seal(&header(slot, ""), NO_ACCOUNTS)), Some(Error::MalformedHeader), "{slot}");
    }
}

#[test]
fn slots_are_one_to_thirty_two_and_differ() {
    let slots = |count: usize| (0..count).map(slot).collect::<Vec<_>>().join(",");
    let opens = |slots: &str| refusal(&seal(&header(slots, ""), NO_ACCOUNTS));
    assert_eq!(opens(&slots(32)), None);
    assert_eq!(opens(&slots(33)), Some(Error::MalformedHeader));
    assert_eq!(opens(""), Some(Error::MalformedHeader));
    assert_eq!(opens(&format!("{SLOT},{SLOT}")), Some(Error::MalformedHeader));
    let same_id = r#"{"id":"AAAAAAAAAAA","kind":"card"}"#;
    assert_eq!(opens(&format!("{SLOT},{same_id}")), Some(Error::MalformedHeader));
    assert_eq!(opens(&format!("{SLOT},{}", same_id.replace("AAAAAAAAAAA", "x"))), None);
}

#[test]
fn critical_fields_are_refused_and_others_kept() {
    assert_eq!(
        refusal(&seal(&header(SLOT, r#","crit":["sealed"],"sealed":1"#), NO_ACCOUNTS)),
        Some(Error::UnknownCritical)
    );
    let later = r#","note":"kept \" \n","sizes":{"a":[1,null,true],"b":-9223372036854775808}"#;
    let unknown_slot = r#"{"credential":[1,2],"id":"x","kind":"card"}"#;
    let slots = format!("{unknown_slot},{}", SLOT.replace(r#""}"#, r#"","hint":"h"}"#));
    let mut vault = Vault::open(&seal(&header(&slots, later), NO_ACCOUNTS), &ticket()).unwrap();
    let resealed = vault.seal(1).unwrap();
    let line = header_of(&resealed);
    assert!(line.ends_with(&format!("{later}}}")), "{line}");
    // What was of version 1 has got a key pair, and is what it was beside that.
    let mut slots: Value = serde_json::from_str(&format!("[{slots}]")).unwrap();
    let written: Value = serde_json::from_str(line).unwrap();
    for field in ["privateNonce", "private", "key"] {
        slots[1][field] = written["slots"][1][field].clone();
        assert!(slots[1][field].is_string());
    }
    assert_eq!(written["slots"], slots);
    assert!(line.contains(&format!(r#""slots":[{unknown_slot},"#)) && line.contains(r#"","hint":"h"}"#), "{line}");
}

/// A wrong cost must not cost anything: the refusal comes before the derivation.
#[test]
fn costs_below_the_floor_and_above_the_ceiling_are_refused_at_once() {
    let costs = [
        (65_535, 3, 1),
        (8, 3, 1),
        (65_536, 2, 1),
        (65_536, 0, 1),
        (65_536, 3, 0),
        (1024 * 1024 + 1, 3, 1),
        (u32::MAX, 3, 1),
        (65_536, 65, 1),
        (65_536, u32::MAX, 1),
        (65_536, 3, 17),
        (1024 * 1024, 9, 1),
    ];
    let start = Instant::now();
    for (memory, passes, lanes) in costs {
        let slot = SLOT.replacen(r#""m":65536,"t":3,"p":1"#, &format!(r#""m":{memory},"t":{passes},"p":{lanes}"#), 1);
        let envelope = seal(&header(&slot, ""), NO_ACCOUNTS);
        assert_eq!(unlock(&envelope, PASSPHRASE, NOW).err(), Some(Error::KdfCost), "m={memory} t={passes} p={lanes}");
        assert_eq!(refusal(&envelope), Some(Error::KdfCost));
    }
    assert!(start.elapsed() < Duration::from_secs(1));
}

/// Each slot alone is within its limits; all together would stall a browser.
#[test]
fn the_cost_of_all_slots_together_has_a_ceiling() {
    let costly = |number| slot(number).replacen(r#""m":65536,"t":3"#, r#""m":1048576,"t":4"#, 1);
    let opens =
        |count: usize| refusal(&seal(&header(&(0..count).map(costly).collect::<Vec<_>>().join(","), ""), NO_ACCOUNTS));
    assert_eq!(opens(2), None);
    assert_eq!(opens(3), Some(Error::KdfCost));
}

#[test]
fn the_last_generation_cannot_be_followed() {
    let last = header(SLOT, "").replace(":7,", &format!(":{},", u64::MAX));
    let mut vault = Vault::open(&seal(&last, NO_ACCOUNTS), &ticket()).unwrap();
    assert_eq!(vault.seal(1).err(), Some(Error::MalformedHeader));
}

#[test]
fn tickets_of_other_shapes_are_of_no_session() {
    let envelope = holding(NO_ACCOUNTS);
    let sound = ticket().as_bytes().to_vec();
    let mut shapes: Vec<Vec<u8>> = (0..sound.len()).map(|length| sound[..length].to_vec()).collect();
    shapes.push([sound.as_slice(), &[0]].concat());
    shapes.push([&[2], &sound[1..]].concat());
    shapes.push([&[1, 0], &sound[2..]].concat());
    for shape in shapes {
        assert_eq!(
            Vault::open(&envelope, &Ticket::from_bytes(shape.clone())).err(),
            Some(Error::WrongSession),
            "{shape:?}"
        );
    }
    let wrong_key = [&sound[..48], &[0]].concat();
    assert_eq!(Vault::open(&envelope, &Ticket::from_bytes(wrong_key)).err(), Some(Error::Tampered));
}
