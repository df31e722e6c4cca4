//! The part of JSON (RFC 8259) that the vault needs, read strictly. A value that this build does not know is kept as the text
//! that it was.
//!
//! Reading order: where values begin and end in a text, reading them, writing them, and the one spelling of a value.

mod bytes;
mod later;
mod read;
mod spelling;
mod text;
mod write;

pub(crate) use bytes::Bytes;
pub(crate) use later::Later;
pub(crate) use read::{FromJson, Object, elements, string};

pub(crate) use write::{Json, ToJson};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::IgnoredAny;
    use serde_json::Value;

    use super::*;

    fn is_json(text: &str) -> bool {
        elements(&format!("[{text}]")).is_some_and(|elements| elements.len() == 1)
    }

    fn written(value: &dyn ToJson) -> String {
        let mut json = Json::default();
        value.to_json(&mut json);
        String::from_utf8(json.as_bytes().to_vec()).unwrap()
    }

    fn has_one_spelling(value: &str) -> bool {
        Later(vec![("a".to_owned(), value.to_owned())]).has_one_spelling()
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            "[ -~\\x00-\\x1f\u{e9}\u{1f600}\"\\\\]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map("[a-c\"\n]{0,2}", inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn what_is_json_is_what_others_take_for_it(text in "(\\[|\\]|\\{|\\}|\"|,|:|\\\\|\\\\u|0|1|-|\\.|e|E|\\+| |\t|true|null|\"a\":|\u{1}|\u{a0}|é|ab|dc00){0,9}") {
            prop_assert_eq!(is_json(&text), serde_json::from_str::<IgnoredAny>(&text).is_ok());
        }

        #[test]
        fn numbers_too(text in "-?[01]{0,2}(\\.|)[01]{0,2}([eE][+-]?|)[01]{0,2}") {
            prop_assert_eq!(is_json(&text), serde_json::from_str::<IgnoredAny>(&text).is_ok());
            prop_assert_eq!(is_json(&text).then(|| u64::from_json(&text)).flatten(), serde_json::from_str(&text).ok());
            prop_assert_eq!(is_json(&text).then(|| u8::from_json(&text)).flatten(), serde_json::from_str(&text).ok());
        }

        #[test]
        fn strings_say_what_others_read(inside in "(\\\\u|\\\\|D83D|dE00|00e9|0000|n|b|f|/|\"|a|é|\u{1f600}){0,7}") {
            let text = format!("\"{inside}\"");
            let read = is_json(&text).then(|| String::from_json(&text)).flatten();
            prop_assert_eq!(read, serde_json::from_str(&text).ok());
        }

        #[test]
        fn strings_are_written_as_others_write_them(text in any::<String>(), low in "[\\x00-\\x7f]{0,20}") {
            for text in [text, low] {
                let json = written(&text);
                prop_assert_eq!(&json, &serde_json::to_string(&text).unwrap());
                prop_assert_eq!(String::from_json(&json), Some(text));
            }
        }

        #[test]
        fn a_value_has_one_spelling(value in values()) {
            let json = value.to_string();
            prop_assert!(has_one_spelling(&json), "{json}");
            let spaced = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(has_one_spelling(&spaced), spaced == json);
        }
    }

    #[test]
    fn other_spellings() {
        for spelling in [
            r#"{"b":1,"a":1}"#,
            r#"{"a":1,"a":1}"#,
            r#"[{"b":1,"a":1}]"#,
            r#""a\/b""#,
            r#""\u0061""#,
            r#""\u001F""#,
            r#""\ud83d""#,
            "[1 ]",
            "-0",
            "18446744073709551616",
            "-9223372036854775809",
        ] {
            assert!(is_json(spelling) && !has_one_spelling(spelling), "{spelling}");
        }
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(has_one_spelling(&deep(100)));
        assert!(is_json(&deep(100_000)) && !has_one_spelling(&deep(30_000)));
    }

    #[test]
    fn a_field_is_taken_once() {
        let mut fields = Object::parse(r#" { "a" : 1 , "\u0062":"x","c":null,"d":[2, 3 ],"e":"\ud83d" } "#).unwrap();
        assert_eq!(fields.take::<u64>("a"), Some(1));
        assert_eq!(fields.take::<u64>("a"), None);
        assert_eq!(fields.take::<String>("b").as_deref(), Some("x"));
        assert_eq!(fields.take_optional::<u8>("c"), None, "nothing is said otherwise");
        assert_eq!(fields.take::<u8>("f"), None);
        assert_eq!(fields.take_optional::<u8>("f"), Some(None));
        assert_eq!(fields.take_or_default::<u8>("f"), Some(0));
        assert_eq!(fields.take_or_default::<(String, String)>("e"), None);
        let mut json = Json::default();
        json.object(|json| json.later(&fields.later()));
        assert_eq!(json.as_bytes(), br#"{"d":[2, 3 ]}"#);
        assert!(Object::parse(r#"{"a":1,"b":2,"\u0061":1}"#).is_none(), "it is there twice");
        assert!(Object::parse(r#"{"a":{"b":1,"b":2}}"#).is_some(), "what is in a later field is not ours");
        assert_eq!(usize::from_json("4294967295"), Some(4_294_967_295));
        assert_eq!(usize::from_json("4294967296"), None);
    }
}
