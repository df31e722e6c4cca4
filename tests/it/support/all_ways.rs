//! Vaults with a way in of each kind, of version 1 and of version 2, and what opens them.

use std::sync::LazyLock;

use halfminute::vault::{
    Cost, Error, Particulars, SecretKind, Ticket, Unlocked, Vault, make_passphrase_slot, unlock, unlock_with,
};
use serde_json::Value;

use crate::support::envelopes::{self, NO_ACCOUNTS, NOW, VAULT, encode, seal, ticket};
use crate::support::intruder::{Secret, data_key, first_slot, header};

pub(crate) const PASSPHRASE: &[u8] = b"correct horse battery staple";
pub(crate) const PASSKEY: [u8; 32] = [7; 32];
pub(crate) const DEVICE: [u8; 32] = [8; 32];
/// The recovery key of 16 bytes that are 7.
pub(crate) const RECOVERY: &str = "019789-019790-019791-019792-019793-019794-019795-019796";
pub(crate) const IDS: [&str; 4] = ["AAAAAAAAAAA", "AQAAAAAAAAA", "AgAAAAAAAAA", "AwAAAAAAAAA"];

pub(crate) fn secrets() -> [Secret; 4] {
    let [passkey, device] = [PASSKEY, DEVICE].map(|secret| Secret::Bytes(secret.to_vec()));
    [Secret::Passphrase(PASSPHRASE.to_vec()), passkey, Secret::recovery(RECOVERY), device]
}

/// The slots of a vault of version 1, each kind once. Deriving the passphrase's key takes a while.
pub(crate) static OF_VERSION_1: LazyLock<[String; 4]> = LazyLock::new(|| {
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

pub(crate) fn sealed_in_version_1(slots: &[String]) -> Vec<u8> {
    seal(&envelopes::header(&slots.join(","), ""), NO_ACCOUNTS)
}

/// By the way of this number.
pub(crate) fn unlock_by(envelope: &[u8], way: usize) -> Result<Unlocked, Error> {
    match way {
        0 => unlock(envelope, PASSPHRASE, NOW),
        1 => unlock_with(envelope, IDS[1], &PASSKEY, NOW),
        2 => unlock(envelope, RECOVERY.as_bytes(), NOW),
        _ => unlock_with(envelope, IDS[3], &DEVICE, NOW),
    }
}

pub(crate) fn enrol(vault: &mut Vault) {
    let offer = vault.offer(b"otpauth://totp/user?secret=GEZDGNBVGY3TQOJQ", None).unwrap();
    vault.accept(&(&offer.pending[0]).into(), &|_| None, NOW).unwrap();
}

pub(crate) fn inherited(vault: &Vault) -> Vec<bool> {
    vault.ways().iter().map(|way| way.inherited).collect()
}

pub(crate) fn ids(vault: &Vault) -> Vec<String> {
    vault.ways().into_iter().map(|way| way.id).collect()
}

/// The events of the log, as their names and details.
pub(crate) fn said(vault: &Vault) -> Vec<String> {
    let of = |event: &str| -> Value { serde_json::from_str(event).unwrap() };
    let events = vault.logs().into_iter().flat_map(|log| log.entries).map(|entry| of(&entry.event));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    events.map(|event| format!("{} {}", text(&event["what"]), text(&event["detail"])).trim().to_owned()).collect()
}

/// A vault of version 2 with a way of each kind, none of them inherited, and the secrets of these.
pub(crate) struct Whole {
    pub(crate) vault: Vault,
    pub(crate) secrets: Vec<(String, Secret)>,
}

pub(crate) fn whole() -> Whole {
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

/// Contents in the place of those of an envelope, under its header.
pub(crate) fn again(envelope: &[u8], contents: &str, ticket: &Ticket) -> Vec<u8> {
    use chacha20poly1305::aead::{Aead, KeyInit, Payload};
    use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
    let end = envelope.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 1;
    let nonce = envelopes::decode(header(envelope)["nonce"].as_str().unwrap());
    let payload = Payload { msg: contents.as_bytes(), aad: &envelope[..end] };
    let cipher = XChaCha20Poly1305::new(<&Key>::from(&data_key(ticket)));
    let sealed = cipher.encrypt(&XNonce::try_from(nonce.as_slice()).unwrap(), payload).unwrap();
    [&envelope[..end], &sealed].concat()
}
