//! Which field takes the code, by pages described field by field.

#![allow(clippy::unwrap_used, reason = "clippy.toml reaches test functions, not their helpers")]

use halfminute::autofill::{Decline, Field, Frame, MAX_FIELDS, choose};

/// An empty text field in sight that `change` makes particular.
fn field(change: impl FnOnce(&mut Field)) -> Field {
    let mut field = Field {
        kind: "text".to_owned(),
        max_length: -1,
        visible: true,
        writable: true,
        width: 200.0,
        height: 30.0,
        ..Field::default()
    };
    change(&mut field);
    field
}

fn named(name: &str) -> Field {
    Field { name: name.to_owned(), ..field(|_| ()) }
}

fn labelled(label: &str) -> Field {
    Field { label: label.to_owned(), ..field(|_| ()) }
}

/// A field that would be chosen if nothing spoke against it.
fn code_field() -> Field {
    field(|field| (field.name, field.max_length) = ("otp".to_owned(), 6))
}

fn page(text: &str, fields: Vec<Field>) -> Vec<Frame> {
    vec![Frame { text: text.to_owned(), fields }]
}

fn in_frames(frames: &[Frame], code_length: usize) -> Result<Vec<usize>, Decline> {
    choose(frames, code_length, false).map(|choice| choice.fields)
}

fn among(fields: Vec<Field>) -> Result<Vec<usize>, Decline> {
    in_frames(&page("", fields), 6)
}

fn boxes(count: u8) -> Vec<Field> {
    let one = |at: u8| field(|field| (field.max_length, field.x, field.y) = (1, f64::from(at) * 50.0, 100.0));
    (0..count).map(one).collect()
}

fn each(fields: &mut [Field], change: impl Fn(&mut Field)) {
    fields.iter_mut().for_each(change);
}

#[test]
fn a_page_without_a_code_field() {
    assert_eq!(among(Vec::new()), Err(Decline::NoCodeField));
    assert_eq!(choose(&[], 6, true), Err(Decline::NoCodeField));
    let password = field(|field| (field.kind, field.name) = ("password".to_owned(), "pwd".to_owned()));
    assert_eq!(among(vec![named("user"), password]), Err(Decline::NoCodeField));
}

#[test]
fn one_time_code_wins() {
    for autocomplete in ["one-time-code", "ONE-TIME-CODE", "section-a one-time-code webauthn"] {
        let marked = field(|field| field.autocomplete = autocomplete.to_owned());
        assert_eq!(among(vec![named("totpCode"), code_field(), marked]), Ok(vec![2]), "{autocomplete}");
    }
    let not_quite = field(|field| field.autocomplete = "one-time-codes".to_owned());
    assert_eq!(among(vec![not_quite]), Err(Decline::NoCodeField));
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
fn names_that_only_may_mean_one_need_a_field_made_for_digits() {
    for name in ["code", "token", "pin", "passcode"] {
        assert_eq!(among(vec![named(name)]), Err(Decline::NoCodeField), "{name}");
        for change in [
            (|field| field.max_length = 6) as fn(&mut Field),
            |field| field.input_mode = "numeric".to_owned(),
            |field| field.kind = "tel".to_owned(),
            |field| field.kind = "number".to_owned(),
        ] {
            let mut made_for_digits = named(name);
            change(&mut made_for_digits);
            assert_eq!(among(vec![made_for_digits]), Ok(vec![0]), "{name}");
        }
    }
    for name in ["codec", "barcode", "pinboard", "encoded", "spinner"] {
        assert_eq!(
            among(vec![field(|field| (field.name, field.max_length) = (name.to_owned(), 6))]),
            Err(Decline::NoCodeField)
        );
    }
}

#[test]
fn fields_for_something_else_never() {
    let names = [
        "promo_code",
        "promoCode",
        "couponCode",
        "voucher-code",
        "giftCode",
        "referralCode",
        "zip_code",
        "zipCode",
        "postal_code",
        "postcode",
        "post_code",
        "captcha_code",
        "searchCode",
        "phone_code",
        "mobileCode",
        "sms_code",
        "smsCode",
        "emailCode",
        "recovery_code",
        "backup-code",
        "country_code",
        "card_security_code",
        "cvcCode",
        "apiToken",
        "qr_code",
        "PLZ",
    ];
    for name in names {
        for pointed_at in [false, true] {
            let field = field(|field| (field.name, field.max_length, field.focused) = (name.to_owned(), 6, true));
            assert_eq!(choose(&page("", vec![field]), 6, pointed_at), Err(Decline::NoCodeField), "{name}");
        }
    }
    for label in [
        "Promo code",
        "ZIP code",
        "Post code",
        "Card security code",
        "Security code (CVV)",
        "Captcha verification code",
    ] {
        let field = field(|field| (field.label, field.max_length, field.focused) = (label.to_owned(), 6, true));
        assert_eq!(choose(&page("", vec![field]), 6, true), Err(Decline::NoCodeField), "{label}");
    }
    for autocomplete in ["cc-csc", "postal-code", "tel-national", "billing cc-number", "current-password", "email"] {
        let field = field(|field| {
            field.label = "Security code".to_owned();
            field.autocomplete = autocomplete.to_owned();
        });
        assert_eq!(among(vec![field]), Err(Decline::NoCodeField), "{autocomplete}");
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
    let decoy = field(|field| (field.name, field.max_length) = ("postcode".to_owned(), 5));
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
fn boxes_for_something_else_never() {
    for name in ["zip1", "promo-1", "gift_card_1", "smsCode-1", "invite_code_1"] {
        let mut boxes = boxes(6);
        each(&mut boxes, |field| field.name = name.replace('1', " digit"));
        assert_eq!(among(boxes), Err(Decline::NoCodeField), "{name}");
    }
}

#[test]
fn only_what_a_person_could_type_into() {
    let unfit = [
        (|field| field.visible = false) as fn(&mut Field),
        |field| field.writable = false,
        |field| field.kind = "email".to_owned(),
        |field| field.kind = "search".to_owned(),
        |field| field.kind = "hidden".to_owned(),
        |field| field.max_length = 5,
    ];
    for change in unfit {
        let mut unfit = code_field();
        unfit.autocomplete = "one-time-code".to_owned();
        unfit.focused = true;
        change(&mut unfit);
        assert_eq!(choose(&page("", vec![unfit.clone()]), 6, true), Err(Decline::NoCodeField), "{unfit:?}");
        assert_eq!(among(vec![unfit, code_field()]), Ok(vec![1]));
    }
    let password = field(|field| (field.kind, field.name) = ("password".to_owned(), "otp".to_owned()));
    assert_eq!(among(vec![password]), Ok(vec![0]));
}

#[test]
fn what_a_person_has_typed_stays_and_an_old_code_goes() {
    let holding =
        |length, digits| field(|field| (field.name, field.length, field.digits) = ("otp".to_owned(), length, digits));
    assert_eq!(among(vec![holding(6, true)]), Ok(vec![0]));
    for (length, digits) in [(6, false), (5, true), (7, true), (1, true)] {
        assert_eq!(among(vec![holding(length, digits)]), Err(Decline::NotEmpty), "{length} {digits}");
    }
    let mut old_code = boxes(6);
    each(&mut old_code, |field| (field.length, field.digits) = (1, true));
    assert_eq!(among(old_code.clone()), Ok(vec![0, 1, 2, 3, 4, 5]));
    old_code[0].digits = false;
    assert_eq!(among(old_code), Err(Decline::NotEmpty));
    let mut half = boxes(6);
    each(&mut half[..3], |field| (field.length, field.digits) = (1, true));
    assert_eq!(among(half), Err(Decline::NotEmpty));
}

#[test]
fn codes_that_were_sent_are_not_ours() {
    let by_sms = [
        "We have sent an SMS to +49 *** 89.",
        "A code was sent by SMS.",
        "A code has been sent to +49 *** 89.",
        "We sent you a text.",
        "We texted you a code.",
        "Sent a six-digit verification code to your mobile phone",
        "Der Code wurde per SMS geschickt.",
        "Enter the code received by text message",
    ];
    let by_mail = [
        "We have sent a four-digit security code to your e-mail address.",
        "We sent an email to a***@example.com",
        "Check your inbox",
        "We emailed you a code",
        "Code sent via email",
        "Der Code wurde per E-Mail versandt.",
    ];
    for (texts, decline) in [(by_sms.as_slice(), Decline::SentBySms), (&by_mail, Decline::SentByMail)] {
        for text in texts {
            assert_eq!(in_frames(&page(text, vec![code_field()]), 6), Err(decline), "{text}");
            assert_eq!(in_frames(&page(text, boxes(6)), 6), Err(decline), "{text}");
        }
    }
    let marked = field(|field| (field.name, field.autocomplete) = ("smsCode".to_owned(), "one-time-code".to_owned()));
    assert_eq!(among(vec![marked]), Err(Decline::SentBySms));
    assert_eq!(among(vec![labelled("Verification code from the text message")]), Err(Decline::SentBySms));
}

#[test]
fn what_is_said_in_passing_is_no_obstacle() {
    let texts = [
        "Open the authenticator app on your phone.",
        "Download the app to your phone.",
        "Choose: authenticator app, SMS, e-mail",
        "Send the code by SMS instead",
        "Your message was sent. Questions? Support answers within a day; the address is on the back, e-mail too.",
    ];
    for text in texts {
        assert_eq!(in_frames(&page(text, vec![code_field()]), 6), Ok(vec![0]), "{text}");
    }
    for label in [
        "Code from the authenticator on your phone",
        "Authentication code (or a recovery code)",
        "One-time code for your email account",
    ] {
        assert_eq!(among(vec![labelled(label)]), Ok(vec![0]), "{label}");
    }
}

#[test]
fn another_frame_says_nothing_of_this_one() {
    let frames = [page("We have sent an SMS", vec![named("user")]), page("", vec![named("x"), code_field()])].concat();
    let choice = choose(&frames, 6, false).unwrap();
    assert_eq!((choice.frame, choice.fields), (1, vec![1]));
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
fn the_first_of_equals() {
    assert_eq!(among(vec![code_field(), code_field()]), Ok(vec![0]));
    let mut marked = boxes(6);
    marked[0].autocomplete = "one-time-code".to_owned();
    assert_eq!(among([vec![code_field()], marked].concat()), Ok(vec![1, 2, 3, 4, 5, 6]), "a marked row before a name");
}

#[test]
fn a_page_of_too_many_fields() {
    let fields = |count: usize| [vec![named("x"); count - 1], vec![code_field()]].concat();
    assert_eq!(among(fields(MAX_FIELDS)), Ok(vec![MAX_FIELDS - 1]));
    assert_eq!(among(fields(MAX_FIELDS + 1)), Err(Decline::TooManyFields));
    let frames = vec![Frame { text: String::new(), fields: vec![code_field()] }; MAX_FIELDS + 1];
    assert_eq!(in_frames(&frames, 6), Err(Decline::TooManyFields));
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
    let by_sms = field(|field| (field.id, field.name, field.max_length) = ("sms6".into(), "code".into(), 6));
    let sent =
        page("M2Mmanager We have sent an SMS to +49 *** 89. Enter the 6-digit code", vec![device_search, by_sms]);
    assert_eq!(in_frames(&sent, 6), Err(Decline::SentBySms), "M2Mmanager, by SMS");

    let enrol = field(|field| {
        (field.id, field.name, field.label) = ("totpCode".into(), "totpCode".into(), "Code".into());
        (field.max_length, field.autocomplete) = (6, "off".into());
    });
    let text =
        "CMP Two-factor authentication Scan this barcode with your authenticator app, then enter the code it shows.";
    assert_eq!(in_frames(&page(text, vec![enrol]), 6), Ok(vec![0]), "CMP, enrolling");
    let login = field(|field| {
        (field.name, field.label) = ("code".into(), "Enter the code from your authenticator app".into());
        field.max_length = 6;
    });
    assert_eq!(among(vec![login]), Ok(vec![0]), "CMP, logging in");
    let user = vec![named("user"), field(|field| (field.kind, field.name) = ("password".into(), "pwd".into()))];
    assert_eq!(in_frames(&page("CMP", user), 6), Err(Decline::NoCodeField), "CMP, before it");
}
