//! In which frame of a page a code is filled.

use super::*;

const AD: &str = "https://ads.tracker.example";

/// What a press asks besides.
#[derive(Default)]
struct Said<'a> {
    look: bool,
    into: Option<&'a str>,
    may_send_to: &'a [String],
}

/// A page of `top` without a field, and in it a frame of the advertiser that has one.
fn press(vault: &mut Vault, id: &str, top: &str, frame: &Frame, said: &Said) -> Answer {
    let (top, ad) = (site(top), site(AD));
    let into = said.into.map(site);
    let pages = [on(&top), on(&ad)];
    let ask = Ask {
        id,
        pages: &pages,
        has_top: true,
        judge: &Described(vec![super::frame(""), frame.clone()]),
        times: &[Millis(NOW), Millis(NOW)],
        gesture: Gesture::Page,
        look: said.look,
        into_frame: into.as_ref(),
        may_send_to: said.may_send_to,
        min_seconds: Seconds(5),
        private: false,
    };
    vault.fill(&ask, NOW)
}

const YES: Said = Said { look: false, into: Some(AD), may_send_to: &[] };

fn filled(answer: &Answer) -> Option<usize> {
    answer.outcome.as_ref().ok().map(|filling| filling.choice.frame)
}

#[test]
fn a_frame_of_another_site_is_asked_about_and_then_known_in_that_page_alone() {
    let (mut vault, id) = enrol("totp/a?");
    let asks = press(&mut vault, &id, HERE, &code_page(), &Said::default());
    assert_eq!((asks.outcome.err(), asks.changed), (Some(Refusal::AskFrame { site: site(AD) }), false));
    let yes = press(&mut vault, &id, HERE, &code_page(), &YES);
    assert_eq!((filled(&yes), yes.changed), (Some(1), true));
    let again = press(&mut vault, &id, HERE, &code_page(), &Said::default());
    assert_eq!((filled(&again), again.changed), (Some(1), false));

    // Not by itself, not in another page, not in another host of the same domain.
    assert_eq!(fill_at(&mut vault, &id, AD, &code_page(), NOW).err(), Some(Refusal::NotBound));
    let stranger = press(&mut vault, &id, "https://stranger.example", &code_page(), &Said::default());
    assert_eq!(stranger.outcome.err(), Some(Refusal::NotBound));
    let beside = press(&mut vault, &id, "https://www.a.example", &code_page(), &Said::default());
    assert_eq!(beside.outcome.err(), Some(Refusal::AskFrame { site: site(AD) }));
    assert!(!vault.list(Some(&on(&site(AD))), NOW).accounts[0].here);

    let sealed = vault.seal(NOW).unwrap();
    assert!(
        contents_of(&sealed)
            .contains(r#""sites":["https://a.example"],"frames":["https://a.example https://ads.tracker.example"]"#)
    );
    let mut read = Vault::open(&sealed, &envelopes::ticket()).unwrap();
    assert_eq!(filled(&press(&mut read, &id, HERE, &code_page(), &Said::default())), Some(1));
}

#[test]
fn a_yes_is_nothing_in_a_page_that_the_account_is_not_bound_to() {
    let (mut vault, id) = enrol("totp/a?");
    let yes = press(&mut vault, &id, "https://stranger.example", &code_page(), &YES);
    assert_eq!((filled(&yes), yes.changed), (None, false));
    // And no more once it is not.
    press(&mut vault, &id, HERE, &code_page(), &YES);
    let frames = vault.details(&id).unwrap().frames;
    assert_eq!(frames, [format!("{HERE} {AD}")]);
    vault.edit(&id, None, &Changes { frames, ..Changes::default() }, NOW).unwrap();
    assert_eq!(filled(&press(&mut vault, &id, HERE, &code_page(), &Said::default())), None);
}

#[test]
fn an_edit_takes_it_off() {
    let (mut vault, id) = enrol("totp/a?");
    press(&mut vault, &id, HERE, &code_page(), &YES);
    vault.edit(&id, None, &Changes { sites: vec![bound_to(HERE)], ..Changes::default() }, NOW).unwrap();
    assert!(vault.details(&id).unwrap().frames.is_empty());
    let asks = press(&mut vault, &id, HERE, &code_page(), &Said::default());
    assert_eq!(asks.outcome.err(), Some(Refusal::AskFrame { site: site(AD) }));
}

#[test]
fn a_look_fills_nothing_and_learns_nothing() {
    let (mut vault, id) = enrol("hotp/a?counter=0");
    let look = Said { look: true, ..Said::default() };
    let looked = press(&mut vault, &id, HERE, &code_page(), &look);
    assert_eq!((looked.outcome.err(), looked.changed), (Some(Refusal::AskFrame { site: site(AD) }), false));
    press(&mut vault, &id, HERE, &code_page(), &YES);
    let looked = press(&mut vault, &id, HERE, &code_page(), &look);
    assert_eq!((looked.outcome.err(), looked.changed), (Some(Refusal::AskFrame { site: site(AD) }), false));
    let looked = press(&mut vault, &id, HERE, &frame(""), &look);
    assert_eq!(looked.outcome.err(), Some(Refusal::Declined(Decline::NoCodeField)));
}

#[test]
fn a_yes_to_one_frame_is_for_that_frame() {
    let (mut vault, id) = enrol("totp/a?");
    let other = Said { into: Some("https://other.example"), ..Said::default() };
    assert_eq!(filled(&press(&mut vault, &id, HERE, &code_page(), &other)), None);
    let nothing_there = press(&mut vault, &id, HERE, &frame(""), &YES);
    assert_eq!((filled(&nothing_there), nothing_there.changed), (None, false));
}

fn sending(targets: &[&str]) -> Frame {
    let field = Field { sends_to: targets.iter().map(|&target| target.to_owned()).collect(), ..field("one-time-code") };
    Frame { fields: vec![field], ..Frame::default() }
}

#[test]
fn a_form_that_goes_elsewhere_is_asked_about_and_never_sent() {
    let (mut vault, id) = enrol("totp/a?");
    let sites = vec![bound_to(HERE)];
    vault.edit(&id, None, &Changes { sites, submit: true, ..Changes::default() }, NOW).unwrap();
    let evil = || vec!["https://collect.evil.example".to_owned()];
    for targets in [vec!["https://collect.evil.example"], vec!["https://www.a.example", "https://collect.evil.example"]]
    {
        let refused = fill(&mut vault, &id, &sending(&targets), NOW).err();
        assert_eq!(refused, Some(Refusal::SendsTo { sends_to: evil() }));
    }
    for targets in ["http://a.example", "https://a.example:8443", "mailto:a@a.example", "data:", "nonsense"] {
        let refused = fill(&mut vault, &id, &sending(&[targets]), NOW).err();
        assert_eq!(refused, Some(Refusal::SendsTo { sends_to: vec![targets.to_owned()] }), "{targets}");
    }
    assert!(fill(&mut vault, &id, &sending(&["https://www.a.example"]), NOW).unwrap().submit);
    let here = site(HERE);
    let mut told = |may_send_to: &[String]| {
        let frame = sending(&["https://collect.evil.example"]);
        let ask = Ask {
            id: &id,
            pages: &[on(&here)],
            has_top: true,
            judge: &Described(vec![frame.clone()]),
            times: &[Millis(NOW)],
            gesture: Gesture::Page,
            look: false,
            into_frame: None,
            may_send_to,
            min_seconds: Seconds(5),
            private: false,
        };
        vault.fill(&ask, NOW).outcome
    };
    assert!(!told(&evil()).unwrap().submit);
    assert_eq!(told(&["https://other.example".to_owned()]).err(), Some(Refusal::SendsTo { sends_to: evil() }));
}
