//! Writes values as JSON, without white space.

use zeroize::Zeroizing;

use super::later::Later;

/// JSON as it grows. It may hold seeds, so it is wiped when dropped and leaves no copy behind when it grows.
#[derive(Default)]
pub(crate) struct Json(Zeroizing<Vec<u8>>);

/// A type that is written as JSON.
pub(crate) trait ToJson {
    fn to_json(&self, json: &mut Json);

    /// Whether an optional field with this value is left out.
    fn is_nothing(&self) -> bool {
        false
    }
}

impl Json {
    /// Writes an object, whose fields `write` writes.
    pub(crate) fn object(&mut self, write: impl FnOnce(&mut Self)) {
        self.put("{");
        write(self);
        self.put("}");
    }

    /// Writes a field of an object.
    pub(crate) fn field(&mut self, name: &str, value: &dyn ToJson) {
        self.name(name);
        value.to_json(self);
    }

    /// Writes a field of an object, unless its value says nothing.
    pub(crate) fn optional(&mut self, name: &str, value: &dyn ToJson) {
        if !value.is_nothing() {
            self.field(name, value);
        }
    }

    /// Writes fields of a later version as they were.
    pub(crate) fn later(&mut self, later: &Later) {
        for (name, value) in &later.0 {
            self.name(name);
            self.put(value);
        }
    }

    /// Writes the name of the next field.
    pub(crate) fn name(&mut self, name: &str) {
        self.next();
        self.string(name);
        self.put(":");
    }

    /// Writes the comma before a field or an element, unless it is the first.
    pub(super) fn next(&mut self) {
        if !matches!(self.0.last(), Some(b'[' | b'{')) {
            self.put(",");
        }
    }

    /// Writes a string, escaping only what must be escaped.
    pub(crate) fn string(&mut self, text: &str) {
        self.put("\"");
        let mut rest = text;
        while let Some(at) = rest.find(|letter| letter < ' ' || letter == '"' || letter == '\\') {
            let (plain, special) = rest.split_at(at);
            let mut letters = special.chars();
            self.put(plain);
            match letters.next() {
                Some('\u{8}') => self.put("\\b"),
                Some('\t') => self.put("\\t"),
                Some('\n') => self.put("\\n"),
                Some('\u{c}') => self.put("\\f"),
                Some('\r') => self.put("\\r"),
                Some(letter @ ..' ') => self.put(&format!("\\u{:04x}", u32::from(letter))),
                Some('"') => self.put("\\\""),
                _ => self.put("\\\\"),
            }
            rest = letters.as_str();
        }
        self.put(rest);
        self.put("\"");
    }

    /// Writes text that is JSON already.
    pub(crate) fn put(&mut self, json: &str) {
        self.reserve(self.0.len() + json.len());
        self.0.extend_from_slice(json.as_bytes());
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The JSON, filled up with spaces to a multiple of `unit` bytes.
    pub(crate) fn padded(mut self, unit: usize) -> Zeroizing<Vec<u8>> {
        let length = self.0.len().next_multiple_of(unit);
        self.reserve(length);
        self.0.resize(length, b' ');
        self.0
    }

    fn reserve(&mut self, capacity: usize) {
        if capacity > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(capacity.next_power_of_two()));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
    }
}

impl ToJson for str {
    fn to_json(&self, json: &mut Json) {
        json.string(self);
    }
}

impl ToJson for String {
    fn to_json(&self, json: &mut Json) {
        json.string(self);
    }
}

impl ToJson for &str {
    fn to_json(&self, json: &mut Json) {
        json.string(self);
    }
}

impl ToJson for bool {
    fn to_json(&self, json: &mut Json) {
        json.put(if *self { "true" } else { "false" });
    }

    fn is_nothing(&self) -> bool {
        !self
    }
}

impl ToJson for u64 {
    fn to_json(&self, json: &mut Json) {
        json.put(&self.to_string());
    }
}

impl ToJson for u32 {
    fn to_json(&self, json: &mut Json) {
        u64::from(*self).to_json(json);
    }
}

impl ToJson for usize {
    fn to_json(&self, json: &mut Json) {
        (*self as u64).to_json(json);
    }
}

impl ToJson for u8 {
    fn to_json(&self, json: &mut Json) {
        u64::from(*self).to_json(json);
    }

    /// A count of zero says nothing.
    fn is_nothing(&self) -> bool {
        *self == 0
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self, json: &mut Json) {
        if let Some(value) = self {
            value.to_json(json);
        }
    }

    fn is_nothing(&self) -> bool {
        self.is_none()
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self, json: &mut Json) {
        json.put("[");
        for value in self {
            json.next();
            value.to_json(json);
        }
        json.put("]");
    }

    fn is_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl ToJson for (String, String) {
    fn to_json(&self, json: &mut Json) {
        json.put("[");
        json.string(&self.0);
        json.put(",");
        json.string(&self.1);
        json.put("]");
    }
}
