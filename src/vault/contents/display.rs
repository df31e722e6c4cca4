//! What a person has put beside an account, in a line of an import or an export: the parameter `codeDisplay`, which Ente Auth
//! has brought into the Key Uri Format.

use super::account::{Account, MAX_NOTE_BYTES, MAX_TAG_BYTES, MAX_TAGS};
use crate::json::{Json, Object};

const NAME: &str = "codeDisplay";
/// Ente counts microseconds.
const MICROSECONDS: u64 = 1000;

/// Note, tags, pin and uses of an account.
#[derive(Default)]
pub(crate) struct Display {
    note: String,
    tags: Vec<String>,
    pinned: bool,
    uses: u64,
    used: u64,
}

impl Display {
    /// Takes the parameter out of those of a line. One that can't be read, or is too long, stays among them.
    pub(crate) fn take(parameters: &mut Vec<(String, String)>) -> Option<Self> {
        let at = parameters.iter().position(|(name, _)| name.eq_ignore_ascii_case(NAME))?;
        let display = parameters.get(at).and_then(|(_, text)| Self::parse(text))?;
        parameters.remove(at);
        Some(display)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut fields = Object::parse(text)?;
        let display = Self {
            note: fields.take_or_default("note")?,
            tags: fields.take_or_default("tags")?,
            pinned: fields.take_or_default("pinned")?,
            uses: fields.take_or_default("tapCount")?,
            used: fields.take_or_default::<u64>("lastUsedAt")? / MICROSECONDS,
        };
        let is_long = |tag: &String| tag.is_empty() || tag.len() > MAX_TAG_BYTES;
        let fits =
            display.note.len() <= MAX_NOTE_BYTES && display.tags.len() <= MAX_TAGS && !display.tags.iter().any(is_long);
        fits.then_some(display)
    }

    /// Puts it beside an account that has just been made.
    pub(crate) fn put(self, account: &mut Account) {
        account.note = self.note.into();
        account.tags = self.tags;
        account.pinned = self.pinned;
        account.uses = self.uses;
        account.used = self.used;
    }
}

impl Account {
    /// The parameters of its line in an export. What is put beside it takes the place of what came with it.
    pub(crate) fn line_parameters(&self) -> Vec<(String, String)> {
        let mut json = Json::default();
        json.object(|json| {
            json.optional("pinned", &self.pinned);
            json.optional("note", &Some(self.note.as_str()).filter(|note| !note.is_empty()));
            json.optional("tags", &self.tags);
            json.optional("tapCount", &Some(self.uses).filter(|uses| *uses > 0));
            json.optional("lastUsedAt", &Some(self.used.saturating_mul(MICROSECONDS)).filter(|used| *used > 0));
        });
        let mut parameters = self.parameters.clone();
        if !self.note.is_empty() || !self.tags.is_empty() || self.pinned || self.uses > 0 {
            parameters.retain(|(name, _)| !name.eq_ignore_ascii_case(NAME));
            parameters.push((NAME.to_owned(), String::from_utf8_lossy(json.as_bytes()).into_owned()));
        }
        parameters
    }
}
