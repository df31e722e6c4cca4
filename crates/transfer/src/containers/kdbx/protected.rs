//! Texts of the document that are encrypted once more, by one keystream in the order in which they stand.

use base64ct::{Base64, Encoding};
use chacha20::cipher::StreamCipher;
use quick_xml::Reader;
use quick_xml::events::Event;
use zeroize::Zeroizing;

use crate::containers::ContainerError;

/// The attribute that marks such a text.
const MARK: &str = "Protected";

/// The document with all of its texts in clear text; the marks stay.
pub(super) fn unprotect(xml: &str, mut stream: Box<dyn StreamCipher>) -> Result<Zeroizing<String>, ContainerError> {
    let mut reader = Reader::from_str(xml);
    let mut plain = Zeroizing::new(String::with_capacity(xml.len()));
    let mut is_marked = false;
    let mut begun = 0;
    loop {
        let event = reader.read_event().map_err(|_| ContainerError::Malformed)?;
        let end = usize::try_from(reader.buffer_position()).map_err(|_| ContainerError::Malformed)?;
        match &event {
            Event::Eof => return Ok(plain),
            Event::Text(text) if is_marked && !text.trim().is_empty() => {
                let mut bytes =
                    Base64::decode_vec(text.trim()).map(Zeroizing::new).map_err(|_| ContainerError::Malformed)?;
                stream.try_apply_keystream(&mut bytes).map_err(|_| ContainerError::Malformed)?;
                let text = std::str::from_utf8(&bytes).map_err(|_| ContainerError::Malformed)?;
                plain.push_str(&Zeroizing::new(quick_xml::escape::escape(text).into_owned()));
            }
            _ => plain.push_str(xml.get(begun..end).ok_or(ContainerError::Malformed)?),
        }
        match event {
            Event::Start(element) => {
                let mark = element.try_get_attribute(MARK).map_err(|_| ContainerError::Malformed)?;
                is_marked = mark.is_some_and(|mark| mark.value.eq_ignore_ascii_case("true"));
            }
            Event::End(_) => is_marked = false,
            _ => {}
        }
        begun = end;
    }
}
