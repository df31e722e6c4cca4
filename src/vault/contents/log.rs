//! The log of one device, for whoever has to answer for what was done. It holds no secrets. Each entry has a hash over the
//! entry before it, so that none can be changed, removed or inserted unseen.

use sha2::{Digest, Sha256};

use super::event::{Deed, Event};
use super::version::Device;
use crate::json::{Bytes, FromJson, Json, Later, Object, ToJson, elements};

/// The most entries of one device. A new one then replaces the oldest, and the log counts how many were cut off.
const MAX_ENTRIES: usize = 500;
/// A SHA-256 hash.
pub(crate) type Hash = Bytes<32>;

/// An entry: the text of an event, kept to the letter because the hash is over its letters.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) event: String,
    pub(crate) hash: Hash,
}

impl Entry {
    fn hash(event: &str, before: &Hash) -> Hash {
        Bytes(Sha256::new().chain_update(before.0).chain_update(event).finalize().into())
    }

    /// The policy in this entry; `None` when it is of something else.
    pub(crate) fn policy(&self) -> Option<String> {
        let mut fields = Object::parse(&self.event)?;
        let what: String = fields.take("what")?;
        (what == Deed::Policy.name()).then(|| fields.take_or_default("detail"))?
    }
}

impl FromJson for Entry {
    fn from_json(json: &str) -> Option<Self> {
        let [event, hash] = <[&str; 2]>::try_from(elements(json)?).ok()?;
        let mut fields = Object::parse(event)?;
        let (_, _): (u64, String) = (fields.take("at")?, fields.take("what")?);
        for text in ["account", "site", "detail"] {
            fields.take_optional::<String>(text)?;
        }
        // It is exported on one line, behind a field and before another.
        let alone = !fields.later().fields().any(|(name, _)| matches!(name, "device" | "hash"));
        let fits = alone && event.starts_with("{\"") && !event.contains(['\t', '\n', '\r']);
        let hash = Hash::from_json(hash)?;
        fits.then(|| Self { event: event.to_owned(), hash })
    }
}

impl ToJson for Entry {
    fn to_json(&self, json: &mut Json) {
        json.put("[");
        json.put(&self.event);
        json.put(",");
        self.hash.to_json(json);
        json.put("]");
    }
}

/// The log of one device.
#[derive(Clone)]
pub(crate) struct Log {
    pub(crate) device: Device,
    /// How many entries were cut off.
    pub(crate) cut: u64,
    /// The hash of the last entry that was cut off.
    pub(crate) from: Hash,
    pub(crate) entries: Vec<Entry>,
    /// Fields of a later version, kept.
    later: Later,
}

impl FromJson for Log {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self {
            device: fields.take("device")?,
            cut: fields.take("cut")?,
            from: fields.take("from")?,
            entries: fields.take("entries")?,
            later: fields.later(),
        })
    }
}

impl ToJson for Log {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("device", &self.device);
            json.field("cut", &self.cut);
            json.field("from", &self.from);
            json.field("entries", &self.entries);
            json.later(&self.later);
        });
    }
}

impl Log {
    pub(crate) fn of(device: Device) -> Self {
        Self { device, cut: 0, from: Hash::default(), entries: Vec::new(), later: Later::default() }
    }

    /// Adds an event, and where there are too many drops the oldest.
    pub(crate) fn add(&mut self, event: &Event) {
        let event = event.to_text();
        let hash = Entry::hash(&event, &self.head());
        if self.entries.len() >= MAX_ENTRIES {
            self.from = self.entries.remove(0).hash;
            self.cut = self.cut.saturating_add(1);
        }
        self.entries.push(Entry { event, hash });
    }

    fn head(&self) -> Hash {
        self.entries.last().map_or(self.from, |entry| entry.hash)
    }

    /// The rank of a copy of this log: of two copies the longer one is greater.
    pub(crate) fn rank(&self) -> (u64, Hash) {
        (self.cut.saturating_add(self.entries.len() as u64), self.head())
    }

    /// The index of the first entry whose hash is wrong.
    pub(crate) fn broken_at(&self) -> Option<usize> {
        // Where nothing was cut off, nothing came before.
        let mut before = if self.cut == 0 { Hash::default() } else { self.from };
        self.entries.iter().position(|entry| {
            let sound = Entry::hash(&entry.event, &before) == entry.hash;
            before = entry.hash;
            !sound
        })
    }
}
