//! The content of a file, looked at once for all formats.

use base64ct::{Base64Unpadded, Encoding};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::{Error, json, limits::MAX_TEXT_BYTES};

/// The content of a file: its bytes, and what they are as text and as JSON.
pub struct Content<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// The text without a byte order mark, if the bytes are UTF-8.
    pub text: Option<&'a str>,
    /// The value, if the text is JSON.
    pub json: Option<Value>,
}

impl<'a> Content<'a> {
    /// Looks at bytes.
    ///
    /// # Errors
    ///
    /// [`Error::TooComplex`] for JSON beyond the limits.
    pub fn of(bytes: &'a [u8]) -> Result<Self, Error> {
        let text = core::str::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_TEXT_BYTES);
        let text = text.map(|text| text.trim_start_matches('\u{feff}'));
        let json = match text.map(str::trim_start) {
            Some(text) if cfg!(feature = "transfer") && text.starts_with(['{', '[']) => json::parse(text)?,
            _ => None,
        };
        Ok(Self { bytes, text, json })
    }

    /// The text, or nothing.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text.unwrap_or_default()
    }

    /// The field of the JSON object that the file is.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.json.as_ref()?.get(name)
    }
}

/// The bytes of base64, with or without padding, line breaks and spaces, in either alphabet.
#[must_use]
pub(crate) fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut clean = Zeroizing::new(String::with_capacity(text.len()));
    clean.extend(text.trim_end().trim_end_matches('=').chars().filter(|c| !c.is_ascii_whitespace()).map(|c| match c {
        '-' => '+',
        '_' => '/',
        other => other,
    }));
    Base64Unpadded::decode_vec(&clean).map(Zeroizing::new).ok()
}

/// The beginnings of files that hold no accounts, or that a format of their own reads.
const KNOWN: [&[u8]; 14] = [
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"%PDF",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"SQLite format 3\0",
    b"\x1f\x8b",
    b"\x03\xd9\xa2\x9a",
    b"\xac\xed\x00\x05",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
];

/// Whether bytes are of a kind of file that is known by its beginning, such as a picture or a zip.
pub(crate) fn is_known(bytes: &[u8]) -> bool {
    KNOWN.iter().any(|beginning| bytes.starts_with(beginning)) || bytes.get(4..8) == Some(b"ftyp")
}
