//! A `java.util.HashMap<String, String>` in the form of Java's object serialisation (its specification, chapter 6), which
//! `FreeOTP` 2 writes. Nothing else of that protocol is read, and no class is ever made.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::ContainerError;
use crate::limits::MAX_FILE_BYTES;

const MAGIC: &[u8] = &[0xac, 0xed, 0, 5];
const CLASS: &str = "java.util.HashMap";
/// The handle of the first object of a stream.
const FIRST_HANDLE: u32 = 0x007e_0000;

const TC_NULL: u8 = 0x70;
const TC_REFERENCE: u8 = 0x71;
const TC_CLASSDESC: u8 = 0x72;
const TC_OBJECT: u8 = 0x73;
const TC_STRING: u8 = 0x74;
const TC_BLOCKDATA: u8 = 0x77;
const TC_ENDBLOCKDATA: u8 = 0x78;
const TC_LONGSTRING: u8 = 0x7c;

/// Most entries of a map: two for each token, and some more.
const MAX_MAP_ENTRIES: u32 = 100_000;

/// Most bytes of a text. A token has some hundred, the key of a backup a thousand.
const MAX_JAVA_TEXT_BYTES: usize = 1024 * 1024;

/// Whether bytes begin as a stream of Java objects does.
#[must_use]
pub fn is_java(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Reads the map, as an object. A text to which a file refers several times is there several times, so all together have at
/// most [`MAX_FILE_BYTES`].
///
/// # Errors
/// [`ContainerError::Malformed`], also for any other class; [`ContainerError::TooComplex`].
pub fn read_map(bytes: &[u8]) -> Result<Value, ContainerError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(ContainerError::Malformed)?;
    let mut stream = Stream { rest, objects: Vec::new() };
    stream.expect(TC_OBJECT)?;
    let field_bytes = stream.class()?;
    // The map itself is an object that could be referred to.
    stream.objects.push(None);
    stream.take(field_bytes)?;
    // What HashMap writes for itself: the number of buckets and of entries, then the entries.
    stream.expect(TC_BLOCKDATA)?;
    stream.expect(8)?;
    stream.take(4)?;
    let entries = u32::from_be_bytes(stream.array()?);
    if entries > MAX_MAP_ENTRIES {
        return Err(ContainerError::TooComplex);
    }
    let mut map = Map::new();
    let mut left = MAX_FILE_BYTES;
    for _ in 0..entries {
        let (key, text) = (stream.text()?, stream.text()?);
        left = left.checked_sub(key.len() + text.len()).ok_or(ContainerError::TooComplex)?;
        map.insert(key.as_ref().to_owned(), text.as_ref().into());
    }
    stream.expect(TC_ENDBLOCKDATA)?;
    Ok(Value::Object(map))
}

struct Stream<'a> {
    rest: &'a [u8],
    /// What a reference may point to, by its handle: texts, and other things that are none.
    objects: Vec<Option<Rc<str>>>,
}

impl<'a> Stream<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ContainerError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(ContainerError::Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ContainerError> {
        self.take(N)?.try_into().map_err(|_| ContainerError::Malformed)
    }

    fn byte(&mut self) -> Result<u8, ContainerError> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    fn expect(&mut self, expected: u8) -> Result<(), ContainerError> {
        if self.byte()? == expected { Ok(()) } else { Err(ContainerError::Malformed) }
    }

    /// A text after its length of two bytes.
    fn short_text(&mut self) -> Result<Rc<str>, ContainerError> {
        let length = u16::from_be_bytes(self.array()?);
        modified_utf8(self.take(length.into())?)
    }

    /// The description of the class, which must be the one; gives the length of its fields in the object.
    fn class(&mut self) -> Result<usize, ContainerError> {
        self.expect(TC_CLASSDESC)?;
        if &*self.short_text()? != CLASS {
            return Err(ContainerError::Malformed);
        }
        let _version = self.take(8)?;
        self.objects.push(None);
        let _flags = self.byte()?;
        let fields = u16::from_be_bytes(self.array()?);
        let mut length = 0;
        for _ in 0..fields {
            length += match self.byte()? {
                b'B' | b'Z' => 1,
                b'C' | b'S' => 2,
                b'F' | b'I' => 4,
                b'D' | b'J' => 8,
                _ => return Err(ContainerError::Malformed),
            };
            self.short_text()?;
        }
        self.expect(TC_ENDBLOCKDATA)?;
        self.expect(TC_NULL)?;
        Ok(length)
    }

    /// A text, or a reference to one that came before.
    fn text(&mut self) -> Result<Rc<str>, ContainerError> {
        let text = match self.byte()? {
            TC_STRING => self.short_text()?,
            TC_LONGSTRING => {
                let length =
                    usize::try_from(u64::from_be_bytes(self.array()?)).map_err(|_| ContainerError::Malformed)?;
                let bytes = self.take(length)?;
                if length > MAX_JAVA_TEXT_BYTES {
                    return Err(ContainerError::TooComplex);
                }
                modified_utf8(bytes)?
            }
            TC_REFERENCE => {
                let index =
                    u32::from_be_bytes(self.array()?).checked_sub(FIRST_HANDLE).ok_or(ContainerError::Malformed)?;
                let object = self.objects.get(index as usize).cloned().flatten();
                return object.ok_or(ContainerError::Malformed);
            }
            _ => return Err(ContainerError::Malformed),
        };
        self.objects.push(Some(text.clone()));
        Ok(text)
    }
}

/// Java's own UTF-8: the units of UTF-16, each in one to three bytes, and zero in two.
fn modified_utf8(bytes: &[u8]) -> Result<Rc<str>, ContainerError> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut bytes = bytes.iter().map(|byte| u16::from(*byte));
    while let Some(first) = bytes.next() {
        let (bits, more) = match first {
            0x01..=0x7f => (first, 0),
            0xc0..=0xdf => (first & 0x1f, 1),
            0xe0..=0xef => (first & 0x0f, 2),
            _ => return Err(ContainerError::Malformed),
        };
        let unit = (0..more).try_fold(bits, |unit, _| {
            let byte = bytes.next().filter(|byte| byte & 0xc0 == 0x80)?;
            Some(unit << 6 | byte & 0x3f)
        });
        units.push(unit.ok_or(ContainerError::Malformed)?);
    }
    String::from_utf16(&units).map(Rc::from).map_err(|_| ContainerError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Java 17 writes for an empty map.
    const EMPTY: &[u8] = b"\xac\xed\0\x05sr\0\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16`\xd1\x03\0\x02F\0\x0aloadFactorI\0\x09thresholdxp?@\0\0\0\0\0\0w\x08\0\0\0\x10";

    fn map(entries: u32, rest: &[u8]) -> Result<Value, ContainerError> {
        read_map(&[EMPTY, &entries.to_be_bytes(), rest].concat())
    }

    #[test]
    fn texts_and_references() {
        assert_eq!(map(0, b"x"), Ok(Value::Object(Map::new())));
        // The third handle is the first text: the class and the map come before it.
        let shared = map(1, b"t\0\x01aq\0\x7e\0\x02x").unwrap();
        assert_eq!(shared["a"], "a");
        // U+1F600 and zero, as Java's own UTF-8 has them.
        let odd = map(1, b"t\0\x06\xed\xa0\xbd\xed\xb8\x80|\0\0\0\0\0\0\0\x02\xc0\x80x").unwrap();
        assert_eq!(odd["\u{1f600}"], "\0");
    }

    #[test]
    fn damage_is_an_error() {
        for rest in [
            &b""[..],
            b"q\0\x7e\0\x00q\0\x7e\0\x00x",
            b"q\0\x7e\0\x02q\0\x7e\0\x02x",
            b"q\0\0\0\0q\0\0\0\0x",
            b"ppx",
            b"t\0\x01\xc0t\0\0x",
            b"t\0\x03\xed\xa0\xbdt\0\0x",
            b"t\xff\xffa",
            b"|\xff\xff\xff\xff\xff\xff\xff\xffa",
        ] {
            assert_eq!(map(1, rest), Err(ContainerError::Malformed), "{rest:?}");
        }
        assert_eq!(map(u32::MAX, b""), Err(ContainerError::TooComplex));
    }

    #[test]
    fn one_text_many_times_is_refused() {
        let long = [&b"t\0\x01a|\0\0\0\0\0\x10\0\0"[..], &vec![b'a'; 1 << 20]].concat();
        let again = b"q\0\x7e\0\x02q\0\x7e\0\x03".repeat(99);
        assert_eq!(map(100, &[&long, &again[..], b"x"].concat()), Err(ContainerError::TooComplex));
    }
}
