//! Enrolments on their way in: offered by a page or typed, shown, accepted once.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "clippy.toml reaches test functions, not their helpers"
)]

#[path = "support/envelopes.rs"]
mod envelopes;
#[path = "support/sites.rs"]
mod sites;

use base64ct::Encoding;
use envelopes::{NOW, contents_of, empty_vault, holding, ticket};
use halfminute::otp::SeedError;
use halfminute::otpauth::Error as UriError;
use halfminute::vault::{Changes, Error, MAX_ACCOUNTS, MAX_NAME_BYTES, MAX_SITES, Site, Typed, Vault};
use serde_json::{Value, json};
use sites::bound_to;

const SEED: &str = "GEZDGNBVGY3TQOJQ";

fn site(origin: &str) -> Site {
    Site::from_origin(origin).unwrap()
}

fn offer(vault: &mut Vault, uri: &str, origin: Option<&str>) -> u32 {
    let site = origin.map(site);
    vault.offer(uri.as_bytes(), site.as_ref()).unwrap().pending[0].number
}

fn sites(vault: &Vault, id: &str) -> Vec<String> {
    vault.details(id).unwrap().sites.iter().map(|site| site.origin.as_str().to_owned()).collect()
}

fn typed(text: &str, change: impl FnOnce(&mut Typed)) -> Typed {
    let mut typed: Typed = serde_json::from_value(json!({
        "text": text, "issuer": " Example ", "name": " alice ", "type": "totp", "algorithm": "SHA1", "digits": 6, "period": 30,
    }))
    .unwrap();
    change(&mut typed);
    typed
}

#[test]
fn an_offer_shows_everything_but_the_seed() {
    let mut vault = empty_vault();
    let uri = format!("otpauth://totp/Example:alice?secret={SEED}&algorithm=SHA256&digits=8&period=60");
    let offer = vault.offer(uri.as_bytes(), None).unwrap();
    let shown = serde_json::to_value(&offer).unwrap();
    assert!(!shown.to_string().contains(SEED));
    assert_eq!((offer.parts, offer.refused.len()), (1, 0));
    let view = &shown["pending"][0];
    assert_eq!((&view["issuer"], &view["name"]), (&json!("Example"), &json!("alice")));
    let parameters = json!({ "type": "totp", "algorithm": "SHA256", "digits": 8, "period": 60, "counter": null });
    assert_eq!(view["parameters"], parameters);
    assert_eq!(vault.list(None, NOW).accounts.len(), 0, "nothing is taken before it is accepted");
}

/// The codes of what is offered by a text.
fn warnings(vault: &mut Vault, uri: &str) -> Vec<&'static str> {
    vault.offer(uri.as_bytes(), None).unwrap().pending.remove(0).warnings
}

#[test]
fn names_are_taken_without_what_nobody_sees_and_it_is_said() {
    let mut vault = empty_vault();
    let uri = format!("otpauth://totp/Git%E2%80%8BHub%3Aada%0A?secret={SEED}&issuer=%E2%80%AEGitHub%00");
    let offer = vault.offer(uri.as_bytes(), None).unwrap();
    let view = &offer.pending[0];
    assert_eq!((view.issuer.as_str(), view.name.as_str()), ("GitHub", "ada "));
    assert_eq!(view.warnings, ["odd-characters"]);
    let offer = vault.offer_typed(&typed(SEED, |typed| typed.issuer = "Ex\u{ad}ample".to_owned()), None).unwrap();
    assert_eq!((offer.pending[0].issuer.as_str(), &*offer.pending[0].warnings), ("Example", &["odd-characters"][..]));
    let id = vault.accept(offer.pending[0].number, NOW).unwrap();
    let changes = Changes { issuer: "\u{2066}North\u{200b}bank".to_owned(), ..Changes::default() };
    vault.edit(&id, &changes, NOW).unwrap();
    assert_eq!(vault.list(None, NOW).accounts[0].issuer, "Northbank");
}

#[test]
fn an_issuer_that_borrows_a_name_is_told_of() {
    let mut vault = empty_vault();
    let of = |issuer: &str| format!("otpauth://totp/a?secret={SEED}&issuer={issuer}");
    assert_eq!(warnings(&mut vault, &of("G%D1%96tHub")), ["issuer-look-alike"]);
    assert_eq!(warnings(&mut vault, &of("GitHub")), [""; 0]);
    assert_eq!(warnings(&mut vault, &of("N0rthbank")), [""; 0]);
    let number = offer(&mut vault, "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&issuer=Northbank", None);
    vault.accept(number, NOW).unwrap();
    assert_eq!(warnings(&mut vault, &of("N0rthbank")), ["issuer-look-alike"]);
    assert_eq!(warnings(&mut vault, &of("NORTHBANK")), [""; 0]);
}

#[test]
fn accepted_once_and_bound_to_the_site_it_was_read_from() {
    let mut vault = empty_vault();
    let number = offer(&mut vault, &format!("otpauth://totp/a?secret={SEED}"), Some("https://a.example"));
    let id = vault.accept(number, NOW).unwrap();
    assert_eq!(sites(&vault, &id), ["https://a.example"]);
    assert_eq!(vault.accept(number, NOW), Err(Error::NoSuchPending));
    assert_eq!(vault.list(None, NOW).accounts.len(), 1);
}

/// A number that was used must not come to mean another enrolment.
#[test]
fn numbers_are_never_used_twice() {
    let mut vault = empty_vault();
    let first = offer(&mut vault, &format!("otpauth://totp/a?secret={SEED}"), None);
    vault.accept(first, NOW).unwrap();
    let second = offer(&mut vault, "otpauth://totp/evil?secret=JBSWY3DPEHPK3PXP", None);
    assert_ne!(first, second);
    assert_eq!(vault.accept(first, NOW), Err(Error::NoSuchPending));
    assert_eq!(vault.accept(0, NOW), Err(Error::NoSuchPending));
}

#[test]
fn a_known_seed_is_bound_and_not_taken_twice() {
    let mut vault = empty_vault();
    let uri = format!("otpauth://totp/a?secret={SEED}");
    let number = offer(&mut vault, &uri, Some("https://a.example"));
    let id = vault.accept(number, NOW).unwrap();
    vault.remove(&id, NOW).unwrap();

    let again = vault.offer(uri.replace("/a", "/other").as_bytes(), Some(&site("https://b.example"))).unwrap();
    assert_eq!(again.pending[0].known.as_ref(), Some(&id));
    assert_eq!(vault.accept(again.pending[0].number, NOW).unwrap(), id);
    assert_eq!(sites(&vault, &id), ["https://a.example", "https://b.example"]);
    let listing = vault.list(None, NOW);
    assert_eq!((listing.accounts.len(), listing.bin.len()), (1, 0), "out of the bin again");
    assert_eq!(listing.accounts[0].name, "a", "and called as before");

    let again = offer(&mut vault, &uri, Some("https://b.example"));
    vault.accept(again, NOW).unwrap();
    assert_eq!(sites(&vault, &id).len(), 2);
}

#[test]
fn the_same_seed_for_other_codes_is_another_account() {
    let mut vault = empty_vault();
    let same = [
        "totp/a?",
        "totp/a?digits=8&",
        "totp/a?period=60&",
        "totp/a?algorithm=SHA256&",
        "hotp/a?counter=1&",
        "steam/a?",
    ];
    for kind in same {
        let number = offer(&mut vault, &format!("otpauth://{kind}secret={SEED}"), None);
        vault.accept(number, NOW).unwrap();
    }
    assert_eq!(vault.list(None, NOW).accounts.len(), same.len());
    let other_counter = vault.offer(format!("otpauth://hotp/a?counter=9&secret={SEED}").as_bytes(), None).unwrap();
    assert!(other_counter.pending[0].known.is_some());
}

#[test]
fn a_known_account_with_too_many_sites_stays_as_it_is() {
    let mut vault = empty_vault();
    let uri = format!("otpauth://totp/a?secret={SEED}");
    let number = offer(&mut vault, &uri, None);
    let id = vault.accept(number, NOW).unwrap();
    let sites = (0..MAX_SITES).map(|number| bound_to(&format!("https://{number}.example"))).collect();
    vault.edit(&id, &Changes { sites, ..Changes::default() }, NOW).unwrap();
    vault.remove(&id, NOW).unwrap();
    let number = offer(&mut vault, &uri, Some("https://more.example"));
    assert_eq!(vault.accept(number, NOW), Err(Error::TooLong));
    assert_eq!(vault.list(None, NOW).bin.len(), 1);
}

#[test]
fn the_oldest_pending_make_room() {
    let mut vault = empty_vault();
    let seed = |number: u32| format!("GEZDGNBVGY3TQ{}", ["AAA", "BBB", "CCC", "DDD"][number as usize % 4]);
    let numbers: Vec<u32> = (0..101)
        .map(|number| offer(&mut vault, &format!("otpauth://totp/{number}?secret={}", seed(number)), None))
        .collect();
    assert_eq!(vault.accept(numbers[0], NOW), Err(Error::NoSuchPending));
    assert!(vault.accept(numbers[1], NOW).is_ok());
    assert!(vault.accept(numbers[100], NOW).is_ok());
}

/// `OtpParameters` of one byte of seed each: as many as a text can hold.
#[test]
fn what_one_text_offers_stays_together() {
    let entries: Vec<u8> = (0..150).flat_map(|seed| [0x0A, 9, 0x0A, 1, seed, 0x20, 1, 0x28, 1, 0x30, 2]).collect();
    let data = base64ct::Base64::encode_string(&entries).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let mut vault = empty_vault();
    let before = offer(&mut vault, &format!("otpauth://totp/a?secret={SEED}"), None);
    let offer = vault.offer(format!("otpauth-migration://offline?data={data}").as_bytes(), None).unwrap();
    assert_eq!(offer.pending.len(), 150);
    for view in offer.pending {
        vault.accept(view.number, NOW).unwrap();
    }
    assert_eq!(vault.list(None, NOW).accounts.len(), 150);
    assert_eq!(vault.accept(before, NOW), Err(Error::NoSuchPending));
}

#[test]
fn names_have_a_limit() {
    let mut vault = empty_vault();
    let with_name = |length: usize| format!("otpauth://totp/{}?secret={SEED}", "n".repeat(length));
    let number = offer(&mut vault, &with_name(MAX_NAME_BYTES + 1), None);
    assert_eq!(vault.accept(number, NOW), Err(Error::TooLong));
    let parameter = format!("otpauth://totp/a?secret={SEED}&note={}", "n".repeat(MAX_NAME_BYTES - 3));
    let number = offer(&mut vault, &parameter, None);
    assert_eq!(vault.accept(number, NOW), Err(Error::TooLong));
    let number = offer(&mut vault, &with_name(MAX_NAME_BYTES), None);
    assert!(vault.accept(number, NOW).is_ok());
}

#[test]
fn a_vault_has_a_limit() {
    let full = |count: usize| {
        let records = vec!["{}"; count].join(",");
        Vault::open(&holding(&format!(r#"{{"accounts":[{records}],"written":1}}"#)), &ticket()).unwrap()
    };
    let uri = format!("otpauth://totp/a?secret={SEED}");
    let mut vault = full(MAX_ACCOUNTS - 1);
    let number = offer(&mut vault, &uri, None);
    let id = vault.accept(number, NOW).unwrap();
    let number = offer(&mut vault, &uri, None);
    assert_eq!(vault.accept(number, NOW).unwrap(), id, "what is known needs no room");
    let number = offer(&mut vault, "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP", None);
    assert_eq!(vault.accept(number, NOW), Err(Error::VaultFull));
}

#[test]
fn typed_seeds() {
    let mut vault = empty_vault();
    let of = |vault: &mut Vault, typed: Typed| {
        serde_json::to_value(vault.offer_typed(&typed, None).unwrap()).unwrap()["pending"][0].clone()
    };
    let totp = of(&mut vault, typed("gezd gnbv-gy3t qojq", |_| ()));
    assert_eq!((&totp["issuer"], &totp["name"], &totp["warnings"]), (&json!("Example"), &json!("alice"), &json!([])));
    assert_eq!(totp["parameters"]["type"], "totp");
    let hotp = of(&mut vault, typed(SEED, |typed| (typed.kind, typed.counter) = ("hotp".to_owned(), u64::MAX)));
    assert_eq!(hotp["parameters"]["counter"], u64::MAX.to_string());
    let steam = of(&mut vault, typed(SEED, |typed| typed.kind = "steam".to_owned()));
    assert_eq!(steam["parameters"]["digits"], Value::Null);
    let loose = of(&mut vault, typed("QWERTYUIOP", |_| ()));
    assert_ne!(loose["warnings"], json!([]));
    let uri = of(&mut vault, typed(&format!(" otpauth://totp/Other:bob?secret={SEED}&digits=8"), |_| ()));
    assert_eq!(
        (&uri["issuer"], &uri["name"], &uri["parameters"]["digits"]),
        (&json!("Other"), &json!("bob"), &json!(8))
    );
    let id = vault.accept(u32::try_from(totp["number"].as_u64().unwrap()).unwrap(), NOW).unwrap();
    assert!(contents_of(&vault.seal(NOW).unwrap()).contains(SEED));
    assert_eq!(vault.details(&id).unwrap().issuer, "Example");
}

#[test]
fn typed_seeds_that_are_refused() {
    let mut vault = empty_vault();
    let refused = [
        (typed("", |_| ()), UriError::Seed(SeedError::Empty)),
        (typed("GEZDGNBVGY3TQOJ0", |_| ()), UriError::Seed(SeedError::LookAlike)),
        (typed("ftp://example.com", |_| ()), UriError::UnknownScheme),
        (typed(SEED, |typed| typed.kind = "ocra".to_owned()), UriError::UnknownType),
        (typed(SEED, |typed| typed.kind = String::new()), UriError::UnknownType),
        (typed(SEED, |typed| typed.algorithm = "MD5".to_owned()), UriError::UnknownAlgorithm),
        (typed(SEED, |typed| typed.digits = 0), UriError::Digits),
        (typed(SEED, |typed| typed.digits = 11), UriError::Digits),
        (typed(SEED, |typed| typed.period = 0), UriError::Period),
        (typed(SEED, |typed| typed.period = 86_401), UriError::Period),
    ];
    for (typed, error) in refused {
        assert_eq!(vault.offer_typed(&typed, None).err(), Some(error));
    }
    assert_eq!(vault.accept(1, NOW), Err(Error::NoSuchPending), "nothing was kept");
}

#[test]
fn a_code_that_is_for_something_else_is_named_and_its_text_stays_inside() {
    let mut vault = empty_vault();
    let offer = vault.offer(b"WIFI:T:WPA;S:Guests;P:hunter2;;", None).unwrap();
    let shown = serde_json::to_value(&offer).unwrap();
    assert_eq!(shown, json!({ "pending": [], "refused": [], "parts": 1, "other": { "kind": "wifi", "name": null } }));
    let offer = vault.offer(b"https://example.com/private?token=hunter2", None).unwrap();
    let shown = serde_json::to_value(&offer).unwrap();
    assert_eq!(shown["other"], json!({ "kind": "web-address", "name": "example.com" }));
    assert_eq!(vault.offer(b"otpauth://totp/a", None).unwrap_err(), UriError::NoSecret, "a broken one is no other one");
}
