//! What a writer makes of an envelope of the kit, read without the core.

use std::collections::{BTreeMap, BTreeSet};

use base64ct::{Base64UrlUnpadded, Encoding};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde_json::Value;
use sha2::Sha256;
use x_wing::{Ciphertext, Decapsulate, DecapsulationKey, Decapsulator, EncapsulationKey, KeyExport};

const KINDS: [&str; 4] = ["passphrase", "passkey", "recovery", "device"];
/// What stands before the sealed data key.
const CAPSULE: usize = 1120;

pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    Base64UrlUnpadded::decode_vec(value.as_str().unwrap()).unwrap()
}

/// An envelope in its parts. The data key that opens it is no part of it.
pub(crate) struct Written<'e> {
    pub(crate) version: char,
    /// As it is spelt.
    pub(crate) line: String,
    pub(crate) header: Value,
    envelope: &'e [u8],
}

impl<'e> Written<'e> {
    pub(crate) fn new(envelope: &'e [u8]) -> Self {
        let mut lines = envelope.split(|byte| *byte == b'\n').map(|line| String::from_utf8_lossy(line).into_owned());
        let version = lines.next().unwrap().strip_prefix("halfminute-vault/").unwrap().parse().unwrap();
        let line = lines.next().unwrap();
        Written { version, header: serde_json::from_str(&line).unwrap(), line, envelope }
    }

    pub(crate) fn slots(&self) -> &[Value] {
        self.header["slots"].as_array().unwrap()
    }

    pub(crate) fn contents(&self, data_key: &[u8]) -> String {
        let line_feeds = self.envelope.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let (aad, sealed) = self.envelope.split_at(line_feeds.map(|(at, _)| at + 1).nth(1).unwrap());
        String::from_utf8(open(data_key, &bytes(&self.header["nonce"]), aad, sealed).unwrap()).unwrap()
    }

    /// The public keys in the contents. What else is there may be too deep to be parsed.
    pub(crate) fn keys(&self, data_key: &[u8]) -> Vec<Value> {
        let contents = self.contents(data_key);
        let Some((_, behind)) = contents.split_once(r#""keys":"#) else { return Vec::new() };
        let keys: Value = serde_json::Deserializer::from_str(behind).into_iter().next().unwrap().unwrap();
        keys.as_array().unwrap().clone()
    }

    /// What the slot's private key opens.
    fn data_key(&self, slot: &Value, private: &DecapsulationKey) -> Option<Vec<u8>> {
        let key = bytes(&slot["key"]);
        let (capsule, sealed) = key.split_at(CAPSULE);
        let shared = private.decapsulate(&Ciphertext::try_from(capsule).unwrap());
        let info = format!("halfminute-data-key/2\n{}\n{}", text(&self.header["vault"]), text(&slot["id"]));
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(None, &shared).expand(info.as_bytes(), &mut key).unwrap();
        open(&key, &[0; 24], info.as_bytes(), sealed)
    }

    /// The text that a slot's secret parts are bound to.
    fn binding(&self, slot: &Value) -> String {
        let (kind, salt) = (text(&slot["kind"]), text(&slot["salt"]));
        let terms = match kind {
            "passphrase" => format!("argon2id m={} t={} p={} salt={salt}", slot["m"], slot["t"], slot["p"]),
            "passkey" => format!("hkdf-sha256 salt={salt} credential={}", text(&slot["credential"])),
            "device" => format!("hkdf-sha256 salt={salt} expires={}", slot["expires"]),
            _ => format!("hkdf-sha256 salt={salt}"),
        };
        format!("halfminute-slot/2\n{}\n{}\n{kind} {terms}", text(&self.header["vault"]), text(&slot["id"]))
    }
}

pub(crate) fn is_of_a_known_kind(slot: &Value) -> bool {
    KINDS.contains(&text(&slot["kind"]))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn open(key: &[u8], nonce: &[u8], aad: &[u8], msg: &[u8]) -> Option<Vec<u8>> {
    let cipher = XChaCha20Poly1305::new(<&Key>::try_from(key).unwrap());
    cipher.decrypt(&XNonce::try_from(nonce).unwrap(), Payload { msg, aad }).ok()
}

fn private_key(bytes: &[u8]) -> DecapsulationKey {
    DecapsulationKey::from(<[u8; 32]>::try_from(bytes).unwrap())
}

/// What the header's line is when only a writer's own two fields are new.
pub(crate) fn raised(before: &Written, after: &Written) -> String {
    let generation = before.header["generation"].as_u64().unwrap();
    let raised = format!(r#""generation":{},"#, generation + 1);
    let before_line = before.line.replacen(&format!(r#""generation":{generation},"#), &raised, 1);
    before_line.replacen(text(&before.header["nonce"]), text(&after.header["nonce"]), 1)
}

/// That a header of version 1 became one of version 2 with every slot inherited: each has three fields more, right behind
/// `wrapped`, which lead from the data key of version 1 to itself; all else is as it was, but for later fields that had their
/// names.
pub(crate) fn check_inherited(name: &str, before: &Written, after: &Written, data_key: &[u8]) {
    let keys = after.keys(data_key);
    let mut line = after.line.clone();
    for slot in after.slots().iter().filter(|slot| is_of_a_known_kind(slot)) {
        let field = |name: &str| format!(r#","{name}":"{}""#, text(&slot[name]));
        let added = ["privateNonce", "private", "key"].map(field).concat();
        let wrapped = field("wrapped");
        assert!(line.contains(&format!("{wrapped}{added}")), "{name}: {slot}");
        line = line.replacen(&added, "", 1);

        let (nonce, binding) = (bytes(&slot["privateNonce"]), after.binding(slot));
        let private = open(data_key, &nonce, binding.as_bytes(), &bytes(&slot["private"])).unwrap();
        let private = private_key(&private);
        assert_eq!(after.data_key(slot, &private).unwrap(), data_key, "{name}: {slot}");
        let public = private.encapsulation_key().to_bytes();
        let known = keys.iter().find(|key| key["slot"] == slot["id"]).unwrap();
        assert_eq!(bytes(&known["public"]), public.as_slice(), "{name}: {slot}");
    }
    let mut expected = raised(before, after);
    for slot in before.slots().iter().filter(|slot| is_of_a_known_kind(slot)) {
        for field in ["key", "private", "privateNonce"] {
            if let Some(value) = slot.get(field) {
                expected = expected.replacen(&format!(r#","{field}":{value}"#), "", 1);
            }
        }
    }
    assert_eq!(line, expected, "{name}");
}

/// That `keys` are of slots that there are, and each that was there is as it was.
pub(crate) fn check_keys(name: &str, before: &Written, after: &Written, data_key: &[u8]) {
    let there = |key: &Value| after.slots().iter().any(|slot| slot["id"] == key["slot"]);
    let expected: Vec<Value> = before.keys(data_key).into_iter().filter(there).collect();
    assert_eq!(expected, after.keys(data_key), "{name}");
}

/// The slots that a new data key can be sealed to, by what the contents say.
pub(crate) fn staying(written: &Written, data_key: &[u8]) -> Vec<Value> {
    let keys = written.keys(data_key);
    let known: BTreeSet<&str> = keys.iter().filter_map(usable).collect();
    written.slots().iter().filter(|slot| known.contains(text(&slot["id"]))).cloned().collect()
}

/// That a new data key is sealed to the slots that stay, and that nothing else of these has changed. `privates` are those
/// of slots of unknown kinds.
pub(crate) fn check_new_data_key(name: &str, before: &Written, after: &Written, keys: [&[u8]; 2], privates: &Value) {
    let [old, new] = keys;
    let ids = |slots: &[Value]| slots.iter().map(|slot| slot["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&staying(before, old)), ids(after.slots()), "{name}: who stays");
    assert_ne!(old, new, "{name}");
    for slot in after.slots() {
        let mut was = before.slots().iter().find(|one| one["id"] == slot["id"]).unwrap().clone();
        assert_ne!(was["key"], slot["key"], "{name}: {slot}");
        was["key"] = slot["key"].clone();
        assert_eq!(&was, slot, "{name}");
        if let Some(private) = privates.get(text(&slot["id"])) {
            assert_eq!(after.data_key(slot, &private_key(&bytes(private))).unwrap(), new, "{name}: {slot}");
        }
    }
}

/// The slot of a public key that ML-KEM can seal to.
fn usable(key: &Value) -> Option<&str> {
    EncapsulationKey::try_from(bytes(&key["public"]).as_slice()).ok().map(|_| text(&key["slot"]))
}

/// That a slot has a key pair of its own that is known, while its id and how its key is derived are what they were.
pub(crate) fn check_own(name: &str, id: &str, before: &Written, after: &Written, old: &[u8]) {
    let of = |written: &Written| written.slots().iter().find(|slot| slot["id"] == id).unwrap().clone();
    let (was, is) = (of(before), of(after));
    for field in ["wrapped", "privateNonce"] {
        assert!(is.get(field).is_none(), "{name}: {is}");
    }
    for field in ["nonce", "private", "key"] {
        assert_ne!(was[field], is[field], "{name}: {field}");
    }
    let rest = |slot: Value| {
        let fields = slot.as_object().unwrap().clone().into_iter();
        fields
            .filter(|(field, _)| !["wrapped", "privateNonce", "nonce", "private", "key"].contains(&field.as_str()))
            .collect::<BTreeMap<_, _>>()
    };
    assert_eq!(rest(was), rest(is), "{name}");
    // There is a new data key, so those that it can't be sealed to are gone.
    let mut stay: Vec<Value> = staying(before, old).iter().map(|slot| slot["id"].clone()).collect();
    stay.push(id.into());
    let ids = |written: &Written| written.slots().iter().map(|slot| slot["id"].clone()).collect::<Vec<_>>();
    let expected: Vec<_> = ids(before).into_iter().filter(|id| stay.contains(id)).collect();
    assert_eq!(expected, ids(after), "{name}");
}
