//! When no field takes the code, and what does not prevent it.

use crate::support::pages::{among, boxes, code_field, each, field, in_frames, labelled, named, page};
use halfminute::autofill::{Decline, Field, Frame, MAX_FIELDS, choose};

#[test]
fn a_page_without_a_code_field() {
    assert_eq!(among(Vec::new()), Err(Decline::NoCodeField));
    assert_eq!(choose(&[], 6, true), Err(Decline::NoCodeField));
    let password = field(|field| (field.kind, field.name) = ("password".to_owned(), "pwd".to_owned()));
    assert_eq!(among(vec![named("user"), password]), Err(Decline::NoCodeField));
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
        "country_code",
        "card_security_code",
        "cvcCode",
        "apiToken",
        "qr_code",
        "PLZ",
    ];
    for name in names {
        for pointed_at in [false, true] {
            let field = field(|field| (field.name, field.max_length, field.focused) = (name.to_owned(), Some(6), true));
            assert_eq!(choose(&page("", vec![field]), 6, pointed_at), Err(Decline::NoCodeField), "{name}");
        }
    }
    for (names, decline) in [
        (["sms_code", "smsCode", "otp-sms"], Decline::SentBySms),
        (["emailCode", "email_verification_code", "mail-otp"], Decline::SentByMail),
        (["recovery_code", "backup-code", "scratchCode"], Decline::RecoveryCode),
    ] {
        for name in names {
            let field = field(|field| (field.name, field.max_length, field.focused) = (name.to_owned(), Some(6), true));
            assert_eq!(choose(&page("", vec![field]), 6, true), Err(decline), "{name}");
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
        let field = field(|field| (field.label, field.max_length, field.focused) = (label.to_owned(), Some(6), true));
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

/// Pages mark these as one-time codes too, and each works once.
#[test]
fn recovery_codes_never() {
    let marked = || field(|field| field.autocomplete = "one-time-code".to_owned());
    for name in ["recovery_code", "backupCode", "scratch-code"] {
        assert_eq!(among(vec![Field { name: name.to_owned(), ..marked() }]), Err(Decline::RecoveryCode), "{name}");
        assert_eq!(among(vec![Field { id: name.to_owned(), ..marked() }]), Err(Decline::RecoveryCode), "{name}");
    }
    for placeholder in ["Backup code", "Enter recovery code here", "Saisissez un code de secours ici"] {
        let field = Field { placeholder: placeholder.to_owned(), ..marked() };
        assert_eq!(among(vec![field]), Err(Decline::RecoveryCode), "{placeholder}");
    }
    let in_passing = Field { label: "Authentication code, or a recovery code".to_owned(), ..marked() };
    assert_eq!(among(vec![in_passing]), Ok(vec![0]));
}

#[test]
fn boxes_for_something_else_never() {
    for name in ["zip1", "promo-1", "gift_card_1", "invite_code_1"] {
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
        |field| field.max_length = Some(5),
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
        "Your request was sent. If you have any questions about this page, support answers them by e-mail.",
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

/// Beside a field, before it or after it, with nothing else that would settle it.
#[test]
fn what_login_pages_say_besides() {
    let beside = |text: &str, after: bool| {
        let field = field(|field| {
            (field.name, field.label, field.input_mode) = ("code".into(), "Code".into(), "numeric".into());
            field.heading = "Two-factor authentication".into();
            let place = if after { &mut field.after } else { &mut field.before };
            text.clone_into(place);
        });
        in_frames(&page(&format!("Two-factor authentication\n{text}\nCode"), vec![field]), 6)
    };
    for text in [
        "The code expires in 30 seconds.",
        "Having trouble? Contact support by email.",
        "Lost your device? Use a recovery code.",
        "Don't have access to your phone? Use a backup code.",
        "If you lose your phone, you can get a code by email.",
        "Enter the code from the app or text message.",
        "Enter your code to unlock the vault.",
        "Enter the verification code to complete the sign-in to Acme Mail.",
        "New here? Read the course in our help center.",
        "Invalid verification code.",
        "Signed in as joe@example.com. Not you?",
    ] {
        for after in [false, true] {
            assert_eq!(beside(text, after), Ok(vec![0]), "{text} {after}");
        }
    }
    for text in [
        "We sent a code to joe@example.com",
        "Your code was sent to your number ending in 12.",
        "Enter the code you received",
        "OTP has been sent to +91 98******12",
        "We've called your phone",
        "Please verify your email by entering the code below",
        "A one-time password has been delivered to your inbox",
        "Enter the promo code",
        "Type the characters you see in the picture",
    ] {
        for after in [false, true] {
            assert!(beside(text, after).is_err(), "{text} {after}");
        }
    }
}

/// Who can have the code sent does not read it off an app; unless the app is named, and then that is another way.
#[test]
fn buttons_that_have_a_code_sent() {
    let with = |action: &str, text: &str| {
        let field = Field { before: text.to_owned(), ..code_field() };
        let mut frames = page(text, vec![field]);
        frames[0].actions = format!("Continue\n{action}\nCancel");
        in_frames(&frames, 6)
    };
    for action in [
        "Resend",
        "Resend code",
        "Didn't receive a code?",
        "Code erneut senden",
        "Renvoyer le code",
        "Reenviar código",
        "Non hai ricevuto il codice?",
        "Verstuur opnieuw",
        "Não recebeu?",
        "Wyślij ponownie",
        "Poslat znovu",
        "Отправить ещё раз",
        "重新发送",
        "再送信",
        "재전송",
        "إعادة الإرسال",
        "Get code",
        "Request a verification code",
        "Code anfordern",
        "获取验证码",
    ] {
        assert_eq!(with(action, "Enter the code"), Err(Decline::Sent), "{action}");
        assert_eq!(with(action, "Enter the code from your authenticator app"), Ok(vec![0]), "{action}");
    }
    for action in ["Send a code by SMS instead", "Email me a code", "Get recovery codes", "Where do I get the code?"] {
        assert_eq!(with(action, "Enter the code"), Ok(vec![0]), "{action}");
    }
}

/// The security code of a card stands beside its number, whatever it is called.
#[test]
fn beside_a_card_nothing() {
    let card = |field: Field| in_frames(&page("", vec![named("card_number"), field]), 6);
    assert_eq!(card(labelled("Verification code")), Err(Decline::NoCodeField));
    let elsewhere = Field { form: Some(1), ..labelled("Verification code") };
    assert_eq!(card(elsewhere), Ok(vec![1]), "in a form of its own");
}

#[test]
fn another_frame_says_nothing_of_this_one() {
    let frames = [page("We have sent an SMS", vec![named("user")]), page("", vec![named("x"), code_field()])].concat();
    let choice = choose(&frames, 6, false).unwrap();
    assert_eq!((choice.frame, choice.fields), (1, vec![1]));
}

#[test]
fn a_page_of_too_many_fields() {
    let fields = |count: usize| [vec![named("x"); count - 1], vec![code_field()]].concat();
    assert_eq!(among(fields(MAX_FIELDS)), Ok(vec![MAX_FIELDS - 1]));
    assert_eq!(among(fields(MAX_FIELDS + 1)), Err(Decline::TooManyFields));
    let frames = vec![Frame { text: String::new(), fields: vec![code_field()], ..Frame::default() }; MAX_FIELDS + 1];
    assert_eq!(in_frames(&frames, 6), Err(Decline::TooManyFields));
}

#[test]
fn a_page_that_was_not_looked_through() {
    let cut = |change: fn(&mut Frame)| {
        let mut frames = page("Enter the code of your authenticator app", vec![code_field()]);
        frames.push(Frame::default());
        change(&mut frames[1]);
        in_frames(&frames, 6)
    };
    assert_eq!(cut(|_| ()), Ok(vec![0]));
    assert_eq!(cut(|frame| frame.too_large = true), Err(Decline::PageTooLarge));
    assert_eq!(cut(|frame| frame.too_many_fields = true), Err(Decline::TooManyFields));
}
