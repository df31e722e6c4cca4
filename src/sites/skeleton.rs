//! The skeleton of a label: letters that the eye takes for each other become one letter, in the manner of UTS 39.

/// Latin letters with marks, by their base. A browser gives hosts in lower case, so nothing else is here.
const MARKED: &[(char, &str)] = &[
    ('a', "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặⱥ"),
    ('b', "ḃḅḇƀɓ"),
    ('c', "çćĉċčḉƈȼ"),
    ('d', "ďḋḍḏḑḓđɗð"),
    ('e', "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệɇ"),
    ('f', "ḟƒ"),
    ('g', "ĝğġģǧǵḡǥɠ"),
    ('h', "ĥȟḣḥḧḩḫẖħɦ"),
    ('i', "ìíîïĩīĭįǐȉȋḭḯỉịıɨ"),
    ('j', "ĵǰɉȷ"),
    ('k', "ķǩḱḳḵƙ"),
    ('l', "ĺļľḷḹḻḽłƚ"),
    ('m', "ḿṁṃ"),
    ('n', "ñńņňǹṅṇṉṋɲƞ"),
    ('o', "òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøɵ"),
    ('p', "ṕṗƥ"),
    ('q', "ɋ"),
    ('r', "ŕŗřȑȓṙṛṝṟɍ"),
    ('s', "śŝşšſșṡṣṥṧṩẛ"),
    ('t', "ţťțṫṭṯṱẗŧƭ"),
    ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữựʉ"),
    ('v', "ṽṿʋ"),
    ('w', "ŵẁẃẅẇẉẘ"),
    ('x', "ẋẍ"),
    ('y', "ýÿŷȳẏẙỳỵỷỹɏƴ"),
    ('z', "źżžẑẓẕƶȥ"),
];

/// Letters of other scripts that look like Latin ones: Cyrillic, Greek, Armenian, small capitals, IPA, Cherokee.
/// Digits and letters that stand for each other are in [`folded`].
const TWINS: &[(char, &str)] = &[
    ('a', "аɑαӑӓᴀ"),
    ('b', "ьҍвʙβᏏ"),
    ('c', "сϲᴄҫ"),
    ('d', "ԁժɖᴅ"),
    ('e', "еєҽԑɛεёѐᴇ"),
    ('f', "ғϝꜰ"),
    ('g', "ɡցԍɢ"),
    ('h', "һհнʜԧ"),
    ('i', "іɩιїίϊɪᎥ"),
    ('j', "јϳյᴊ"),
    ('k', "кκқҟᴋ"),
    ('l', "ӏǀʟʅן"),
    ('m', "мᴍ"),
    ('n', "пոηռɴ"),
    ('o', "оοσօөѳӧό"),
    ('p', "рρþᴘ"),
    ('q', "ԛզգ"),
    ('r', "гᴦʀ"),
    ('s', "ѕꜱʂ"),
    ('t', "тτᴛ"),
    ('u', "υսцᴜ"),
    ('v', "ѵνᴠ"),
    ('w', "ԝωшաѡᴡɯ"),
    ('x', "хχҳ"),
    ('y', "уүγყўӯʏ"),
    ('z', "ᴢʐ"),
    ('-', "‐‑‒–—−ー"),
];

/// The letter that a pair of letters runs together into.
fn joined(first: char, second: char) -> Option<char> {
    match (first, second) {
        ('r', 'n') => Some('m'),
        ('v', 'v') => Some('w'),
        ('c', 'l') => Some('d'),
        _ => None,
    }
}

fn base(table: &[(char, &str)], letter: char) -> Option<char> {
    table.iter().find(|(_, letters)| letters.contains(letter)).map(|(base, _)| *base)
}

/// A letter without its marks: what a person may have left out when typing a name.
pub(super) fn unmarked(letter: char) -> char {
    if letter.is_ascii() { letter } else { base(MARKED, letter).unwrap_or(letter) }
}

/// Whether a letter of another script, or another shape of a Latin one, may be read as a plain one.
pub(super) fn is_twin(letter: char) -> bool {
    // Icelandic has this one in honest words.
    letter != 'þ' && (base(TWINS, letter).is_some() || matches!(letter, '\u{ff01}'..='\u{ff5e}'))
}

/// A letter as the eye takes it: `i`, `l` and `1` become one, and a digit becomes the letter that it is written for.
fn folded(letter: char) -> char {
    let latin = match letter {
        _ if letter.is_ascii() => letter,
        // Full width.
        '\u{ff01}'..='\u{ff5e}' => u8::try_from(u32::from(letter) - 0xfee0).map_or(letter, char::from),
        _ => base(MARKED, letter).or_else(|| base(TWINS, letter)).unwrap_or(letter),
    };
    match latin.to_ascii_lowercase() {
        '0' => 'o',
        '1' | 'i' => 'l',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        other => other,
    }
}

/// The skeleton of a label. Two labels with the same skeleton may be taken for each other.
pub(super) fn skeleton(label: &str) -> String {
    // Marks that stand by themselves, and what is not seen at all.
    let hidden = |letter: &char| matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let mut text = String::with_capacity(label.len());
    for mut letter in label.chars().filter(|letter| !hidden(letter)).map(folded) {
        if let Some(both) = text.chars().next_back().and_then(|last| joined(last, letter)) {
            text.pop();
            letter = both;
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_look_alike() {
        for (twin, genuine) in [
            ("gіthub", "github"),
            ("gìthub", "github"),
            ("githυb", "github"),
            ("ｇithub", "github"),
            ("g1thub", "github"),
            ("g00gle", "google"),
            ("paypa1", "paypal"),
            ("paypai", "paypal"),
            ("rnicrosoft", "microsoft"),
            ("vvise", "wise"),
            ("clropbox", "dropbox"),
            ("аррӏе", "apple"),
            ("gi\u{307}thub", "github"),
        ] {
            assert_eq!(skeleton(twin), skeleton(genuine), "{twin}");
        }
    }

    #[test]
    fn others_do_not() {
        assert_ne!(skeleton("github"), skeleton("gitlab"));
        assert_ne!(skeleton("почта"), skeleton("pochta"));
    }

    #[test]
    fn a_letter_is_in_one_row() {
        for table in [MARKED, TWINS] {
            let mut all: Vec<char> = table.iter().flat_map(|(_, letters)| letters.chars()).collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count);
        }
    }
}
