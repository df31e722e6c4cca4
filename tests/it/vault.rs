//! The life of a vault: made, stored, unlocked, opened, sealed again, read back, its passphrase changed.

use std::sync::LazyLock;

use crate::support::envelopes::{NOW, empty_vault, header_of};
use halfminute::vault::{Chosen, Cost, Created, Error, MAX_PASSPHRASE_BYTES, MIN_PASSPHRASE_BYTES, Vault, unlock};
use serde_json::Value;

const PASSPHRASE: &[u8] = b"correct horse battery staple";
const URI: &[u8] = b"otpauth://totp/Example:alice@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example";

/// Deriving a key takes a while, so those who need no vault of their own share this one.
static MADE: LazyLock<Created> = LazyLock::new(|| Vault::create(PASSPHRASE, Cost::default(), NOW).unwrap());

fn header(envelope: &[u8]) -> Value {
    serde_json::from_str(header_of(envelope)).unwrap()
}

fn with_account(envelope: &[u8]) -> Vault {
    let mut vault = Vault::open(envelope, &MADE.ticket).unwrap();
    let offer = vault.offer(URI, None).unwrap();
    vault.accept(&Chosen::from(&offer.pending[0]), &|_| None, NOW).unwrap();
    vault
}

#[test]
fn make_unlock_open_change_seal_verify() {
    let ticket = unlock(&MADE.envelope, PASSPHRASE, NOW).unwrap().ticket;
    assert!(ticket.as_bytes() == MADE.ticket.as_bytes());
    let mut vault = with_account(&MADE.envelope);
    let sealed = vault.seal(NOW).unwrap();
    vault.verify(&sealed).unwrap();

    let again = unlock(&sealed, PASSPHRASE, NOW).unwrap().ticket;
    let listing = Vault::open(&sealed, &again).unwrap().list(None, 59_000);
    assert_eq!((listing.accounts.len(), listing.unreadable, listing.bin.len()), (1, 0, 0));
    let account = &listing.accounts[0];
    assert_eq!((account.issuer.as_str(), account.name.as_str()), ("Example", "alice@example.com"));
    let code = account.code.as_ref().unwrap();
    assert_eq!((code.text.as_str(), code.valid_until, code.period), ("287082", Some(60), Some(30)));
}

#[test]
fn a_wrong_passphrase_does_not_unlock() {
    for wrong in [b"".as_slice(), b"correct horse battery stapl", b"Correct horse battery staple"] {
        assert_eq!(unlock(&MADE.envelope, wrong, NOW).err(), Some(Error::WrongPassphrase));
    }
}

#[test]
fn passphrases_have_limits() {
    let create = |length: usize| Vault::create(&vec![b'x'; length], Cost::default(), NOW).err();
    assert_eq!(create(0), Some(Error::PassphraseLength));
    assert_eq!(create(MIN_PASSPHRASE_BYTES - 1), Some(Error::PassphraseLength));
    assert_eq!(create(MIN_PASSPHRASE_BYTES), None);
    assert_eq!(create(MAX_PASSPHRASE_BYTES), None);
    assert_eq!(create(MAX_PASSPHRASE_BYTES + 1), Some(Error::PassphraseLength));
    let unlocked = unlock(&MADE.envelope, &vec![b'x'; MAX_PASSPHRASE_BYTES + 1], NOW);
    assert_eq!(unlocked.err(), Some(Error::PassphraseLength));
}

#[test]
fn nothing_of_the_contents_stands_in_the_envelope() {
    let sealed = with_account(&MADE.envelope).seal(NOW).unwrap();
    for secret in ["alice", "xample", "GEZDGNBV", "totp", "accounts"] {
        assert!(!sealed.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
}

#[test]
fn what_a_header_says() {
    let header = header(&MADE.envelope);
    assert_eq!(header["generation"], 1);
    let slot = &header["slots"][0];
    assert_eq!((&slot["m"], &slot["t"], &slot["p"]), (&65_536.into(), &3.into(), &1.into()));
    assert_eq!(slot.as_object().unwrap().len(), 10);
    assert_eq!(header.as_object().unwrap().len(), 4);
}

/// Changed bytes of a slot are found when it is tried, or when the contents are: the header is their AAD.
#[test]
fn changed_slots_do_not_unlock() {
    let text = String::from_utf8_lossy(&MADE.envelope).into_owned();
    let value = |field: &str| header(&MADE.envelope)["slots"][0][field].as_str().unwrap().to_owned();
    for field in ["id", "salt", "nonce", "private"] {
        let at = text.find(&value(field)).unwrap();
        let mut changed = MADE.envelope.clone();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(unlock(&changed, PASSPHRASE, NOW).err(), Some(Error::WrongPassphrase), "{field}");
    }
    let mut changed = MADE.envelope.clone();
    let at = text.find(&value("key")).unwrap();
    changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
    assert_eq!(
        unlock(&changed, PASSPHRASE, NOW).err(),
        Some(Error::Tampered),
        "the right passphrase, another data key"
    );
    let mut changed = MADE.envelope.clone();
    let at = text.find("generation\":1").unwrap() + "generation\":".len();
    changed[at] = b'2';
    assert_eq!(unlock(&changed, PASSPHRASE, NOW).err(), Some(Error::Tampered), "the right key, another header");
}

#[test]
fn a_slot_moved_to_another_vault_does_not_unlock_it() {
    let other = Vault::create(PASSPHRASE, Cost::default(), NOW).unwrap();
    let slots = |envelope: &[u8]| {
        header_of(envelope).split_once(r#""slots":"#).unwrap().1.split_once(']').unwrap().0.to_owned()
    };
    let swapped = {
        let (from, to) = (slots(&other.envelope).into_bytes(), slots(&MADE.envelope).into_bytes());
        let at = other.envelope.windows(from.len()).position(|window| window == from).unwrap();
        [&other.envelope[..at], &to, &other.envelope[at + from.len()..]].concat()
    };
    assert_eq!(unlock(&swapped, PASSPHRASE, NOW).err(), Some(Error::WrongPassphrase));
    assert_eq!(Vault::open(&other.envelope, &MADE.ticket).err(), Some(Error::WrongSession));
}

#[test]
fn only_the_generation_sealed_last_verifies() {
    let mut vault = with_account(&MADE.envelope);
    let first = vault.seal(NOW).unwrap();
    let second = vault.seal(NOW).unwrap();
    assert_eq!(vault.verify(&second), Ok(()));
    assert_eq!(vault.verify(&first), Err(Error::Tampered), "the one before");
    // Two writers that began at the same generation.
    let same_number = with_account(&first).seal(NOW).unwrap();
    assert_eq!(header(&same_number)["generation"], header(&second)["generation"]);
    assert_eq!(vault.verify(&same_number), Err(Error::Tampered), "of another writer");
    assert_eq!(vault.verify(&empty_vault().seal(NOW).unwrap()), Err(Error::Tampered), "of another vault");
    assert_eq!(vault.verify(&second[..second.len() - 1]), Err(Error::Tampered), "cut short");
    assert_eq!(vault.verify(b""), Err(Error::NotAnEnvelope));
}

#[test]
fn generations_count_and_nonces_never_repeat() {
    let mut vault = empty_vault();
    let sealed: Vec<Value> = (0..200).map(|_| header(&vault.seal(NOW).unwrap())).collect();
    for (before, after) in sealed.iter().zip(&sealed[1..]) {
        assert_eq!(before["generation"].as_u64().unwrap() + 1, after["generation"].as_u64().unwrap());
    }
    let mut nonces: Vec<&str> = sealed.iter().map(|header| header["nonce"].as_str().unwrap()).collect();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), 200);
}

#[test]
fn vaults_share_nothing() {
    let other = Vault::create(PASSPHRASE, Cost::default(), NOW).unwrap();
    let (one, other) = (header(&MADE.envelope), header(&other.envelope));
    for field in
        ["/vault", "/nonce", "/slots/0/id", "/slots/0/salt", "/slots/0/nonce", "/slots/0/private", "/slots/0/key"]
    {
        assert_ne!(one.pointer(field).unwrap(), other.pointer(field).unwrap(), "{field}");
    }
}

#[test]
fn errors_and_views_show_no_secret() {
    let mut vault = with_account(&MADE.envelope);
    let offer = format!("{:?}", vault.offer(URI, None).unwrap());
    let listing = vault.list(None, NOW);
    let details = format!("{:?}", vault.details(&listing.accounts[0].id).unwrap());
    for shown in [offer, details, format!("{listing:?}")] {
        assert!(shown.contains("alice@example.com"));
        assert!(!shown.contains("GEZDGNBV") && !shown.contains("12345678901234567890"), "{shown}");
    }
}
