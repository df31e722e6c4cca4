//! Slots that open: of a passkey, a recovery key, a device, wrapped as `docs/vault-format.md` says.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use halfminute::vault::{Vault, unlock, unlock_with, ways_into};
use hkdf::Hkdf;
use sha2::Sha256;

use crate::envelopes::{NO_ACCOUNTS, NOW, VAULT, encode, header, seal, ticket};

/// The recovery key of 16 bytes that are 7.
pub(crate) const TYPED: &str = "019789-019790-019791-019792-019793-019794-019795-019796";
const ID: &str = "AAAAAAAAAAA";
const LAST_EXPIRY: u64 = 1 << 53;

/// What becomes of a sound envelope of version 1, which this secret opens, before it is changed.
type Aged = fn(Vec<u8>, &[u8]) -> Vec<u8>;

pub(crate) fn as_it_is(envelope: Vec<u8>, _: &[u8]) -> Vec<u8> {
    envelope
}

/// It was written once in version 2.
pub(crate) fn inherited(envelope: Vec<u8>, _: &[u8]) -> Vec<u8> {
    Vault::open(&envelope, &ticket()).expect("it is sound").seal(NOW).expect("an open vault can be sealed")
}

/// Its slot was used in version 2, unless its time was over.
pub(crate) fn renewed(envelope: Vec<u8>, secret: &[u8]) -> Vec<u8> {
    let mut vault = Vault::open(&envelope, &ticket()).expect("it is sound");
    if let Ok(unlocked) = unlock_with(&envelope, ID, secret, NOW) {
        let renewed = unlocked.renewed.expect("it is of version 1");
        vault.renew_way(&renewed, NOW).expect("the same way in");
    }
    vault.seal(NOW).expect("an open vault can be sealed")
}

/// The first byte says of which kind, and how often one byte is changed: two bytes say where, and one how. Then eight
/// bytes say until when a device is trusted; what is left is the id of a passkey.
pub(crate) fn check(input: &[u8], aged: Aged) {
    let Some((first, rest)) = input.split_first() else { return };
    let Some((edits, rest)) = rest.split_at_checked(usize::from(first / 3 % 4) * 3) else { return };
    let Some((expires, credential)) = rest.split_first_chunk() else { return };
    let expires = u64::from_be_bytes(*expires);
    let kind = ["passkey", "recovery", "device"][usize::from(first % 3)];
    let secret: &[u8] = if kind == "recovery" { &[7; 16] } else { &[7; 32] };
    let sound = match kind {
        "passkey" => (1..=1023).contains(&credential.len()),
        "device" => (1..=LAST_EXPIRY).contains(&expires),
        _ => true,
    };
    let mut envelope = envelope(kind, expires, credential, secret);
    assert_eq!(ways_into(&envelope).is_ok(), sound);
    if sound {
        envelope = aged(envelope, secret);
    }

    let mut changed = envelope.clone();
    for edit in edits.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % changed.len();
        changed[at] ^= edit[2];
    }
    let opened = unlock_with(&changed, ID, secret, NOW);
    let typed = unlock(&changed, TYPED.as_bytes(), NOW);
    if changed != envelope {
        assert!(opened.is_err() && typed.is_err(), "a changed envelope opened");
        return;
    }
    assert_eq!(opened.is_ok(), sound && (kind != "device" || expires > NOW));
    assert_eq!(typed.is_ok(), kind == "recovery");
    if let Ok(opened) = opened {
        Vault::open(&envelope, &opened.ticket).expect("it is the ticket of this vault");
    }
}

fn envelope(kind: &str, expires: u64, credential: &[u8], secret: &[u8]) -> Vec<u8> {
    let (vault, credential) = (encode(&VAULT), encode(credential));
    let (salt, nonce) = ([0xD4; 32], [0xE5; 24]);
    let (field, bound) = match kind {
        "passkey" => (format!(r#""credential":"{credential}","#), format!(" credential={credential}")),
        "device" => (format!(r#""expires":{expires},"#), format!(" expires={expires}")),
        _ => (String::new(), String::new()),
    };
    let mut key = [0; 32];
    let info = format!("halfminute-kek/1 {kind}");
    Hkdf::<Sha256>::new(Some(&salt), secret).expand(info.as_bytes(), &mut key).expect("32 bytes");
    let aad = format!("halfminute-slot/1\n{vault}\n{ID}\n{kind} hkdf-sha256 salt={}{bound}", encode(&salt));
    let ticket = ticket();
    let data_key = ticket.as_bytes().get(17..49).expect("a ticket has 49 bytes");
    let wrapped = XChaCha20Poly1305::new(<&Key>::from(&key))
        .encrypt(&XNonce::from(nonce), Payload { msg: data_key, aad: aad.as_bytes() })
        .expect("a short message is sealed");
    let slot = format!(
        r#"{{"kind":"{kind}","id":"{ID}","kdf":"hkdf-sha256",{field}"salt":"{}","nonce":"{}","wrapped":"{}"}}"#,
        encode(&salt),
        encode(&nonce),
        encode(&wrapped)
    );
    seal(&header(&slot, ""), NO_ACCOUNTS)
}
