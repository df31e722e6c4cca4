//! On which site a code is filled.

use super::*;
use halfminute::sites::Reason;

#[test]
fn the_code_of_now_for_the_bound_site() {
    let (mut vault, id) = enrol("totp/a?");
    let here = site(HERE);
    let answer = ask(&mut vault, &id, &[on(&here)], &[code_page()], Gesture::Page, 45_000);
    assert!(!answer.changed);
    let filling = answer.outcome.unwrap();
    assert_eq!((filling.code.as_str(), filling.until, filling.submit), ("287082", Some(Seconds(60)), false));
    assert_eq!((filling.choice.frame, filling.choice.fields), (0, vec![0]));
}

#[test]
fn no_other_site_even_if_it_has_a_field() {
    let (mut vault, id) = enrol("totp/a?");
    for other in ["https://other.example", "https://a.example:8443", "http://localhost", "https://a.b.co.uk"] {
        for frame in [code_page(), frame("")] {
            for gesture in [Gesture::Page, Gesture::Field, Gesture::Teach, Gesture::Anyway] {
                let there = site(other);
                let answer = ask(&mut vault, &id, &[on(&there)], std::slice::from_ref(&frame), gesture, NOW);
                assert_eq!(answer.outcome.err(), Some(Refusal::NotBound), "{other}");
                assert!(!answer.changed);
            }
        }
    }
}

#[test]
fn the_whole_domain_where_the_browser_tells_it() {
    let (mut vault, id) = enrol("totp/a?");
    let login = site("https://login.a.example");
    let tells = ask(&mut vault, &id, &[on(&login)], &[code_page()], Gesture::Page, NOW);
    assert!(tells.outcome.is_ok());
    let silent = ask(&mut vault, &id, &[without_domains(&login)], &[code_page()], Gesture::Page, NOW);
    assert!(silent.outcome.is_err());
    let here = site(HERE);
    let same_host = ask(&mut vault, &id, &[without_domains(&here)], &[code_page()], Gesture::Page, NOW);
    assert!(same_host.outcome.is_ok());
}

#[test]
fn never_across_a_public_suffix() {
    for (bound, other) in [
        ("https://alice.github.io", "https://bob.github.io"),
        ("https://a.co.uk", "https://b.co.uk"),
        ("https://alice.github.io", "https://github.io"),
    ] {
        let (mut vault, id) = enrol("totp/a?");
        vault.edit(&id, None, &Changes { sites: vec![bound_to(bound)], ..Changes::default() }, NOW).unwrap();
        assert!(fill_at(&mut vault, &id, bound, &code_page(), NOW).is_ok(), "{bound}");
        assert!(fill_at(&mut vault, &id, other, &code_page(), NOW).is_err(), "{other}");
    }
}

#[test]
fn rules_of_the_person() {
    let (mut vault, id) = enrol("totp/a?");
    let mut rule = |rule: &str| {
        let sites = vec![ruled(HERE, rule)];
        vault.edit(&id, None, &Changes { sites, ..Changes::default() }, NOW).unwrap();
        let mut at = |origin: &str, path: &str| {
            let there = site(origin);
            let page = Page { path, ..on(&there) };
            ask(&mut vault, &id, &[page], &[code_page()], Gesture::Page, NOW).outcome.is_ok()
        };
        [at(HERE, "/team/login"), at(HERE, "/other"), at("https://www.a.example", "/team/login")]
    };
    assert_eq!(rule("domain"), [true, true, true]);
    assert_eq!(rule("host"), [true, true, false]);
    assert_eq!(rule("/team"), [true, false, false]);
    let sealed = contents_of(&vault.seal(NOW).unwrap());
    assert!(sealed.contains(r#""sites":["/team https://a.example"]"#), "{sealed}");
    for wrong in ["", "team", "/../x"] {
        let changes = Changes { sites: vec![ruled(HERE, wrong)], ..Changes::default() };
        assert_eq!(vault.edit(&id, None, &changes, NOW), Err(Error::NotAPath));
    }
    let details = vault.details(&id).unwrap();
    assert_eq!(details.sites[0].rule, "/team");
}

#[test]
fn an_account_without_sites_and_a_deleted_one_fill_nowhere() {
    let (mut vault, id) = enrol("totp/a?");
    vault.remove(&id, NOW).unwrap();
    assert_eq!(fill(&mut vault, &id, &code_page(), NOW).err(), Some(Refusal::NotBound));
    vault.restore(&id, NOW).unwrap();
    assert!(fill(&mut vault, &id, &code_page(), NOW).is_ok());
    vault.edit(&id, None, &Changes::default(), NOW).unwrap();
    assert_eq!(fill(&mut vault, &id, &code_page(), NOW).err(), Some(Refusal::NotBound));
}

#[test]
fn only_documents_of_bound_sites_are_looked_at() {
    let (mut vault, id) = enrol("totp/a?");
    let (here, there) = (site(HERE), site("https://frame.example"));
    let pages = [on(&there), on(&here)];
    let filling = ask(&mut vault, &id, &pages, &[code_page(), frame("")], Gesture::Page, NOW);
    assert_eq!(filling.outcome.err(), Some(Refusal::Declined(Decline::NoCodeField)));
    let filling = ask(&mut vault, &id, &pages, &[frame(""), code_page()], Gesture::Page, NOW);
    assert_eq!(filling.outcome.unwrap().choice.frame, 1);
}

#[test]
fn a_frame_that_is_closed_to_us_is_named_the_bound_one_first() {
    let (mut vault, id) = enrol("totp/a?");
    let closed =
        |origins: &[&str]| Frame { closed: origins.iter().map(|&origin| origin.to_owned()).collect(), ..frame("") };
    let sso = "https://sso.example";
    for (origins, expected) in [
        (vec![sso], Refusal::InFrame { site: site(sso) }),
        (vec![sso, "https://login.a.example"], Refusal::InFrame { site: site("https://login.a.example") }),
        (vec!["http://plain.example", "null"], Refusal::Declined(Decline::NoCodeField)),
    ] {
        assert_eq!(fill(&mut vault, &id, &closed(&origins), NOW).err(), Some(expected));
    }
    let sent = Frame { text: "We sent you a code by SMS".to_owned(), closed: vec![sso.to_owned()], ..code_page() };
    assert_eq!(fill(&mut vault, &id, &sent, NOW).err(), Some(Refusal::Declined(Decline::SentBySms)));
}

#[test]
fn a_look_alike_is_refused_in_words_and_bound_to_nothing() {
    let (mut vault, id) = enrol("totp/a?");
    vault.edit(&id, None, &Changes { sites: vec![bound_to("https://github.com")], ..Changes::default() }, NOW).unwrap();
    for (twin, reason, honest) in [
        ("https://github.com.evil.example", Reason::DomainInside, false),
        ("https://github-login.example", Reason::NameInside, true),
        ("https://xn--gthub-n2e.com", Reason::Letters, false),
        ("https://gihtub.com", Reason::OneEdit, true),
    ] {
        let there = site(twin);
        let Err(Refusal::LookAlike { twin: found }) = fill_at(&mut vault, &id, twin, &code_page(), NOW) else {
            panic!("{twin} was not refused");
        };
        assert_eq!(
            (found.reason, found.imitates.as_str(), found.may_be_honest),
            (reason, "github.com", honest),
            "{twin}"
        );
        assert_eq!(vault.list(Some(&on(&there)), NOW).twin.map(|twin| twin.reason), Some(reason));
        assert_eq!(vault.bind(&id, &on(&there), NOW), Err(Error::LookAlike));
        assert_eq!(vault.know(&on(&there)).is_ok(), honest, "{twin}");
        assert_eq!(vault.bind(&id, &on(&there), NOW).is_ok(), honest, "{twin}");
    }
    let sealed = contents_of(&vault.seal(NOW).unwrap());
    assert!(sealed.contains(r#""known":["github-login.example","gihtub.com"]"#), "{sealed}");
}

#[test]
fn an_account_without_a_page_is_proposed_by_its_issuer() {
    let (mut vault, id) = enrol("totp/GitHub:alice?issuer=GitHub");
    vault.edit(&id, None, &Changes { issuer: "GitHub".to_owned(), ..Changes::default() }, NOW).unwrap();
    let github = site("https://github.com");
    let listed = |vault: &Vault, origin: &str| {
        let there = site(origin);
        let view = &vault.list(Some(&on(&there)), NOW).accounts[0];
        (view.here, view.proposed)
    };
    assert_eq!(listed(&vault, "https://github.com"), (false, true));
    assert_eq!(listed(&vault, "https://gitlab.com"), (false, false));
    assert_eq!(listed(&vault, "https://github.com.evil.example"), (false, false));
    assert_eq!(fill_at(&mut vault, &id, "https://github.com", &code_page(), NOW).err(), Some(Refusal::NotBound));
    vault.bind(&id, &on(&github), NOW).unwrap();
    assert_eq!(listed(&vault, "https://github.com"), (true, false));
    assert!(fill_at(&mut vault, &id, "https://gist.github.com", &code_page(), NOW).is_ok());
    // Now that it has a site, it is proposed nowhere.
    assert_eq!(listed(&vault, "https://githubstatus.com"), (false, false));
}
