//! Backups: a passphrase alone opens them, they open beside the vault, and taking one back loses nothing.

use std::sync::LazyLock;

use halfminute::vault::{
    Changes, Comparison, Cost, Error, Particulars, SecretKind, Ticket, Vault, make_passphrase_slot, unlock, ways_into,
};
use proptest::prelude::*;

use crate::support::all_ways::{PASSPHRASE, Whole, ids, said, unlock_by, whole};
use crate::support::envelopes::{NO_ACCOUNTS, NOW, VAULT, empty_vault, encode, holding, seal, ticket};

const OTHER: &[u8] = b"another passphrase";

/// A slot for a passphrase of its own. Deriving its key takes a while.
static OWN_SLOT: LazyLock<Vec<u8>> = LazyLock::new(|| make_passphrase_slot(&ticket(), OTHER, Cost::default()).unwrap());

fn line(seed: &str, name: &str) -> String {
    format!("otpauth://totp/{name}?secret={seed}\n")
}

fn import(vault: &mut Vault, lines: &[String]) {
    vault.import(lines.concat().as_bytes(), NOW).unwrap();
}

/// The names outside the bin, sorted.
fn names(vault: &Vault) -> Vec<String> {
    let mut names: Vec<_> = vault.list(None, NOW).accounts.into_iter().map(|account| account.name).collect();
    names.sort();
    names
}

fn id_of(vault: &Vault, name: &str) -> String {
    vault.list(None, NOW).accounts.into_iter().find(|account| account.name == name).unwrap().id
}

fn rename(vault: &mut Vault, name: &str, wanted: &str, now: u64) {
    let changes = Changes { name: wanted.to_owned(), ..Changes::default() };
    vault.edit(&id_of(vault, name), None, &changes, now).unwrap();
}

/// A copy of a vault on another device.
fn copy(vault: &mut Vault, device: u8) -> Vault {
    let ticket = vault.ticket();
    Vault::open(&vault.seal(NOW).unwrap(), &ticket).unwrap().on_device([device; 8])
}

/// A backup under the passphrase of the vault, and what opens it.
fn backup(vault: &mut Vault) -> (Vec<u8>, Ticket) {
    let backup = vault.backup(Some(&OWN_SLOT), NOW).unwrap();
    let ticket = unlock(&backup, OTHER, NOW).unwrap().ticket;
    (backup, ticket)
}

#[test]
fn the_vaults_passphrase_alone_opens_it() {
    let Whole { mut vault, .. } = whole();
    import(&mut vault, &[line("GEZDGNBV", "a")]);
    let backup = vault.backup(None, NOW).unwrap();
    let kinds: Vec<_> = ways_into(&backup).unwrap().into_iter().map(|way| way.kind).collect();
    assert_eq!(kinds, ["passphrase"], "no passkey, no device, no recovery key");
    let unlocked = unlock(&backup, PASSPHRASE, NOW).unwrap();
    assert!(unlocked.renewed.is_none());
    assert_eq!(names(&Vault::open(&backup, &unlocked.ticket).unwrap()), ["a"]);
    assert_eq!(unlock(&backup, OTHER, NOW).err(), Some(Error::WrongPassphrase));
    // The vault itself is as it was.
    let sealed = vault.seal(NOW).unwrap();
    assert_eq!(ways_into(&sealed).unwrap().len(), 4);
    assert_eq!(unlock(&sealed, PASSPHRASE, NOW).unwrap().ticket.as_bytes(), vault.ticket().as_bytes());
}

#[test]
fn a_passphrase_of_its_own_opens_nothing_else() {
    let Whole { mut vault, .. } = whole();
    let sealed = vault.seal(NOW).unwrap();
    let (backup, ticket) = backup(&mut vault);
    assert_eq!(unlock(&backup, PASSPHRASE, NOW).err(), Some(Error::WrongPassphrase));
    assert_eq!(unlock(&sealed, OTHER, NOW).err(), Some(Error::WrongPassphrase));
    assert_eq!(Vault::open(&sealed, &ticket).err(), Some(Error::Tampered));
    assert_eq!(Vault::open(&backup, &vault.ticket()).err(), Some(Error::Tampered));
    assert_eq!(ids(&vault).len(), 4);
}

#[test]
fn a_vault_without_a_passphrase_needs_one_for_the_backup() {
    let Whole { mut vault, .. } = whole();
    let passphrase = ids(&vault)[0].clone();
    vault.revoke(&passphrase, false, NOW).unwrap();
    assert_eq!(vault.backup(None, NOW).err(), Some(Error::LastWay));
    assert_eq!(vault.backup(Some(b"{}"), NOW).err(), Some(Error::MalformedHeader));
    assert!(vault.backup(Some(&OWN_SLOT), NOW).is_ok());
}

/// A backup is a vault like any other: on a new computer it is the whole of it.
#[test]
fn a_new_computer_begins_with_it() {
    let Whole { mut vault, .. } = whole();
    import(&mut vault, &[line("GEZDGNBV", "a"), line("JBSWY3DP", "b")]);
    let (backup, ticket) = backup(&mut vault);
    let mut restored = Vault::open(&backup, &ticket).unwrap().on_device([9; 8]);
    import(&mut restored, &[line("MFRGGZDF", "c")]);
    let sealed = restored.seal(NOW).unwrap();
    let ticket = unlock(&sealed, OTHER, NOW).unwrap().ticket;
    assert_eq!(names(&Vault::open(&sealed, &ticket).unwrap()), ["a", "b", "c"]);
    restored.add_recovery_key("Sheet", NOW).unwrap();
    assert_eq!(restored.ways().len(), 2);
}

#[test]
fn examining_counts_and_changes_nothing() {
    let mut vault = empty_vault().on_device([1; 8]);
    let lines: Vec<_> = ["GEZDGNBV", "JBSWY3DP", "MFRGGZDF", "NBSWY3DP", "KRSXG5BA"]
        .iter()
        .zip(["same", "there", "here", "both", "binned"])
        .map(|(seed, name)| line(seed, name))
        .collect();
    import(&mut vault, &lines);
    let mut other = copy(&mut vault, 2);
    rename(&mut other, "there", "there later", NOW + 10);
    rename(&mut vault, "here", "here later", NOW + 20);
    rename(&mut other, "both", "both, there later", NOW + 30);
    rename(&mut vault, "both", "both, here first", NOW + 15);
    other.remove(&id_of(&other, "binned"), NOW + 40).unwrap();
    import(&mut other, &[line("ONSWG4TF", "new there"), line("OQQHG2LO", "new there too")]);
    import(&mut vault, &[line("PFXXK4TT", "new here")]);
    let (backup, of_backup) = backup(&mut other);
    let before = vault.seal(NOW).unwrap();
    let comparison =
        Comparison { written: NOW, accounts: 6, same: 1, newer_there: 3, newer_here: 1, only_there: 2, only_here: 1 };
    assert_eq!(vault.examine(&backup, &of_backup), Ok(comparison));
    vault.verify(&before).unwrap();
    assert_eq!(names(&vault), ["binned", "both, here first", "here later", "new here", "same", "there"]);

    vault.merge_backup(&backup, &of_backup, NOW + 50).unwrap();
    assert_eq!(
        names(&vault),
        ["both, there later", "here later", "new here", "new there", "new there too", "same", "there later"]
    );
    assert_eq!(vault.examine(&backup, &of_backup).unwrap().newer_there, 0);
    assert_eq!(said(&vault).last().unwrap(), "import 2");
}

/// What left the bin here is no loss that a backup makes good, and one that still has it doesn't bring it back.
#[test]
fn what_is_gone_here_stays_gone() {
    let mut vault = empty_vault().on_device([1; 8]);
    import(&mut vault, &[line("GEZDGNBV", "a"), line("JBSWY3DP", "b")]);
    let (backup, of_backup) = backup(&mut vault);
    vault.remove(&id_of(&vault, "a"), NOW).unwrap();
    vault.remove(&id_of(&vault, "b"), NOW + 31 * 24 * 60 * 60 * 1000).unwrap();
    assert_eq!(vault.list(None, NOW).bin.len(), 1, "the other one left the bin");
    let comparison = vault.examine(&backup, &of_backup).unwrap();
    assert_eq!((comparison.accounts, comparison.newer_here, comparison.only_there), (2, 2, 0));
    vault.merge_backup(&backup, &of_backup, NOW).unwrap();
    assert_eq!(names(&vault), [""; 0]);
}

/// Somebody made a new vault on a new computer before they thought of the backup.
#[test]
fn a_backup_of_another_vault_brings_its_accounts_once() {
    let foreign = |contents: &str| {
        let vault = encode(&[0xD4; 16]);
        let own = encode(&VAULT);
        let header = crate::support::envelopes::header(crate::support::envelopes::SLOT, "").replace(&own, &vault);
        seal(&header, contents)
    };
    let bytes = ticket().as_bytes().to_vec();
    let of_foreign = Ticket::from_bytes([&bytes[..1], &[0xD4; 16], &bytes[17..]].concat());
    let mut other = Vault::open(&foreign(NO_ACCOUNTS), &of_foreign).unwrap().on_device([2; 8]);
    import(&mut other, &[line("GEZDGNBV", "a"), line("JBSWY3DP", "b"), line("MFRGGZDF", "c")]);
    let what = Particulars { kind: SecretKind::Passkey, salt: [1; 32], credential: Some(vec![9]), expires: None };
    other.add_way(what, &[7; 32], "Key", NOW).unwrap();
    let own = make_passphrase_slot(&other.ticket(), OTHER, Cost::default()).unwrap();
    let backup = other.backup(Some(&own), NOW).unwrap();
    let of_backup = unlock(&backup, OTHER, NOW).unwrap().ticket;

    let mut vault = empty_vault().on_device([1; 8]);
    import(&mut vault, &[line("GEZDGNBV", "my a"), line("NBSWY3DP", "d")]);
    let comparison = vault.examine(&backup, &of_backup).unwrap();
    let Comparison { accounts, same, only_there, only_here, .. } = comparison;
    assert_eq!((accounts, same, only_there, only_here), (3, 1, 2, 1));
    assert_eq!(vault.examine(&backup, &ticket()).err(), Some(Error::WrongSession));
    for _ in 0..2 {
        vault.merge_backup(&backup, &of_backup, NOW).unwrap();
        assert_eq!(names(&vault), ["b", "c", "d", "my a"]);
        assert!(vault.logs().iter().all(|log| log.here), "no log of another vault");
    }
    let again = vault.examine(&backup, &of_backup).unwrap();
    assert_eq!((again.same, again.only_there), (3, 0));
    let own = vault.ticket();
    Vault::open(&vault.seal(NOW).unwrap(), &own).unwrap();
}

#[test]
fn what_is_no_backup_is_refused_and_changes_nothing() {
    let mut vault = empty_vault();
    import(&mut vault, &[line("GEZDGNBV", "a")]);
    let (backup, of_backup) = backup(&mut vault);
    let mut changed = backup.clone();
    *changed.last_mut().unwrap() ^= 1;
    for (bytes, ticket, error) in [
        (&backup[..100], &of_backup, Error::NotAnEnvelope),
        (b"age-encryption.org/v1".as_slice(), &of_backup, Error::NotAnEnvelope),
        (&changed, &of_backup, Error::Tampered),
        (&backup, &ticket(), Error::Tampered),
        (&holding("{}"), &ticket(), Error::MalformedContents),
    ] {
        assert_eq!(vault.examine(bytes, ticket).err(), Some(error));
        assert_eq!(vault.merge_backup(bytes, ticket, NOW).err(), Some(error));
    }
    assert_eq!(names(&vault), ["a"]);
}

/// Accounts of version 1 have slots that their passphrase still opens.
#[test]
fn a_vault_of_version_1_can_be_backed_up() {
    use crate::support::all_ways::{OF_VERSION_1, sealed_in_version_1};
    let sealed = sealed_in_version_1(OF_VERSION_1.as_slice());
    let unlocked = unlock_by(&sealed, 0).unwrap();
    let mut vault = Vault::open(&sealed, &unlocked.ticket).unwrap();
    let backup = vault.backup(None, NOW).unwrap();
    let again = unlock(&backup, PASSPHRASE, NOW).unwrap();
    assert!(Vault::open(&backup, &again.ticket).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever both sides did, every account of the backup is counted once, and after merging nothing of it is news.
    #[test]
    fn merging_takes_over_all_that_examining_has_counted(
        here in prop::collection::vec((0..6usize, any::<bool>(), 1..9u64), 0..6),
        there in prop::collection::vec((0..6usize, any::<bool>(), 1..9u64), 0..6),
    ) {
        let seeds = ["GEZDGNBV", "JBSWY3DP", "MFRGGZDF", "NBSWY3DP", "KRSXG5BA", "ONSWG4TF"];
        let mut vault = empty_vault().on_device([1; 8]);
        import(&mut vault, &seeds[..3].iter().map(|seed| line(seed, seed)).collect::<Vec<_>>());
        let mut other = copy(&mut vault, 2);
        for (vault, changes) in [(&mut vault, &here), (&mut other, &there)] {
            for (which, remove, at) in changes {
                let known = vault.list(None, NOW).accounts.into_iter().find(|account| account.name.starts_with(seeds[*which]));
                match known {
                    Some(account) if *remove => vault.remove(&account.id, NOW + at).unwrap(),
                    Some(account) => rename(vault, &account.name, &format!("{}{at}", account.name), NOW + at),
                    None => import(vault, &[line(seeds[*which], seeds[*which])]),
                }
            }
        }
        let sealed = other.seal(NOW).unwrap();
        let ticket = other.ticket();
        let found = vault.examine(&sealed, &ticket).unwrap();
        let before = vault.list(None, NOW).accounts.len();
        prop_assert_eq!(found.accounts, other.list(None, NOW).accounts.len());
        vault.merge_backup(&sealed, &ticket, NOW + 20).unwrap();
        let again = vault.examine(&sealed, &ticket).unwrap();
        prop_assert_eq!((again.newer_there, again.only_there), (0, 0));
        prop_assert!(vault.list(None, NOW).accounts.len() <= before + found.only_there + found.newer_there);
    }
}
