//! Which field takes the code, by pages described field by field.

use crate::support::pages::{among, boxes, code_field, each, field, in_frames, labelled, named, page};
use halfminute::autofill::{Decline, Field, Reason, choose, decide};

#[test]
fn one_time_code_wins() {
    for autocomplete in ["one-time-code", "ONE-TIME-CODE", "section-a one-time-code webauthn"] {
        let marked = field(|field| (field.autocomplete, field.name) = (autocomplete.to_owned(), "code".to_owned()));
        assert_eq!(among(vec![named("totpCode"), code_field(), marked]), Ok(vec![2]), "{autocomplete}");
    }
    let not_quite = field(|field| field.autocomplete = "one-time-codes".to_owned());
    assert_eq!(among(vec![not_quite]), Err(Decline::NoCodeField));
    let alone = field(|field| field.autocomplete = "one-time-code".to_owned());
    assert_eq!(among(vec![alone]), Err(Decline::NoCodeField), "codes that were sent are marked so too");
}

#[test]
fn names_that_mean_a_one_time_code() {
    for name in [
        "totpCode",
        "otp",
        "OTPCode",
        "otp_code",
        "login-otp",
        "mfaToken",
        "two_factor_code",
        "2fa",
        "2FACode",
        "oneTimeCode",
        "user[otp_attempt]",
        "verification-code",
        "authenticatorCode",
    ] {
        assert_eq!(among(vec![named("user"), named(name)]), Ok(vec![1]), "name {name}");
        assert_eq!(among(vec![named("user"), field(|field| field.id = name.to_owned())]), Ok(vec![1]), "id {name}");
    }
    for label in [
        "One-time code",
        "Enter 2FA code",
        "6-digit code from your authenticator app",
        "Verification code",
        "Einmalcode:",
    ] {
        assert_eq!(among(vec![named("user"), labelled(label)]), Ok(vec![1]), "label {label}");
        assert_eq!(
            among(vec![field(|field| field.placeholder = label.to_owned())]),
            Ok(vec![0]),
            "placeholder {label}"
        );
    }
}

#[test]
fn names_that_only_may_mean_one_need_a_field_made_for_digits_and_a_page_that_says_so() {
    let about_it = |field: &Field| in_frames(&page("Two-factor authentication", vec![field.clone()]), 6);
    for name in ["code", "token", "pin", "passcode"] {
        assert_eq!(about_it(&named(name)), Err(Decline::NoCodeField), "{name}");
        for change in [
            (|field| field.max_length = Some(6)) as fn(&mut Field),
            |field| field.input_mode = "numeric".to_owned(),
            |field| field.kind = "tel".to_owned(),
            |field| field.kind = "number".to_owned(),
        ] {
            let mut made_for_digits = named(name);
            change(&mut made_for_digits);
            assert_eq!(about_it(&made_for_digits), Ok(vec![0]), "{name}");
            assert_eq!(among(vec![made_for_digits]), Err(Decline::NoCodeField), "{name}, of whatever");
        }
    }
    for name in ["codec", "barcode", "pinboard", "encoded", "spinner"] {
        assert_eq!(
            among(vec![field(|field| (field.name, field.max_length) = (name.to_owned(), Some(6)))]),
            Err(Decline::NoCodeField)
        );
    }
}

#[test]
fn six_boxes_for_six_characters() {
    assert_eq!(among(boxes(6)), Ok(vec![0, 1, 2, 3, 4, 5]));
    assert_eq!(in_frames(&page("", boxes(8)), 8), Ok((0..8).collect()));
    for count in [1, 4, 5, 7, 12] {
        assert_eq!(among(boxes(count)), Err(Decline::NoCodeField), "{count} boxes");
    }
    let mut passwords = boxes(6);
    each(&mut passwords, |field| field.kind = "password".to_owned());
    assert_eq!(among(passwords), Ok(vec![0, 1, 2, 3, 4, 5]));
}

#[test]
fn boxes_belong_together() {
    let decoy = field(|field| (field.name, field.max_length) = ("postcode".to_owned(), Some(5)));
    assert_eq!(among([vec![decoy], boxes(6)].concat()), Ok(vec![1, 2, 3, 4, 5, 6]));

    let mut two_rows = boxes(6);
    each(&mut two_rows[3..], |field| field.y = 200.0);
    assert_eq!(among(two_rows), Err(Decline::NoCodeField));

    let mut interrupted = boxes(6);
    interrupted.insert(3, named("user"));
    assert_eq!(among(interrupted), Err(Decline::NoCodeField));

    let mut stacked = boxes(6);
    each(&mut stacked, |field| field.x = 0.0);
    assert_eq!(among(stacked), Err(Decline::NoCodeField));

    let mut one_hidden = boxes(6);
    one_hidden[2].visible = false;
    assert_eq!(among(one_hidden), Err(Decline::NoCodeField));
}

#[test]
fn a_field_that_was_pointed_at() {
    let focused = |name: &str| field(|field| (field.name, field.focused) = (name.to_owned(), true));
    assert_eq!(choose(&page("", vec![code_field(), focused("x17")]), 6, true).unwrap().fields, [1]);
    assert_eq!(choose(&page("", vec![code_field(), focused("x17")]), 6, false).unwrap().fields, [0]);
    assert_eq!(choose(&page("", vec![named("x17")]), 6, true), Err(Decline::NoCodeField), "it has not the focus");
    assert_eq!(choose(&page("We sent an SMS", vec![focused("x17")]), 6, true), Err(Decline::SentBySms));
    let typed = field(|field| (field.focused, field.length) = (true, 3));
    assert_eq!(choose(&page("", vec![typed]), 6, true), Err(Decline::NotEmpty));
}

#[test]
fn of_two_that_are_as_good_none() {
    let two = || vec![named("otp_a"), named("otp_b")];
    let decision = decide(&page("", two()), 6, false);
    assert_eq!(decision.outcome, Err(Decline::SeveralFields));
    assert!(decision.reasons.contains(&Reason::SeveralAlike));
    assert_eq!(among(vec![code_field(), code_field()]), Err(Decline::SeveralFields));
    let frames = [page("", vec![code_field()]), page("", vec![code_field()])].concat();
    assert_eq!(in_frames(&frames, 6), Err(Decline::SeveralFields), "in two frames");

    let mut one_focused = two();
    one_focused[1].focused = true;
    assert_eq!(among(one_focused), Ok(vec![1]), "where the person is");
    let mut one_in_dialog = two();
    one_in_dialog[1].dialog = Some(0);
    assert_eq!(among(one_in_dialog), Ok(vec![1]), "what is open before the rest");
    let mut marked = boxes(6);
    marked[0].autocomplete = "one-time-code".to_owned();
    assert_eq!(among([vec![code_field()], marked].concat()), Ok(vec![1, 2, 3, 4, 5, 6]), "a marked row before a name");
}

/// Some pages ask for two codes, one after the other.
#[test]
fn the_next_of_a_numbered_pair() {
    let pair = || vec![named("otpCode1"), named("otpCode2")];
    assert_eq!(among(pair()), Ok(vec![0]));
    let mut first_filled = pair();
    (first_filled[0].length, first_filled[0].digits) = (6, true);
    assert_eq!(among(first_filled), Ok(vec![1]));
}

#[test]
fn the_only_field_takes_what_the_page_asks_for() {
    let text = "Enter the code from your authenticator app";
    let bare = |kind: &str| field(|field| (field.kind, field.before) = (kind.to_owned(), text.to_owned()));
    for kind in ["text", "password"] {
        assert_eq!(in_frames(&page(text, vec![bare(kind)]), 6), Ok(vec![0]), "{kind}");
    }
    assert_eq!(in_frames(&page(text, vec![bare("text"), bare("text")]), 6), Err(Decline::NoCodeField), "one of two");
    let name = Field { label: "Device name".to_owned(), ..bare("text") };
    assert_eq!(in_frames(&page(text, vec![name]), 6), Err(Decline::NoCodeField), "it is told to be something else");
    let about = field(|field| field.before = "Give your authenticator app a name".to_owned());
    assert_eq!(in_frames(&page("", vec![about]), 6), Err(Decline::NoCodeField), "no code is asked for");
    let password = Field { before: format!("{text}, or your password"), ..bare("password") };
    assert_eq!(in_frames(&page("", vec![password]), 6), Err(Decline::NoCodeField), "it may be a password");
}

#[test]
fn a_row_of_boxes_says_that_it_is_for_digits_or_the_page_says_what_for() {
    let mut any = boxes(6);
    each(&mut any, |field| field.input_mode = String::new());
    assert_eq!(in_frames(&page("Enter the code on your screen", any.clone()), 6), Err(Decline::NoCodeField));
    assert_eq!(in_frames(&page("Two-step verification", any), 6), Ok(vec![0, 1, 2, 3, 4, 5]));
}

/// Two portals as their makers describe them.
#[test]
fn portals() {
    let device_search = field(|field| (field.name, field.placeholder) = ("q".to_owned(), "Search devices".to_owned()));
    let modal = field(|field| {
        (field.id, field.name, field.label) =
            ("oneTimeCode".into(), "oneTimeCode".into(), "Enter your one-time code".into());
    });
    assert_eq!(among(vec![device_search.clone(), modal]), Ok(vec![1]), "M2Mmanager");
    let by_sms = field(|field| (field.id, field.name, field.max_length) = ("sms6".into(), "code".into(), Some(6)));
    let sent =
        page("M2Mmanager We have sent an SMS to +49 *** 89. Enter the 6-digit code", vec![device_search, by_sms]);
    assert_eq!(in_frames(&sent, 6), Err(Decline::SentBySms), "M2Mmanager, by SMS");

    let enrol = field(|field| {
        (field.id, field.name, field.label) = ("totpCode".into(), "totpCode".into(), "Code".into());
        (field.max_length, field.autocomplete) = (Some(6), "off".into());
    });
    let text =
        "CMP Two-factor authentication Scan this barcode with your authenticator app, then enter the code it shows.";
    assert_eq!(in_frames(&page(text, vec![enrol]), 6), Ok(vec![0]), "CMP, enrolling");
    let login = field(|field| {
        (field.name, field.label) = ("code".into(), "Enter the code from your authenticator app".into());
        field.max_length = Some(6);
    });
    assert_eq!(among(vec![login]), Ok(vec![0]), "CMP, logging in");
    let user = vec![named("user"), field(|field| (field.kind, field.name) = ("password".into(), "pwd".into()))];
    assert_eq!(in_frames(&page("CMP", user), 6), Err(Decline::NoCodeField), "CMP, before it");
}

#[test]
fn an_editable_element_like_a_field() {
    let editable = |label: &str| field(|field| (field.kind, field.label) = ("contenteditable".into(), label.into()));
    assert_eq!(among(vec![editable("Authentication code")]), Ok(vec![0]));
    assert_eq!(among(vec![editable("Comment")]), Err(Decline::NoCodeField));
    let mut row = boxes(6);
    each(&mut row, |field| (field.kind, field.max_length) = ("contenteditable".into(), None));
    each(&mut row, |field| field.width = 40.0);
    assert_eq!(in_frames(&page("Enter the code of your authenticator app", row), 6), Ok((0..6).collect()));
}

/// One field that is transparent itself, over boxes that show what it holds.
#[test]
fn one_field_behind_painted_boxes() {
    let behind = |painted| field(|field| (field.visible, field.painted, field.label) = (false, painted, "Code".into()));
    let text = "Enter the code of your authenticator app";
    assert_eq!(in_frames(&page(text, vec![behind(6)]), 6), Ok(vec![0]));
    assert_eq!(in_frames(&page(text, vec![behind(0)]), 6), Err(Decline::NoCodeField), "nothing shows what it holds");
    assert_eq!(in_frames(&page(text, vec![behind(6)]), 8), Err(Decline::NoCodeField), "for another code");
    assert_eq!(in_frames(&page(text, vec![behind(3)]), 3), Err(Decline::NoCodeField), "too few to be sure");
}

#[test]
fn what_is_not_seen_stands_between_no_two_boxes() {
    let mut row = boxes(6);
    row.insert(3, field(|field| (field.name, field.visible) = ("otp".into(), false)));
    assert_eq!(in_frames(&page("Enter the code of your authenticator app", row), 6), Ok(vec![0, 1, 2, 4, 5, 6]));
}

#[test]
fn what_is_said_in_the_section_above_is_about_another_way() {
    let text = "Login via SMS\nYou receive a verification SMS every time you log in.\nOTP Authentication\n\
        You enter a one-time password that an app on your phone generates.\n";
    let field = |heading: &str| {
        field(|field| {
            (field.name, field.label, field.input_mode) = ("otp".into(), "One-time code".into(), "numeric".into());
            (field.before, field.heading) = (text.into(), heading.into());
        })
    };
    assert_eq!(in_frames(&page(text, vec![field("OTP Authentication")]), 6), Ok(vec![0]));
    assert_eq!(in_frames(&page(text, vec![field("Login via SMS")]), 6), Err(Decline::SentBySms));
}
