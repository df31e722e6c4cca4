//! A code leaves the vault only for a site that its account is bound to, for a field that was chosen, and at a time when
//! it does no harm.

use crate::support::envelopes::{self, NOW, contents_of, empty_vault};
use crate::support::sites::{self, bound_to, on, ruled, site, without_domains};
use halfminute::autofill::{Decline, Field, Frame};
use halfminute::vault::{Answer, Ask, Changes, Chosen, Error, Filling, Gesture, Page, Refusal, SiteChange, Vault};

const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const HERE: &str = "https://a.example";

fn enrol(rest: &str) -> (Vault, String) {
    let mut vault = empty_vault();
    let uri = format!("otpauth://{rest}&secret={SEED}");
    let offer = vault.offer(uri.as_bytes(), Some(&on(&site(HERE)))).unwrap();
    let id = vault.accept(&Chosen::from(&offer.pending[0]), &sites::domain_of, NOW).unwrap();
    (vault, id)
}

fn field(autocomplete: &str) -> Field {
    Field {
        kind: "text".to_owned(),
        name: "code".to_owned(),
        autocomplete: autocomplete.to_owned(),
        max_length: -1,
        visible: true,
        writable: true,
        ..Field::default()
    }
}

fn frame(autocomplete: &str) -> Frame {
    Frame { fields: vec![field(autocomplete)], ..Frame::default() }
}

fn ask(vault: &mut Vault, id: &str, pages: &[Page], frames: &[Frame], gesture: Gesture, now: u64) -> Answer {
    let frames: Vec<&Frame> = frames.iter().collect();
    let times = vec![now; pages.len()];
    let ask = Ask {
        id,
        pages,
        has_top: true,
        frames: &frames,
        times: &times,
        gesture,
        look: false,
        into_frame: None,
        may_send_to: &[],
        min_seconds: 5,
        private: false,
    };
    vault.fill(&ask, now)
}

/// On one page of one site.
fn fill_at(vault: &mut Vault, id: &str, origin: &str, frame: &Frame, now: u64) -> Result<Filling, Refusal> {
    let here = site(origin);
    ask(vault, id, &[on(&here)], std::slice::from_ref(frame), Gesture::Page, now).outcome
}

fn fill(vault: &mut Vault, id: &str, frame: &Frame, now: u64) -> Result<Filling, Refusal> {
    fill_at(vault, id, HERE, frame, now)
}

fn code_page() -> Frame {
    frame("one-time-code")
}

/// A page that says that it did not take the last code.
fn complaining() -> Frame {
    Frame { text: "Invalid code".to_owned(), ..code_page() }
}

mod places {
    use super::*;

    #[test]
    fn the_code_of_now_for_the_bound_site() {
        let (mut vault, id) = enrol("totp/a?");
        let here = site(HERE);
        let answer = ask(&mut vault, &id, &[on(&here)], &[code_page()], Gesture::Page, 45_000);
        assert!(!answer.changed);
        let filling = answer.outcome.unwrap();
        assert_eq!((filling.code.as_str(), filling.until, filling.submit), ("287082", 60, false));
        assert_eq!((filling.choice.frame, filling.choice.fields), (0, vec![0]));
    }

    #[test]
    fn no_other_site_even_if_it_has_a_field() {
        let (mut vault, id) = enrol("totp/a?");
        for other in ["https://other.example", "https://a.example:8443", "http://localhost", "https://a.b.co.uk"] {
            for frame in [code_page(), frame("")] {
                for gesture in [Gesture::Page, Gesture::Field, Gesture::Teach, Gesture::Anyway] {
                    let there = site(other);
                    let answer = ask(&mut vault, &id, &[on(&there)], std::slice::from_ref(&frame), gesture, NOW);
                    assert_eq!(answer.outcome.err(), Some(Refusal::NotBound), "{other}");
                    assert!(!answer.changed);
                }
            }
        }
    }

    #[test]
    fn the_whole_domain_where_the_browser_tells_it() {
        let (mut vault, id) = enrol("totp/a?");
        let login = site("https://login.a.example");
        let tells = ask(&mut vault, &id, &[on(&login)], &[code_page()], Gesture::Page, NOW);
        assert!(tells.outcome.is_ok());
        let silent = ask(&mut vault, &id, &[without_domains(&login)], &[code_page()], Gesture::Page, NOW);
        assert!(silent.outcome.is_err());
        let here = site(HERE);
        let same_host = ask(&mut vault, &id, &[without_domains(&here)], &[code_page()], Gesture::Page, NOW);
        assert!(same_host.outcome.is_ok());
    }

    #[test]
    fn never_across_a_public_suffix() {
        for (bound, other) in [
            ("https://alice.github.io", "https://bob.github.io"),
            ("https://a.co.uk", "https://b.co.uk"),
            ("https://alice.github.io", "https://github.io"),
        ] {
            let (mut vault, id) = enrol("totp/a?");
            vault.edit(&id, None, &Changes { sites: vec![bound_to(bound)], ..Changes::default() }, NOW).unwrap();
            assert!(fill_at(&mut vault, &id, bound, &code_page(), NOW).is_ok(), "{bound}");
            assert!(fill_at(&mut vault, &id, other, &code_page(), NOW).is_err(), "{other}");
        }
    }

    #[test]
    fn rules_of_the_person() {
        let (mut vault, id) = enrol("totp/a?");
        let mut rule = |rule: &str| {
            let sites = vec![ruled(HERE, rule)];
            vault.edit(&id, None, &Changes { sites, ..Changes::default() }, NOW).unwrap();
            let mut at = |origin: &str, path: &str| {
                let there = site(origin);
                let page = Page { path, ..on(&there) };
                ask(&mut vault, &id, &[page], &[code_page()], Gesture::Page, NOW).outcome.is_ok()
            };
            [at(HERE, "/team/login"), at(HERE, "/other"), at("https://www.a.example", "/team/login")]
        };
        assert_eq!(rule("domain"), [true, true, true]);
        assert_eq!(rule("host"), [true, true, false]);
        assert_eq!(rule("/team"), [true, false, false]);
        let sealed = contents_of(&vault.seal(NOW).unwrap());
        assert!(sealed.contains(r#""sites":["/team https://a.example"]"#), "{sealed}");
        for wrong in ["", "team", "/../x"] {
            let changes = Changes { sites: vec![ruled(HERE, wrong)], ..Changes::default() };
            assert_eq!(vault.edit(&id, None, &changes, NOW), Err(Error::NotAPath));
        }
        let details = vault.details(&id).unwrap();
        assert_eq!(details.sites[0].rule, "/team");
    }

    #[test]
    fn an_account_without_sites_and_a_deleted_one_fill_nowhere() {
        let (mut vault, id) = enrol("totp/a?");
        vault.remove(&id, NOW).unwrap();
        assert_eq!(fill(&mut vault, &id, &code_page(), NOW).err(), Some(Refusal::NotBound));
        vault.restore(&id, NOW).unwrap();
        assert!(fill(&mut vault, &id, &code_page(), NOW).is_ok());
        vault.edit(&id, None, &Changes::default(), NOW).unwrap();
        assert_eq!(fill(&mut vault, &id, &code_page(), NOW).err(), Some(Refusal::NotBound));
    }

    #[test]
    fn only_documents_of_bound_sites_are_looked_at() {
        let (mut vault, id) = enrol("totp/a?");
        let (here, there) = (site(HERE), site("https://frame.example"));
        let pages = [on(&there), on(&here)];
        let filling = ask(&mut vault, &id, &pages, &[code_page(), frame("")], Gesture::Page, NOW);
        assert_eq!(filling.outcome.err(), Some(Refusal::Declined(Decline::NoCodeField)));
        let filling = ask(&mut vault, &id, &pages, &[frame(""), code_page()], Gesture::Page, NOW);
        assert_eq!(filling.outcome.unwrap().choice.frame, 1);
    }

    #[test]
    fn a_frame_that_is_closed_to_us_is_named_the_bound_one_first() {
        let (mut vault, id) = enrol("totp/a?");
        let closed =
            |origins: &[&str]| Frame { closed: origins.iter().map(|&origin| origin.to_owned()).collect(), ..frame("") };
        let sso = "https://sso.example";
        for (origins, expected) in [
            (vec![sso], Refusal::InFrame(site(sso))),
            (vec![sso, "https://login.a.example"], Refusal::InFrame(site("https://login.a.example"))),
            (vec!["http://plain.example", "null"], Refusal::Declined(Decline::NoCodeField)),
        ] {
            assert_eq!(fill(&mut vault, &id, &closed(&origins), NOW).err(), Some(expected));
        }
        let sent = Frame { text: "We sent you a code by SMS".to_owned(), closed: vec![sso.to_owned()], ..code_page() };
        assert_eq!(fill(&mut vault, &id, &sent, NOW).err(), Some(Refusal::Declined(Decline::SentBySms)));
    }

    #[test]
    fn a_look_alike_is_refused_in_words_and_bound_to_nothing() {
        let (mut vault, id) = enrol("totp/a?");
        vault
            .edit(&id, None, &Changes { sites: vec![bound_to("https://github.com")], ..Changes::default() }, NOW)
            .unwrap();
        for (twin, reason, honest) in [
            ("https://github.com.evil.example", "look-alike-domain-inside", false),
            ("https://github-login.example", "look-alike-name-inside", true),
            ("https://xn--gthub-n2e.com", "look-alike-letters", false),
            ("https://gihtub.com", "look-alike-one-edit", true),
        ] {
            let there = site(twin);
            let Err(Refusal::LookAlike(found)) = fill_at(&mut vault, &id, twin, &code_page(), NOW) else {
                panic!("{twin} was not refused");
            };
            assert_eq!(
                (found.reason, found.imitates.as_str(), found.may_be_honest),
                (reason, "github.com", honest),
                "{twin}"
            );
            assert_eq!(vault.list(Some(&on(&there)), NOW).twin.map(|twin| twin.reason), Some(reason));
            assert_eq!(vault.bind(&id, &on(&there), NOW), Err(Error::LookAlike));
            assert_eq!(vault.know(&on(&there)).is_ok(), honest, "{twin}");
            assert_eq!(vault.bind(&id, &on(&there), NOW).is_ok(), honest, "{twin}");
        }
        let sealed = contents_of(&vault.seal(NOW).unwrap());
        assert!(sealed.contains(r#""known":["github-login.example","gihtub.com"]"#), "{sealed}");
    }

    #[test]
    fn an_account_without_a_page_is_proposed_by_its_issuer() {
        let (mut vault, id) = enrol("totp/GitHub:alice?issuer=GitHub");
        vault.edit(&id, None, &Changes { issuer: "GitHub".to_owned(), ..Changes::default() }, NOW).unwrap();
        let github = site("https://github.com");
        let listed = |vault: &Vault, origin: &str| {
            let there = site(origin);
            let view = &vault.list(Some(&on(&there)), NOW).accounts[0];
            (view.here, view.proposed)
        };
        assert_eq!(listed(&vault, "https://github.com"), (false, true));
        assert_eq!(listed(&vault, "https://gitlab.com"), (false, false));
        assert_eq!(listed(&vault, "https://github.com.evil.example"), (false, false));
        assert_eq!(fill_at(&mut vault, &id, "https://github.com", &code_page(), NOW).err(), Some(Refusal::NotBound));
        vault.bind(&id, &on(&github), NOW).unwrap();
        assert_eq!(listed(&vault, "https://github.com"), (true, false));
        assert!(fill_at(&mut vault, &id, "https://gist.github.com", &code_page(), NOW).is_ok());
        // Now that it has a site, it is proposed nowhere.
        assert_eq!(listed(&vault, "https://githubstatus.com"), (false, false));
    }
}

mod frames {
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
            frames: &[&super::frame(""), frame],
            times: &[NOW, NOW],
            gesture: Gesture::Page,
            look: said.look,
            into_frame: into.as_ref(),
            may_send_to: said.may_send_to,
            min_seconds: 5,
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
        assert_eq!((asks.outcome.err(), asks.changed), (Some(Refusal::AskFrame(site(AD))), false));
        let yes = press(&mut vault, &id, HERE, &code_page(), &YES);
        assert_eq!((filled(&yes), yes.changed), (Some(1), true));
        let again = press(&mut vault, &id, HERE, &code_page(), &Said::default());
        assert_eq!((filled(&again), again.changed), (Some(1), false));

        // Not by itself, not in another page, not in another host of the same domain.
        assert_eq!(fill_at(&mut vault, &id, AD, &code_page(), NOW).err(), Some(Refusal::NotBound));
        let stranger = press(&mut vault, &id, "https://stranger.example", &code_page(), &Said::default());
        assert_eq!(stranger.outcome.err(), Some(Refusal::NotBound));
        let beside = press(&mut vault, &id, "https://www.a.example", &code_page(), &Said::default());
        assert_eq!(beside.outcome.err(), Some(Refusal::AskFrame(site(AD))));
        assert!(!vault.list(Some(&on(&site(AD))), NOW).accounts[0].here);

        let sealed = vault.seal(NOW).unwrap();
        assert!(
            contents_of(&sealed).contains(
                r#""sites":["https://a.example"],"frames":["https://a.example https://ads.tracker.example"]"#
            )
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
        assert_eq!(asks.outcome.err(), Some(Refusal::AskFrame(site(AD))));
    }

    #[test]
    fn a_look_fills_nothing_and_learns_nothing() {
        let (mut vault, id) = enrol("hotp/a?counter=0");
        let look = Said { look: true, ..Said::default() };
        let looked = press(&mut vault, &id, HERE, &code_page(), &look);
        assert_eq!((looked.outcome.err(), looked.changed), (Some(Refusal::AskFrame(site(AD))), false));
        press(&mut vault, &id, HERE, &code_page(), &YES);
        let looked = press(&mut vault, &id, HERE, &code_page(), &look);
        assert_eq!((looked.outcome.err(), looked.changed), (Some(Refusal::AskFrame(site(AD))), false));
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
        let field =
            Field { sends_to: targets.iter().map(|&target| target.to_owned()).collect(), ..field("one-time-code") };
        Frame { fields: vec![field], ..Frame::default() }
    }

    #[test]
    fn a_form_that_goes_elsewhere_is_asked_about_and_never_sent() {
        let (mut vault, id) = enrol("totp/a?");
        let sites = vec![bound_to(HERE)];
        vault.edit(&id, None, &Changes { sites, submit: true, ..Changes::default() }, NOW).unwrap();
        let evil = || vec!["https://collect.evil.example".to_owned()];
        for targets in
            [vec!["https://collect.evil.example"], vec!["https://www.a.example", "https://collect.evil.example"]]
        {
            let refused = fill(&mut vault, &id, &sending(&targets), NOW).err();
            assert_eq!(refused, Some(Refusal::SendsTo(evil())));
        }
        for targets in ["http://a.example", "https://a.example:8443", "mailto:a@a.example", "data:", "nonsense"] {
            let refused = fill(&mut vault, &id, &sending(&[targets]), NOW).err();
            assert_eq!(refused, Some(Refusal::SendsTo(vec![targets.to_owned()])), "{targets}");
        }
        assert!(fill(&mut vault, &id, &sending(&["https://www.a.example"]), NOW).unwrap().submit);
        let here = site(HERE);
        let mut told = |may_send_to: &[String]| {
            let frame = sending(&["https://collect.evil.example"]);
            let ask = Ask {
                id: &id,
                pages: &[on(&here)],
                has_top: true,
                frames: &[&frame],
                times: &[NOW],
                gesture: Gesture::Page,
                look: false,
                into_frame: None,
                may_send_to,
                min_seconds: 5,
                private: false,
            };
            vault.fill(&ask, NOW).outcome
        };
        assert!(!told(&evil()).unwrap().submit);
        assert_eq!(told(&["https://other.example".to_owned()]).err(), Some(Refusal::SendsTo(evil())));
    }
}

mod fields {
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
                let one = |at: u8| Field { max_length: 1, x: f64::from(at) * 50.0, height: 40.0, ..field("") };
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
            |at: u8| Field { focused: at == 2, max_length: 1, x: f64::from(at) * 50.0, height: 40.0, ..field("") };
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
            assert_eq!(
                answer.outcome.err(),
                Some(Refusal::Declined(Decline::NoCodeField)),
                "{kind} {name} {autocomplete}"
            );
            assert!(!answer.changed);
        }
    }

    #[test]
    fn the_form_is_sent_only_for_accounts_that_say_so() {
        let (mut vault, id) = enrol("totp/a?");
        assert!(!fill(&mut vault, &id, &code_page(), NOW).unwrap().submit);
        vault
            .edit(&id, None, &Changes { sites: vec![bound_to(HERE)], submit: true, ..Changes::default() }, NOW)
            .unwrap();
        assert!(vault.details(&id).unwrap().submit);
        assert!(fill(&mut vault, &id, &code_page(), NOW).unwrap().submit);
    }
}

mod times {
    use super::*;

    /// 20 seconds into a period.
    const EARLY: u64 = 1_700_000_000_000;
    const UNTIL: u64 = 1_700_000_010;

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
}

mod private_windows {
    use super::*;

    const EARLY: u64 = 30_000;
    const UNTIL: u64 = 60;

    fn fill_in(vault: &mut Vault, id: &str, frame: &Frame, now: u64, private: bool, gesture: Gesture) -> Answer {
        let here = site(HERE);
        let ask = Ask {
            id,
            pages: &[on(&here)],
            has_top: true,
            look: false,
            into_frame: None,
            may_send_to: &[],
            frames: &[frame],
            times: &[now],
            gesture,
            min_seconds: 5,
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
                assert_eq!(answer.outcome.err(), Some(Refusal::Used(UNTIL)));
            }
        }
    }

    #[test]
    fn a_code_that_was_used_in_another_window_is_not_filled_there() {
        let (mut vault, id) = enrol("totp/a?");
        send(&mut vault, &id, &code_page(), 0, false).unwrap();
        assert_eq!(send(&mut vault, &id, &code_page(), 0, true).err(), Some(Refusal::Used(UNTIL)));
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
}

mod clocks {
    use super::*;

    #[test]
    fn each_document_goes_by_the_clock_of_its_own_site() {
        let (mut vault, id) = enrol("totp/a?");
        let (here, other) = (site(HERE), site("https://other.example"));
        let mut at = |pages: &[Page], frames: &[&Frame], times: &[u64]| {
            let ask = Ask {
                id: &id,
                pages,
                has_top: true,
                look: false,
                into_frame: None,
                may_send_to: &[],
                frames,
                times,
                gesture: Gesture::Page,
                min_seconds: 5,
                private: false,
            };
            vault.fill(&ask, 45_000).outcome.map(|filling| (filling.code, filling.until))
        };
        let page = code_page();
        let right = ("287082".to_owned(), 60);
        assert_eq!(at(&[on(&here)], &[&page], &[45_000]), Ok(right.clone()));
        // What another site's document in the same tab goes by is nothing to it.
        assert_eq!(at(&[on(&other), on(&here)], &[&page, &page], &[72_000_000, 45_000]), Ok(right));
        // Its own clock also says whether the code is about to run out, and this computer's when the next one comes.
        assert_eq!(at(&[on(&here)], &[&page], &[88_000]), Err(Refusal::RunsOut(47)));
        assert_eq!(at(&[on(&here)], &[&page], &[28_000]), Err(Refusal::RunsOut(47)));
    }
}
