//! In which field a code is filled, and what a person taught of it.

use super::*;

#[test]
fn no_field_no_code() {
    let (mut vault, id) = enrol("totp/a?");
    assert_eq!(fill(&mut vault, &id, &frame(""), NOW).err(), Some(Refusal::Declined(Decline::NoCodeField)));
    let unknown = fill(&mut vault, "AAAAAAAAAAAAAAAAAAAAAA", &code_page(), NOW);
    assert_eq!(unknown.err(), Some(Refusal::Vault(Error::NoSuchAccount)));
    let nowhere = ask(&mut vault, &id, &[], &[], Gesture::Page, NOW);
    assert_eq!(nowhere.outcome.err(), Some(Refusal::NotBound));
}

#[test]
fn as_many_boxes_as_the_code_is_long() {
    for (rest, length) in [("totp/a?digits=6", 6), ("totp/a?digits=8", 8), ("steam/a?issuer=Steam", 5)] {
        let (mut vault, id) = enrol(rest);
        for count in 4..=9 {
            let one = |at: u8| Field { max_length: Some(1), x: f64::from(at) * 50.0, height: 40.0, ..field("") };
            let boxes = Frame { fields: (0..count).map(one).collect(), ..Frame::default() };
            let filled = fill(&mut vault, &id, &boxes, NOW);
            assert_eq!(filled.is_ok(), count == length, "{rest}: {count} boxes");
            if let Ok(filling) = filled {
                assert_eq!(filling.code.len(), filling.choice.fields.len());
            }
        }
    }
}

/// A field that nothing but the person tells to be the one.
fn obscure() -> Frame {
    let plain = |name: &str| Field { name: name.to_owned(), ..field("") };
    Frame { fields: vec![plain("alpha"), Field { focused: true, ..plain("beta") }], ..Frame::default() }
}

#[test]
fn a_field_that_was_taught_is_known_again_on_its_site() {
    let (mut vault, id) = enrol("totp/a?");
    assert!(fill(&mut vault, &id, &obscure(), NOW).is_err());
    let here = site(HERE);
    let taught = ask(&mut vault, &id, &[on(&here)], &[obscure()], Gesture::Teach, NOW);
    assert!(taught.changed);
    assert_eq!(taught.outcome.unwrap().choice.fields, [1]);
    let mut again = obscure();
    again.fields[1].focused = false;
    assert_eq!(fill(&mut vault, &id, &again, NOW).unwrap().choice.fields, [1]);
    // Whatever the page says: the person knows better.
    again.text = "We sent you a code by SMS".to_owned();
    again.fields.swap(0, 1);
    assert_eq!(fill(&mut vault, &id, &again, NOW).unwrap().choice.fields, [0]);
    // But not over what stands there, nor into what nobody sees.
    again.fields[0].length = 3;
    assert_eq!(fill(&mut vault, &id, &again, NOW).err(), Some(Refusal::Declined(Decline::NotEmpty)));
    again.fields[0] = Field { visible: false, ..again.fields[0].clone() };
    assert!(fill(&mut vault, &id, &again, NOW).is_err());
    assert!(vault.details(&id).unwrap().sites[0].taught);
    let forgetful = SiteChange { taught: false, ..bound_to(HERE) };
    vault.edit(&id, None, &Changes { sites: vec![forgetful], ..Changes::default() }, NOW).unwrap();
    assert!(!vault.details(&id).unwrap().sites[0].taught);
    assert!(fill(&mut vault, &id, &obscure(), NOW).is_err());
}

#[test]
fn a_row_of_boxes_is_taught_as_a_whole() {
    let (mut vault, id) = enrol("totp/a?");
    let one =
        |at: u8| Field { focused: at == 2, max_length: Some(1), x: f64::from(at) * 50.0, height: 40.0, ..field("") };
    let text = "We sent you a code by SMS".to_owned();
    let mut boxes = Frame { text, fields: (0..6).map(one).collect(), ..Frame::default() };
    let here = site(HERE);
    assert!(fill(&mut vault, &id, &boxes, NOW).is_err());
    let taught = ask(&mut vault, &id, &[on(&here)], &[boxes.clone()], Gesture::Teach, NOW);
    assert_eq!(taught.outcome.unwrap().choice.fields, [0, 1, 2, 3, 4, 5]);
    boxes.fields[2].focused = false;
    assert_eq!(fill(&mut vault, &id, &boxes, NOW).unwrap().choice.fields.len(), 6);
}

#[test]
fn nobody_teaches_a_password_or_a_card() {
    let (mut vault, id) = enrol("totp/a?");
    let here = site(HERE);
    for (kind, name, autocomplete) in [
        ("password", "password", ""),
        ("password", "x", "current-password"),
        ("text", "x", "cc-csc"),
        ("email", "x", ""),
    ] {
        let wrong = Field { kind: kind.to_owned(), name: name.to_owned(), focused: true, ..field(autocomplete) };
        let frame = Frame { fields: vec![wrong], ..Frame::default() };
        let answer = ask(&mut vault, &id, &[on(&here)], &[frame], Gesture::Teach, NOW);
        assert_eq!(answer.outcome.err(), Some(Refusal::Declined(Decline::NoCodeField)), "{kind} {name} {autocomplete}");
        assert!(!answer.changed);
    }
}

#[test]
fn the_form_is_sent_only_for_accounts_that_say_so() {
    let (mut vault, id) = enrol("totp/a?");
    assert!(!fill(&mut vault, &id, &code_page(), NOW).unwrap().submit);
    vault.edit(&id, None, &Changes { sites: vec![bound_to(HERE)], submit: true, ..Changes::default() }, NOW).unwrap();
    assert!(vault.details(&id).unwrap().submit);
    assert!(fill(&mut vault, &id, &code_page(), NOW).unwrap().submit);
}
