//! What the collector says of a page.

use serde::Deserialize;

use super::matching::spread;

/// One document of the page, the main one or that of a frame.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Frame {
    /// `document.title`.
    pub title: String,
    /// Headings, labels and paragraphs as they are seen, a line for each block, without buttons and links; cut to a
    /// bounded length by the collector.
    pub text: String,
    /// The same of each dialog that is open.
    pub dialogs: Vec<String>,
    /// What buttons and links are called, a line each.
    pub actions: String,
    /// Square pictures of the size of a QR code.
    pub squares: u32,
    /// An `otpauth:` link or text.
    pub otpauth: bool,
    /// Origins of frames that can be seen and not be looked into.
    pub closed: Vec<String>,
    /// In document order, through shadow roots.
    pub fields: Vec<Field>,
    /// It has more fields than are described.
    pub too_many_fields: bool,
    /// It has more of everything than was looked through.
    pub too_large: bool,
}

/// One input field as a person sees it.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about the field")]
#[derive(Clone, Debug, Deserialize)]
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
    /// Text of its labels, `aria-label`, `title` and what `aria-labelledby` and `aria-describedby` name.
    pub label: String,
    /// What is said right before it, within its dialog.
    pub before: String,
    /// What is said right after it.
    pub after: String,
    /// The heading that it stands under.
    pub heading: String,
    /// Which of [`Frame::dialogs`] it is in, or -1.
    pub dialog: i32,
    /// Number of its form, or -1.
    pub form: i32,
    /// How many shadow roots it is in.
    pub shadow_depth: u32,
    /// `minlength`, or -1 when there is none.
    pub min_length: i32,
    /// `maxlength`, or -1 when there is none.
    pub max_length: i32,
    /// A person can see it, if need be after scrolling: it has a size, is not hidden, not transparent, and not covered
    /// where it can be touched.
    pub visible: bool,
    /// So many boxes for one character each are painted in a row where it stands, itself perhaps unseen.
    pub painted: u32,
    /// Neither read-only nor disabled.
    pub writable: bool,
    /// It has the focus.
    pub focused: bool,
    /// Length of what it holds.
    pub length: u32,
    /// What it holds is digits only.
    pub digits: bool,
    /// A code was written into it before.
    pub written: bool,
    /// Where its form would send it, but to this document's own origin: origins, or what stands for one.
    pub sends_to: Vec<String>,
    /// Left edge, in CSS pixels.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Default for Field {
    fn default() -> Self {
        let none = String::new;
        Self {
            kind: none(),
            name: none(),
            id: none(),
            classes: none(),
            autocomplete: none(),
            input_mode: none(),
            pattern: none(),
            placeholder: none(),
            label: none(),
            before: none(),
            after: none(),
            heading: none(),
            dialog: -1,
            form: -1,
            shadow_depth: 0,
            min_length: -1,
            max_length: -1,
            visible: false,
            painted: 0,
            writable: false,
            focused: false,
            length: 0,
            digits: false,
            written: false,
            sends_to: Vec::new(),
            x: 0.0,
            y: 0.0,
            width: 0.0,
            height: 0.0,
        }
    }
}

impl Field {
    /// A person could type a code here: it is seen, or the boxes that show what it holds; can be written, takes text.
    pub(super) fn takes_text(&self) -> bool {
        let kinds = ["text", "tel", "number", "password", "contenteditable"];
        (self.visible || self.is_painted()) && self.writable && kinds.contains(&self.kind.as_str())
    }

    /// Its boxes are painted.
    pub(super) fn is_painted(&self) -> bool {
        (4..=10).contains(&self.painted)
    }

    /// It holds nothing, or what looks like an earlier code of `code_length`, which may be overwritten.
    pub(super) fn is_free(&self, code_length: usize) -> bool {
        self.length == 0 || (self.digits && self.length as usize == code_length)
    }

    /// Whether a code of that many characters fits.
    pub(super) fn has_room_for(&self, code_length: usize) -> bool {
        let painted = !self.is_painted() || self.painted as usize == code_length;
        painted && usize::try_from(self.max_length).map_or(true, |limit| limit == 0 || limit >= code_length)
    }

    /// It is made for a few digits.
    pub(super) fn is_for_digits(&self) -> bool {
        matches!(self.input_mode.as_str(), "numeric" | "decimal")
            || (4..=10).contains(&self.max_length)
            || matches!(self.kind.as_str(), "tel" | "number")
            || ["\\d", "0-9"].iter().any(|digits| self.pattern.contains(digits))
    }

    /// What `autocomplete` says it is for, in lower case.
    pub(super) fn purposes(&self) -> impl Iterator<Item = String> {
        self.autocomplete.split_ascii_whitespace().map(str::to_ascii_lowercase)
    }

    /// `autocomplete` says that it is for some one-time code: of whatever kind, however it comes.
    pub(super) fn says_one_time_code(&self) -> bool {
        self.purposes().any(|purpose| purpose == "one-time-code")
    }

    /// What a person is told that it is, in lower case, with its words apart.
    pub(super) fn caption(&self) -> String {
        [spread(&self.placeholder), spread(&self.label)].join(" | ")
    }

    /// What the page's author calls it, in lower case, with its words apart.
    pub(super) fn identifiers(&self) -> String {
        [spread(&self.name), spread(&self.id)].join(" | ")
    }
}
