//! Two copies of a vault become one: in any order, however often, and nothing of either is lost.

use crate::support::envelopes::{NOW, contents_of, contents_under, empty_vault, holding, ticket, without_keys};
use crate::support::sites;
use halfminute::time::Seconds;
use halfminute::vault::{BIN_DAYS, Changes, Chosen, Particulars, SecretKind, Site, Ticket, Vault};
use proptest::prelude::*;
use serde_json::{Value, json};

const DAY: u64 = 24 * 60 * 60 * 1000;
/// As text, one of them is less than what stands in the place of a seed that was wiped.
const SEEDS: [&str; 3] = ["GEZDGNBVGY3TQOJQ", "2EZDGNBVGY3TQOJA", "GEZDGNBVGY3TQOJB"];

fn enrol(vault: &mut Vault, seed: &str, now: u64) -> String {
    let uri = format!("otpauth://hotp/user?secret={seed}&counter=0");
    let offer = vault.offer(uri.as_bytes(), None).unwrap();
    vault.accept(&Chosen::from(&offer.pending[0]), &|_| None, now).unwrap()
}

/// What one device does.
#[derive(Clone, Debug)]
enum Step {
    Enrol(usize),
    Name(usize, u8),
    Bind(usize, u8),
    Delete(usize),
    Restore(usize),
    Count(usize),
    Fill(usize, u8),
    Own(usize, u8),
    Arrange(usize),
    Use(usize),
    Icon(usize, u8),
    /// Long after, so that what was deleted leaves the bin.
    DeleteMuchLater(usize),
    Passkey,
    RenameWay(usize, u8),
    RevokeWay(usize),
    Unlock(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let account = 0..4_usize;
    let step = prop_oneof![
        (0..3_usize).prop_map(Step::Enrol),
        (account.clone(), 0..3_u8).prop_map(|(account, name)| Step::Name(account, name)),
        (account.clone(), 0..3_u8).prop_map(|(account, site)| Step::Bind(account, site)),
        account.clone().prop_map(Step::Delete),
        account.clone().prop_map(Step::Restore),
        account.clone().prop_map(Step::Count),
        (account.clone(), 0..3_u8).prop_map(|(account, site)| Step::Fill(account, site)),
        (account.clone(), 0..3_u8).prop_map(|(account, own)| Step::Own(account, own)),
        (0..3_usize).prop_map(Step::Arrange),
        account.clone().prop_map(Step::Use),
        (account.clone(), 0..3_u8).prop_map(|(account, shade)| Step::Icon(account, shade)),
        account.prop_map(Step::DeleteMuchLater),
        Just(Step::Passkey),
        (0..3_usize, 0..3_u8).prop_map(|(way, name)| Step::RenameWay(way, name)),
        (0..3_usize).prop_map(Step::RevokeWay),
        (0..3_usize).prop_map(Step::Unlock),
    ];
    // A clock each, which may be off.
    prop::collection::vec(step, 0..8)
}

fn do_steps(vault: &mut Vault, steps: &[Step], clock: u64) {
    for (at, step) in (clock..).zip(steps) {
        let listing = vault.list(None, at);
        let mut ids: Vec<String> = listing.accounts.into_iter().map(|account| account.id).collect();
        ids.extend(listing.bin.into_iter().map(|account| account.id));
        ids.sort();
        let id = |account: usize| ids.get(account).cloned().unwrap_or_default();
        let way = |vault: &Vault, way: usize| vault.ways().get(way).map(|way| way.id.clone()).unwrap_or_default();
        let site = |site: u8| Site::from_origin(&format!("https://{site}.example")).unwrap();
        // Where there is no such account, nothing happens.
        let _ = match *step {
            Step::Enrol(seed) => {
                enrol(vault, SEEDS[seed], at);
                Ok(())
            }
            Step::Name(account, name) => {
                let sites = vault.details(&id(account)).map(|details| details.sites).unwrap_or_default();
                let sites = sites.iter().map(|site| sites::bound_to(site.origin.as_str())).collect();
                vault.edit(
                    &id(account),
                    None,
                    &Changes { name: format!("name {name}"), sites, ..Changes::default() },
                    at,
                )
            }
            Step::Bind(account, at_site) => vault.bind(&id(account), &sites::on(&site(at_site)), at),
            Step::Delete(account) => vault.remove(&id(account), at),
            Step::Restore(account) => vault.restore(&id(account), at),
            Step::Count(account) => vault.next_code(&id(account), at).map(drop),
            Step::Fill(account, on) => vault.filled(&id(account), &site(on), Some(Seconds(at)), at),
            Step::Own(account, own) => {
                let (note, tags) = (format!("note {own}"), vec![format!("tag {own}")]);
                vault.edit(&id(account), None, &Changes { note, tags, pinned: own == 0, ..Changes::default() }, at)
            }
            Step::Arrange(first) => {
                let mut order = ids.clone();
                order.rotate_left(first.min(ids.len()));
                vault.arrange(&order, at)
            }
            Step::Use(account) => vault.note_use(&id(account), at),
            Step::Icon(account, shade) => {
                let picture = [&b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x20\0\0\0\x20"[..], &[shade; 8]].concat();
                vault.set_icon(&id(account), picture, at).map(drop)
            }
            Step::DeleteMuchLater(account) => vault.remove(&id(account), at + (BIN_DAYS + 1) * DAY),
            Step::Passkey => {
                let kind = SecretKind::Passkey;
                let what = Particulars { kind, salt: [1; 32], credential: Some(vec![1]), expires: None };
                vault.add_way(what, &[2; 32], "key", at).map(drop)
            }
            Step::RenameWay(of, name) => vault.rename_way(&way(vault, of), &format!("way {name}"), at),
            Step::RevokeWay(of) => vault.revoke(&way(vault, of), false, at),
            Step::Unlock(of) => vault.unlocked(&way(vault, of), at),
        };
    }
}

/// A copy of a vault, and what opens it: where a way in was revoked it is not what opens another copy.
struct Copy(Vec<u8>, Ticket);

impl Copy {
    fn of(mut vault: Vault) -> Self {
        Self(vault.seal(NOW).unwrap(), vault.ticket())
    }

    fn open(&self) -> Vault {
        Vault::open(&self.0, &self.1).unwrap()
    }

    fn text(&self) -> String {
        without_keys(&contents_under(&self.0, &self.1))
    }
}

/// A copy of `base` on a device, after `steps` at its own time.
fn copy(base: &Copy, device: u8, steps: &[Step], clock: u64) -> Copy {
    let mut vault = base.open().on_device([device; 8]);
    do_steps(&mut vault, steps, clock);
    Copy::of(vault)
}

fn both(one: &Copy, other: &Copy) -> Copy {
    let mut vault = one.open().on_device([9; 8]);
    vault.merge(&other.0, &other.1).unwrap();
    Copy::of(vault)
}

fn merged(one: &[u8], other: &[u8]) -> Vec<u8> {
    both(&Copy(one.to_owned(), ticket()), &Copy(other.to_owned(), ticket())).0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_order_does_not_matter(
        first in steps(),
        branches in [steps(), steps(), steps()],
        clocks in [0..20_u64, 0..20_u64, 0..20_u64],
    ) {
        let base = copy(&Copy::of(empty_vault()), 0, &first, NOW);
        let [a, b, c] = [0, 1, 2].map(|at| copy(&base, u8::try_from(at).unwrap() + 1, &branches[at], NOW + clocks[at]));
        // Commutative.
        let ab = both(&a, &b);
        prop_assert_eq!(ab.text(), both(&b, &a).text());
        // Associative.
        let whole = both(&ab, &c);
        let all = whole.text();
        prop_assert_eq!(&all, &both(&a, &both(&b, &c)).text());
        prop_assert_eq!(&all, &both(&both(&c, &a), &b).text());
        // Idempotent.
        prop_assert_eq!(both(&ab, &ab).text(), ab.text());
        prop_assert_eq!(both(&ab, &a).text(), ab.text());
        // Nothing is lost: whatever is shown in a copy and was deleted in none is shown in the whole.
        let whole = whole.open().list(None, NOW);
        let gone = |id: &str| [&a, &b, &c].iter().any(|copy| {
            let contents: Value = serde_json::from_str(&copy.text()).unwrap();
            let deleted = contents["accounts"].as_array().unwrap().iter().any(|account| account["id"] == id && account["deleted"].is_u64());
            deleted || contents["tombstones"].as_array().is_some_and(|stones| stones.iter().any(|stone| stone["account"]["id"] == id))
        });
        for copy in [&a, &b, &c] {
            for account in copy.open().list(None, NOW).accounts {
                prop_assert!(gone(&account.id) || whole.accounts.iter().any(|other| other.id == account.id));
            }
        }
    }
}

#[test]
fn what_was_changed_on_both_sides_is_kept_of_both() {
    let mut one = empty_vault().on_device([1; 8]);
    let id = enrol(&mut one, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", NOW);
    let base = one.seal(NOW).unwrap();
    let mut other = Vault::open(&base, &ticket()).unwrap().on_device([2; 8]);
    one.edit(&id, None, &Changes { name: "alice".to_owned(), ..Changes::default() }, NOW + 1).unwrap();
    one.bind(&id, &sites::on(&Site::from_origin("https://one.example").unwrap()), NOW + 2).unwrap();
    other.bind(&id, &sites::on(&Site::from_origin("https://other.example").unwrap()), NOW + 1).unwrap();
    other.next_code(&id, NOW).unwrap();
    let mine = enrol(&mut other, SEEDS[1], NOW);
    one.merge(&other.seal(NOW).unwrap(), &ticket()).unwrap();
    let details = one.details(&id).unwrap();
    assert_eq!(details.name, "alice");
    let sites: Vec<_> = details.sites.iter().map(|site| site.origin.as_str()).collect();
    assert_eq!(sites, ["https://other.example", "https://one.example"]);
    assert_eq!(one.next_code(&id, NOW).unwrap().text, "287082", "the counter of the other one: RFC 4226, count 1");
    assert!(one.details(&mine).is_ok());
    assert_eq!(one.logs().len(), 2);
    assert!(one.logs().iter().all(|log| log.broken_at.is_none()));
    for device in [[1; 8], [2; 8]] {
        let vault = Vault::open(&one.seal(NOW).unwrap(), &ticket()).unwrap().on_device(device);
        let here: Vec<_> = vault.logs().iter().map(|log| log.here).collect();
        assert_eq!(here, [true, false], "the log of this device comes first");
    }
}

/// The clock of one device is years behind: what it did after it saw the other's change is the later one nevertheless.
#[test]
fn a_wrong_clock_does_not_undo_what_came_later() {
    let mut one = empty_vault().on_device([1; 8]);
    let id = enrol(&mut one, SEEDS[0], NOW);
    one.edit(&id, None, &Changes { name: "first".to_owned(), ..Changes::default() }, NOW).unwrap();
    let mut slow = Vault::open(&one.seal(NOW).unwrap(), &ticket()).unwrap().on_device([2; 8]);
    slow.edit(&id, None, &Changes { name: "second".to_owned(), ..Changes::default() }, 5).unwrap();
    one.merge(&slow.seal(NOW).unwrap(), &ticket()).unwrap();
    assert_eq!(one.details(&id).unwrap().name, "second");
}

#[test]
fn what_left_the_bin_does_not_come_back_unless_it_was_wanted() {
    let mut one = empty_vault().on_device([1; 8]);
    let [gone, wanted, other] = SEEDS.map(|seed| enrol(&mut one, seed, NOW));
    one.remove(&gone, NOW).unwrap();
    one.remove(&wanted, NOW).unwrap();
    let mut two = Vault::open(&one.seal(NOW).unwrap(), &ticket()).unwrap().on_device([2; 8]);
    two.restore(&wanted, NOW + 1).unwrap();
    one.remove(&other, NOW + BIN_DAYS * DAY).unwrap();
    assert_eq!(one.list(None, NOW).bin.len(), 1, "two have left the bin");
    let copies = [one.seal(NOW).unwrap(), two.seal(NOW).unwrap()];
    for (here, there) in [(0, 1), (1, 0)] {
        let listing = Vault::open(&merged(&copies[here], &copies[there]), &ticket()).unwrap().list(None, NOW);
        assert_eq!((listing.accounts.len(), listing.bin.len()), (1, 1));
        assert_eq!((&listing.accounts[0].id, &listing.bin[0].id), (&wanted, &other));
    }
}

#[test]
fn what_no_version_here_knows_is_united() {
    let with = |accounts: &Value, later: &str| holding(&format!(r#"{{"accounts":{accounts},"written":1{later}}}"#));
    let strange = |number: u8| json!({ "type": "ocra", "number": number });
    let one = with(&json!([strange(1), strange(2)]), r#","groups":[1],"x":{}"#);
    let other = with(&json!([strange(2), strange(3)]), r#","groups":[2],"y":1"#);
    for (one, other) in [(&one, &other), (&other, &one)] {
        let contents: Value = serde_json::from_str(&contents_of(&merged(one, other))).unwrap();
        assert_eq!(contents["accounts"], json!([strange(1), strange(2), strange(3)]));
        assert_eq!((&contents["groups"], &contents["x"], &contents["y"]), (&json!([2]), &json!({}), &json!(1)));
    }
}

fn reopened(envelope: &[u8], device: u8) -> Vault {
    Vault::open(envelope, &ticket()).unwrap().on_device([device; 8])
}

fn json_of(envelope: &[u8]) -> Value {
    serde_json::from_str(&contents_of(envelope)).unwrap()
}

/// One copy counted on, in one it left the bin, in one it was taken out of there before.
#[test]
fn an_account_that_comes_back_has_its_seed_and_its_counter() {
    for seed in ["2EZDGNBVGY3TQOJA", "GEZDGNBVGY3TQOJQ"] {
        let mut base = empty_vault().on_device([1; 8]);
        let id = enrol(&mut base, seed, NOW);
        let other = enrol(&mut base, SEEDS[2], NOW);
        let base = base.seal(NOW).unwrap();
        let [mut counted, mut purged] = [reopened(&base, 1), reopened(&base, 2)];
        for _ in 0..4 {
            counted.next_code(&id, NOW).unwrap();
        }
        purged.remove(&id, NOW).unwrap();
        let mut restored = reopened(&purged.seal(NOW).unwrap(), 3);
        purged.remove(&other, NOW + BIN_DAYS * DAY).unwrap();
        restored.restore(&id, NOW + 1).unwrap();
        let [a, b, c] = [&mut counted, &mut purged, &mut restored].map(|vault| vault.seal(NOW).unwrap());
        for all in [merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)), merged(&merged(&c, &b), &a)] {
            let contents = json_of(&all);
            let account = contents["accounts"].as_array().unwrap().iter().find(|account| account["id"] == *id).unwrap();
            assert_eq!((&account["secret"], &account["counter"]), (&json!(seed), &json!(4)));
        }
    }
}

#[test]
fn when_a_way_in_was_used_last_is_not_lost() {
    let mut vault = empty_vault().on_device([1; 8]);
    let what = Particulars { kind: SecretKind::Passkey, salt: [1; 32], credential: Some(vec![1]), expires: None };
    let way = vault.add_way(what, &[2; 32], "key", NOW).unwrap();
    let unused = vault.seal(NOW).unwrap();
    vault.unlocked(&way, NOW + 5).unwrap();
    vault.merge(&unused, &ticket()).unwrap();
    assert_eq!(vault.ways()[1].used, Some(NOW + 5));
}

/// Else a later version would find two accounts with one id.
#[test]
fn of_a_record_that_can_not_be_read_the_later_state_is_kept() {
    let id = "AAAAAAAAAAAAAAAAAAAAAA";
    let record =
        |modified: u64, number: u8| json!({ "id": id, "type": "ocra", "modified": modified, "number": number });
    let with = |record: &Value| holding(&format!(r#"{{"accounts":[{record}],"written":1}}"#));
    let [early, late] = [record(5, 9), record(10, 1)];
    for (one, other) in [(&early, &late), (&late, &early)] {
        assert_eq!(json_of(&merged(&with(one), &with(other)))["accounts"], json!([late]));
    }
    let mut vault = reopened(&with(&late), 1);
    vault.roll_back(&with(&early), NOW).unwrap();
    assert_eq!(json_of(&vault.seal(NOW).unwrap())["accounts"], json!([early]), "taken back, and not kept twice");
}

#[test]
fn of_two_logs_that_are_equally_long_both_copies_keep_the_same() {
    let from = "A".repeat(43);
    let with = |later: u8| {
        let log = format!(r#"{{"device":"AAAAAAAAAAA","cut":0,"from":"{from}","entries":[],"x":{later}}}"#);
        holding(&format!(r#"{{"accounts":[],"logs":[{log}],"written":1}}"#))
    };
    for (one, other) in [(1, 2), (2, 1)] {
        assert_eq!(json_of(&merged(&with(one), &with(other)))["logs"][0]["x"], 2);
    }
}

#[test]
fn a_copy_of_another_vault_is_refused() {
    let mut vault = empty_vault();
    let id = enrol(&mut vault, SEEDS[0], NOW);
    let other = halfminute::vault::Vault::create(b"correct horse", halfminute::vault::Cost::default(), NOW).unwrap();
    assert!(vault.merge(&other.envelope, &other.ticket).is_err());
    assert!(vault.merge(b"", &ticket()).is_err());
    assert!(vault.details(&id).is_ok());
}
