//! Stored bytes of any kind: as a whole, as a header below which something was really sealed, and as sealed contents.
#![no_main]

#[path = "../../tests/support/envelopes.rs"]
mod envelopes;

use envelopes::{NOW, holding, seal, ticket};
use halfminute::vault::Vault;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((kind, rest)) = input.split_first() else { return };
    let text = core::str::from_utf8(rest);
    let envelope = match (kind % 3, text) {
        (1, Ok(header)) => seal(header, envelopes::NO_ACCOUNTS),
        (2, Ok(contents)) => holding(contents),
        _ => rest.to_vec(),
    };
    let Ok(mut vault) = Vault::open(&envelope, &ticket()) else { return };
    let listed = vault.list(None, NOW).accounts.len();
    // What was opened can be sealed and opened again, and nothing is lost.
    let sealed = vault.seal(NOW).expect("an open vault can be sealed");
    vault.verify(&sealed).expect("what was sealed opens");
    let again = Vault::open(&sealed, &ticket()).expect("what was sealed opens");
    assert_eq!(again.list(None, NOW).accounts.len(), listed);
});
