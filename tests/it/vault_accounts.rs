//! Accounts: listed, edited, deleted, restored, counted on.

use crate::support::envelopes::{NOW, contents_of, empty_vault};
use crate::support::sites;
use halfminute::vault::{BIN_DAYS, Changes, Chosen, Edit, Error, MAX_NAME_BYTES, MAX_SITES, Site, Vault};

const DAY: u64 = 24 * 60 * 60 * 1000;

/// Enrols `otpauth://{rest}` at `site` and answers with its id.
fn enrol(vault: &mut Vault, rest: &str, site: Option<&str>) -> String {
    let site = site.map(|site| Site::from_origin(site).unwrap());
    let offer = vault.offer(format!("otpauth://{rest}").as_bytes(), site.as_ref().map(sites::on).as_ref()).unwrap();
    vault.accept(&Chosen::from(&offer.pending[0]), &sites::domain_of, NOW).unwrap()
}

fn enrol_named(vault: &mut Vault, issuer: &str, name: &str, seed: &str, site: Option<&str>) -> String {
    enrol(vault, &format!("totp/{name}?issuer={issuer}&secret={seed}"), site)
}

fn names(vault: &Vault, site: Option<&str>) -> Vec<String> {
    let site = site.map(|site| Site::from_origin(site).unwrap());
    let listing = vault.list(site.as_ref().map(sites::on).as_ref(), NOW);
    listing
        .accounts
        .iter()
        .map(|view| format!("{}/{}{}", view.issuer, view.name, if view.here { " here" } else { "" }))
        .collect()
}

fn changes(issuer: &str, name: &str, origins: &[&str]) -> Changes {
    Changes {
        issuer: issuer.to_owned(),
        name: name.to_owned(),
        sites: origins.iter().map(|origin| sites::bound_to(origin)).collect(),
        ..Changes::default()
    }
}

#[test]
fn the_site_in_front_comes_first_then_issuer_and_name() {
    let mut vault = empty_vault();
    enrol_named(&mut vault, "beta", "b", "GEZDGNBVGY3TQOJA", Some("https://beta.example"));
    enrol_named(&mut vault, "Beta", "A", "GEZDGNBVGY3TQOJB", None);
    enrol_named(&mut vault, "alpha", "z", "GEZDGNBVGY3TQOJC", Some("https://alpha.example"));
    enrol_named(&mut vault, "Alpha", "Y", "GEZDGNBVGY3TQOJD", None);
    assert_eq!(names(&vault, None), ["Alpha/Y", "alpha/z", "Beta/A", "beta/b"]);
    assert_eq!(names(&vault, Some("https://beta.example")), ["beta/b here", "Alpha/Y", "alpha/z", "Beta/A"]);
    for other in ["https://gamma.example", "http://localhost"] {
        assert_eq!(names(&vault, Some(other)), ["Alpha/Y", "alpha/z", "Beta/A", "beta/b"], "{other}");
    }
}

#[test]
fn an_edit_sets_names_and_sites() {
    let mut vault = empty_vault();
    let id = enrol_named(&mut vault, "Old", "old", "GEZDGNBVGY3TQOJQ", Some("https://old.example"));
    vault
        .edit(&id, None, &changes(" New ", "new ", &["https://a.example", "https://b.example", "https://a.example"]), 5)
        .unwrap();
    let details = vault.details(&id).unwrap();
    assert_eq!((details.issuer.as_str(), details.name.as_str(), details.created), ("New", "new", NOW));
    assert_eq!(
        details.sites.iter().map(|site| site.origin.as_str()).collect::<Vec<_>>(),
        ["https://a.example", "https://b.example"]
    );
    assert!(contents_of(&vault.seal(NOW).unwrap()).contains(r#""modified":5"#));
}

#[test]
fn an_edit_that_is_refused_changes_nothing() {
    let mut vault = empty_vault();
    let id = enrol_named(&mut vault, "Old", "old", "GEZDGNBVGY3TQOJQ", Some("https://old.example"));
    let long = "x".repeat(MAX_NAME_BYTES + 1);
    let sites: Vec<String> = (0..=MAX_SITES).map(|number| format!("https://{number}.example")).collect();
    let sites: Vec<&str> = sites.iter().map(String::as_str).collect();
    let refused = [
        (changes(&long, "", &[]), Error::TooLong),
        (changes("", &long, &[]), Error::TooLong),
        (changes("", "", &sites), Error::TooLong),
        (changes("", "", &["https://a.example", "http://a.example"]), Error::NotASite),
        (changes("", "", &["https://a.example/path"]), Error::NotASite),
    ];
    for (changes, error) in refused {
        assert_eq!(vault.edit(&id, None, &changes, 5), Err(error));
        assert_eq!(names(&vault, Some("https://old.example")), ["Old/old here"]);
    }
    vault.edit(&id, None, &changes(&long[1..], &long[1..], &sites[1..]), 5).unwrap();
}

#[test]
fn an_edit_leaves_what_another_window_has_changed_meanwhile() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, "totp/A:alice?secret=GEZDGNBVGY3TQOJQ", Some("https://a.example"));
    let seen = changes("A", "alice", &["https://a.example"]);
    let theirs = changes("Theirs", "alice", &["https://a.example", "https://b.example"]);
    vault.edit(&id, Some(&seen), &theirs, NOW).unwrap();
    let mine = changes("A", "mine", &[]);
    vault.edit(&id, Some(&seen), &mine, NOW).unwrap();
    let after = vault.details(&id).unwrap();
    assert_eq!((after.issuer.as_str(), after.name.as_str()), ("Theirs", "mine"));
    assert_eq!(after.sites.iter().map(|site| site.origin.as_str()).collect::<Vec<_>>(), ["https://b.example"]);
    assert_eq!(vault.edit("AAAAAAAAAAAAAAAAAAAAAA", Some(&seen), &mine, NOW), Err(Error::NoSuchAccount));
}

#[test]
fn of_several_accounts_each_answers_for_itself() {
    let mut vault = empty_vault();
    let seeds = ["GEZDGNBVGY3TQOJQ", "JBSWY3DPEHPK3PXP"];
    let [one, two] = seeds.map(|seed| enrol(&mut vault, &format!("totp/A:a?secret={seed}"), None));
    let ids = [one.clone(), "nobody".to_owned(), two.clone()];
    let expected = [Ok(one.clone()), Err(Error::NoSuchAccount), Ok(two.clone())];
    let edit = |id: &String| Edit { id: id.clone(), changes: changes("All", id, &[]), ..Edit::default() };
    assert_eq!(vault.edit_all(&ids.each_ref().map(edit), NOW), expected);
    assert!(vault.list(None, NOW).accounts.iter().all(|account| account.issuer == "All"));
    assert_eq!(vault.remove_all(&ids, NOW), expected);
    assert_eq!(vault.list(None, NOW).bin.len(), 2);
    assert_eq!(vault.restore_all(&ids, NOW), expected);
    assert_eq!(vault.list(None, NOW).accounts.len(), 2);
}

#[test]
fn a_deleted_account_lies_in_the_bin_until_it_is_restored() {
    let mut vault = empty_vault();
    let first = enrol_named(&mut vault, "A", "a", "GEZDGNBVGY3TQOJA", None);
    let second = enrol_named(&mut vault, "B", "b", "GEZDGNBVGY3TQOJB", None);
    vault.remove(&first, NOW).unwrap();
    vault.remove(&second, NOW + 1).unwrap();
    let listing = vault.list(None, NOW);
    assert_eq!(listing.accounts.len(), 0);
    let bin: Vec<_> = listing.bin.iter().map(|view| (view.id.as_str(), view.deleted)).collect();
    assert_eq!(bin, [(second.as_str(), NOW + 1), (first.as_str(), NOW)], "the last deleted first");
    vault.restore(&first, NOW).unwrap();
    assert_eq!(names(&vault, None), ["A/a"]);
    assert_eq!(vault.list(None, NOW).bin.len(), 1);
}

#[test]
fn the_bin_is_emptied_after_thirty_days() {
    assert_eq!(BIN_DAYS, 30);
    for (later, left) in [(30 * DAY - 1, 2), (30 * DAY, 1), (u64::MAX - NOW, 1)] {
        let mut vault = empty_vault();
        let first = enrol_named(&mut vault, "A", "a", "GEZDGNBVGY3TQOJA", None);
        let second = enrol_named(&mut vault, "B", "b", "GEZDGNBVGY3TQOJB", None);
        vault.remove(&first, NOW).unwrap();
        vault.remove(&second, NOW + later).unwrap();
        assert_eq!(vault.list(None, NOW).bin.len(), left, "{later} ms later");
        assert_eq!(vault.restore(&first, NOW).is_ok(), left == 2);
        assert!(vault.restore(&second, NOW).is_ok());
    }
}

/// A clock that was set back empties nothing.
#[test]
fn the_bin_survives_a_clock_that_goes_back() {
    let mut vault = empty_vault();
    let first = enrol_named(&mut vault, "A", "a", "GEZDGNBVGY3TQOJA", None);
    let second = enrol_named(&mut vault, "B", "b", "GEZDGNBVGY3TQOJB", None);
    vault.remove(&first, NOW).unwrap();
    vault.remove(&second, 0).unwrap();
    assert_eq!(vault.list(None, 0).bin.len(), 2);
}

#[test]
fn a_counter_moves_only_when_it_is_asked() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, "hotp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0", None);
    for _ in 0..3 {
        assert!(vault.list(None, NOW).accounts[0].code.is_none());
    }
    // RFC 4226 appendix D.
    for expected in ["755224", "287082", "359152"] {
        let code = vault.next_code(&id, NOW).unwrap();
        assert_eq!((code.text.as_str(), code.valid_until, code.period), (expected, None, None));
    }
    assert!(contents_of(&vault.seal(NOW).unwrap()).contains(r#""counter":3"#));
    let totp = enrol_named(&mut vault, "A", "a", "GEZDGNBVGY3TQOJA", None);
    assert_eq!(vault.next_code(&totp, NOW).err(), Some(Error::NotCounterBased));
}

#[test]
fn a_counter_at_its_end_gives_no_code() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, &format!("hotp/a?secret=GEZDGNBVGY3TQOJQ&counter={}", u64::MAX - 1), None);
    assert!(vault.next_code(&id, NOW).is_ok());
    assert_eq!(vault.next_code(&id, NOW).err(), Some(Error::NotCounterBased));
    assert_eq!(
        serde_json::to_value(vault.details(&id).unwrap()).unwrap()["parameters"]["counter"],
        u64::MAX.to_string()
    );
}

#[test]
fn ids_that_no_account_has() {
    let mut vault = empty_vault();
    let id = enrol_named(&mut vault, "A", "a", "GEZDGNBVGY3TQOJA", None);
    let padded = format!("{id}==");
    for wrong in ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", padded.as_str(), &id[1..], "\u{e9}\u{e9}\u{e9}"] {
        assert_eq!(vault.details(wrong).err(), Some(Error::NoSuchAccount));
        assert_eq!(vault.edit(wrong, None, &Changes::default(), NOW), Err(Error::NoSuchAccount));
        assert_eq!(vault.remove(wrong, NOW), Err(Error::NoSuchAccount));
        assert_eq!(vault.restore(wrong, NOW), Err(Error::NoSuchAccount));
        assert_eq!(vault.next_code(wrong, NOW).err(), Some(Error::NoSuchAccount));
    }
}

#[test]
fn what_is_in_the_bin_is_not_edited() {
    let mut vault = empty_vault();
    let id = enrol_named(&mut vault, "A", "a", "GEZDGNBVGY3TQOJA", None);
    vault.remove(&id, NOW).unwrap();
    let changes = Changes { issuer: "B".to_owned(), ..Changes::default() };
    assert_eq!(vault.edit(&id, None, &changes, NOW), Err(Error::Deleted));
    vault.restore(&id, NOW).unwrap();
    assert_eq!(vault.details(&id).unwrap().issuer, "A");
    vault.edit(&id, None, &changes, NOW).unwrap();
    assert_eq!(vault.details(&id).unwrap().issuer, "B");
}

#[test]
fn every_time_is_a_time() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, "totp/a?secret=GEZDGNBVGY3TQOJQ&period=86400", None);
    enrol(&mut vault, "totp/b?secret=GEZDGNBVGY3TQOJQ&period=1", None);
    for now in [0, 999, u64::MAX] {
        assert_eq!(vault.list(None, now).accounts.len(), 2);
        vault.edit(&id, None, &Changes::default(), now).unwrap();
        vault.seal(now).unwrap();
    }
}
