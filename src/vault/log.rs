//! The log as it is shown, and what adds to it.

use serde::Serialize;

use super::contents::event::{Deed, Event};
use super::contents::log::{Entry, Log};
use super::contents::version::Device;
use super::opened::Vault;
use super::view::shown;

/// The log of one device, as it is shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LogView {
    /// The number of the device.
    pub device: String,
    /// Whether it is this device.
    pub here: bool,
    /// How many older entries were cut off.
    pub cut: u64,
    /// The hash of the last entry that was cut off.
    pub from: String,
    /// The index of the first entry that is not as it was written.
    pub broken_at: Option<usize>,
    /// The entries, the oldest first.
    pub entries: Vec<EntryView>,
}

/// One entry of a log, as it is shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct EntryView {
    /// A JSON object, to the letter: `at`, `what`, and where there is one an `account`, a `site` or a `detail`.
    pub event: String,
    /// The hash over this entry and all entries before it.
    pub hash: String,
}

impl Vault {
    /// Adds an event to the log of this device.
    pub(super) fn note(&mut self, event: &Event) {
        let logs = &mut self.contents.logs;
        let at = logs.iter().position(|log| log.device == self.device).unwrap_or_else(|| {
            logs.push(Log::of(self.device));
            logs.len() - 1
        });
        if let Some(log) = logs.get_mut(at) {
            log.add(event);
        }
    }

    /// Notes the policy in force, unless it is the one that was noted last on this device, and says whether it did.
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

    /// Notes how many attempts at unlocking, or at proving who is there, have failed, the last of them at `last`.
    pub fn failed(&mut self, attempts: u32, last: u64) {
        if attempts > 0 {
            self.note(&Event::of(Deed::UnlockFailed, last).detail(attempts.to_string()));
        }
    }

    /// The logs, that of this device first, each with the result of verifying its chain of hashes.
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
