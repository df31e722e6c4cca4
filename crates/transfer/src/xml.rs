//! XML of other apps, by `quick-xml`: no entities of its own, nothing from outside.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::limits::MAX_XML_DEPTH;

/// What stands in an XML file, one after the other.
pub(crate) enum Node {
    /// The beginning of an element, with its name and attributes.
    Open(String, BTreeMap<String, String>),
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
                visit(Node::Open(start.name().as_ref().to_owned(), attributes(&start)?));
            }
            Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                visit(Node::Open(name.clone(), attributes(&start)?));
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

fn attributes(start: &BytesStart) -> Option<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = quick_xml::escape::unescape(&attribute.value).ok()?.into_owned();
        all.insert(attribute.key.as_ref().to_owned(), value);
    }
    Some(all)
}

/// The texts of a file of Android's shared preferences: `<map><string name="…">…</string></map>`.
pub(crate) fn preferences(text: &str) -> Option<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    let mut open: Option<(String, String)> = None;
    walk(text, |node| match node {
        Node::Open(element, attributes) if element == "string" => {
            open = attributes.get("name").map(|name| (name.clone(), String::new()));
        }
        Node::Text(text) => {
            if let Some((_, value)) = &mut open {
                value.push_str(&text);
            }
        }
        Node::Close(element) if element == "string" => all.extend(open.take()),
        _ => {}
    })?;
    Some(all)
}
