//! Finding the words of `words.rs` in what a page says.

/// From here on scripts are not Latin: their words are inflected, prefixed or not set apart, and are found anywhere.
const FIRST_BEYOND_LATIN: char = '\u{370}';

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

/// Whether any of `phrases` stands in `text`, which is as [`spread`] gives it. A Latin phrase is whole words, or with
/// `*` at its end the beginning of one.
pub(super) fn names_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| names(text, phrase))
}

fn names(text: &str, phrase: &str) -> bool {
    if phrase.chars().next().is_some_and(|first| first >= FIRST_BEYOND_LATIN) {
        return text.contains(phrase);
    }
    let (phrase, open) = phrase.strip_suffix('*').map_or((phrase, false), |stem| (stem, true));
    text.match_indices(phrase).any(|(start, _)| {
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(start + phrase.len()..).and_then(|text| text.chars().next());
        !is_latin_word(before) && (open || !is_latin_word(after) || phrase.ends_with('+'))
    })
}

/// A neighbour that would make a Latin phrase a part of a longer word; that of another script does not.
fn is_latin_word(character: Option<char>) -> bool {
    character.is_some_and(|character| character.is_alphanumeric() && character < FIRST_BEYOND_LATIN)
}

/// One sentence, or one line of a page.
pub(super) struct Sentence {
    /// As [`spread`] gives it.
    pub(super) text: String,
    /// It names an address or a number of which a part is hidden: `a***@example.com`, `+49 *** 89`.
    pub(super) masked: bool,
}

/// The sentences of a text that has a line for each block of the page.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek();
        let ends = matches!(character, '\n' | '!' | '?' | '。' | '！' | '？' | '؟')
            || (character == '.' && next.is_none_or(|(_, next)| next.is_whitespace()));
        if ends || next.is_none() {
            let end = at + character.len_utf8();
            sentences.extend(text.get(start..end).and_then(sentence));
            start = end;
        }
    }
    sentences
}

fn sentence(raw: &str) -> Option<Sentence> {
    let text = spread(raw);
    (!text.is_empty()).then(|| Sentence { text, masked: is_masked(raw) })
}

/// Two marks in a row that stand for characters, in one word with `@` or near digits.
fn is_masked(raw: &str) -> bool {
    let mark = |character: char| matches!(character, '*' | '•' | '●' | '∗' | '·' | '×');
    let marks = |word: &str| word.chars().filter(|character| mark(*character)).count() >= 2;
    let crossed = |word: &str| word.to_ascii_lowercase().contains("xx") && !word.chars().any(char::is_lowercase);
    let hides = |word: &str| marks(word) || crossed(word);
    let addresses = |word: &str| word.contains('@') || word.chars().any(|character| character.is_ascii_digit());
    raw.split_whitespace().any(hides) && raw.split_whitespace().any(addresses)
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
    fn whole_words_stems_and_scripts_without_spaces() {
        assert!(names_any("your code", &["code"]));
        assert!(!names_any("postcode", &["code"]));
        assert!(!names_any("codec", &["code"]));
        assert!(names_any("codec code", &["code"]));
        assert!(names_any("dwuskładnikowe", &["dwuskładnik*"]));
        assert!(names_any("输入totp代码", &["totp"]));
        assert!(names_any("验证码已发送到您的手机", &["已发送"]));
    }

    #[test]
    fn sentences_keep_addresses_whole() {
        let found = sentences("We sent a code to a***@example.org. Enter it below\nResend?");
        let texts: Vec<&str> = found.iter().map(|sentence| sentence.text.as_str()).collect();
        assert_eq!(texts, ["we sent a code to a example org", "enter it below", "resend"]);
        assert!(found[0].masked && !found[1].masked);
        assert!(sentences("Your phone is +49******89")[0].masked);
        assert!(sentences("sent to +1 XXX-XXX-4601")[0].masked);
        assert!(!sentences("Code * 6 digits")[0].masked);
    }
}
