//! The public keys of the slots. They are sealed with the contents and do not stand in the header: whoever has only the
//! file could otherwise exchange one, and the next data key would be sealed to them.

use super::sealing::PublicKey;
use crate::json::{FromJson, Json, Later, Object, ToJson};
use zeroize::Zeroizing;

/// The name of their field in the contents.
pub(crate) const KEYS: &str = "keys";

/// The public key of each slot that a data key can be sealed to.
#[derive(Clone, Default)]
pub(crate) struct Recipients(Vec<Recipient>);

#[derive(Clone)]
struct Recipient {
    slot: String,
    public: PublicKey,
    /// Fields of a later version, kept.
    later: Later,
}

impl Recipients {
    /// The public key of a slot, if it has one.
    pub(crate) fn of(&self, slot: &str) -> Option<&PublicKey> {
        self.0.iter().find(|recipient| recipient.slot == slot).map(|recipient| &recipient.public)
    }

    /// Notes the public key of a slot.
    pub(crate) fn set(&mut self, slot: &str, public: PublicKey) {
        match self.0.iter_mut().find(|recipient| recipient.slot == slot) {
            Some(known) => known.public = public,
            None => self.0.push(Recipient { slot: slot.to_owned(), public, later: Later::default() }),
        }
    }

    /// Keeps the public keys of those slots alone of which `stays` is true.
    pub(crate) fn retain(&mut self, stays: impl Fn(&str) -> bool) {
        self.0.retain(|recipient| stays(&recipient.slot));
    }

    /// Reads the public keys out of opened contents; there are none where the field is missing or malformed.
    pub(crate) fn in_contents(contents: &[u8]) -> Self {
        let fields = core::str::from_utf8(contents).ok().and_then(Object::parse);
        fields.and_then(|mut fields| fields.take(KEYS)).unwrap_or_default()
    }

    /// Writes contents with these public keys in the place of their own, otherwise unchanged, padded to a multiple of
    /// `unit`; `None` when the contents are no JSON object.
    pub(crate) fn put_into(&self, contents: &[u8], unit: usize) -> Option<Zeroizing<Vec<u8>>> {
        let fields = Object::parse(core::str::from_utf8(contents).ok()?)?.fields();
        let mut json = Json::default();
        json.object(|json| {
            for (name, value) in fields.filter(|(name, _)| name != KEYS) {
                json.name(&name);
                json.put(value);
            }
            json.optional(KEYS, self);
        });
        Some(json.padded(unit))
    }
}

impl FromJson for Recipients {
    /// Refuses two public keys of one slot: nobody could say which one counts.
    fn from_json(json: &str) -> Option<Self> {
        let recipients: Vec<Recipient> = Vec::from_json(json)?;
        let mut slots: Vec<&str> = recipients.iter().map(|recipient| recipient.slot.as_str()).collect();
        slots.sort_unstable();
        slots.is_sorted_by(|one, next| one < next).then_some(Self(recipients))
    }
}

impl ToJson for Recipients {
    fn to_json(&self, json: &mut Json) {
        self.0.to_json(json);
    }

    fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromJson for Recipient {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self { slot: fields.take("slot")?, public: fields.take("public")?, later: fields.later() })
    }
}

impl ToJson for Recipient {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("slot", &self.slot);
            json.field("public", &self.public);
            json.later(&self.later);
        });
    }
}
