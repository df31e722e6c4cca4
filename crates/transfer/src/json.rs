//! JSON of other apps: parsed within limits, and read field by field.
//!
//! Apps write the same number as a number, as a text or not at all, so that each getter takes what it can and gives nothing
//! otherwise.

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::limits::{MAX_JSON_DEPTH, MAX_JSON_VALUES};
use crate::{Error, content, draft};

/// An object, as `object! { "name": value, … }`.
///
/// The macro `json` of the crate writes out the code of every insertion, which doubles the weight of the writers.
macro_rules! object {
    ($($name:tt: $value:expr),* $(,)?) => {
        $crate::json::object_of(vec![$(($name, serde_json::Value::from($value))),*])
    };
}
pub(crate) use object;

/// An object with these fields.
pub(crate) fn object_of(fields: Vec<(&str, Value)>) -> Value {
    map_of(fields.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

/// An object by which something is looked up. All look-ups of this crate are such objects, and are filled one by one: each
/// other type of map, and the sorting in `collect`, would be one more copy of that code in the module.
pub(crate) fn map_of(fields: impl Iterator<Item = (String, Value)>) -> Value {
    let mut map = Map::new();
    for (name, value) in fields {
        map.insert(name, value);
    }
    Value::Object(map)
}

/// Parses a text; `None` if it is not JSON.
///
/// # Errors
///
/// [`Error::TooComplex`] beyond the limits, which are counted before anything is built.
pub(crate) fn parse(text: &str) -> Result<Option<Value>, Error> {
    check_limits(text)?;
    Ok(serde_json::from_str(text).ok())
}

/// The values that an object counts as: it takes as much memory as they, even with one field.
const OBJECT_VALUES: usize = 4;

/// Counts values and levels without building them. Each value but the first of its array or object follows a comma.
fn check_limits(text: &str) -> Result<(), Error> {
    let (mut depth, mut values) = (0_usize, 0_usize);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                depth += 1;
                values += if byte == b'{' { OBJECT_VALUES } else { 1 };
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        if depth > MAX_JSON_DEPTH || values > MAX_JSON_VALUES {
            return Err(Error::TooComplex);
        }
    }
    Ok(())
}

/// The text of a field; a number is spelt out, anything else is empty.
pub(crate) fn text(object: &Value, name: &str) -> String {
    match object.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The text of a field, if it is a text.
pub(crate) fn str<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}

/// The whole number of a field, which may be spelt as a text. A number that is none, such as 1.5, gives -1, which no field
/// allows, so that it is refused and not replaced by a default.
pub(crate) fn number(object: &Value, name: &str) -> Option<i64> {
    match object.get(name)? {
        Value::Number(number) => Some(number.as_i64().unwrap_or(-1)),
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.trim().parse().unwrap_or(-1)),
        _ => None,
    }
}

/// The whole number of a field that counts something; `None` for a negative one.
pub(crate) fn count(object: &Value, name: &str) -> Option<u64> {
    number(object, name).and_then(|number| u64::try_from(number).ok())
}

/// Whether a field is true, in any of the spellings that apps have.
pub(crate) fn flag(object: &Value, name: &str) -> bool {
    match object.get(name) {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true") || text == "1",
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        _ => false,
    }
}

/// The items of a field that is an array; none if it is not.
pub(crate) fn items<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The names of groups by their identifiers, so that a file with many of both takes no longer than it must.
pub(crate) fn names(groups: &[Value], id: &str, name: &str) -> Value {
    let named = groups.iter().filter_map(|group| Some((text(group, id), str(group, name)?.into())));
    map_of(named.filter(|(id, _)| !id.is_empty()))
}

/// The places of texts in an array, by which they are put in order.
pub(crate) fn places(order: &Value) -> Value {
    let texts = order.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(Value::as_str);
    map_of(texts.zip(0_i64..).map(|(text, place)| (text.to_owned(), place.into())))
}

/// The texts in an array field.
pub(crate) fn texts(object: &Value, name: &str) -> Vec<String> {
    items(object, name).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The bytes of a field in base64.
pub(crate) fn base64(object: &Value, name: &str) -> Option<Zeroizing<Vec<u8>>> {
    content::base64(str(object, name)?)
}

/// The bytes of a field in hexadecimal digits.
pub(crate) fn hex(object: &Value, name: &str) -> Option<Zeroizing<Vec<u8>>> {
    draft::hex(str(object, name)?)
}

/// The value of a JSON text that was sealed.
///
/// # Errors
///
/// [`Error::Malformed`] for what is no JSON, [`Error::TooComplex`] beyond the limits.
pub(crate) fn opened(format: &'static str, bytes: &[u8]) -> Result<Value, Error> {
    let text = core::str::from_utf8(bytes).map_err(|_| Error::Malformed { format })?;
    parse(text)?.ok_or(Error::Malformed { format })
}
