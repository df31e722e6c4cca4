//! XML of other apps, by `quick-xml`: no entities of its own, nothing from outside.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::{Map, Value};

use crate::limits::{MAX_NAME_BYTES, MAX_XML_DEPTH};

/// What stands in an XML file, one after the other.
pub(crate) enum Node {
    /// The beginning of an element: what it is called, and its attribute `name`, the only one that any format has use for;
    /// empty without one.
    Open(String, String),
    /// A text within an element.
    Text(String),
    /// The end of an element.
    Close(String),
}

/// Calls `visit` for all that stands in a text; `None` for a text that is not XML, or is nested too deep.
pub(crate) fn walk(text: &str, mut visit: impl FnMut(Node)) -> Option<()> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_XML_DEPTH {
                    return None;
                }
                visit(Node::Open(start.name().as_ref().to_owned(), name_attribute(&start)?));
            }
            Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                visit(Node::Open(name.clone(), name_attribute(&start)?));
                visit(Node::Close(name));
            }
            Event::End(end) => {
                depth = depth.checked_sub(1)?;
                visit(Node::Close(end.name().as_ref().to_owned()));
            }
            Event::Text(text) => visit(Node::Text(text.into_inner().into_owned())),
            Event::CData(text) => visit(Node::Text(text.into_inner().into_owned())),
            Event::GeneralRef(reference) => visit(Node::Text(resolve(&reference)?)),
            Event::Eof => return (depth == 0).then_some(()),
            _ => {}
        }
    }
}

/// The text that a reference stands for: a character by its number, or one of the five that XML has itself.
fn resolve(reference: &BytesRef) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}

/// The attribute `name`, empty without one; `None` for attributes that are damaged, and for a name longer than any.
fn name_attribute(start: &BytesStart) -> Option<String> {
    let mut name = String::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        if attribute.key.as_ref() == "name" {
            if attribute.value.len() > MAX_NAME_BYTES {
                return None;
            }
            name = quick_xml::escape::unescape(&attribute.value).ok()?.into_owned();
        }
    }
    Some(name)
}

/// Whether a text is a file of Android's shared preferences.
pub(crate) fn is_preferences(text: &str) -> bool {
    text.trim_start().starts_with('<') && text.contains("<map>")
}

/// The texts of a file of Android's shared preferences: `<map><string name="…">…</string></map>`, as an object.
pub(crate) fn preferences(text: &str) -> Option<Value> {
    let mut all = Map::new();
    let mut open: Option<(String, String)> = None;
    walk(text, |node| match node {
        Node::Open(element, name) if element == "string" => open = Some((name, String::new())),
        Node::Text(text) => {
            if let Some((_, value)) = &mut open {
                value.push_str(&text);
            }
        }
        Node::Close(element) if element == "string" => {
            if let Some((name, value)) = open.take() {
                all.insert(name, value.into());
            }
        }
        _ => {}
    })?;
    Some(Value::Object(all))
}
