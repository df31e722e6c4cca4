//! When a code is filled: what is left of its time, and codes that were used or refused.

use super::*;

/// 20 seconds into a period.
const EARLY: u64 = 1_700_000_000_000;
const UNTIL: Seconds = Seconds(1_700_000_010);

#[test]
fn a_code_that_is_about_to_run_out_waits_for_the_next() {
    let (mut vault, id) = enrol("totp/a?");
    assert!(fill(&mut vault, &id, &code_page(), EARLY + 5000).is_ok());
    assert_eq!(fill(&mut vault, &id, &code_page(), EARLY + 5001).err(), Some(Refusal::RunsOut(UNTIL)));
    assert_eq!(fill(&mut vault, &id, &code_page(), EARLY + 9999).err(), Some(Refusal::RunsOut(UNTIL)));
    assert!(fill(&mut vault, &id, &code_page(), EARLY + 10_000).is_ok());
}

#[test]
fn short_periods_have_their_own_measure() {
    let (mut vault, id) = enrol("totp/a?period=6");
    let filled = (0..6).filter(|second| fill(&mut vault, &id, &code_page(), second * 1000).is_ok()).count();
    assert_eq!(filled, 5);
}

#[test]
fn a_used_code_is_not_filled_twice_into_one_site() {
    let (mut vault, id) = enrol("totp/a?");
    let until = fill(&mut vault, &id, &code_page(), EARLY).unwrap().until;
    vault.filled(&id, &site(HERE), until, EARLY).unwrap();
    assert_eq!(fill(&mut vault, &id, &code_page(), EARLY + 1000).err(), Some(Refusal::Used(UNTIL)));
    assert!(fill_at(&mut vault, &id, "https://www.a.example", &code_page(), EARLY + 1000).is_ok(), "another site");
    assert!(fill(&mut vault, &id, &code_page(), EARLY + 10_000).is_ok(), "another code");
}

/// Fills at `step`, as if the code had been sent.
fn send(vault: &mut Vault, id: &str, frame: &Frame, step: u64) -> Result<(), Refusal> {
    let now = EARLY + step * 30_000;
    let until = fill(vault, id, frame, now)?.until;
    vault.filled(id, &site(HERE), until, now).unwrap();
    Ok(())
}

#[test]
fn two_codes_that_were_not_taken_stop_the_filling() {
    let (mut vault, id) = enrol("totp/a?");
    send(&mut vault, &id, &code_page(), 0).unwrap();
    send(&mut vault, &id, &complaining(), 1).unwrap();
    assert_eq!(send(&mut vault, &id, &complaining(), 2).err(), Some(Refusal::Rejected));
    // It stays so: on a fresh page, the next day, after a restart.
    assert_eq!(send(&mut vault, &id, &code_page(), 2000).err(), Some(Refusal::Rejected));
    let mut vault = Vault::open(&vault.seal(NOW).unwrap(), &envelopes::ticket()).unwrap();
    assert_eq!(send(&mut vault, &id, &code_page(), 4000).err(), Some(Refusal::Rejected));
    // Until the person says otherwise: one more.
    let here = site(HERE);
    let anyway = ask(&mut vault, &id, &[on(&here)], &[complaining()], Gesture::Anyway, EARLY + 4000 * 30_000);
    assert!(anyway.changed);
    let until = anyway.outcome.unwrap().until;
    vault.filled(&id, &site(HERE), until, EARLY + 4000 * 30_000).unwrap();
    assert_eq!(send(&mut vault, &id, &complaining(), 4001).err(), Some(Refusal::Rejected));
}

#[test]
fn what_a_page_did_not_take_is_to_be_stored() {
    let (mut vault, id) = enrol("totp/a?");
    send(&mut vault, &id, &code_page(), 0).unwrap();
    let here = site(HERE);
    let answer = ask(&mut vault, &id, &[on(&here)], &[complaining()], Gesture::Page, EARLY + 30_000);
    assert!(answer.changed);
}

#[test]
fn a_field_that_was_emptied_is_a_complaint_too() {
    let (mut vault, id) = enrol("totp/a?");
    let emptied = Frame { fields: vec![Field { written: true, ..field("one-time-code") }], ..Frame::default() };
    send(&mut vault, &id, &code_page(), 0).unwrap();
    send(&mut vault, &id, &emptied, 1).unwrap();
    assert_eq!(send(&mut vault, &id, &emptied, 2).err(), Some(Refusal::Rejected));
    // One that still holds the code was not sent.
    let (mut vault, id) = enrol("totp/a?");
    let holding = Field { written: true, length: 6, digits: true, ..field("one-time-code") };
    let unsent = Frame { fields: vec![holding], ..Frame::default() };
    for step in 0..5 {
        send(&mut vault, &id, &unsent, step).unwrap();
    }
}

#[test]
fn logging_in_often_is_no_offence() {
    let (mut vault, id) = enrol("totp/a?");
    for step in 0..20 {
        send(&mut vault, &id, &code_page(), step).unwrap();
    }
    send(&mut vault, &id, &complaining(), 20).unwrap();
    send(&mut vault, &id, &code_page(), 21).unwrap();
    send(&mut vault, &id, &code_page(), 22).unwrap();
    send(&mut vault, &id, &complaining(), 23).unwrap();
    send(&mut vault, &id, &code_page(), 24).unwrap();
}

#[test]
fn a_counter_moves_only_when_a_field_takes_the_code() {
    let (mut vault, id) = enrol("hotp/a?counter=1");
    assert!(fill(&mut vault, &id, &frame(""), NOW).is_err());
    assert!(fill_at(&mut vault, &id, "https://b.example", &code_page(), NOW).is_err());
    assert!(contents_of(&vault.seal(NOW).unwrap()).contains(r#""counter":1"#));
    let here = site(HERE);
    let answer = ask(&mut vault, &id, &[on(&here)], &[code_page()], Gesture::Page, NOW);
    assert!(answer.changed);
    assert_eq!(answer.outcome.unwrap().code, "287082");
    assert!(contents_of(&vault.seal(NOW).unwrap()).contains(r#""counter":2"#));
}
