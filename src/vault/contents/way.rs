//! What is known of a way in besides its slot: what people call it, and since when it is there.

use crate::json::{FromJson, Json, Later, Object, ToJson};

/// What is known of a slot besides what stands in the header, where everybody could read it.
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
    pub(crate) fn new(slot: &str, name: &str, created: u64) -> Self {
        Self { slot: slot.to_owned(), name: name.to_owned(), created, later: Later::default() }
    }
}
