//! Offers: what a QR code's text or a person's typing offers, and how it is shown before it is accepted.

use crate::support::enrolments::{SEED, accept, offer};
use crate::support::envelopes::{NOW, contents_of, empty_vault};
use base64ct::Encoding;
use halfminute::otp::SeedError;
use halfminute::otpauth::{Error as UriError, Warning};
use halfminute::vault::{Changes, Chosen, Error, PendingView, Typed, Vault};
use serde_json::{Value, json};

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

/// The codes of what a person is warned of.
fn codes(view: &PendingView) -> Vec<&'static str> {
    view.warnings.iter().map(Warning::code).collect()
}

/// The codes of what is offered by a text.
fn warnings(vault: &mut Vault, uri: &str) -> Vec<&'static str> {
    codes(&vault.offer(uri.as_bytes(), None).unwrap().pending[0])
}

#[test]
fn names_are_taken_without_what_nobody_sees_and_it_is_said() {
    let mut vault = empty_vault();
    let uri = format!("otpauth://totp/Git%E2%80%8BHub%3Aada%0A?secret={SEED}&issuer=%E2%80%AEGitHub%00");
    let offer = vault.offer(uri.as_bytes(), None).unwrap();
    let view = &offer.pending[0];
    assert_eq!((view.issuer.as_str(), view.name.as_str()), ("GitHub", "ada "));
    assert_eq!(codes(view), ["odd-characters"]);
    let offer = vault.offer_typed(&typed(SEED, |typed| typed.issuer = "Ex\u{ad}ample".to_owned())).unwrap();
    assert_eq!((offer.pending[0].issuer.as_str(), codes(&offer.pending[0])), ("Example", vec!["odd-characters"]));
    let id = vault.accept(&(&offer.pending[0]).into(), &|_| None, NOW).unwrap();
    let changes = Changes { issuer: "\u{2066}North\u{200b}bank".to_owned(), ..Changes::default() };
    vault.edit(&id, None, &changes, NOW).unwrap();
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
    let id = vault.accept(&number, &|_| None, NOW).unwrap();
    assert_eq!(warnings(&mut vault, &of("N0rthbank")), ["issuer-look-alike"]);
    assert_eq!(warnings(&mut vault, &of("NORTHBANK")), [""; 0]);
    let renamed = Changes { issuer: "Southbank".to_owned(), ..Changes::default() };
    vault.edit(&id, None, &renamed, NOW).unwrap();
    assert_eq!(warnings(&mut vault, &of("N0rthbank")), [""; 0], "no account is called so any more");
    assert_eq!(warnings(&mut vault, &of("S0uthbank")), ["issuer-look-alike"]);
}

/// Whatever differs, the names included, it is another one: a stranger's code can't take the place of what was shown.
#[test]
fn whatever_differs_has_another_handle() {
    let mut vault = empty_vault();
    let base = format!("totp/Bank:ada?secret={SEED}&issuer=Bank");
    let others = [
        ("totp/Bank:ada?secret=GEZDGNBVGY3TQOJR&issuer=Bank".to_owned(), None),
        (format!("totp/Bank:eve?secret={SEED}&issuer=Bank"), None),
        (format!("totp/Bank:ada?secret={SEED}&issuer=Bank2"), None),
        (format!("totp/ada?secret={SEED}&issuer=Bank"), None),
        (format!("totp/Bank:ada?secret={SEED}&issuer=Bank&digits=8"), None),
        (format!("totp/Bank:ada?secret={SEED}&issuer=Bank&period=60"), None),
        (format!("totp/Bank:ada?secret={SEED}&issuer=Bank&algorithm=SHA256"), None),
        (format!("totp/Bank:ada?secret={SEED}&issuer=Bank&image=x"), None),
        (format!("totp/Bank:ada?secret={SEED}&issuer=Bank&ima=gex"), None),
        (format!("hotp/Bank:ada?secret={SEED}&issuer=Bank&counter=0"), None),
        (format!("hotp/Bank:ada?secret={SEED}&issuer=Bank&counter=1"), None),
        (base.clone(), Some("https://a.example")),
        (base.clone(), Some("https://b.example")),
        (base.clone(), Some("https://b.example:8443")),
        (base, None),
    ];
    let mut handles: Vec<String> =
        others.iter().map(|(uri, origin)| offer(&mut vault, &format!("otpauth://{uri}"), *origin).handle).collect();
    handles.sort();
    handles.dedup();
    assert_eq!(handles.len(), others.len());
}

#[test]
fn an_export_that_names_one_account_twice_offers_it_once() {
    let entry = [0x0A, 9, 0x0A, 1, 7, 0x20, 1, 0x28, 1, 0x30, 2];
    let data =
        base64ct::Base64::encode_string(&entry.repeat(3)).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let offer = empty_vault().offer(format!("otpauth-migration://offline?data={data}").as_bytes(), None).unwrap();
    assert_eq!(offer.pending.len(), 1);
}

#[test]
fn the_oldest_pending_make_room() {
    let mut vault = empty_vault();
    let seed = |number: u32| format!("GEZDGNBVGY3TQ{}", ["AAA", "BBB", "CCC", "DDD"][number as usize % 4]);
    let all: Vec<Chosen> = (0..101)
        .map(|number| offer(&mut vault, &format!("otpauth://totp/{number}?secret={}", seed(number)), None))
        .collect();
    assert_eq!(accept(&mut vault, &all[0]), Err(Error::NoSuchPending));
    assert!(accept(&mut vault, &all[1]).is_ok());
    assert!(accept(&mut vault, &all[100]).is_ok());
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
        accept(&mut vault, &Chosen::from(&view)).unwrap();
    }
    assert_eq!(vault.list(None, NOW).accounts.len(), 150);
    assert_eq!(accept(&mut vault, &before), Err(Error::NoSuchPending));
}

#[test]
fn typed_seeds() {
    let mut vault = empty_vault();
    let of = |vault: &mut Vault, typed: Typed| {
        serde_json::to_value(vault.offer_typed(&typed).unwrap()).unwrap()["pending"][0].clone()
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
    let text = |field: &str| totp[field].as_str().unwrap().to_owned();
    let chosen = Chosen { handle: text("handle"), issuer: text("issuer"), name: text("name"), ..Chosen::default() };
    let id = accept(&mut vault, &chosen).unwrap();
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
        assert_eq!(vault.offer_typed(&typed).err(), Some(error));
    }
    assert!(vault.list(None, NOW).accounts.is_empty());
}

#[test]
fn a_code_that_is_for_something_else_is_named_and_its_text_stays_inside() {
    let mut vault = empty_vault();
    let offer = vault.offer(b"WIFI:T:WPA;S:Guests;P:hunter2;;", None).unwrap();
    let shown = serde_json::to_value(&offer).unwrap();
    assert_eq!(shown, json!({ "pending": [], "refused": [], "parts": 1, "other": { "kind": "wifi" } }));
    let offer = vault.offer(b"https://example.com/private?token=hunter2", None).unwrap();
    let shown = serde_json::to_value(&offer).unwrap();
    assert_eq!(shown["other"], json!({ "kind": "web-address", "name": "example.com" }));
    assert_eq!(vault.offer(b"otpauth://totp/a", None).unwrap_err(), UriError::NoSecret, "a broken one is no other one");
}
