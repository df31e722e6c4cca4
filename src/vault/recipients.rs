//! The public keys of the slots. They are sealed with the accounts and do not stand in the header: whoever only has the
//! file could else exchange one, and the next data key would be sealed to them.

use super::Vault;
use super::contents::Contents;
use super::sealing::PublicKey;
use crate::json::{FromJson, Json, Later, Object, ToJson};
use zeroize::Zeroizing;

/// The field of the contents.
pub(super) const KEYS: &str = "keys";

/// A slot, and what a data key is sealed to for it.
#[derive(Clone)]
pub(super) struct Recipient {
    pub(super) slot: String,
    pub(super) public: PublicKey,
    /// Fields of a later version, kept.
    later: Later,
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

impl Contents {
    /// The public key of a slot.
    pub(super) fn public_key(&self, slot: &str) -> Option<&PublicKey> {
        self.recipients.iter().find(|recipient| recipient.slot == slot).map(|recipient| &recipient.public)
    }

    /// Notes the public key of a slot.
    pub(super) fn set_public_key(&mut self, slot: &str, public: PublicKey) {
        let slot = slot.to_owned();
        let mut of_slot = self.recipients.extract_if(.., |recipient| recipient.slot == slot);
        let later = of_slot.next().map(|recipient| recipient.later).unwrap_or_default();
        drop(of_slot);
        self.recipients.push(Recipient { slot, public, later });
    }
}

impl Vault {
    /// Drops the public keys of slots that are gone.
    pub(super) fn forget_lost_keys(&mut self) {
        let Self { header, contents, .. } = self;
        contents.recipients.retain(|recipient| header.slot(&recipient.slot).is_ok());
    }
}

/// Whether contents, as they were opened, name this public key for a slot.
pub(super) fn names(contents: &[u8], slot: &str, public: &PublicKey) -> bool {
    let fields = core::str::from_utf8(contents).ok().and_then(Object::parse);
    let recipients: Vec<Recipient> = fields.and_then(|mut fields| fields.take(KEYS)).unwrap_or_default();
    recipients.iter().find(|recipient| recipient.slot == slot).is_some_and(|recipient| recipient.public == *public)
}

/// Contents with these public keys in the place of theirs, and else as they are, padded to a multiple of `unit`; `None` when
/// they are no JSON object.
pub(super) fn exchanged(contents: &[u8], recipients: &Vec<Recipient>, unit: usize) -> Option<Zeroizing<Vec<u8>>> {
    let mut fields = Object::parse(core::str::from_utf8(contents).ok()?)?.fields();
    let mut json = Json::default();
    json.object(|json| {
        for (name, value) in fields.by_ref().filter(|(name, _)| name != KEYS) {
            json.name(&name);
            json.put(value);
        }
        json.optional(KEYS, recipients);
    });
    Some(json.padded(unit))
}
