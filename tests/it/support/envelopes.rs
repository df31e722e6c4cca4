//! Envelopes put together piece by piece, under a data key that the tests know, so that each rule of the format can
//! be broken on its own and no passphrase has to be stretched.

use base64ct::{Base64UrlUnpadded, Encoding};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use halfminute::vault::{Ticket, Vault};
use serde_json::Value;

pub(crate) const NOW: u64 = 1_700_000_000_000;
pub(crate) const VAULT: [u8; 16] = [0xA1; 16];
pub(crate) const NONCE: [u8; 24] = [0xB2; 24];
const DATA_KEY: [u8; 32] = [0xC3; 32];

/// Well formed, though no passphrase opens it.
pub(crate) const SLOT: &str = concat!(
    r#"{"kind":"passphrase","id":"AAAAAAAAAAA","kdf":"argon2id","m":65536,"t":3,"p":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA","#,
    r#""nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","#,
    r#""wrapped":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#
);
pub(crate) const NO_ACCOUNTS: &str = r#"{"accounts":[],"written":0}"#;

/// What opens every envelope made here.
pub(crate) fn ticket() -> Ticket {
    Ticket::from_bytes([&[1], VAULT.as_slice(), &DATA_KEY].concat())
}

/// The header line of generation 7, with these slots and with `more` before its closing brace.
pub(crate) fn header(slots: &str, more: &str) -> String {
    let (vault, nonce) = (encode(&VAULT), encode(&NONCE));
    format!(r#"{{"vault":"{vault}","generation":7,"slots":[{slots}],"nonce":"{nonce}"{more}}}"#)
}

/// Seals `contents` below any magic line and header line, sound or not.
pub(crate) fn seal_below(magic: &str, header: &str, contents: &str) -> Vec<u8> {
    let aad = format!("{magic}\n{header}\n").into_bytes();
    let payload = Payload { msg: contents.as_bytes(), aad: &aad };
    let sealed = cipher().encrypt(&XNonce::from(NONCE), payload).unwrap();
    [aad, sealed].concat()
}

/// Seals `contents` below a header line.
pub(crate) fn seal(header: &str, contents: &str) -> Vec<u8> {
    seal_below("halfminute-vault/1", header, contents)
}

/// An envelope with these contents.
pub(crate) fn holding(contents: &str) -> Vec<u8> {
    seal(&header(SLOT, ""), contents)
}

/// An unlocked vault without accounts.
pub(crate) fn empty_vault() -> Vault {
    Vault::open(&holding(NO_ACCOUNTS), &ticket()).unwrap()
}

/// The header line of an envelope.
pub(crate) fn header_of(envelope: &[u8]) -> &str {
    std::str::from_utf8(envelope.split(|byte| *byte == b'\n').nth(1).unwrap()).unwrap()
}

/// What an envelope holds, padding included.
pub(crate) fn contents_of(envelope: &[u8]) -> String {
    contents_under(envelope, &ticket())
}

/// The same of one that another ticket opens.
pub(crate) fn contents_under(envelope: &[u8], ticket: &Ticket) -> String {
    let length = envelope.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 1;
    let (aad, msg) = envelope.split_at(length);
    let header: Value = serde_json::from_str(header_of(envelope)).unwrap();
    let nonce = Base64UrlUnpadded::decode_vec(header["nonce"].as_str().unwrap()).unwrap();
    let nonce = XNonce::try_from(nonce.as_slice()).unwrap();
    let cipher = XChaCha20Poly1305::new(<&Key>::try_from(&ticket.as_bytes()[17..]).unwrap());
    String::from_utf8(cipher.decrypt(&nonce, Payload { msg, aad }).unwrap()).unwrap()
}

/// Contents without the public keys of the slots, which are others in each copy, and without padding.
pub(crate) fn without_keys(contents: &str) -> String {
    let Some((before, rest)) = contents.trim_end().split_once(r#","keys":["#) else {
        return contents.trim_end().to_owned();
    };
    [before, rest.split_once(']').unwrap().1].concat()
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

pub(crate) fn decode(text: &str) -> Vec<u8> {
    Base64UrlUnpadded::decode_vec(text).unwrap()
}

fn cipher() -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(<&Key>::from(&DATA_KEY))
}
