//! A code leaves the vault only for a site that its account is bound to, and for a field that was chosen.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "clippy.toml reaches test functions, not their helpers"
)]

#[path = "support/envelopes.rs"]
mod envelopes;

use envelopes::{NOW, contents_of, empty_vault};
use halfminute::autofill::{Decline, Field, Frame};
use halfminute::vault::{Changes, Error, Refusal, Site, Vault};

const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn site(origin: &str) -> Site {
    Site::from_origin(origin).unwrap()
}

fn enrol(rest: &str) -> (Vault, String) {
    let mut vault = empty_vault();
    let uri = format!("otpauth://{rest}&secret={SEED}");
    let offer = vault.offer(uri.as_bytes(), Some(&site("https://a.example"))).unwrap();
    let id = vault.accept(offer.pending[0].number, NOW).unwrap();
    (vault, id)
}

fn page(autocomplete: &str) -> Vec<Frame> {
    let field = Field {
        kind: "text".to_owned(),
        name: "code".to_owned(),
        autocomplete: autocomplete.to_owned(),
        max_length: -1,
        visible: true,
        writable: true,
        ..Field::default()
    };
    vec![Frame { text: String::new(), fields: vec![field], ..Frame::default() }]
}

#[test]
fn the_code_of_now_for_the_bound_site() {
    let (mut vault, id) = enrol("totp/a?");
    let filling = vault.fill(&id, &site("https://a.example"), &page("one-time-code"), false, 59_999).unwrap();
    assert_eq!((filling.code.as_str(), filling.changed), ("287082", false));
    assert_eq!((filling.choice.frame, filling.choice.fields), (0, vec![0]));
}

#[test]
fn no_other_site_even_if_it_has_a_field() {
    let (mut vault, id) = enrol("totp/a?");
    for other in [
        "https://b.example",
        "https://a.example:8443",
        "https://www.a.example",
        "https://a.example.evil.example",
        "http://localhost",
    ] {
        for page in [page("one-time-code"), page(""), Vec::new()] {
            for pointed_at in [false, true] {
                let refused = vault.fill(&id, &site(other), &page, pointed_at, NOW);
                assert_eq!(refused.err(), Some(Refusal::NotBound), "{other}");
            }
        }
    }
}

#[test]
fn an_account_without_sites_fills_nowhere() {
    let (mut vault, id) = enrol("totp/a?");
    vault.edit(&id, &Changes::default(), NOW).unwrap();
    let refused = vault.fill(&id, &site("https://a.example"), &page("one-time-code"), true, NOW);
    assert_eq!(refused.err(), Some(Refusal::NotBound));
}

#[test]
fn a_deleted_account_never_fills() {
    let (mut vault, id) = enrol("totp/a?");
    vault.remove(&id, NOW).unwrap();
    let fill = |vault: &mut Vault| vault.fill(&id, &site("https://a.example"), &page("one-time-code"), true, NOW).err();
    assert_eq!(fill(&mut vault), Some(Refusal::NotBound));
    vault.restore(&id, NOW).unwrap();
    assert_eq!(fill(&mut vault), None);
}

#[test]
fn no_field_no_code() {
    let (mut vault, id) = enrol("totp/a?");
    let refused = vault.fill(&id, &site("https://a.example"), &page(""), false, NOW);
    assert_eq!(refused.err(), Some(Refusal::Declined(Decline::NoCodeField)));
    let unknown = vault.fill("AAAAAAAAAAAAAAAAAAAAAA", &site("https://a.example"), &page("one-time-code"), false, NOW);
    assert_eq!(unknown.err(), Some(Refusal::Vault(Error::NoSuchAccount)));
}

#[test]
fn a_counter_moves_only_when_a_field_takes_the_code() {
    let (mut vault, id) = enrol("hotp/a?counter=1");
    let here = site("https://a.example");
    assert!(vault.fill(&id, &here, &page(""), false, NOW).is_err());
    assert!(vault.fill(&id, &site("https://b.example"), &page("one-time-code"), false, NOW).is_err());
    assert!(contents_of(&vault.seal(NOW).unwrap()).contains(r#""counter":1"#));
    let filling = vault.fill(&id, &here, &page("one-time-code"), false, NOW).unwrap();
    assert_eq!((filling.code.as_str(), filling.changed), ("287082", true));
    assert!(contents_of(&vault.seal(NOW).unwrap()).contains(r#""counter":2"#));
}

#[test]
fn as_many_boxes_as_the_code_is_long() {
    let boxes = |count: u8| {
        let one =
            |at: u8| Field { max_length: 1, x: f64::from(at) * 50.0, height: 40.0, ..page("")[0].fields[0].clone() };
        vec![Frame { text: String::new(), fields: (0..count).map(one).collect(), ..Frame::default() }]
    };
    for (rest, length) in [("totp/a?digits=6", 6), ("totp/a?digits=8", 8), ("steam/a?issuer=Steam", 5)] {
        let (mut vault, id) = enrol(rest);
        for count in 4..=9 {
            let filled = vault.fill(&id, &site("https://a.example"), &boxes(count), false, NOW);
            assert_eq!(filled.is_ok(), count == length, "{rest}: {count} boxes");
            if let Ok(filling) = filled {
                assert_eq!(filling.code.len(), filling.choice.fields.len());
            }
        }
    }
}
