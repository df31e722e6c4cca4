//! Of two hosts that look alike, which one is told to be the false one: never the genuine one, whatever a page has had
//! added before.

use crate::support::envelopes::{NOW, empty_vault, ticket};
use crate::support::sites::{bound_to, domain_of, on, site};
use halfminute::time::Seconds;
use halfminute::vault::{Changes, Chosen, Error, Twin, Vault};

const GENUINE: &str = "https://northbank.test";
/// One letter, another ending, a letter of another script, a digit, the name beside a word.
const FAKES: [&str; 5] = [
    "https://northbamk.test",
    "https://northbank.click",
    "https://xn--northbnk-66g.test",
    "https://n0rthbank.test",
    "https://northbank-login.test",
];
const BANK: &str = "otpauth://totp/Northbank:ada?secret=GEZDGNBVGY3TQOJQ&issuer=Northbank";
/// What a page shows that has something to hide.
const STRANGE: &str = "otpauth://totp/Free%20WiFi:x?secret=JBSWY3DPEHPK3PXP&issuer=Free%20WiFi";

/// "Add" on a page, or from a file.
fn add(vault: &mut Vault, uri: &str, origin: Option<&str>, now: u64) -> String {
    let site = origin.map(site);
    let offer = vault.offer(uri.as_bytes(), site.as_ref().map(on).as_ref()).unwrap();
    vault.accept(&Chosen::from(&offer.pending[0]), &domain_of, now).unwrap()
}

fn twin(vault: &Vault, origin: &str) -> Option<Twin> {
    vault.list(Some(&on(&site(origin))), NOW).twin
}

fn bind(vault: &mut Vault, id: &str, origin: &str, now: u64) -> Result<(), Error> {
    vault.bind(id, &on(&site(origin)), now)
}

fn sites_of(vault: &Vault, id: &str) -> Vec<String> {
    vault.details(id).unwrap().sites.iter().map(|site| site.origin.as_str().to_owned()).collect()
}

fn by_hand(vault: &mut Vault, id: &str, origin: &str, now: u64) {
    vault
        .edit(
            id,
            None,
            &Changes { issuer: "Northbank".to_owned(), sites: vec![bound_to(origin)], ..Changes::default() },
            now,
        )
        .unwrap();
}

/// The bank, however it came to be bound, before the fake: an "Add" there binds nothing and changes nothing.
#[test]
fn a_fake_that_comes_later_stays_one() {
    for fake in FAKES {
        for way in ["added there", "bound by hand", "bound by a question"] {
            let mut vault = empty_vault();
            let bank = add(&mut vault, BANK, (way == "added there").then_some(GENUINE), NOW);
            match way {
                "bound by hand" => by_hand(&mut vault, &bank, GENUINE, NOW),
                "bound by a question" => bind(&mut vault, &bank, GENUINE, NOW).unwrap(),
                _ => {}
            }
            let before = twin(&vault, fake);
            assert_eq!(before.as_ref().map(|twin| twin.imitates.as_str()), Some("northbank.test"), "{fake} {way}");
            assert_eq!(before.as_ref().map(|twin| twin.certain), Some(way != "added there"), "{fake} {way}");
            for (at, uri) in
                (1..).zip([STRANGE, &STRANGE.replace("Free%20WiFi", "Northbamk"), &BANK.replace("OJQ", "OJR")])
            {
                let here = site(fake);
                let offer = vault.offer(uri.replace("PXP", &format!("PX{at}")).as_bytes(), Some(&on(&here)));
                let offer = offer.or_else(|_| vault.offer(uri.as_bytes(), Some(&on(&here)))).unwrap();
                let view = &offer.pending[0];
                assert_eq!((&view.host, &view.twin), (&None, &before), "{fake} {way}");
                // A screen that was shown before the bank was bound.
                let stale = Chosen { host: fake.trim_start_matches("https://").to_owned(), ..Chosen::from(view) };
                assert_eq!(vault.accept(&stale, &domain_of, NOW + at).err(), Some(Error::NoSuchPending));
                let id = vault.accept(&Chosen::from(view), &domain_of, NOW + at).unwrap();
                assert_eq!(sites_of(&vault, &id), Vec::<String>::new(), "{fake} {way}");
                assert_eq!(twin(&vault, fake), before, "{fake} {way}");
                assert_eq!(bind(&mut vault, &bank, fake, NOW + at), Err(Error::LookAlike), "{fake} {way}");
                assert_eq!(twin(&vault, GENUINE), None, "{fake} {way}");
            }
        }
    }
}

/// The bank came from another app, and the fake page is there first.
#[test]
fn a_fake_that_comes_first_is_one_from_when_the_genuine_site_is_bound() {
    for fake in FAKES {
        for issuer in ["Northbank", "North Bank", "Bank", "Northbank Online"] {
            for strange in [
                STRANGE.to_owned(),
                STRANGE.replace("Free%20WiFi", "Northbamk"),
                STRANGE.replace("Free%20WiFi", "Northbank"),
            ] {
                let mut vault = empty_vault();
                let bank = add(&mut vault, &BANK.replace("issuer=Northbank", &format!("issuer={issuer}")), None, NOW);
                let other = add(&mut vault, &strange, Some(fake), NOW + 1);
                assert_eq!(sites_of(&vault, &other), [fake]);
                assert_eq!(twin(&vault, GENUINE), None, "{fake} {issuer} {strange}");
                bind(&mut vault, &bank, GENUINE, NOW + 2).unwrap();
                assert_eq!(twin(&vault, GENUINE), None);
                assert!(twin(&vault, fake).is_some_and(|twin| twin.certain), "{fake} {issuer}");
                assert_eq!(bind(&mut vault, &bank, fake, NOW + 3), Err(Error::LookAlike));
            }
        }
    }
}

/// Nothing is known of the bank when the fake page has something added.
#[test]
fn a_fake_that_comes_first_does_not_keep_the_genuine_site_out() {
    for fake in FAKES {
        let mut vault = empty_vault();
        add(&mut vault, STRANGE, Some(fake), NOW);
        assert_eq!(twin(&vault, GENUINE), None, "{fake}");
        let bank = add(&mut vault, BANK, Some(GENUINE), NOW + 1);
        assert_eq!(sites_of(&vault, &bank), [GENUINE], "{fake}");
        assert_eq!(twin(&vault, GENUINE), None, "{fake}");
        // Now it is one page's word against the other's, until the person says which.
        by_hand(&mut vault, &bank, "https://www.northbank.test", NOW + 2);
        assert_eq!(twin(&vault, GENUINE), None, "{fake}");
        assert!(twin(&vault, fake).is_some_and(|twin| twin.certain), "{fake}");
    }
    // A fake that has thought of the name too is not believed: it is said that either may be the false one.
    let mut vault = empty_vault();
    add(&mut vault, &STRANGE.replace("Free%20WiFi", "Northbamk"), Some(FAKES[0]), NOW);
    let seen = twin(&vault, GENUINE).unwrap();
    assert!(!seen.certain && seen.may_be_honest);
    vault.know(&on(&site(GENUINE))).unwrap();
    let bank = add(&mut vault, BANK, Some(GENUINE), NOW + 1);
    assert_eq!(sites_of(&vault, &bank), [GENUINE]);
    assert!(twin(&vault, FAKES[0]).is_some_and(|twin| twin.certain));
}

/// A site that is signed in to is worth something, whatever its account is called.
#[test]
fn an_account_with_another_name_counts_once_it_was_used() {
    let mut vault = empty_vault();
    let bank = add(&mut vault, &BANK.replace("Northbank", "NB"), Some(GENUINE), NOW);
    vault.filled(&bank, &site(GENUINE), Some(Seconds(NOW / 1000)), NOW + 60_000).unwrap();
    assert_eq!(twin(&vault, FAKES[0]), None, "its confirmation says nothing");
    vault.filled(&bank, &site("https://login.northbank.test"), Some(Seconds(NOW / 1000)), NOW + 3_600_000).unwrap();
    assert!(twin(&vault, FAKES[0]).is_some_and(|twin| !twin.certain));
}

/// What the person took away by hand, or added without its site, has no word left there.
#[test]
fn a_word_ends_when_it_is_taken_back() {
    let mut vault = empty_vault();
    let id = add(&mut vault, STRANGE, Some(FAKES[0]), NOW);
    by_hand(&mut vault, &id, FAKES[0], NOW + 1);
    assert_eq!(twin(&vault, GENUINE), None, "the rule is the same: nothing was said");
    vault.edit(&id, None, &Changes::default(), NOW + 2).unwrap();
    by_hand(&mut vault, &id, FAKES[0], NOW + 3);
    assert!(twin(&vault, GENUINE).is_some_and(|twin| twin.certain), "the person's own word");
    vault.edit(&id, None, &Changes::default(), NOW + 4).unwrap();
    add(&mut vault, STRANGE, Some(FAKES[0]), NOW + 5);
    assert_eq!(sites_of(&vault, &id), [FAKES[0]]);
    assert_eq!(twin(&vault, GENUINE), None, "added again, by the page");

    // "Add" without the site leaves no older claim to the name.
    let mut vault = empty_vault();
    let here = site(FAKES[0]);
    let offer = vault.offer(STRANGE.replace("Free%20WiFi", "Northbamk").as_bytes(), Some(&on(&here))).unwrap();
    vault.accept(&Chosen { host: String::new(), ..Chosen::from(&offer.pending[0]) }, &domain_of, NOW).unwrap();
    add(&mut vault, BANK, Some(GENUINE), NOW + 1);
    assert!(twin(&vault, FAKES[0]).is_some());
}

#[test]
fn two_copies_keep_it_right_in_either_order() {
    for fake in FAKES {
        let mut base = empty_vault().on_device([1; 8]);
        let bank = add(&mut base, BANK, None, NOW);
        let base = base.seal(NOW).unwrap();
        let open = |envelope: &[u8], device: u8| Vault::open(envelope, &ticket()).unwrap().on_device([device; 8]);
        let (mut one, mut two) = (open(&base, 1), open(&base, 2));
        bind(&mut one, &bank, GENUINE, NOW + 1).unwrap();
        // Later there: the fake has something added, and the genuine site the bank, again.
        add(&mut two, STRANGE, Some(fake), NOW + 2);
        add(&mut two, BANK, Some(GENUINE), NOW + 3);
        let copies = [one.seal(NOW).unwrap(), two.seal(NOW).unwrap()];
        for (here, there) in [(0, 1), (1, 0)] {
            let mut all = open(&copies[here], 9);
            all.merge(&copies[there], &ticket()).unwrap();
            let all = open(&all.seal(NOW).unwrap(), 9);
            assert_eq!(twin(&all, GENUINE), None, "{fake}");
            assert!(twin(&all, fake).is_some_and(|twin| twin.certain), "{fake}");
        }
    }
}

#[test]
fn going_back_keeps_whose_word_it_was() {
    let mut vault = empty_vault();
    let bank = add(&mut vault, BANK, None, NOW);
    bind(&mut vault, &bank, GENUINE, NOW + 1).unwrap();
    let then = vault.seal(NOW).unwrap();
    vault.edit(&bank, None, &Changes { issuer: "Northbank".to_owned(), ..Changes::default() }, NOW + 2).unwrap();
    assert_eq!(twin(&vault, FAKES[0]), None);
    vault.roll_back(&then, NOW + 3).unwrap();
    assert!(twin(&vault, FAKES[0]).is_some_and(|twin| twin.certain));
}

/// A place that looked like no other one is looked at again after whatever could make it look like one.
#[test]
fn a_place_is_judged_anew_when_accounts_have_changed() {
    let fake = FAKES[0];
    let mut vault = empty_vault();
    let bank = add(&mut vault, BANK, None, NOW);
    assert_eq!(twin(&vault, fake), None);
    add(&mut vault, STRANGE, Some(fake), NOW + 1);
    assert_eq!(twin(&vault, fake), None);
    bind(&mut vault, &bank, GENUINE, NOW + 2).unwrap();
    assert_eq!(twin(&vault, fake).map(|twin| twin.imitates).as_deref(), Some("northbank.test"));
    vault.know(&on(&site(fake))).unwrap();
    assert_eq!(twin(&vault, fake), None);
}
