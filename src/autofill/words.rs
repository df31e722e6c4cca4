//! The words by which pages name things, lower case, apart by single spaces.

/// Names of a field for a code that an authenticator makes.
pub(super) const CODE: &[&str] = &[
    "otp",
    "totp",
    "one time code",
    "one time password",
    "one time passcode",
    "onetimecode",
    "onetimepassword",
    "2fa",
    "mfa",
    "tfa",
    "two factor",
    "twofactor",
    "second factor",
    "multi factor",
    "authenticator",
    "authentication code",
    "authentication app",
    "verification code",
    "security code",
    "einmalcode",
    "einmalkennwort",
    "einmalpasswort",
    "bestätigungscode",
    "sicherheitscode",
];

/// Names that a code field shares with other fields; they count only for a field that is made for digits.
pub(super) const PERHAPS_CODE: &[&str] = &["code", "token", "passcode", "pin"];

/// Names of fields that must never receive a code, wherever they are called so.
pub(super) const NEVER: &[&str] = &[
    "promo",
    "promotion",
    "coupon",
    "voucher",
    "gift",
    "discount",
    "referral",
    "invite",
    "invitation",
    "zip",
    "postal",
    "postcode",
    "post code",
    "zipcode",
    "area code",
    "country code",
    "captcha",
    "search",
    "card",
    "cvv",
    "cvc",
    "iban",
    "tracking",
    "gutschein",
    "postleitzahl",
    "plz",
    "suche",
];

/// The same when an id or a name says so; a label may speak of them in passing.
pub(super) const NEVER_BY_NAME: &[&str] = &[
    "phone",
    "telephone",
    "mobile",
    "sms",
    "recovery",
    "backup",
    "email",
    "e mail",
    "username",
    "user name",
    "user code",
    "api",
    "secret",
    "qr",
    "barcode",
    "order",
    "country",
    "telefon",
];

/// Names of a field for a code from a sheet of paper; pages mark such fields as `one-time-code` too.
pub(super) const RECOVERY: &[&str] = &["recovery", "backup", "scratch", "secours"];

/// How `autocomplete` begins where a field is for something else.
pub(super) const OTHER_PURPOSES: &[&str] =
    &["cc-", "tel", "postal-", "address-", "street-", "bday", "email", "username", "current-password"];

/// Names of a field for a code that came by SMS.
pub(super) const SMS: &[&str] = &["sms", "text message"];

/// Said of a code that came on another way than from an authenticator.
pub(super) const SENT_BY_SMS: &[&str] = &["by text message", "texted you", "per sms", "sms gesendet"];
/// The same, soon after "sent".
pub(super) const SENT_TO_PHONE: &[&str] = &[
    "an sms",
    "a sms",
    "by sms",
    "via sms",
    "a text",
    "by text",
    "via text",
    "to your phone",
    "to your mobile",
    "to your cell",
    "to your number",
    "to the number",
    "to the phone",
    "to +",
];

/// Said of a code that came by mail.
pub(super) const SENT_BY_MAIL: &[&str] =
    &["emailed you", "per e mail", "check your email", "check your e mail", "check your inbox"];
/// The same, soon after "sent".
pub(super) const SENT_TO_MAILBOX: &[&str] = &[
    "an email",
    "an e mail",
    "by email",
    "by e mail",
    "via email",
    "via e mail",
    "to your email",
    "to your e mail",
    "to the email",
    "to the e mail",
    "to your inbox",
];

/// Lower case, with words apart by single spaces: `oneTimeCode`, `one-time_code` and `One-time code` become the same.
pub(super) fn spread(text: &str) -> String {
    let mut spread = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        // `totpCode`, `otp2Code` and `OTPCode` have two words, `2FA` is one.
        let ends_run = characters.peek().is_some_and(|next| next.is_lowercase()) && previous.is_alphanumeric();
        let starts_word = character.is_uppercase() && (previous.is_lowercase() || ends_run);
        let separates = !(character.is_alphanumeric() || character == '+');
        if (starts_word || separates) && !spread.ends_with(' ') {
            spread.push(' ');
        }
        if !separates {
            spread.extend(character.to_lowercase());
        }
        previous = character;
    }
    spread.trim().to_owned()
}

/// Whether any of `phrases` stands in `text` as whole words; both as [`spread`] gives them.
pub(super) fn names_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        text.match_indices(phrase).any(|(start, _)| {
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            let after = text.get(start + phrase.len()..).and_then(|text| text.chars().next());
            !is_word(before) && (!is_word(after) || phrase.ends_with('+'))
        })
    })
}

/// Whether `text` says that something was sent, and soon after it one of `phrases`; both as [`spread`] gives them.
pub(super) fn says_sent(text: &str, phrases: &[&str]) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    words.iter().enumerate().filter(|(_, word)| **word == "sent").any(|(at, _)| {
        let soon: Vec<&str> = words.iter().skip(at + 1).take(SOON).copied().collect();
        names_any(&soon.join(" "), phrases)
    })
}

/// So many words: "sent a six-digit verification code to your mobile phone".
const SOON: usize = 10;

fn is_word(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_all() {
        for text in ["oneTimeCode", "one-time_code", "  One-time code:", "one_time.code"] {
            assert_eq!(spread(text), "one time code");
        }
        assert_eq!(spread("totpCode"), "totp code");
        assert_eq!(spread("otp2Factor"), "otp2 factor");
        assert_eq!(spread("TOTPCode"), "totp code");
        assert_eq!(spread("2FA code"), "2fa code");
        assert_eq!(spread("user2FACode"), "user2fa code");
    }

    #[test]
    fn whole_words_only() {
        assert!(names_any("your code", &["code"]));
        assert!(!names_any("postcode", &["code"]));
        assert!(!names_any("codec", &["code"]));
        assert!(names_any("codec code", &["code"]));
    }
}
