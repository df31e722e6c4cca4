//! Finding the words of the table in what a page says.

use super::words::{ADDRESS, MASKED, Meaning, OTHERWISE, TABLE};

/// First character of the scripts whose words are inflected, prefixed or not set apart, and are found anywhere in a text.
const FIRST_BEYOND_LATIN: char = '\u{370}';
/// Lowest byte with which a character beyond Latin begins in UTF-8.
const FIRST_BYTE_BEYOND_LATIN: u8 = 0xce;

const BUCKETS: usize = 1024;

/// The table in the form that is searched: a hash table by the first three bytes of a phrase, so that one pass over a text
/// finds every phrase in it.
pub(super) struct Words {
    /// Index of the first phrase of a bucket, from 1; 0 for none.
    heads: [u16; BUCKETS],
    phrases: Vec<Phrase>,
}

struct Phrase {
    text: &'static str,
    means: Meaning,
    /// Index of the next phrase of the bucket, from 1.
    next: u16,
    /// A longer word may begin with it.
    open: bool,
    /// The text must begin with it.
    first: bool,
}

impl Words {
    pub(super) fn new() -> Self {
        let mut words = Self { heads: [0; BUCKETS], phrases: Vec::with_capacity(BUCKETS) };
        for (means, phrases) in TABLE {
            for phrase in phrases.split('|') {
                words.add(phrase, *means);
            }
        }
        words
    }

    fn add(&mut self, phrase: &'static str, means: Meaning) {
        let (text, first) = phrase.strip_prefix('^').map_or((phrase, false), |text| (text, true));
        let (text, stem) = text.strip_suffix('*').map_or((text, false), |stem| (stem, true));
        let open = stem || text.chars().next_back().is_some_and(is_beyond_latin);
        let bucket = bucket(text.as_bytes());
        if let Some(head) = self.heads.get_mut(bucket) {
            self.phrases.push(Phrase { text, means, next: *head, open, first });
            *head = u16::try_from(self.phrases.len()).unwrap_or_default();
        }
    }

    /// All meanings of a text in the form that [`spread`] gives it.
    pub(super) fn meaning(&self, text: &str) -> Meaning {
        let bytes = text.as_bytes();
        let mut means = 0;
        let mut after_space = true;
        for (at, byte) in bytes.iter().enumerate() {
            if after_space || *byte >= FIRST_BYTE_BEYOND_LATIN {
                means |= self.meaning_of_beginning(bytes.get(at..).unwrap_or_default(), at == 0);
            }
            after_space = *byte == b' ';
        }
        means
    }

    fn meaning_of_beginning(&self, text: &[u8], is_start: bool) -> Meaning {
        let mut means = 0;
        let mut next = self.heads.get(bucket(text)).copied().unwrap_or_default();
        while let Some(phrase) = usize::from(next).checked_sub(1).and_then(|index| self.phrases.get(index)) {
            let known = phrase.text.as_bytes();
            let (beginning, rest) = text.split_at_checked(known.len()).unwrap_or_default();
            // The last byte tells most phrases apart, at less cost than comparing all of them.
            if beginning.last() == known.last() && beginning == known {
                let ends = phrase.open || matches!(rest.first(), None | Some(b' '));
                means |= if ends && (is_start || !phrase.first) { phrase.means } else { 0 };
            }
            next = phrase.next;
        }
        means
    }

    /// All meanings of a text as it stands on the page.
    pub(super) fn meaning_of(&self, raw: &str) -> Meaning {
        self.meaning(&spread(raw))
    }

    /// The meanings of each sentence of a text that has a line for each block of the page. Sentences without any meaning are
    /// left out.
    pub(super) fn sentences(&self, text: &str) -> Vec<Meaning> {
        let mut sentences = Vec::new();
        let mut start = 0;
        // What follows a question is its answer: "Lost your phone? Use a recovery code."
        let mut answers = 0;
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let next = characters.peek();
            let ends = matches!(character, '\n' | '!' | '?' | '。' | '！' | '？' | '؟')
                || (character == '.' && next.is_none_or(|(_, next)| next.is_whitespace()));
            if ends || next.is_none() {
                let end = at + character.len_utf8();
                let means = text.get(start..end).map_or(0, |raw| self.sentence(raw));
                if means != 0 {
                    sentences.push(means | answers);
                }
                answers = if matches!(character, '?' | '？' | '؟') { OTHERWISE } else { 0 };
                start = end;
            }
        }
        sentences
    }

    fn sentence(&self, raw: &str) -> Meaning {
        let masked = if is_masked(raw) { MASKED } else { 0 };
        let address =
            if raw.split_once('@').is_some_and(|(name, _)| !name.ends_with([' ', '\n'])) { ADDRESS } else { 0 };
        self.meaning_of(raw) | masked | address
    }
}

/// Bucket of a text by its first three bytes, with spaces for those that it lacks.
fn bucket(text: &[u8]) -> usize {
    let byte = |at: usize| usize::from(text.get(at).copied().unwrap_or(b' '));
    (byte(0) ^ (byte(1) << 3) ^ (byte(2) << 5)) % BUCKETS
}

fn is_beyond_latin(character: char) -> bool {
    character >= FIRST_BEYOND_LATIN
}

/// A text in lower case with its words apart by single spaces: `oneTimeCode`, `one-time_code` and `One-time code` become
/// the same. A Latin word amid another script is set apart too: `输入TOTP代码`.
pub(super) fn spread(text: &str) -> String {
    let mut spread = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    let mut in_word = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let separates = !(character.is_alphanumeric() || character == '+');
        // `totpCode`, `otp2Code` and `OTPCode` have two words, `2FA` is one.
        let mut ends_run = || previous.is_alphanumeric() && characters.peek().is_some_and(|next| next.is_lowercase());
        let starts_word = in_word
            && (is_beyond_latin(character) != is_beyond_latin(previous)
                || (character.is_uppercase() && (previous.is_lowercase() || ends_run())));
        if in_word && (separates || starts_word) {
            spread.push(' ');
        }
        if character.is_ascii() && !separates {
            spread.push(character.to_ascii_lowercase());
        } else if !separates {
            spread.extend(character.to_lowercase());
        }
        in_word = !separates;
        previous = character;
    }
    spread.truncate(spread.trim_end().len());
    spread
}

/// Whether a sentence shows an address or a number of which a part is hidden.
fn is_masked(raw: &str) -> bool {
    let (mut hides, mut addresses) = (false, false);
    for word in raw.split(char::is_whitespace) {
        addresses |= word.bytes().any(|byte| byte == b'@' || byte.is_ascii_digit());
        hides = hides || hides_characters(word);
    }
    hides && addresses
}

/// Whether a word has marks in place of characters: `a***`, `•••`, `XXX-XXX-4601`.
fn hides_characters(word: &str) -> bool {
    let marks = word.chars().filter(|character| matches!(character, '*' | '•' | '●' | '∗' | '·' | '×'));
    let crossed = || word.contains("XX") && !word.chars().any(char::is_lowercase);
    marks.take(2).count() == 2 || crossed()
}

#[cfg(test)]
mod tests {
    use super::super::words::{AUTHENTICATOR, CODE, PERHAPS_CODE, RESEND, SECOND_FACTOR, SEND, SENT, SMS};
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
        assert_eq!(spread("输入TOTP代码"), "输入 totp 代码");
        assert_eq!(spread("2段階認証、2 段階認証"), "2 段階認証 2 段階認証");
    }

    #[test]
    fn whole_words_stems_and_scripts_without_spaces() {
        let words = Words::new();
        let means = |text: &str, meaning: Meaning| words.meaning_of(text) & meaning != 0;
        assert!(means("your code", PERHAPS_CODE));
        assert!(!means("postcode", PERHAPS_CODE));
        assert!(!means("codec", PERHAPS_CODE));
        assert!(means("codec code", PERHAPS_CODE));
        assert!(means("Uwierzytelnianie dwuskładnikowe", SECOND_FACTOR));
        assert!(means("输入totp代码", CODE) && means("输入totp代码", AUTHENTICATOR));
        assert!(means("验证码已发送到您的手机", SENT));
        assert!(means("SMS认证", SMS));
        assert!(means("Send code", SEND) && !means("We send codes", SEND), "it begins so");
        assert!(means("Resend", RESEND));
        assert_eq!(words.meaning_of(""), 0);
    }

    /// A phrase that cannot be found is a mistake in the files of words.
    #[test]
    fn every_phrase_is_found() {
        let words = Words::new();
        for (meaning, phrases) in TABLE {
            for phrase in phrases.split('|') {
                let text = phrase.trim_start_matches('^').trim_end_matches('*');
                assert_eq!(spread(text), text, "not as text is spread");
                assert!(words.meaning(text) & meaning != 0, "{phrase}");
            }
        }
    }

    #[test]
    fn sentences_keep_addresses_whole() {
        let words = Words::new();
        let found = words.sentences("We sent a code to a***@example.org. Fine\nResend?");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0] & (MASKED | ADDRESS | RESEND), MASKED | ADDRESS);
        assert_eq!(found[1] & (MASKED | ADDRESS | RESEND), RESEND);
        assert!(words.sentences("Your phone is +49******89")[0] & MASKED != 0);
        assert!(words.sentences("sent to +1 XXX-XXX-4601")[0] & MASKED != 0);
        assert_eq!(words.sentences("Code * 6 digits")[0] & MASKED, 0);
    }
}
