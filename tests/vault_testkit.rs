//! The vault's test kit (`vault_testkit/README.md`): what another writer made, and what a reader must answer.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "clippy.toml reaches test functions, not their helpers"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use base64ct::{Base64UrlUnpadded, Encoding};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use halfminute::vault::{Error, Ticket, Vault, unlock, unlock_with, ways_into};
use serde_json::{Value, json};

const NOW: u64 = 1_700_000_000_000;
/// The time of the codes.
const MOMENT: u64 = 59_000;
/// A derivation of what the kit's slots cost before work takes several times as long, whatever the machine.
const NO_WORK: Duration = Duration::from_secs(1);

fn cases() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault_testkit");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect();
    files.sort();
    assert!(files.len() > 500, "where are the cases?");
    files.iter().map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()).collect()
}

fn bytes(value: &Value) -> Vec<u8> {
    Base64UrlUnpadded::decode_vec(value.as_str().unwrap()).unwrap()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn envelope(case: &Value) -> Vec<u8> {
    let mut envelope = bytes(&case["envelope"]);
    let insert = &case["insert"];
    if !insert.is_null() {
        let byte = u8::try_from(number(&insert["byte"])).unwrap();
        let at = number(&insert["at"]);
        envelope.splice(at..at, vec![byte; number(&insert["times"])]);
    }
    envelope
}

/// The ticket that a way of a case gives.
fn ticket(envelope: &[u8], way: &Value) -> Result<Ticket, Error> {
    if !way["ticket"].is_null() {
        return Ok(Ticket::from_bytes(bytes(&way["ticket"])));
    }
    if let Some(typed) = way["passphrase"].as_str() {
        return unlock(envelope, typed.as_bytes(), NOW).map(|unlocked| unlocked.ticket);
    }
    if let Some(typed) = way["recovery"].as_str() {
        let unlocked = unlock(envelope, typed.as_bytes(), NOW).map(|unlocked| unlocked.ticket);
        // What a person types is tried as a passphrase too, and the answer is the same.
        return unlocked.map_err(|error| if error == Error::WrongPassphrase { Error::WrongSecret } else { error });
    }
    let kind = if way["passkey"].is_null() { "device" } else { "passkey" };
    with_secret(envelope, kind, &bytes(&way[kind]), way["now"].as_u64().unwrap_or(NOW))
}

/// By the first slot of this kind that opens.
fn with_secret(envelope: &[u8], kind: &str, secret: &[u8], now: u64) -> Result<Ticket, Error> {
    let mut refusal = Error::WrongSecret;
    for way in ways_into(envelope)?.iter().filter(|way| way.kind == kind) {
        match unlock_with(envelope, &way.id, secret, now) {
            Err(error @ (Error::WrongSecret | Error::DeviceExpired)) => refusal = error,
            result => return result.map(|unlocked| unlocked.ticket),
        }
    }
    Err(refusal)
}

fn open(envelope: &[u8], way: &Value) -> Result<(Vault, Ticket), Error> {
    let ticket = ticket(envelope, way)?;
    Ok((Vault::open(envelope, &ticket)?, ticket))
}

fn verdict(envelope: &[u8], way: &Value) -> &'static str {
    open(envelope, way).map_or_else(Error::code, |_| "opens")
}

#[test]
fn every_refusal_has_its_name_and_those_before_work_cost_nothing() {
    let mut wrong = Vec::new();
    for case in cases().iter().filter(|case| case["verdict"] != "opens" && case["each"].is_null()) {
        let envelope = envelope(case);
        for way in case["open"].as_array().unwrap() {
            let start = Instant::now();
            let verdict = verdict(&envelope, way);
            if verdict != case["verdict"] {
                wrong.push(format!("{}: {verdict}, not {}. {}", case["name"], case["verdict"], case["why"]));
            }
            if case["phase"] == "before-work" && start.elapsed() > NO_WORK {
                wrong.push(format!("{} was worked on", case["name"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_opens_holds_what_was_written() {
    for case in cases().iter().filter(|case| case["verdict"] == "opens") {
        let envelope = envelope(case);
        for way in case["open"].as_array().unwrap() {
            let (mut vault, ticket) = open(&envelope, way).unwrap_or_else(|error| panic!("{}: {error}", case["name"]));
            check_accounts(case, &vault);
            check_logs(case, &vault);
            check_rewritten(case, &envelope, &mut vault, &ticket);
        }
    }
}

/// Every view against what the other writer says that it wrote.
fn check_accounts(case: &Value, vault: &Vault) {
    let name = &case["name"];
    let listing = vault.list(None, MOMENT);
    assert_eq!(listing.unreadable, number(&case["unreadable"]), "{name}");
    let (bin, live): (Vec<&Value>, Vec<_>) =
        case["accounts"].as_array().unwrap().iter().partition(|account| account["deleted"].is_u64());
    assert_eq!((listing.accounts.len(), listing.bin.len()), (live.len(), bin.len()), "{name}");
    for account in live {
        let shown = listing.accounts.iter().find(|shown| shown.name == account["name"]);
        let shown = shown.unwrap_or_else(|| panic!("{name}: no {}", account["name"]));
        assert_eq!(shown.issuer, account["issuer"].as_str().unwrap(), "{name}");
        let code = shown.code.as_ref().map(|code| code.text.as_str());
        assert_eq!(code, case["codes"][&shown.name].as_str(), "{name}: {}", shown.name);
        let details = serde_json::to_value(vault.details(&shown.id).unwrap()).unwrap();
        for field in ["type", "algorithm", "digits", "period", "counter"] {
            // What is not said of an account is null in either; a counter may be more than JavaScript counts.
            let (ours, theirs) = (&details["parameters"][field], &account[field]);
            assert_eq!(ours.to_string().trim_matches('"'), theirs.to_string().trim_matches('"'), "{name}: {field}");
        }
        let sites = details["sites"].as_array().unwrap().iter().map(|site| match site["rule"].as_str().unwrap() {
            "domain" => site["origin"].as_str().unwrap().to_owned(),
            rule => format!("{rule} {}", site["origin"].as_str().unwrap()),
        });
        let expected = account["sites"].as_array().into_iter().flatten().map(|site| site.as_str().unwrap().to_owned());
        assert_eq!(sites.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{name}");
    }
    for account in bin {
        // JavaScript counts no further.
        let deleted = account["deleted"].as_u64().unwrap().min((1 << 53) - 1);
        assert!(
            listing.bin.iter().any(|shown| shown.name == account["name"] && shown.deleted == deleted),
            "{name}: no {} in the bin",
            account["name"]
        );
    }
}

/// Which entry of each log is not what it should be.
fn check_logs(case: &Value, vault: &Vault) {
    let logs: Vec<Value> =
        vault.logs().iter().map(|log| json!({ "entries": log.entries.len(), "broken": log.broken_at })).collect();
    let expected = case["logs"].as_array().cloned().unwrap_or_default();
    assert_eq!(logs, expected, "{}", case["name"]);
}

/// The next generation has the same header but for its number and its nonce, and keeps what nobody understands.
fn check_rewritten(case: &Value, envelope: &[u8], vault: &mut Vault, ticket: &Ticket) {
    let name = &case["name"];
    let sealed = match (vault.seal(NOW), &case["rewrite"]) {
        (Ok(sealed), Value::Null) => sealed,
        (result, expected) => {
            assert_eq!(result.map_err(Error::code).err(), expected.as_str(), "{name}");
            return;
        }
    };
    vault.verify(&sealed).unwrap();
    let next = header(&sealed);
    let fields: Value = serde_json::from_str(&next).unwrap();
    let before = header(envelope);
    let was: Value = serde_json::from_str(&before).unwrap();
    let generation = was["generation"].as_u64().unwrap();
    let raised = before
        .replacen(&format!(r#""generation":{generation},"#), &format!(r#""generation":{},"#, generation + 1), 1)
        .replacen(was["nonce"].as_str().unwrap(), fields["nonce"].as_str().unwrap(), 1);
    assert_ne!(was["nonce"], fields["nonce"], "{name}");
    assert_eq!(next, raised, "{name}");

    let contents = contents(&sealed, ticket);
    for kept in case["kept"].as_array().into_iter().flatten() {
        assert!(contents.contains(kept.as_str().unwrap()), "{name}: {kept} is gone");
    }
    if let Some(expected) = case["parts"].as_object() {
        let parts: Value = serde_json::from_str(&contents).unwrap();
        for (part, expected) in expected {
            assert_eq!(&parts[part], expected, "{name}: {part}");
        }
    }
    let again = Vault::open(&sealed, ticket).unwrap();
    check_accounts(case, &again);
    check_logs(case, &again);
}

fn header(envelope: &[u8]) -> String {
    String::from_utf8(envelope.split(|byte| *byte == b'\n').nth(1).unwrap().to_vec()).unwrap()
}

fn contents(envelope: &[u8], ticket: &Ticket) -> String {
    let line_feeds = envelope.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let (aad, msg) = envelope.split_at(line_feeds.map(|(at, _)| at + 1).nth(1).unwrap());
    let header: Value = serde_json::from_str(&header(envelope)).unwrap();
    let nonce = XNonce::try_from(bytes(&header["nonce"]).as_slice()).unwrap();
    let key = <&Key>::try_from(&ticket.as_bytes()[17..49]).unwrap();
    let opened = XChaCha20Poly1305::new(key).decrypt(&nonce, Payload { msg, aad }).unwrap();
    String::from_utf8(opened).unwrap()
}

#[test]
fn every_flipped_bit_and_every_length_is_refused_as_another_reader_refuses_it() {
    let each: Vec<Value> = cases().into_iter().filter(|case| !case["each"].is_null()).collect();
    assert_eq!(each.len(), 2);
    for case in each {
        let envelope = envelope(&case);
        let way = &case["open"][0];
        let mut counts = BTreeMap::<&str, u64>::new();
        for changed in changed(&envelope, case["each"].as_str().unwrap()) {
            *counts.entry(verdict(&changed, way)).or_default() += 1;
        }
        assert_eq!(serde_json::to_value(&counts).unwrap(), case["verdict"], "{}", case["name"]);
        assert!(!counts.contains_key("opens"));
    }
}

fn changed(envelope: &[u8], how: &str) -> Vec<Vec<u8>> {
    match how {
        "truncation" => (0..envelope.len()).map(|length| envelope[..length].to_vec()).collect(),
        "flipped-bit" => (0..envelope.len() * 8)
            .map(|bit| {
                let mut changed = envelope.to_vec();
                changed[bit / 8] ^= 1 << (bit % 8);
                changed
            })
            .collect(),
        _ => panic!("{how} is unknown"),
    }
}
