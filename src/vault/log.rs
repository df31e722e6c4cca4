//! What was done with the vault, for whoever has to answer for it: sealed with it, without secrets, and each entry
//! carries a hash over the one before it, so that none can be changed, taken out or put in between unseen.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Vault;
use super::contents::version::Device;
use super::error::Error;
use super::view::shown;
use super::ways::used_name;
use crate::json::Bytes;
use crate::json::{FromJson, Json, Later, Object, ToJson, elements};
use crate::sites::Site;

/// The most entries of one device. When there would be more, the oldest go, and it is said how many went.
const MAX_ENTRIES: usize = 500;
/// The longest label or detail that is noted.
const MAX_TEXT: usize = 200;

type Hash = Bytes<32>;

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// It was unlocked.
    Unlock,
    /// Somebody tried to and could not.
    UnlockFailed,
    /// An account was added.
    Enrol,
    /// An account was changed.
    Edit,
    /// An account went to the bin.
    Delete,
    /// An account came back from there.
    Restore,
    /// A secret was shown.
    Reveal,
    /// All secrets were.
    Export,
    /// Accounts came from another app.
    Import,
    /// A code was filled.
    Fill,
    /// The organisation's policy is another one.
    Policy,
    /// A way in was added.
    WayAdded,
    /// A way in was named anew.
    WayRenamed,
    /// A way in was revoked.
    WayRevoked,
    /// The data key was made anew.
    KeyRotated,
    /// An earlier generation was taken back.
    RolledBack,
}

impl Deed {
    /// A stable name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unlock => "unlock",
            Self::UnlockFailed => "unlock-failed",
            Self::Enrol => "enrol",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Restore => "restore",
            Self::Reveal => "reveal",
            Self::Export => "export",
            Self::Import => "import",
            Self::Fill => "fill",
            Self::Policy => "policy",
            Self::WayAdded => "way-added",
            Self::WayRenamed => "way-renamed",
            Self::WayRevoked => "way-revoked",
            Self::KeyRotated => "key-rotated",
            Self::RolledBack => "rolled-back",
        }
    }
}

/// One thing that was done, as JSON.
pub(super) struct Event {
    at: u64,
    what: Deed,
    account: Option<String>,
    site: Option<Site>,
    detail: Option<String>,
}

impl Event {
    pub(super) fn of(what: Deed, at: u64) -> Self {
        Self { at, what, account: None, site: None, detail: None }
    }

    pub(super) fn account(mut self, label: String) -> Self {
        self.account = Some(shortened(label));
        self
    }

    pub(super) fn site(mut self, site: &Site) -> Self {
        self.site = Some(site.clone());
        self
    }

    pub(super) fn detail(mut self, detail: String) -> Self {
        self.detail = Some(shortened(detail));
        self
    }

    fn to_text(&self) -> String {
        let mut json = Json::default();
        json.object(|json| {
            json.field("at", &self.at);
            json.field("what", &self.what.name());
            json.optional("account", &self.account);
            json.optional("site", &self.site);
            json.optional("detail", &self.detail);
        });
        String::from_utf8_lossy(json.as_bytes()).into_owned()
    }
}

fn shortened(mut text: String) -> String {
    let end = (0..=MAX_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or_default());
    text
}

/// An event in its place: to the letter, since the hash is over its letters.
#[derive(Clone)]
struct Entry {
    event: String,
    hash: Hash,
}

impl Entry {
    fn hash(event: &str, before: &Hash) -> Hash {
        Bytes(Sha256::new().chain_update(before.0).chain_update(event).finalize().into())
    }

    /// The policy that this entry tells of.
    fn policy(&self) -> Option<String> {
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

/// What was done on one device.
#[derive(Clone)]
pub(super) struct Log {
    pub(super) device: Device,
    /// How many entries were cut off.
    cut: u64,
    /// The hash of the last one of them.
    from: Hash,
    entries: Vec<Entry>,
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
    fn of(device: Device) -> Self {
        Self { device, cut: 0, from: Hash::default(), entries: Vec::new(), later: Later::default() }
    }

    fn add(&mut self, event: String) {
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

    /// By which the longer of two copies is known.
    pub(super) fn rank(&self) -> (u64, Hash) {
        (self.cut.saturating_add(self.entries.len() as u64), self.head())
    }

    /// From 0, the first entry whose hash is not what it should be.
    fn broken_at(&self) -> Option<usize> {
        // Where nothing was cut off, nothing came before.
        let mut before = if self.cut == 0 { Hash::default() } else { self.from };
        self.entries.iter().position(|entry| {
            let sound = Entry::hash(&entry.event, &before) == entry.hash;
            before = entry.hash;
            !sound
        })
    }
}

/// A log as it is shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogView {
    /// On which device.
    pub device: String,
    /// This one.
    pub here: bool,
    /// How many older entries were cut off.
    pub cut: u64,
    /// The hash of the last one of those.
    pub from: String,
    /// The first entry, from 0, that is not what was written.
    pub broken_at: Option<usize>,
    /// What was done, the oldest first.
    pub entries: Vec<EntryView>,
}

/// One thing that was done, as it is shown.
#[derive(Debug, Serialize)]
pub struct EntryView {
    /// A JSON object, to the letter: `at`, `what`, and what else there is to say.
    pub event: String,
    /// Over it and all before.
    pub hash: String,
}

impl Vault {
    /// Adds to the log of this device.
    pub(super) fn note(&mut self, event: &Event) {
        let logs = &mut self.contents.logs;
        let at = logs.iter().position(|log| log.device == self.device).unwrap_or_else(|| {
            logs.push(Log::of(self.device));
            logs.len() - 1
        });
        if let Some(log) = logs.get_mut(at) {
            log.add(event.to_text());
        }
    }

    /// Notes the policy in force, unless it is the one that was noted last on this device. Says whether it did.
    pub fn note_policy(&mut self, policy: String, now: u64) -> bool {
        let event = Event::of(Deed::Policy, now).detail(policy);
        let log = self.contents.logs.iter().find(|log| log.device == self.device);
        let noted = log.and_then(|log| log.entries.iter().rev().find_map(Entry::policy)).unwrap_or_default();
        let is_new = event.detail.as_deref().unwrap_or_default() != noted;
        if is_new {
            self.note(&event);
        }
        is_new
    }

    /// So many attempts failed at unlocking, or at proving who is there, the last one at `last`.
    pub fn failed(&mut self, attempts: u32, last: u64) {
        if attempts > 0 {
            self.note(&Event::of(Deed::UnlockFailed, last).detail(attempts.to_string()));
        }
    }

    /// The vault was unlocked by this slot. What has lain in the bin long enough leaves it.
    ///
    /// # Errors
    /// [`Error::NoSuchWay`].
    pub fn unlocked(&mut self, slot: &str, now: u64) -> Result<(), Error> {
        let kind = self.header.slot(slot)?.kind();
        let name = self.way_mut(slot)?.name.clone();
        let version = self.next_version(now);
        self.contents.versions.set(&used_name(slot), version);
        let detail = [kind, name].join(" ").trim().to_owned();
        self.note(&Event::of(Deed::Unlock, now).detail(detail));
        self.empty_bin(now);
        Ok(())
    }

    /// The logs, that of this device first. Their chains were verified.
    #[must_use]
    pub fn logs(&self) -> Vec<LogView> {
        let logs = self.contents.logs.iter().map(|log| LogView::of(log, self.device));
        // Not sorted: the code of one more sort would weigh 1 KiB of the wasm, gzipped.
        let (mut logs, elsewhere): (Vec<_>, Vec<_>) = logs.partition(|log| log.here);
        logs.extend(elsewhere);
        logs
    }
}

impl LogView {
    fn of(log: &Log, here: Device) -> Self {
        Self {
            device: log.device.to_string(),
            here: log.device == here,
            cut: shown(log.cut),
            from: log.from.to_string(),
            broken_at: log.broken_at(),
            entries: log.entries.iter().map(EntryView::of).collect(),
        }
    }
}

impl EntryView {
    fn of(Entry { event, hash }: &Entry) -> Self {
        Self { event: event.clone(), hash: hash.to_string() }
    }
}
