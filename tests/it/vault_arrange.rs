//! The list as a person arranges it: order, pins, tags, notes, icons, and what was used last.

use halfminute::vault::{Changes, Error, Page, Site, Vault};

use crate::support::envelopes::{NOW, contents_of, empty_vault, ticket};

const LINES: &str = "otpauth://totp/Bank:ada?secret=GEZDGNBV\notpauth://totp/Shop:ada?secret=MFRGGZDF\notpauth://hotp/Mail:ada?secret=MFRGGZDG&counter=7";

fn three() -> (Vault, Vec<String>) {
    let mut vault = empty_vault();
    vault.import(LINES.as_bytes(), NOW).unwrap();
    let ids = vault.list(None, NOW).accounts.into_iter().map(|account| account.id).collect();
    (vault, ids)
}

/// The same vault as another device has it, by what is sealed.
fn copy(vault: &mut Vault) -> Vault {
    let sealed = vault.seal(NOW).unwrap();
    Vault::open(&sealed, &ticket()).unwrap().on_device([7; 8])
}

fn places(vault: &Vault) -> Vec<Option<usize>> {
    vault.list(None, NOW).accounts.iter().map(|account| account.place).collect()
}

fn picture(shade: u8) -> Vec<u8> {
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x20\0\0\0\x20"[..], &[shade; 40]].concat()
}

#[test]
fn the_order_is_kept_and_the_later_one_counts() {
    let (mut vault, ids) = three();
    assert_eq!(places(&vault), [None, None, None]);
    vault.arrange(&[ids[2].clone(), ids[0].clone()], NOW).unwrap();
    assert_eq!(places(&vault), [Some(1), None, Some(0)]);
    let mut elsewhere = copy(&mut vault);
    assert_eq!(places(&elsewhere), places(&vault));
    elsewhere.arrange(&ids, NOW + 1).unwrap();
    vault.arrange(&[], NOW).unwrap();
    let sealed = elsewhere.seal(NOW + 1).unwrap();
    vault.merge(&sealed, &ticket()).unwrap();
    assert_eq!(places(&vault), [Some(0), Some(1), Some(2)]);
    assert_eq!(vault.arrange(&["x".to_owned()], NOW).err(), Some(Error::NoSuchAccount));
    assert_eq!(places(&vault), [Some(0), Some(1), Some(2)]);
}

#[test]
fn note_tags_and_pin_are_edited_and_merged_one_by_one() {
    let (mut vault, ids) = three();
    let seen = Changes { issuer: "Bank".to_owned(), name: "ada".to_owned(), ..Changes::default() };
    let mut elsewhere = copy(&mut vault);
    let tags = [" work ", "", "work", "mail"].map(ToOwned::to_owned).to_vec();
    let wanted = Changes { note: "1111-2222\n3333".to_owned(), tags, ..seen.clone() };
    vault.edit(&ids[0], Some(&seen), &wanted, NOW + 1).unwrap();
    elsewhere.edit(&ids[0], Some(&seen), &Changes { pinned: true, ..seen.clone() }, NOW + 2).unwrap();
    let sealed = elsewhere.seal(NOW + 2).unwrap();
    vault.merge(&sealed, &ticket()).unwrap();
    let details = copy(&mut vault).details(&ids[0]).unwrap();
    assert_eq!((&*details.note, details.pinned), ("1111-2222\n3333", true));
    assert_eq!(details.tags, ["work", "mail"]);
    for long in [
        Changes { note: "n".repeat(16 * 1024 + 1), ..seen.clone() },
        Changes { tags: vec!["t".repeat(101)], ..seen.clone() },
        Changes { tags: (0..21).map(|number| number.to_string()).collect(), ..seen.clone() },
    ] {
        assert_eq!(vault.edit(&ids[0], None, &long, NOW), Err(Error::TooLong));
    }
    assert_eq!(vault.details(&ids[0]).unwrap().note, "1111-2222\n3333");
}

#[test]
fn uses_are_counted_when_a_code_is_copied_or_filled() {
    let (mut vault, ids) = three();
    let site = Site::from_origin("https://bank.example").unwrap();
    vault.note_use(&ids[0], NOW + 5).unwrap();
    vault.filled(&ids[0], &site, None, NOW + 9).unwrap();
    vault.filled_in_private(&ids[0], &site, None, NOW + 11);
    let view = &copy(&mut vault).list(None, NOW).accounts[0];
    assert_eq!((view.uses, view.used), (2, NOW + 9));
    assert_eq!(vault.note_use("x", NOW), Err(Error::NoSuchAccount));
}

#[test]
fn an_icon_is_a_small_picture_and_lies_with_the_account() {
    let (mut vault, ids) = three();
    assert_eq!(vault.set_icon(&ids[1], b"GIF89a".to_vec(), NOW), Ok(false));
    assert_eq!(vault.icon(&ids[1]), None);
    assert_eq!(vault.set_icon(&ids[1], picture(1), NOW), Ok(true));
    let mut elsewhere = copy(&mut vault);
    assert_eq!(elsewhere.icon(&ids[1]), Some(&picture(1)[..]));
    assert!(elsewhere.list(None, NOW).accounts[1].has_icon || elsewhere.list(None, NOW).accounts[2].has_icon);
    elsewhere.set_icon(&ids[1], picture(2), NOW + 1).unwrap();
    let sealed = elsewhere.seal(NOW + 1).unwrap();
    vault.merge(&sealed, &ticket()).unwrap();
    assert_eq!(vault.icon(&ids[1]), Some(&picture(2)[..]));
    vault.remove(&ids[1], NOW).unwrap();
    assert_eq!(vault.set_icon(&ids[1], picture(3), NOW), Err(Error::Deleted));
}

#[test]
fn a_row_says_what_comes_next_and_whose_page_this_is() {
    let (mut vault, ids) = three();
    let at = |origin: &str| Site::from_origin(origin).unwrap();
    let domains = |host: &str| {
        Some(host.rsplitn(3, '.').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("."))
    };
    let page = |site: &'static Site| Page { site, path: "/", domains: &domains };
    let leak = |origin: &str| &*Box::leak(Box::new(at(origin)));
    let (login, other) = (leak("https://login.bank.example"), leak("https://www.bank.example"));
    vault.bind(&ids[0], &page(login), NOW).unwrap();
    vault.filled(&ids[0], login, None, NOW + 3).unwrap();

    let now = NOW - NOW % 30_000;
    let of = |vault: &Vault, site, now| {
        vault.list(Some(&page(site)), now).accounts.into_iter().find(|account| account.id == ids[0]).unwrap()
    };
    let here = of(&vault, login, now);
    assert_eq!((here.here, here.exact, here.used_here, here.imitated), (true, true, Some(NOW + 3), false));
    assert_eq!(here.hosts, ["login.bank.example"]);
    let beside = of(&vault, other, now);
    assert_eq!((beside.here, beside.exact, beside.used_here), (true, false, None));
    assert_eq!(here.code.unwrap().next, Some(of(&vault, login, now + 30_000).code.unwrap().text));
    let mail = vault.list(None, NOW).accounts.into_iter().find(|account| account.issuer == "Mail").unwrap();
    assert_eq!((mail.counter.as_deref(), mail.code.is_none()), (Some("7"), true));

    let false_one = leak("https://login-bank.example.evil.example");
    let listing = vault.list(Some(&page(false_one)), NOW);
    for account in &listing.accounts {
        assert_eq!(account.imitated, listing.twin.is_some() && account.id == ids[0]);
    }
    let false_one = leak("https://bank.examp1e");
    let listing = vault.list(Some(&page(false_one)), NOW);
    for account in &listing.accounts {
        assert_eq!(account.imitated, listing.twin.is_some() && account.id == ids[0], "{:?}", listing.twin);
    }
}

#[test]
fn a_note_goes_with_its_account() {
    const MONTH: u64 = 31 * 24 * 60 * 60 * 1000;
    let (mut vault, ids) = three();
    let changes = Changes { note: "recovery 1111-2222".to_owned(), ..Changes::default() };
    vault.edit(&ids[0], None, &changes, NOW).unwrap();
    vault.set_icon(&ids[0], picture(1), NOW).unwrap();
    vault.remove(&ids[0], NOW).unwrap();
    // Which drops what has been in the bin for so long.
    vault.remove(&ids[1], NOW + MONTH).unwrap();
    let sealed = vault.seal(NOW + MONTH).unwrap();
    let contents = contents_of(&sealed);
    assert!(contents.contains("tombstones") && !contents.contains("1111-2222") && !contents.contains("iVBORw0KGgo"));
}
