//! The vault's test kit (`vault_testkit/README.md`): what another writer made, and what a reader must answer.

mod rewriting;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use halfminute::vault::{Error, Ticket, Unlocked, Vault, unlock, unlock_with, ways_into};
use rewriting::{Written, bytes, check_inherited, check_keys, check_new_data_key, check_own, raised, staying};
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

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// Each envelope that a case means, with what to call it.
fn envelopes(case: &Value) -> Vec<(String, Vec<u8>)> {
    let mut envelope = bytes(&case["envelope"]);
    let insert = &case["insert"];
    if !insert.is_null() {
        let byte = u8::try_from(number(&insert["byte"])).unwrap();
        let at = number(&insert["at"]);
        envelope.splice(at..at, vec![byte; number(&insert["times"])]);
    }
    let name = case["name"].as_str().unwrap();
    let Some(changes) = case["changes"].as_object() else { return vec![(name.to_owned(), envelope)] };
    let each = changes.iter().map(|(change, edits)| {
        let mut envelope = envelope.clone();
        for edit in edits.as_array().unwrap().iter().rev() {
            let at = number(&edit[0]);
            envelope.splice(at..at + number(&edit[1]), bytes(&edit[2]));
        }
        (format!("{name}: {change}"), envelope)
    });
    each.collect()
}

/// What a way of a case opens; a ticket is of no slot.
enum Opened {
    Ticket(Ticket),
    Slot(Unlocked),
}

impl Opened {
    fn ticket(&self) -> &Ticket {
        match self {
            Opened::Ticket(ticket) => ticket,
            Opened::Slot(unlocked) => &unlocked.ticket,
        }
    }
}

fn unlocked(envelope: &[u8], way: &Value) -> Result<Opened, Error> {
    if !way["ticket"].is_null() {
        return Ok(Opened::Ticket(Ticket::from_bytes(bytes(&way["ticket"]))));
    }
    if let Some(typed) = way["passphrase"].as_str() {
        return unlock(envelope, typed.as_bytes(), NOW).map(Opened::Slot);
    }
    if let Some(typed) = way["recovery"].as_str() {
        // What a person types is tried as a passphrase too, and the answer is the same.
        let error = |error| if error == Error::WrongPassphrase { Error::WrongSecret } else { error };
        return unlock(envelope, typed.as_bytes(), NOW).map(Opened::Slot).map_err(error);
    }
    let kind = if way["passkey"].is_null() { "device" } else { "passkey" };
    with_secret(envelope, kind, &bytes(&way[kind]), way["now"].as_u64().unwrap_or(NOW)).map(Opened::Slot)
}

/// By the first slot of this kind that opens.
fn with_secret(envelope: &[u8], kind: &str, secret: &[u8], now: u64) -> Result<Unlocked, Error> {
    let mut refusal = Error::WrongSecret;
    for way in ways_into(envelope)?.iter().filter(|way| way.kind == kind) {
        match unlock_with(envelope, &way.id, secret, now) {
            Err(error @ (Error::WrongSecret | Error::DeviceExpired)) => refusal = error,
            result => return result,
        }
    }
    Err(refusal)
}

fn open(envelope: &[u8], way: &Value) -> Result<(Vault, Opened), Error> {
    let opened = unlocked(envelope, way)?;
    Ok((Vault::open(envelope, opened.ticket())?, opened))
}

fn verdict(envelope: &[u8], way: &Value) -> String {
    open(envelope, way).map_or_else(name_of, |_| "opens".to_owned())
}

/// An error as docs/vault-format.md names it: of a recovery key's group with its number.
fn name_of(error: Error) -> String {
    match error {
        Error::RecoveryGroup { group } => format!("{}-{group}", error.code()),
        _ => error.code().to_owned(),
    }
}

#[test]
fn every_refusal_has_its_name_and_those_before_work_cost_nothing() {
    let mut wrong = Vec::new();
    for case in cases().iter().filter(|case| case["verdict"] != "opens" && case["each"].is_null()) {
        for (name, envelope) in envelopes(case) {
            for way in case["open"].as_array().unwrap() {
                let start = Instant::now();
                let verdict = verdict(&envelope, way);
                if verdict != case["verdict"] {
                    wrong.push(format!("{name}: {verdict}, not {}. {}", case["verdict"], case["why"]));
                }
                if case["phase"] == "before-work" && start.elapsed() > NO_WORK {
                    wrong.push(format!("{name} was worked on"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_opens_holds_what_was_written() {
    for case in cases().iter().filter(|case| case["verdict"] == "opens") {
        for (name, envelope) in envelopes(case) {
            for way in case["open"].as_array().unwrap() {
                let (mut vault, opened) = open(&envelope, way).unwrap_or_else(|error| panic!("{name}: {error}"));
                check_accounts(case, &vault);
                check_logs(case, &vault);
                if let Some(sealed) = check_rewritten(case, &envelope, &mut vault, opened.ticket()) {
                    check_new_key(case, &sealed, opened.ticket());
                    check_renewed(case, &sealed, way);
                }
            }
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

/// The next generation is of version 2, and keeps what nobody understands. Its header is the one before, but for its
/// number and its nonce; where that was of version 1, all slots are inherited.
fn check_rewritten(case: &Value, envelope: &[u8], vault: &mut Vault, ticket: &Ticket) -> Option<Vec<u8>> {
    let name = case["name"].as_str().unwrap();
    let sealed = match (vault.seal(NOW), &case["rewrite"]) {
        (Ok(sealed), Value::Null) => sealed,
        (result, expected) => {
            assert_eq!(result.err().as_ref().map(Error::code), expected.as_str(), "{name}");
            return None;
        }
    };
    vault.verify(&sealed).unwrap();
    let (before, after) = (Written::new(envelope), Written::new(&sealed));
    assert_eq!(after.version, '2', "{name}");
    assert_ne!(before.header["nonce"], after.header["nonce"], "{name}");
    if before.version == '1' {
        check_inherited(name, &before, &after, data_key(ticket));
    } else {
        assert_eq!(after.line, raised(&before, &after), "{name}");
        check_keys(name, &before, &after, data_key(ticket));
    }
    check_kept(case, &after.contents(data_key(ticket)));
    let again = Vault::open(&sealed, ticket).unwrap();
    check_accounts(case, &again);
    check_logs(case, &again);
    Some(sealed)
}

fn check_kept(case: &Value, contents: &str) {
    let name = &case["name"];
    for kept in case["kept"].as_array().into_iter().flatten() {
        assert!(contents.contains(kept.as_str().unwrap()), "{name}: {kept} is gone");
    }
    if let Some(expected) = case["parts"].as_object() {
        let parts: Value = serde_json::from_str(contents).unwrap();
        for (part, expected) in expected {
            assert_eq!(&parts[part], expected, "{name}: {part}");
        }
    }
}

/// A new data key goes to all slots whose public key is known, and the old one opens nothing any more.
fn check_new_key(case: &Value, envelope: &[u8], ticket: &Ticket) {
    let name = case["name"].as_str().unwrap();
    let mut vault = Vault::open(envelope, ticket).unwrap();
    let before = Written::new(envelope);
    let stay = staying(&before, data_key(ticket));
    let typed =
        |slots: &[Value]| slots.iter().any(|slot| ["passphrase", "recovery"].contains(&slot["kind"].as_str().unwrap()));
    if stay.is_empty() || typed(before.slots()) && !typed(&stay) {
        assert_eq!(vault.rotate(NOW).err().as_ref().map(Error::code), Some("last-way"), "{name}");
        return;
    }
    vault.rotate(NOW).unwrap();
    let sealed = vault.seal(NOW).unwrap();
    let next = vault.ticket();
    let keys = [data_key(ticket), data_key(&next)];
    check_new_data_key(name, &before, &Written::new(&sealed), keys, &case["privates"]);
    assert_eq!(Vault::open(&sealed, ticket).err(), Some(Error::Tampered), "{name}");
    check_accounts(case, &Vault::open(&sealed, &next).unwrap());
}

/// A slot of version 1 or an inherited one becomes one of its own when it is used.
fn check_renewed(case: &Value, envelope: &[u8], way: &Value) {
    let name = case["name"].as_str().unwrap();
    let (mut vault, Opened::Slot(opened)) = open(envelope, way).unwrap() else { return };
    let Some(renewed) = opened.renewed else { return };
    vault.renew_way(&renewed, NOW).unwrap();
    let sealed = vault.seal(NOW).unwrap();
    check_own(name, &opened.slot, &Written::new(envelope), &Written::new(&sealed), data_key(&opened.ticket));
    let (_, Opened::Slot(again)) = open(&sealed, way).unwrap() else { panic!("{name}") };
    assert_eq!((again.slot, again.renewed), (opened.slot, None), "{name}");
    assert_eq!(Vault::open(&sealed, &opened.ticket).err(), Some(Error::Tampered), "{name}");
}

fn data_key(ticket: &Ticket) -> &[u8] {
    &ticket.as_bytes()[17..49]
}

#[test]
fn every_flipped_bit_and_every_length_is_refused_as_another_reader_refuses_it() {
    let each: Vec<Value> = cases().into_iter().filter(|case| !case["each"].is_null()).collect();
    assert_eq!(each.len(), 5);
    for case in each {
        let (_, envelope) = envelopes(&case).remove(0);
        let way = &case["open"][0];
        let mut counts = BTreeMap::<String, u64>::new();
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
