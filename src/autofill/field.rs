//! What the collector says of a page.

use serde::Deserialize;

use super::words::spread;

/// One document of the page, the main one or that of a frame.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Frame {
    /// Headings, labels and paragraphs as they are seen, cut to a bounded length by the collector.
    pub text: String,
    /// In document order.
    pub fields: Vec<Field>,
}

/// One input field as a person sees it.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about the field")]
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Field {
    /// `input.type`, as the browser understands it.
    #[serde(rename = "type")]
    pub kind: String,
    /// `name` attribute.
    pub name: String,
    /// `id` attribute.
    pub id: String,
    /// `autocomplete` attribute.
    pub autocomplete: String,
    /// `inputmode` attribute.
    pub input_mode: String,
    /// `placeholder` attribute.
    pub placeholder: String,
    /// Text of its labels, `aria-label` and what `aria-labelledby` and `aria-describedby` name.
    pub label: String,
    /// `maxlength`, or -1 when there is none.
    pub max_length: i32,
    /// A person can see it: it has a size, is not hidden, not transparent, and not covered where it can be touched.
    pub visible: bool,
    /// Neither read-only nor disabled.
    pub writable: bool,
    /// It has the focus.
    pub focused: bool,
    /// Length of what it holds.
    pub length: u32,
    /// What it holds is digits only.
    pub digits: bool,
    /// Left edge, in CSS pixels.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Field {
    /// A person could type a code here: it is seen, can be written, takes text.
    pub(super) fn takes_text(&self) -> bool {
        self.visible && self.writable && matches!(self.kind.as_str(), "text" | "tel" | "number" | "password")
    }

    /// It holds nothing, or what looks like an earlier code of `code_length`, which may be overwritten.
    pub(super) fn is_free(&self, code_length: usize) -> bool {
        self.length == 0 || (self.digits && self.length as usize == code_length)
    }

    /// Whether a code of that many characters fits.
    pub(super) fn has_room_for(&self, code_length: usize) -> bool {
        usize::try_from(self.max_length).map_or(true, |limit| limit == 0 || limit >= code_length)
    }

    /// What `autocomplete` says it is for, in lower case.
    pub(super) fn purposes(&self) -> impl Iterator<Item = String> {
        self.autocomplete.split_ascii_whitespace().map(str::to_ascii_lowercase)
    }

    /// All that names it, in lower case, with its words apart.
    pub(super) fn naming(&self) -> String {
        [self.identifiers(), spread(&self.placeholder), spread(&self.label)].join(" | ")
    }

    /// What the page's author calls it, in lower case, with its words apart.
    pub(super) fn identifiers(&self) -> String {
        [spread(&self.name), spread(&self.id)].join(" | ")
    }
}
