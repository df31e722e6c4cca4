//! Base32 as people type it (RFC 4648 section 6), by the crate `base32`.
//!
//! The crate checks only the alphabet. It accepts lengths that no run of bytes can have (`M` decodes to nothing), and does
//! not report bits left over. So everything is checked here first, and the crate is given clean text.

use base32::Alphabet;
use zeroize::Zeroizing;

use super::SeedError;

const ALPHABET: Alphabet = Alphabet::Rfc4648 { padding: false };

/// Bytes of a group in RFC 4648 section 6, which are eight characters.
const GROUP_BYTES: usize = 5;
const GROUP_CHARS: usize = 8;

/// The bytes of a text, `most_bytes` of them at most, and whether bits that are not zero were left over.
///
/// # Errors
///
/// Any [`SeedError`].
pub(super) fn decode(text: &str, most_bytes: usize) -> Result<(Vec<u8>, bool), SeedError> {
    let clean = clean(text, (most_bytes * GROUP_CHARS).div_ceil(GROUP_BYTES))?;
    let loose_bits = match clean.len() % GROUP_CHARS {
        0 => 0,
        2 => 2,
        4 => 4,
        5 => 1,
        7 => 3,
        _ => return Err(SeedError::Length),
    };
    let last = clean.bytes().last().and_then(value).unwrap_or(0);
    let trailing_bits = last & ((1 << loose_bits) - 1) != 0;
    let bytes = base32::decode(ALPHABET, &clean).ok_or(SeedError::Character)?;
    Ok((bytes, trailing_bits))
}

/// Encodes bytes in upper case and without padding.
///
/// Each group is encoded by itself, filled up with zeros: for an incomplete group the crate reserves too little, and its
/// buffer would leave a copy of the secret behind when it grows.
pub(super) fn encode(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().div_ceil(GROUP_BYTES) * GROUP_CHARS));
    for chunk in bytes.chunks(GROUP_BYTES) {
        let mut group = Zeroizing::new([0u8; GROUP_BYTES]);
        for (to, from) in group.iter_mut().zip(chunk) {
            *to = *from;
        }
        text.push_str(&Zeroizing::new(base32::encode(ALPHABET, group.as_slice())));
    }
    text.truncate((bytes.len() * GROUP_CHARS).div_ceil(GROUP_BYTES));
    text
}

/// The characters of the alphabet in a text, `most_chars` of them at most, in upper case.
fn clean(text: &str, most_chars: usize) -> Result<Zeroizing<String>, SeedError> {
    let mut clean = Zeroizing::new(String::with_capacity(text.len().min(most_chars)));
    let mut padded = false;
    for character in text.chars().filter(|&character| !is_separator(character)) {
        match character.to_ascii_uppercase() {
            '=' => padded = true,
            _ if padded => return Err(SeedError::Padding),
            letter @ ('A'..='Z' | '2'..='7') => {
                // The buffer must not grow: growing leaves a copy behind.
                if clean.len() == most_chars {
                    return Err(SeedError::TooLong);
                }
                clean.push(letter);
            }
            '0' | '1' | '8' | '9' => return Err(SeedError::LookAlike),
            _ => return Err(SeedError::Character),
        }
    }
    if clean.is_empty() {
        return Err(SeedError::Empty);
    }
    Ok(clean)
}

/// Whether a character stands between groups, or is an invisible one that was copied along.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character,
            '-' | '\u{00ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' // dashes, soft hyphen, minus
            | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}') // zero width
}

/// The five bits of a character.
fn value(character: u8) -> Option<u8> {
    match character {
        b'A'..=b'Z' => Some(character - b'A'),
        b'2'..=b'7' => Some(character - b'2' + 26),
        _ => None,
    }
}
