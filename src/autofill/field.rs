//! What `extension/page/collect.js` reports of a page.

use serde::Deserialize;

use super::matching::spread;

/// One document of the page: the main one, or that of a frame.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Frame {
    /// `document.title`.
    pub title: String,
    /// Visible headings, labels and paragraphs, a line for each block, without buttons and links. The script in the page
    /// bounds its length.
    pub text: String,
    /// Visible text of each open dialog, in the form of `text`.
    pub dialogs: Vec<String>,
    /// Names of buttons and links, a line each.
    pub actions: String,
    /// Number of square pictures of the size of a QR code.
    pub squares: u32,
    /// The document has an `otpauth:` link or text.
    pub otpauth: bool,
    /// Origins of visible frames that cannot be looked into.
    pub closed: Vec<String>,
    /// Input fields in document order, those in shadow roots included.
    pub fields: Vec<Field>,
    /// The document has more fields than `fields` describes.
    pub too_many_fields: bool,
    /// The document is so large that only a part of it was looked through.
    pub too_large: bool,
}

/// One input field as a person sees it.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about the field")]
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Field {
    /// `input.type`, as the browser understands it; or `contenteditable`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `name` attribute.
    pub name: String,
    /// `id` attribute.
    pub id: String,
    /// `class` attribute.
    pub classes: String,
    /// `autocomplete` attribute.
    pub autocomplete: String,
    /// `inputmode` attribute.
    pub input_mode: String,
    /// `pattern` attribute.
    pub pattern: String,
    /// `placeholder` attribute.
    pub placeholder: String,
    /// Text of its labels, of `aria-label` and `title`, and of the elements that `aria-labelledby` and `aria-describedby`
    /// name.
    pub label: String,
    /// Text right before it, within its dialog.
    pub before: String,
    /// Text right after it, within its dialog.
    pub after: String,
    /// Text of the heading that it stands under.
    pub heading: String,
    /// Index in [`Frame::dialogs`] of the dialog that it is in.
    pub dialog: Option<u32>,
    /// Number of the form that it is in.
    pub form: Option<u32>,
    /// Number of shadow roots around it.
    pub shadow_depth: u32,
    /// `minlength` attribute.
    pub min_length: Option<u32>,
    /// `maxlength` attribute.
    pub max_length: Option<u32>,
    /// A person can see it, perhaps after scrolling: it has a size and is not hidden, transparent or covered.
    pub visible: bool,
    /// Number of boxes, one for each character, that are painted where it stands; the field itself may be invisible.
    pub painted: u32,
    /// Neither read-only nor disabled.
    pub writable: bool,
    /// It has the focus.
    pub focused: bool,
    /// Number of characters that it holds.
    pub length: u32,
    /// It holds nothing but digits.
    pub digits: bool,
    /// Halfminute has written a code into it before.
    pub written: bool,
    /// Origins other than the document's own to which its form would send it.
    pub sends_to: Vec<String>,
    /// Left edge in CSS pixels.
    pub x: f64,
    /// Top edge in CSS pixels.
    pub y: f64,
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
}

impl Field {
    /// Whether a person could type a code here: the field or its painted boxes are visible, and it is writable and takes
    /// text.
    pub(super) fn takes_text(&self) -> bool {
        let kinds = ["text", "tel", "number", "password", "contenteditable"];
        (self.visible || self.is_painted()) && self.writable && kinds.contains(&self.kind.as_str())
    }

    /// Whether as many boxes are painted for it as a code may have characters.
    pub(super) fn is_painted(&self) -> bool {
        (4..=10).contains(&self.painted)
    }

    /// Whether it is empty, or holds what looks like an earlier code of `code_length` characters and may be overwritten.
    pub(super) fn is_free(&self, code_length: usize) -> bool {
        self.length == 0 || (self.digits && self.length as usize == code_length)
    }

    /// Whether a code of `code_length` characters fits.
    pub(super) fn has_room_for(&self, code_length: usize) -> bool {
        let painted = !self.is_painted() || self.painted as usize == code_length;
        painted && self.max_length.is_none_or(|limit| limit == 0 || limit as usize >= code_length)
    }

    /// Whether it is made for a few digits.
    pub(super) fn is_for_digits(&self) -> bool {
        matches!(self.input_mode.as_str(), "numeric" | "decimal")
            || self.max_length.is_some_and(|limit| (4..=10).contains(&limit))
            || matches!(self.kind.as_str(), "tel" | "number")
            || ["\\d", "0-9"].iter().any(|digits| self.pattern.contains(digits))
    }

    /// The words of `autocomplete` in lower case.
    pub(super) fn purposes(&self) -> impl Iterator<Item = String> {
        self.autocomplete.split_ascii_whitespace().map(str::to_ascii_lowercase)
    }

    /// Whether `autocomplete` says `one-time-code`, which stands for codes of authenticators and for codes that were sent.
    pub(super) fn says_one_time_code(&self) -> bool {
        self.purposes().any(|purpose| purpose == "one-time-code")
    }

    /// Its placeholder and label, which a person reads, in the form that [`spread`] gives them.
    pub(super) fn caption(&self) -> String {
        [spread(&self.placeholder), spread(&self.label)].join(" | ")
    }

    /// Its `name` and `id`, which the page's author gave it, in the form that [`spread`] gives them.
    pub(super) fn identifiers(&self) -> String {
        [spread(&self.name), spread(&self.id)].join(" | ")
    }
}
