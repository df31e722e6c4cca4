//! The one spelling of a JSON value: no white space, the fields of objects sorted by name and none twice, escapes only where
//! they must be, and each whole number in one way.

use super::later::Later;
use super::read::{FromJson, Object, elements, string};
use super::write::Json;

/// The greatest depth of arrays and objects inside each other.
const MAX_DEPTH: usize = 124;

impl Later {
    /// Whether the fields are sorted, and each value is in its one spelling.
    pub(crate) fn has_one_spelling(&self) -> bool {
        let is_respelt = |value: &str| {
            let mut json = Json::default();
            respell(value, &mut json, MAX_DEPTH).is_some() && json.as_bytes() == value.as_bytes()
        };
        self.0.is_sorted_by(|(one, _), (next, _)| one < next) && self.0.iter().all(|(_, value)| is_respelt(value))
    }
}

/// Writes a value in its one spelling; `None` if it has none: fields out of order, or too deep, or a number out of range.
fn respell(value: &str, json: &mut Json, depth: usize) -> Option<()> {
    match value.as_bytes().first()? {
        b'{' => {
            let depth = depth.checked_sub(1)?;
            let fields = Object::parse(value)?.0;
            if !fields.is_sorted_by(|(one, _), (next, _)| one < next) {
                return None;
            }
            json.put("{");
            for (name, value) in fields {
                json.name(&name);
                respell(value, json, depth)?;
            }
            json.put("}");
        }
        b'[' => {
            let depth = depth.checked_sub(1)?;
            json.put("[");
            for value in elements(value)? {
                json.next();
                respell(value, json, depth)?;
            }
            json.put("]");
        }
        b'"' => json.string(&string(value)?),
        _ => {
            if !is_in_range(value) {
                return None;
            }
            json.put(value);
        }
    }
    Some(())
}

/// Whether a number is in range: whole numbers must fit into 64 bits, others are always in range.
fn is_in_range(word: &str) -> bool {
    const LEAST: u64 = 1 << 63;
    let digits = word.strip_prefix('-').unwrap_or(word);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    u64::from_json(digits).is_some_and(|number| digits == word || (1..=LEAST).contains(&number))
}
