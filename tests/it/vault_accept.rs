//! Accepting: an enrolment that was offered becomes an account once, and only as the person saw it.

use crate::support::enrolments::{SEED, accept, offer, sites_of, view};
use crate::support::envelopes::{NOW, empty_vault, holding, ticket};
use crate::support::sites::{self, bound_to, domain_of, site};
use halfminute::vault::{Changes, Chosen, Error, MAX_ACCOUNTS, MAX_NAME_BYTES, MAX_SITES, Vault};

#[test]
fn accepted_once_and_bound_to_the_site_it_was_read_from() {
    let mut vault = empty_vault();
    let chosen = offer(&mut vault, &format!("otpauth://totp/a?secret={SEED}"), Some("https://a.example"));
    let id = accept(&mut vault, &chosen).unwrap();
    assert_eq!(sites_of(&vault, &id), ["https://a.example"]);
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
    assert_eq!(sites_of(&vault, &id), ["https://a.example"]);
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
        assert_eq!(sites_of(&vault, &id), Vec::<String>::new(), "without a site");
    }
    let mut vault = empty_vault();
    let here = site("https://gist.github.com");
    let silent = vault.offer(uri.as_bytes(), Some(&sites::without_domains(&here))).unwrap();
    assert_eq!(silent.pending[0].host.as_deref(), Some("gist.github.com"), "the host where no domain is told");
    assert_eq!(view(&mut vault, &uri, None).host, None);
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
    assert_eq!(sites_of(&vault, &id), ["https://a.example", "https://b.example"]);
    let listing = vault.list(None, NOW);
    assert_eq!((listing.accounts.len(), listing.bin.len()), (1, 0), "out of the bin again");
    assert_eq!(listing.accounts[0].name, "a", "and called as before");

    let again = offer(&mut vault, &uri, Some("https://b.example"));
    accept(&mut vault, &again).unwrap();
    assert_eq!(sites_of(&vault, &id).len(), 2);
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
fn names_have_a_limit() {
    let mut vault = empty_vault();
    let with_name = |length: usize| format!("otpauth://totp/{}?secret={SEED}", "n".repeat(length));
    let chosen = offer(&mut vault, &with_name(MAX_NAME_BYTES + 1), None);
    assert_eq!(accept(&mut vault, &chosen), Err(Error::TooLong));
    let parameter = format!("otpauth://totp/a?secret={SEED}&note={}", "n".repeat(16 * 1024 - 3));
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
    let bound = |at: usize| sites_of(&vault, done[at].as_ref().unwrap());
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
    assert_eq!(sites_of(&vault, &id), ["https://a.example", "https://b.example"]);

    let known = Changes { sites: vec![bound_to("https://b.example"), bound_to("https://c.example")], ..wishes };
    let known = Changes { issuer: "Other".to_owned(), submit: false, ..known };
    let again = Chosen { wishes: known, ..offer(&mut vault, &number(0), None) };
    assert_eq!(accept(&mut vault, &again), Ok(id.clone()));
    let old = vault.details(&id).unwrap();
    assert_eq!((old.issuer.as_str(), old.submit), ("Typed", true), "it keeps its name");
    assert_eq!(sites_of(&vault, &id), ["https://a.example", "https://b.example", "https://c.example"]);
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
