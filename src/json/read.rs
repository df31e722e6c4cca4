//! Reads values from JSON.

use std::borrow::Cow;

use super::later::Later;
use super::text::{Text, unescaped};

/// A type that is read from the text of one JSON value.
pub(crate) trait FromJson: Sized {
    /// Reads a value; `None` if the text holds something else.
    fn from_json(json: &str) -> Option<Self>;
}

/// The fields of an object in their order: the name of each, and its value as it is written.
pub(crate) struct Object<'a>(pub(super) Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Object<'a> {
    /// Reads a text that is one object, with white space around it. `None` also if a field stands twice, since one of its
    /// values would be lost.
    pub(crate) fn parse(json: &'a str) -> Option<Self> {
        let mut fields = Vec::new();
        Text(json).only_list('{', '}', |text| {
            fields.push((unescaped(text.name()?)?, text.value()?));
            Some(())
        })?;
        let mut names: Vec<&str> = fields.iter().map(|(name, _): &(Cow<str>, _)| &**name).collect();
        names.sort_unstable();
        let twins = names.windows(2).any(|pair| matches!(pair, [one, next] if one == next));
        (!twins).then_some(Self(fields))
    }

    /// Takes a field out; `None` unless it is there and can be read.
    pub(crate) fn take<T: FromJson>(&mut self, name: &str) -> Option<T> {
        T::from_json(self.take_text(name)?)
    }

    /// Takes a field out that may be missing: `Some(None)` if it is missing, `None` if it cannot be read.
    #[expect(clippy::option_option, reason = "refused is not the same as missing")]
    pub(crate) fn take_optional<T: FromJson>(&mut self, name: &str) -> Option<Option<T>> {
        self.take_text(name).map_or(Some(None), |json| T::from_json(json).map(Some))
    }

    /// Takes a field out, or the default if it is missing; `None` if it cannot be read.
    pub(crate) fn take_or_default<T: FromJson + Default>(&mut self, name: &str) -> Option<T> {
        self.take_optional(name).map(Option::unwrap_or_default)
    }

    /// The names of all fields, with their values as they are written.
    pub(crate) fn fields(self) -> impl Iterator<Item = (String, &'a str)> {
        self.0.into_iter().map(|(name, value)| (name.into_owned(), value))
    }

    /// The fields that were not taken.
    pub(crate) fn later(self) -> Later {
        Later(self.0.into_iter().map(|(name, value)| (name.into_owned(), value.to_owned())).collect())
    }

    /// Takes a field out as it is written.
    pub(crate) fn take_text(&mut self, name: &str) -> Option<&'a str> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.remove(at).1)
    }
}

impl Later {
    /// The text of a field that is a string.
    pub(crate) fn string(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(other, _)| other == name).and_then(|(_, value)| String::from_json(value))
    }
}

/// The elements of an array, as they are written.
pub(crate) fn elements(json: &str) -> Option<Vec<&str>> {
    let mut elements = Vec::new();
    Text(json).only_list('[', ']', |text| {
        elements.push(text.value()?);
        Some(())
    })?;
    Some(elements)
}

/// The text of a JSON string, without a copy if nothing in it is escaped.
pub(crate) fn string(json: &str) -> Option<Cow<'_, str>> {
    unescaped(json.strip_prefix('"')?.strip_suffix('"')?)
}

impl FromJson for String {
    fn from_json(json: &str) -> Option<Self> {
        Some(string(json)?.into_owned())
    }
}

impl FromJson for bool {
    fn from_json(json: &str) -> Option<Self> {
        match json {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
}

impl FromJson for u64 {
    /// Refuses a number with a fraction or an exponent, even if its value is whole.
    fn from_json(json: &str) -> Option<Self> {
        json.parse().ok()
    }
}

macro_rules! smaller_numbers {
    ($($number:ty),*) => {$(
        impl FromJson for $number {
            fn from_json(json: &str) -> Option<Self> {
                u64::from_json(json)?.try_into().ok()
            }
        }
    )*};
}
smaller_numbers!(u8, u32);

impl FromJson for usize {
    /// Refuses what does not fit into 32 bits, so that every machine accepts the same numbers.
    fn from_json(json: &str) -> Option<Self> {
        u32::from_json(json)?.try_into().ok()
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: &str) -> Option<Self> {
        elements(json)?.into_iter().map(T::from_json).collect()
    }
}

impl FromJson for (String, String) {
    fn from_json(json: &str) -> Option<Self> {
        let [first, second] = <[String; 2]>::try_from(Vec::from_json(json)?).ok()?;
        Some((first, second))
    }
}
