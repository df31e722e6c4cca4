//! What filling in a private window leaves in the vault.

use super::*;

const EARLY: u64 = 30_000;
const UNTIL: Seconds = Seconds(60);

fn fill_in(vault: &mut Vault, id: &str, frame: &Frame, now: u64, private: bool, gesture: Gesture) -> Answer {
    let here = site(HERE);
    let ask = Ask {
        id,
        pages: &[on(&here)],
        has_top: true,
        look: false,
        into_frame: None,
        may_send_to: &[],
        judge: &Described(vec![frame.clone()]),
        times: &[Millis(now)],
        gesture,
        min_seconds: Seconds(5),
        private,
    };
    vault.fill(&ask, now)
}

fn send(vault: &mut Vault, id: &str, frame: &Frame, step: u64, private: bool) -> Result<(), Refusal> {
    let now = EARLY + step * 30_000;
    let answer = fill_in(vault, id, frame, now, private, Gesture::Page);
    assert!(!private || !answer.changed, "nothing of it is sealed");
    let until = answer.outcome?.until;
    if private {
        vault.filled_in_private(id, &site(HERE), until, now);
    } else {
        vault.filled(id, &site(HERE), until, now).unwrap();
    }
    Ok(())
}

fn sealed(vault: &mut Vault) -> String {
    contents_of(&vault.seal(NOW).unwrap())
}

#[test]
fn leave_nothing_in_what_is_sealed() {
    let (mut vault, id) = enrol("totp/a?");
    let before = sealed(&mut vault);
    send(&mut vault, &id, &code_page(), 0, true).unwrap();
    send(&mut vault, &id, &complaining(), 1, true).unwrap();
    assert_eq!(send(&mut vault, &id, &complaining(), 2, true).err(), Some(Refusal::Rejected));
    let anyway = fill_in(&mut vault, &id, &complaining(), EARLY + 60_000, true, Gesture::Anyway);
    assert!(anyway.outcome.is_ok() && !anyway.changed);
    assert_eq!(sealed(&mut vault), before);
}

#[test]
fn a_used_code_is_used_in_every_window_and_after_the_vault_was_opened_again() {
    let (mut vault, id) = enrol("totp/a?");
    send(&mut vault, &id, &code_page(), 0, true).unwrap();
    let unsealed = vault.unsealed();
    let mut again = Vault::open(&vault.seal(NOW).unwrap(), &envelopes::ticket()).unwrap();
    assert!(fill(&mut again, &id, &code_page(), EARLY).is_ok(), "nothing is known of it");
    again.recall(&unsealed);
    for vault in [&mut vault, &mut again] {
        for private in [true, false] {
            let answer = fill_in(vault, &id, &code_page(), EARLY + 1000, private, Gesture::Page);
            assert_eq!(answer.outcome.err(), Some(Refusal::Used { until: UNTIL }));
        }
    }
}

#[test]
fn a_code_that_was_used_in_another_window_is_not_filled_there() {
    let (mut vault, id) = enrol("totp/a?");
    send(&mut vault, &id, &code_page(), 0, false).unwrap();
    assert_eq!(send(&mut vault, &id, &code_page(), 0, true).err(), Some(Refusal::Used { until: UNTIL }));
}

#[test]
fn two_codes_that_were_not_taken_are_two_whatever_the_windows() {
    let (mut vault, id) = enrol("totp/a?");
    send(&mut vault, &id, &code_page(), 0, false).unwrap();
    send(&mut vault, &id, &complaining(), 1, true).unwrap();
    for private in [true, false] {
        assert_eq!(send(&mut vault, &id, &complaining(), 2, private).err(), Some(Refusal::Rejected));
    }
}

#[test]
fn what_cannot_be_read_is_left_out() {
    let (mut vault, id) = enrol("totp/a?");
    assert_eq!(vault.unsealed(), "");
    for broken in ["", "{", "[]", "{\"a\":1}", "{\"a\":[{\"site\":\"http://x\"}]}"] {
        vault.recall(broken);
        assert_eq!(vault.unsealed(), "", "{broken}");
    }
    assert!(fill(&mut vault, &id, &code_page(), EARLY).is_ok());
}
