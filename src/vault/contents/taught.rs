//! A field that the person pointed out on a site.

use crate::autofill::Look;
use crate::json::{FromJson, Json, Later, Object, ToJson};
use crate::sites::Site;

/// A field that the person pointed out on a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taught {
    pub(crate) site: Site,
    pub(crate) field: Look,
    /// Fields of a later version, kept.
    pub(crate) later: Later,
}

impl FromJson for Taught {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self { site: fields.take("site")?, field: fields.take("field")?, later: fields.later() })
    }
}

impl ToJson for Taught {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("site", &self.site);
            json.field("field", &self.field);
            json.later(&self.later);
        });
    }
}
