//! The icon of an account's site: a small PNG picture that the page has drawn, so it is believed in nothing but its size.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::json::{FromJson, Json, ToJson, string};

/// The largest icon. One of 32 by 32 pixels has at most 4 KiB of plain pixels, and a frame around them.
pub(crate) const MAX_ICON_BYTES: usize = 6 * 1024;
/// The most pixels on a side.
const MAX_SIDE: u32 = 64;
/// What every PNG picture begins with, up to its width (RFC 2083, sections 3.1 and 4.1.1).
const BEGINNING: [u8; 16] = *b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";

/// A picture in the PNG format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Icon(Vec<u8>);

impl Icon {
    /// Takes the bytes of a picture; `None` when they are none, or too many.
    pub(crate) fn new(bytes: Vec<u8>) -> Option<Self> {
        let rest = bytes.strip_prefix(&BEGINNING)?;
        let side = |at: usize| Some(u32::from_be_bytes(rest.get(at..at + 4)?.try_into().ok()?));
        let fits = |side: u32| (1..=MAX_SIDE).contains(&side);
        (bytes.len() <= MAX_ICON_BYTES && fits(side(0)?) && fits(side(4)?)).then_some(Self(bytes))
    }

    /// The bytes of the picture.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl FromJson for Icon {
    fn from_json(json: &str) -> Option<Self> {
        let text = string(json)?;
        let bytes = Base64UrlUnpadded::decode_vec(&text).ok()?;
        // One spelling only.
        Self::new(bytes).filter(|icon| Base64UrlUnpadded::encode_string(&icon.0) == *text)
    }
}

impl ToJson for Icon {
    fn to_json(&self, json: &mut Json) {
        json.string(&Base64UrlUnpadded::encode_string(&self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, length: usize) -> Vec<u8> {
        let mut bytes = [&BEGINNING[..], &width.to_be_bytes(), &height.to_be_bytes()].concat();
        bytes.resize(length, 7);
        bytes
    }

    #[test]
    fn only_small_pictures_are_icons() {
        assert!(Icon::new(picture(32, 32, 900)).is_some());
        assert!(Icon::new(picture(64, 1, MAX_ICON_BYTES)).is_some());
        assert!(Icon::new(picture(64, 1, MAX_ICON_BYTES + 1)).is_none());
        assert!(Icon::new(picture(65, 32, 900)).is_none());
        assert!(Icon::new(picture(32, 0, 900)).is_none());
        assert!(Icon::new(picture(32, 32, 900).split_off(1)).is_none());
        assert!(Icon::new(BEGINNING.to_vec()).is_none());
        assert!(Icon::new(Vec::new()).is_none());
    }

    #[test]
    fn an_icon_has_one_spelling() {
        let icon = Icon::new(picture(16, 16, 40)).unwrap();
        let mut json = Json::default();
        icon.to_json(&mut json);
        let text = String::from_utf8(json.as_bytes().to_vec()).unwrap();
        assert_eq!(Icon::from_json(&text), Some(icon));
        assert_eq!(Icon::from_json(&text.replace('"', "\"=")), None);
    }
}
