//! The one spelling of a value: no white space, the fields of objects by their names and none twice, nothing escaped
//! that need not be, whole numbers in one way.

use super::later::Later;
use super::read::{FromJson, Object, elements, string};
use super::write::Json;

/// So many arrays and objects may be inside each other.
const MAX_DEPTH: usize = 124;

impl Later {
    /// Whether the fields are in their order, and their values in their one spelling.
    pub(crate) fn has_one_spelling(&self) -> bool {
        let is_respelt = |value: &str| {
            let mut json = Json::default();
            respell(value, &mut json, MAX_DEPTH).is_some() && json.as_bytes() == value.as_bytes()
        };
        self.0.is_sorted_by(|(one, _), (next, _)| one < next) && self.0.iter().all(|(_, value)| is_respelt(value))
    }
}

/// Writes a value as it should be; `None` where that can't be said.
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

/// Of whole numbers, those of 64 bits; of others nothing is asked.
fn is_in_range(word: &str) -> bool {
    const LEAST: u64 = 1 << 63;
    let digits = word.strip_prefix('-').unwrap_or(word);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    u64::from_json(digits).is_some_and(|number| digits == word || (1..=LEAST).contains(&number))
}
