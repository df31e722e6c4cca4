//! What the contents hold of a way in: its name and its age, which nobody needs to know who has only the envelope.

use crate::json::{FromJson, Json, Later, Object, ToJson};

/// The name and the age of a slot.
#[derive(Clone, Default)]
pub(crate) struct Way {
    pub(crate) slot: String,
    pub(crate) name: String,
    pub(crate) created: u64,
    /// Fields of a later version, kept.
    pub(crate) later: Later,
}

impl FromJson for Way {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self {
            slot: fields.take("slot")?,
            name: fields.take("name")?,
            created: fields.take("created")?,
            later: fields.later(),
        })
    }
}

impl ToJson for Way {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("slot", &self.slot);
            json.field("name", &self.name);
            json.field("created", &self.created);
            json.later(&self.later);
        });
    }
}

impl Way {
    /// What is held of a new way in.
    pub(crate) fn new(slot: &str, name: &str, created: u64) -> Self {
        Self { slot: slot.to_owned(), name: name.to_owned(), created, later: Later::default() }
    }
}
