//! Slots as `docs/vault-format.md` has them, put together and taken apart without the core: what each version's slots hold,
//! and somebody who once knew a secret or a data key, and tries on every envelope whatever they lead to.

use std::collections::{BTreeMap, BTreeSet};

use argon2::{Algorithm, Argon2, Params, Version};
use base64ct::{Base64UrlUnpadded, Encoding};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use halfminute::vault::Ticket;
use hkdf::Hkdf;
use serde_json::Value;
use sha2::Sha256;
use x_wing::{Ciphertext, Decapsulate, DecapsulationKey};

type Bytes32 = [u8; 32];

/// What a person or a device has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Secret {
    Passphrase(Vec<u8>),
    Bytes(Vec<u8>),
}

impl Secret {
    /// A recovery key as it is printed.
    pub(crate) fn recovery(text: &str) -> Self {
        let groups = text.split('-').map(|group| group.parse::<u32>().unwrap() / 11);
        Self::Bytes(groups.flat_map(|value| u16::try_from(value).unwrap().to_be_bytes()).collect())
    }

    /// The key-encryption key that it gives for a slot.
    fn key(&self, slot: &Value) -> Option<Bytes32> {
        let mut key = [0; 32];
        let salt = decode(&slot["salt"])?;
        let kind = slot["kind"].as_str()?;
        match self {
            Self::Passphrase(passphrase) if kind == "passphrase" => {
                let number = |name: &str| u32::try_from(slot[name].as_u64().unwrap()).unwrap();
                let params = Params::new(number("m"), number("t"), number("p"), Some(32)).unwrap();
                let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                argon2.hash_password_into(passphrase, &salt, &mut key).unwrap();
            }
            Self::Bytes(secret) if kind != "passphrase" => {
                let info = format!("halfminute-kek/1 {kind}");
                Hkdf::<Sha256>::new(Some(&salt), secret).expand(info.as_bytes(), &mut key).unwrap();
            }
            _ => return None,
        }
        Some(key)
    }
}

/// Knows what they were told, and what they found out by it.
#[derive(Default)]
pub(crate) struct Intruder {
    secrets: BTreeSet<Secret>,
    data_keys: BTreeSet<Bytes32>,
    private_keys: BTreeSet<Bytes32>,
    /// What was derived, since that takes a while.
    derived: BTreeMap<(Secret, String), Option<Bytes32>>,
}

impl Intruder {
    pub(crate) fn knowing(secrets: &[Secret], tickets: &[Ticket]) -> Self {
        let data_keys = tickets.iter().map(data_key).collect();
        Self { secrets: secrets.iter().cloned().collect(), data_keys, ..Self::default() }
    }

    /// Learns from these envelopes until there is nothing more to learn, and says which of them open.
    pub(crate) fn opens(&mut self, envelopes: &[&[u8]]) -> Vec<bool> {
        loop {
            let before = (self.data_keys.len(), self.private_keys.len());
            for envelope in envelopes {
                self.learn(envelope);
            }
            if before == (self.data_keys.len(), self.private_keys.len()) {
                break;
            }
        }
        envelopes.iter().map(|envelope| self.data_keys.iter().any(|key| contents(envelope, key).is_some())).collect()
    }

    fn learn(&mut self, envelope: &[u8]) {
        let header = header(envelope);
        let vault = header["vault"].as_str().unwrap();
        for slot in header["slots"].as_array().unwrap() {
            let [first, second] = [1, 2].map(|version| aad(version, vault, slot));
            let mut keys: Vec<Bytes32> = self.data_keys.iter().copied().collect();
            for secret in &self.secrets {
                let known = self.derived.entry((secret.clone(), slot["salt"].to_string()));
                keys.extend(*known.or_insert_with(|| secret.key(slot)));
            }
            for key in &keys {
                let wrapped = |nonce: &str, field: &str, aad: &str| -> Option<Bytes32> {
                    let nonce = decode(&slot[nonce])?;
                    opened(key, &nonce, aad, &decode(&slot[field])?)?.try_into().ok()
                };
                self.data_keys.extend(wrapped("nonce", "wrapped", &first));
                self.private_keys.extend(wrapped("nonce", "private", &second));
                self.private_keys.extend(wrapped("privateNonce", "private", &second));
            }
            let info = format!("halfminute-data-key/2\n{vault}\n{}", slot["id"].as_str().unwrap());
            let sealed = decode(&slot["key"]).unwrap_or_default();
            let found = self.private_keys.iter().filter_map(|private| open_sealed(private, &info, &sealed));
            self.data_keys.extend(found.filter_map(|found| Bytes32::try_from(found).ok()).collect::<Vec<_>>());
        }
    }
}

pub(crate) fn data_key(ticket: &Ticket) -> Bytes32 {
    ticket.as_bytes()[17..].try_into().unwrap()
}

/// What was sealed to a key pair.
pub(crate) fn open_sealed(private: &Bytes32, info: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (capsule, ciphertext) = sealed.split_at_checked(1120)?;
    let shared = DecapsulationKey::from(*private).decapsulate(&Ciphertext::try_from(capsule).ok()?);
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(None, &shared).expand(info.as_bytes(), &mut key).unwrap();
    opened(&key, &[0; 24], info, ciphertext)
}

/// A slot of version 1, with these fields of its kind, that wraps the data key of a ticket.
pub(crate) fn first_slot(vault: &str, fields: &str, secret: &Secret, ticket: &Ticket) -> String {
    let slot: Value = serde_json::from_str(&format!("{{{fields}}}")).unwrap();
    let nonce = [0xE5; 24];
    let (key, aad) = (secret.key(&slot).unwrap(), aad(1, vault, &slot));
    let payload = Payload { msg: &data_key(ticket), aad: aad.as_bytes() };
    let wrapped = cipher(&key).encrypt(&XNonce::from(nonce), payload).unwrap();
    let [nonce, wrapped] = [nonce.as_slice(), &wrapped].map(Base64UrlUnpadded::encode_string);
    format!(r#"{{{fields},"nonce":"{nonce}","wrapped":"{wrapped}"}}"#)
}

pub(crate) fn header(envelope: &[u8]) -> Value {
    serde_json::from_slice(envelope.split(|byte| *byte == b'\n').nth(1).unwrap()).unwrap()
}

fn contents(envelope: &[u8], key: &Bytes32) -> Option<Vec<u8>> {
    let end = envelope.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1)?.0 + 1;
    let (aad, msg) = envelope.split_at(end);
    let nonce = XNonce::try_from(decode(&header(envelope)["nonce"])?.as_slice()).ok()?;
    cipher(key).decrypt(&nonce, Payload { msg, aad }).ok()
}

fn aad(version: u8, vault: &str, slot: &Value) -> String {
    let text = |name: &str| slot[name].as_str().unwrap_or_default();
    let [id, kind, salt, credential] = ["id", "kind", "salt", "credential"].map(text);
    let terms = match kind {
        "passphrase" => format!("passphrase argon2id m={} t={} p={} salt={salt}", slot["m"], slot["t"], slot["p"]),
        "passkey" => format!("passkey hkdf-sha256 salt={salt} credential={credential}"),
        "device" => format!("device hkdf-sha256 salt={salt} expires={}", slot["expires"]),
        _ => format!("{kind} hkdf-sha256 salt={salt}"),
    };
    format!("halfminute-slot/{version}\n{vault}\n{id}\n{terms}")
}

fn opened(key: &Bytes32, nonce: &[u8], aad: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let nonce = XNonce::try_from(nonce).ok()?;
    cipher(key).decrypt(&nonce, Payload { msg: sealed, aad: aad.as_bytes() }).ok()
}

fn cipher(key: &Bytes32) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(<&Key>::from(key))
}

fn decode(value: &Value) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(value.as_str()?).ok()
}
