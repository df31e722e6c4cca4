//! Percent-encoding (RFC 3986 section 2.1), including the mistakes of QR codes in use.

use zeroize::Zeroizing;

/// A decoded piece of a URI.
pub(super) struct Decoded {
    pub(super) text: Zeroizing<String>,
    /// Whether a `%` was kept as it stands, because it begins no escape or its escapes are not UTF-8.
    pub(super) literal: bool,
}

/// Decodes a label, where `+` is a plus sign.
pub(super) fn decode_label(text: &str) -> Decoded {
    decode(text, b'+')
}

/// Decodes a name or a value of the query, where `+` is a space (HTML forms write it so).
pub(super) fn decode_query(text: &str) -> Decoded {
    decode(text, b' ')
}

/// Appends `text` with all but the unreserved characters of RFC 3986 section 2.3 escaped.
///
/// Takes at most three bytes for each byte of `text`.
pub(super) fn encode_onto(uri: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            push_escape(uri, byte);
        }
    }
}

fn decode(text: &str, plus: u8) -> Decoded {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut literal = false;
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'+' => bytes.push(plus),
            b'%' => {
                if let Some((value, after)) = escape(tail) {
                    bytes.push(value);
                    rest = after;
                } else {
                    bytes.push(b'%');
                    literal = true;
                }
            }
            _ => bytes.push(byte),
        }
    }
    // Only escapes can have made bytes that are not UTF-8 (Latin-1 most often). Guessing their
    // character set would make mojibake, and a name that nobody can read is no reason to keep a
    // person from their codes: so such escapes stay in the text as escapes.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 3));
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for &byte in chunk.invalid() {
            push_escape(&mut text, byte);
            literal = true;
        }
    }
    Decoded { text, literal }
}

/// The value of the two hexadecimal digits at the front, and the rest.
fn escape(tail: &[u8]) -> Option<(u8, &[u8])> {
    let (&[high, low], after) = tail.split_first_chunk::<2>()?;
    Some((nibble(high)? << 4 | nibble(low)?, after))
}

fn nibble(digit: u8) -> Option<u8> {
    u8::try_from(char::from(digit).to_digit(16)?).ok()
}

fn push_escape(text: &mut String, byte: u8) {
    text.push('%');
    for nibble in [byte >> 4, byte & 0x0f] {
        text.extend(char::from_digit(u32::from(nibble), 16).map(|digit| digit.to_ascii_uppercase()));
    }
}
