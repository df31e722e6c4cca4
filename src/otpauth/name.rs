//! Takes invisible and misleading characters out of issuers and account names.
//!
//! A text from a stranger may hold characters that show nothing, or that change the direction of the text around them. With
//! them two different names look the same, and one name reads as another. These are taken out:
//!
//! - controls, line breaks and every kind of white space, each replaced by a plain space;
//! - marks, embeddings, overrides and isolates of direction;
//! - the characters that Unicode calls ignorable by default (zero width, soft hyphen, fillers, tags, variation selectors),
//!   the blank of Braille, private characters and noncharacters;
//! - accents beyond the third on one letter, which would be drawn over the lines above and below.
//!
//! Three of them stay where they change how a name looks: the joiners between letters of scripts that are written with them
//! (U+200C, U+200D), the joiner between two emoji, and the selector that makes a sign an emoji (U+FE0F).

/// The greatest number of accents on a letter. Vietnamese has two.
const MAX_ACCENTS: usize = 3;

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';
const AS_EMOJI: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';

/// A name without misleading characters, and whether any were taken out. A clean name stays as it is.
#[must_use]
pub fn clean_name(text: &str) -> (String, bool) {
    let mut clean = String::with_capacity(text.len());
    let mut accents = 0;
    let mut rest = text.chars().filter_map(kept).peekable();
    while let Some(letter) = rest.next() {
        let before = clean.chars().next_back();
        if stays(letter, before, rest.peek().copied()) {
            accents = if is_accent(letter) { accents + 1 } else { 0 };
            clean.extend(Some(letter).filter(|_| accents <= MAX_ACCENTS));
        }
    }
    let changed = clean != text;
    (clean, changed)
}

/// The replacement of a character, if it has one wherever it stands.
fn kept(letter: char) -> Option<char> {
    match letter {
        NON_JOINER | JOINER | AS_EMOJI => Some(letter),
        _ if letter.is_whitespace() => Some(' '),
        _ if letter.is_control() || is_unseen(letter) => None,
        _ => Some(letter),
    }
}

/// Whether a character between these two changes how they look.
fn stays(letter: char, before: Option<char>, after: Option<char>) -> bool {
    match (letter, before, after) {
        (NON_JOINER, Some(before), Some(after)) => is_joined(before) && is_joined(after),
        (JOINER, Some(before), Some(after)) => {
            is_joined(before) && is_joined(after) || (is_emoji(before) || before == AS_EMOJI) && is_emoji(after)
        }
        (AS_EMOJI, Some(before), Some(KEYCAP)) => before.is_ascii_digit() || matches!(before, '#' | '*'),
        (AS_EMOJI, Some(before), _) => is_emoji(before),
        _ => !matches!(letter, NON_JOINER | JOINER | AS_EMOJI),
    }
}

/// Of no width, of no meaning outside a protocol, or steering how the text around it is drawn: Unicode 16's
/// `Default_Ignorable_Code_Point`, and what is like it.
fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}'
        // The blank of Braille, marks for annotations, and the place of an object.
        | '\u{2800}' | '\u{fff9}'..='\u{fffc}'
        // Private characters, and those that will never be any.
        | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(letter) & 0xfffe == 0xfffe
}

fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// A letter, or a sign on one, of a script in which a joiner changes the shape: from Arabic to Sinhala, Myanmar, Khmer,
/// Mongolian.
fn is_joined(letter: char) -> bool {
    matches!(letter, '\u{620}'..='\u{8ff}' | '\u{900}'..='\u{df4}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17d3}'
        | '\u{1820}'..='\u{18aa}' | '\u{fb50}'..='\u{fdcf}' | '\u{fe70}'..='\u{fefc}')
}

fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21ff}'
        | '\u{2300}'..='\u{23ff}' | '\u{2460}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}'
        | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_goes() {
        for (odd, clean) in [
            ("Git\u{200b}Hub", "GitHub"),
            ("\u{202e}buHtiG", "buHtiG"),
            ("\u{2068}GitHub\u{2069}", "GitHub"),
            ("Git\u{0}Hub\u{7f}\u{9b}", "GitHub"),
            ("GitHub\nAdded", "GitHub Added"),
            ("Git\u{2028}Hub\u{2029}", "Git Hub "),
            ("Git\u{a0}Hub", "Git Hub"),
            ("Git\u{ad}Hub\u{feff}", "GitHub"),
            ("GitHub\u{e0061}\u{e0062}\u{e007f}", "GitHub"),
            ("GitHub\u{fe0f}\u{e0100}", "GitHub"),
            ("Git\u{200d}Hub\u{200c}", "GitHub"),
            ("\u{3164}\u{2800}\u{115f}\u{34f}", ""),
            ("\u{e000}a\u{10ffff}\u{fdd0}\u{fffe}", "a"),
            ("Z\u{300}\u{301}\u{302}\u{303}\u{304}a\u{300}", "Z\u{300}\u{301}\u{302}a\u{300}"),
        ] {
            assert_eq!(clean_name(odd), (clean.to_owned(), true), "{odd:?}");
            assert_eq!(clean_name(clean), (clean.to_owned(), false), "{clean:?}");
        }
    }

    #[test]
    fn honest_names_stay() {
        for name in [
            "",
            " GitHub  Enterprise ",
            "Société Générale",
            "Tiê\u{301}ng Viê\u{323}t",
            "یک\u{200c}بار",
            "ක්\u{200d}ර",
            "שלום",
            "👩\u{200d}💻 \u{2764}\u{fe0f}\u{200d}🔥 👍🏽 1\u{fe0f}\u{20e3}",
            "山田 太郎",
            "ada@example.com:2",
        ] {
            assert_eq!(clean_name(name), (name.to_owned(), false), "{name:?}");
        }
    }
}
