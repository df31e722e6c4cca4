//! Values of JavaScript as Rust has them.
//!
//! What is wrong with a value is not said: nobody reads it, and the words for it weighed ten times what is here.

use core::cell::RefCell;
use core::fmt::{self, Display};

use js_sys::{Array, Reflect};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use wasm_bindgen::{JsCast, JsValue};

/// The largest whole number that is one number only (`Number.MAX_SAFE_INTEGER`).
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// Not what was expected.
#[derive(Debug)]
pub(super) struct WrongShape;

impl Display for WrongShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("wrong-shape")
    }
}

impl core::error::Error for WrongShape {}

impl de::Error for WrongShape {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Reads a value made of plain objects, arrays, strings, numbers and truth values.
pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, WrongShape> {
    T::deserialize(Value { value, names: &Names::default() })
}

/// The names of fields, each made a string of JavaScript once.
#[derive(Default)]
struct Names(RefCell<Vec<(&'static str, JsValue)>>);

impl Names {
    fn get(&self, object: &JsValue, name: &'static str) -> Option<JsValue> {
        let mut names = self.0.borrow_mut();
        let at = names.iter().position(|(known, _)| core::ptr::eq(*known, name)).unwrap_or(names.len());
        if at == names.len() {
            names.push((name, name.into()));
        }
        Reflect::get(object, &names.get(at)?.1).ok().filter(|value| !value.is_undefined())
    }
}

struct Value<'a> {
    value: JsValue,
    names: &'a Names,
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = WrongShape;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, WrongShape> {
        Err(WrongShape)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongShape> {
        visitor.visit_bool(self.value.as_bool().ok_or(WrongShape)?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongShape> {
        visitor.visit_f64(self.value.as_f64().ok_or(WrongShape)?)
    }

    #[expect(clippy::cast_possible_truncation, reason = "it is whole and not too large")]
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongShape> {
        let whole = |number: &f64| number.fract() == 0.0 && number.abs() <= MAX_SAFE;
        visitor.visit_i64(self.value.as_f64().filter(whole).ok_or(WrongShape)? as i64)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongShape> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongShape> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongShape> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongShape> {
        visitor.visit_string(self.value.as_string().ok_or(WrongShape)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongShape> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    /// The name of a variant that holds nothing.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, WrongShape> {
        visitor.visit_enum(self.value.as_string().ok_or(WrongShape)?.into_deserializer())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongShape> {
        let array: Array = self.value.dyn_into().map_err(|_| WrongShape)?;
        visitor.visit_seq(Elements { left: 0..array.length(), array, names: self.names })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, WrongShape> {
        if !self.value.is_object() {
            return Err(WrongShape);
        }
        visitor.visit_map(Fields { object: self.value, left: fields.iter(), next: None, names: self.names })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u16 u128 f32 char str bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct map
        identifier ignored_any
    }
}

struct Elements<'a> {
    array: Array,
    left: core::ops::Range<u32>,
    names: &'a Names,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = WrongShape;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, WrongShape> {
        let next = self.left.next().map(|at| Value { value: self.array.get(at), names: self.names });
        next.map(|value| seed.deserialize(value)).transpose()
    }
}

struct Fields<'a> {
    object: JsValue,
    left: core::slice::Iter<'static, &'static str>,
    next: Option<JsValue>,
    names: &'a Names,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = WrongShape;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, WrongShape> {
        for name in self.left.by_ref() {
            self.next = self.names.get(&self.object, name);
            if self.next.is_some() {
                let name: StrDeserializer<WrongShape> = name.into_deserializer();
                return seed.deserialize(name).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, WrongShape> {
        seed.deserialize(Value { value: self.next.take().ok_or(WrongShape)?, names: self.names })
    }
}
