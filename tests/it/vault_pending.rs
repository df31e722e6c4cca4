//! Enrolments on their way in: offered by a page or typed, shown, accepted once.

use crate::support::envelopes::{NOW, contents_of, empty_vault, holding, ticket};
use crate::support::sites::{self, bound_to, domain_of, on, site};
use base64ct::Encoding;
use halfminute::otp::SeedError;
use halfminute::otpauth::{Error as UriError, Warning};
use halfminute::vault::{Changes, Chosen, Error, MAX_ACCOUNTS, MAX_NAME_BYTES, MAX_SITES, PendingView, Typed, Vault};
use serde_json::{Value, json};

const SEED: &str = "GEZDGNBVGY3TQOJQ";

fn view(vault: &mut Vault, uri: &str, origin: Option<&str>) -> PendingView {
    let site = origin.map(site);
    vault.offer(uri.as_bytes(), site.as_ref().map(on).as_ref()).unwrap().pending.swap_remove(0)
}

fn offer(vault: &mut Vault, uri: &str, origin: Option<&str>) -> Chosen {
    Chosen::from(&view(vault, uri, origin))
}

fn accept(vault: &mut Vault, chosen: &Chosen) -> Result<String, Error> {
    vault.accept(chosen, &domain_of, NOW)
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
    vault.accept(&number, &|_| None, NOW).unwrap();
    assert_eq!(warnings(&mut vault, &of("N0rthbank")), ["issuer-look-alike"]);
    assert_eq!(warnings(&mut vault, &of("NORTHBANK")), [""; 0]);
}

#[test]
fn accepted_once_and_bound_to_the_site_it_was_read_from() {
    let mut vault = empty_vault();
    let chosen = offer(&mut vault, &format!("otpauth://totp/a?secret={SEED}"), Some("https://a.example"));
    let id = accept(&mut vault, &chosen).unwrap();
    assert_eq!(sites(&vault, &id), ["https://a.example"]);
    assert_eq!(accept(&mut vault, &chosen), Err(Error::NoSuchPending));
    assert_eq!(vault.list(None, NOW).accounts.len(), 1);
}

/// A screen stands for hours, an instance of the vault for seconds: what was shown by one is not another one's.
#[test]
fn a_handle_means_the_same_in_every_instance_and_nothing_else_in_any() {
    let uri = format!("otpauth://totp/Bank:ada?secret={SEED}&issuer=Bank");
    let shown = offer(&mut empty_vault(), &uri, None);
    let mut later = empty_vault();
    let other =
        offer(&mut later, "otpauth://totp/Free:x?secret=JBSWY3DPEHPK3PXP&issuer=Free", Some("https://b.example"));
    assert_ne!(shown.handle, other.handle);
    assert_eq!(accept(&mut later, &shown), Err(Error::NoSuchPending));
    let again = offer(&mut later, &uri, None);
    assert_eq!(again.handle, shown.handle);
    let id = accept(&mut later, &shown).unwrap();
    assert_eq!(later.details(&id).unwrap().issuer, "Bank");
    assert_eq!(accept(&mut later, &shown), Err(Error::NoSuchPending), "once");
    assert_eq!(accept(&mut later, &Chosen::default()), Err(Error::NoSuchPending));
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
fn what_the_screen_did_not_show_is_refused() {
    let mut vault = empty_vault();
    let shown =
        offer(&mut vault, &format!("otpauth://totp/Bank:ada?secret={SEED}&issuer=Bank"), Some("https://a.example"));
    assert_eq!(shown.host, "a.example");
    let text = |text: &str| text.to_owned();
    for wrong in [
        Chosen { issuer: text("bank"), ..shown.clone() },
        Chosen { name: text("eve"), ..shown.clone() },
        Chosen { host: text("b.example"), ..shown.clone() },
        Chosen { host: text("https://a.example"), ..shown.clone() },
        Chosen { handle: text(""), ..shown.clone() },
    ] {
        assert_eq!(accept(&mut vault, &wrong), Err(Error::NoSuchPending), "{wrong:?}");
    }
    assert_eq!(vault.list(None, NOW).accounts.len(), 0);
    let id = accept(&mut vault, &shown).unwrap();
    assert_eq!(sites(&vault, &id), ["https://a.example"]);
}

#[test]
fn where_the_codes_will_go_is_said_and_can_be_left_out() {
    let uri = format!("otpauth://totp/a?secret={SEED}");
    for (origin, host) in [
        ("https://gist.github.com", "github.com"),
        ("https://login.a.co.uk:8443", "a.co.uk:8443"),
        ("https://alice.github.io", "alice.github.io"),
        ("http://localhost:8080", "localhost:8080"),
        ("http://portal.localhost", "portal.localhost"),
        ("https://192.0.2.1", "192.0.2.1"),
        ("https://[2001:db8::1]:444", "[2001:db8::1]:444"),
    ] {
        let mut vault = empty_vault();
        let view = view(&mut vault, &uri, Some(origin));
        assert_eq!(view.host.as_deref(), Some(host));
        let id = accept(&mut vault, &Chosen { host: String::new(), ..Chosen::from(&view) }).unwrap();
        assert_eq!(sites(&vault, &id), Vec::<String>::new(), "without a site");
    }
    let mut vault = empty_vault();
    let here = site("https://gist.github.com");
    let silent = vault.offer(uri.as_bytes(), Some(&sites::without_domains(&here))).unwrap();
    assert_eq!(silent.pending[0].host.as_deref(), Some("gist.github.com"), "the host where no domain is told");
    assert_eq!(view(&mut vault, &uri, None).host, None);
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
fn a_known_seed_is_bound_and_not_taken_twice() {
    let mut vault = empty_vault();
    let uri = format!("otpauth://totp/a?secret={SEED}");
    let chosen = offer(&mut vault, &uri, Some("https://a.example"));
    let id = accept(&mut vault, &chosen).unwrap();
    vault.remove(&id, NOW).unwrap();

    let again = view(&mut vault, &uri.replace("/a", "/other"), Some("https://b.example"));
    assert_eq!((again.known.as_ref(), again.bound), (Some(&id), false));
    assert_eq!(accept(&mut vault, &Chosen::from(&again)).unwrap(), id);
    assert_eq!(sites(&vault, &id), ["https://a.example", "https://b.example"]);
    let listing = vault.list(None, NOW);
    assert_eq!((listing.accounts.len(), listing.bin.len()), (1, 0), "out of the bin again");
    assert_eq!(listing.accounts[0].name, "a", "and called as before");

    let again = offer(&mut vault, &uri, Some("https://b.example"));
    accept(&mut vault, &again).unwrap();
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
        let chosen = offer(&mut vault, &format!("otpauth://{kind}secret={SEED}"), None);
        accept(&mut vault, &chosen).unwrap();
    }
    assert_eq!(vault.list(None, NOW).accounts.len(), same.len());
    let other_counter = vault.offer(format!("otpauth://hotp/a?counter=9&secret={SEED}").as_bytes(), None).unwrap();
    assert!(other_counter.pending[0].known.is_some());
}

#[test]
fn a_known_account_with_too_many_sites_stays_as_it_is() {
    let mut vault = empty_vault();
    let uri = format!("otpauth://totp/a?secret={SEED}");
    let chosen = offer(&mut vault, &uri, None);
    let id = accept(&mut vault, &chosen).unwrap();
    let sites = (0..MAX_SITES).map(|number| bound_to(&format!("https://{number}.example"))).collect();
    vault.edit(&id, None, &Changes { sites, ..Changes::default() }, NOW).unwrap();
    vault.remove(&id, NOW).unwrap();
    let chosen = offer(&mut vault, &uri, Some("https://more.example"));
    assert_eq!(accept(&mut vault, &chosen), Err(Error::TooLong));
    assert_eq!(vault.list(None, NOW).bin.len(), 1);
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
fn names_have_a_limit() {
    let mut vault = empty_vault();
    let with_name = |length: usize| format!("otpauth://totp/{}?secret={SEED}", "n".repeat(length));
    let chosen = offer(&mut vault, &with_name(MAX_NAME_BYTES + 1), None);
    assert_eq!(accept(&mut vault, &chosen), Err(Error::TooLong));
    let parameter = format!("otpauth://totp/a?secret={SEED}&note={}", "n".repeat(MAX_NAME_BYTES - 3));
    let chosen = offer(&mut vault, &parameter, None);
    assert_eq!(accept(&mut vault, &chosen), Err(Error::TooLong));
    let chosen = offer(&mut vault, &with_name(MAX_NAME_BYTES), None);
    assert!(accept(&mut vault, &chosen).is_ok());
}

#[test]
fn a_vault_has_a_limit() {
    let full = |count: usize| {
        let records = vec!["{}"; count].join(",");
        Vault::open(&holding(&format!(r#"{{"accounts":[{records}],"written":1}}"#)), &ticket()).unwrap()
    };
    let uri = format!("otpauth://totp/a?secret={SEED}");
    let mut vault = full(MAX_ACCOUNTS - 1);
    let chosen = offer(&mut vault, &uri, None);
    let id = accept(&mut vault, &chosen).unwrap();
    let chosen = offer(&mut vault, &uri, None);
    assert_eq!(accept(&mut vault, &chosen).unwrap(), id, "what is known needs no room");
    let chosen = offer(&mut vault, "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP", None);
    assert_eq!(accept(&mut vault, &chosen), Err(Error::VaultFull));
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

fn number(at: usize) -> String {
    format!("otpauth://totp/Many:user{at}?secret={}", ["A", "B", "C", "D", "E"][at].repeat(16))
}

#[test]
fn several_are_taken_each_as_if_it_were_alone() {
    let mut vault = empty_vault();
    let mut chosen: Vec<Chosen> = (0..4).map(|at| offer(&mut vault, &number(at), Some("https://a.example"))).collect();
    chosen[1].host = "b.example".to_owned();
    chosen[2].host = String::new();
    let done = vault.accept_all(&chosen, &domain_of, NOW);
    assert_eq!(done[1], Err(Error::NoSuchPending), "it would go elsewhere than was shown");
    let bound = |at: usize| sites(&vault, done[at].as_ref().unwrap());
    assert_eq!([bound(0), bound(2), bound(3)], [vec!["https://a.example"], vec![], vec!["https://a.example"]]);
    assert_eq!(vault.list(None, NOW).accounts.len(), 3);
    assert!(vault.accept_all(&chosen, &domain_of, NOW).iter().enumerate().all(|(at, one)| one.is_err() || at == 1));
    assert_eq!(vault.accept_all(&[], &domain_of, NOW), []);
}

#[test]
fn what_is_typed_beside_an_account_comes_with_it() {
    let mut vault = empty_vault();
    let wishes = Changes {
        issuer: " Typed ".to_owned(),
        sites: vec![bound_to("https://a.example"), bound_to("https://b.example")],
        submit: true,
        ..Changes::default()
    };
    let chosen = Chosen { wishes: wishes.clone(), ..offer(&mut vault, &number(0), None) };
    let id = accept(&mut vault, &chosen).unwrap();
    let new = vault.details(&id).unwrap();
    assert_eq!((new.issuer.as_str(), new.name.as_str(), new.submit), ("Typed", "user0", true));
    assert_eq!(sites(&vault, &id), ["https://a.example", "https://b.example"]);

    let known = Changes { sites: vec![bound_to("https://b.example"), bound_to("https://c.example")], ..wishes };
    let known = Changes { issuer: "Other".to_owned(), submit: false, ..known };
    let again = Chosen { wishes: known, ..offer(&mut vault, &number(0), None) };
    assert_eq!(accept(&mut vault, &again), Ok(id.clone()));
    let old = vault.details(&id).unwrap();
    assert_eq!((old.issuer.as_str(), old.submit), ("Typed", true), "it keeps its name");
    assert_eq!(sites(&vault, &id), ["https://a.example", "https://b.example", "https://c.example"]);
}

#[test]
fn wishes_that_are_refused_change_nothing() {
    let mut vault = empty_vault();
    let sites = |count: usize| (0..count).map(|at| bound_to(&format!("https://{at}.example"))).collect();
    let refused = [
        (Changes { sites: vec![bound_to("no site")], ..Changes::default() }, Error::NotASite),
        (Changes { sites: sites(MAX_SITES + 1), ..Changes::default() }, Error::TooLong),
        (Changes { name: "n".repeat(MAX_NAME_BYTES + 1), ..Changes::default() }, Error::TooLong),
    ];
    for (wishes, error) in refused {
        let chosen = Chosen { wishes, ..offer(&mut vault, &number(0), None) };
        assert_eq!(accept(&mut vault, &chosen), Err(error));
    }
    assert!(vault.list(None, NOW).accounts.is_empty());
    let id = {
        let chosen = offer(&mut vault, &number(0), None);
        accept(&mut vault, &chosen).unwrap()
    };
    let many = Chosen {
        wishes: Changes { sites: sites(MAX_SITES + 1), ..Changes::default() },
        ..offer(&mut vault, &number(0), Some("https://a.example"))
    };
    assert_eq!(accept(&mut vault, &many), Err(Error::TooLong));
    assert!(vault.details(&id).unwrap().sites.is_empty());
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
