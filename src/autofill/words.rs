//! The words by which pages name things, lower case, apart by single spaces.

/// Names of a field for a code that an authenticator makes.
pub(super) const CODE: &[&str] = &[
    "otp", "totp", "one time code", "one time password", "one time passcode", "onetimecode", "onetimepassword", "2fa",
    "mfa", "tfa", "two factor", "twofactor", "second factor", "multi factor", "authenticator", "authentication code",
    "authentication app", "verification code", "security code", "einmalcode", "einmalkennwort", "einmalpasswort",
    "bestätigungscode", "sicherheitscode",
];

/// Names that a code field shares with other fields; they count only for a field that is made for digits.
pub(super) const PERHAPS_CODE: &[&str] = &["code", "token", "passcode", "pin"];

/// Names of fields that must never receive a code, whatever else they are called.
pub(super) const NEVER: &[&str] = &[
    "promo", "promotion", "coupon", "voucher", "gift", "discount", "referral", "invite", "invitation", "zip", "postal",
    "postcode", "post code", "zipcode", "area code", "country code", "country", "captcha", "search", "phone", "telephone",
    "mobile", "sms", "card", "cvv", "cvc", "iban", "recovery", "backup", "email", "e mail", "username", "user name",
    "user code", "api", "secret", "qr", "barcode", "tracking", "order", "gutschein", "postleitzahl", "plz", "suche",
    "telefon",
];

/// Names of a field for a code that came by SMS.
pub(super) const SMS: &[&str] = &["sms", "text message"];

/// Said of a code that came on another way than from an authenticator.
pub(super) const SENT_BY_SMS: &[&str] = &[
    "sent an sms", "sent a sms", "sent by sms", "sent via sms", "sent you an sms", "sent a text", "sent you a text",
    "by text message", "sent to your phone", "sent to your mobile", "per sms", "sms gesendet", "sent to +",
];

/// The same, by mail.
pub(super) const SENT_BY_MAIL: &[&str] = &[
    "sent an email", "sent an e mail", "sent you an email", "sent you an e mail", "emailed you", "sent to your email",
    "sent to your e mail", "sent by email", "sent by e mail", "per e mail", "check your email", "check your inbox",
];

/// Lower case, with words apart by single spaces: `oneTimeCode`, `one-time_code` and `One-time code` become the same.
pub(super) fn spread(text: &str) -> String {
    let mut spread = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    for character in text.chars() {
        let starts_word = character.is_uppercase() && (previous.is_lowercase() || previous.is_ascii_digit());
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
    }

    #[test]
    fn whole_words_only() {
        assert!(names_any("your code", &["code"]));
        assert!(!names_any("postcode", &["code"]));
        assert!(!names_any("codec", &["code"]));
        assert!(names_any("codec code", &["code"]));
    }
}
