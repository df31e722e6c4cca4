//! All that a file holds.

use crate::limits::{MAX_ENTRIES, MAX_NAME_BYTES};
use crate::{Draft, Entry, Error, RowError};

/// All that a file holds, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The id of the format.
    pub format: &'static str,
    /// The accounts.
    pub entries: Vec<Entry>,
    /// The rows that are refused.
    pub refused: Vec<Refused>,
    /// What has no place here, counted by its kind.
    pub extras: Vec<(Extra, u32)>,
    /// What a person should know about the file as a whole.
    pub notices: Vec<Notice>,
    /// The parts of Google Authenticator exports that the file holds.
    pub batches: Vec<halfminute::otpauth::Batch>,
}

/// A row that is refused, with the names that tell a person which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The index among all rows of the file, from zero.
    pub position: usize,
    /// The issuer, as far as it could be read.
    pub issuer: String,
    /// The account name, as far as it could be read.
    pub name: String,
    /// The reason.
    pub error: RowError,
}

halfminute::codes! {
    /// A kind of things in a file that have no place here.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    #[cfg_attr(feature = "types", ts(rename = "TransferExtra"))]
    pub enum Extra {
        /// A login, note, card or other item without a one-time code.
        OtherItem = "item",
        /// An account in the other app's bin.
        Trashed = "trashed",
        /// An icon that only the other app has.
        Icon = "icon",
        /// A group or folder without an account in it.
        Group = "group",
        /// A setting of the other app.
        Setting = "setting",
        /// An account that lives on a server and has no secret here.
        Push = "push",
    }
}

halfminute::codes! {
    /// What a person should know about a file as a whole.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "types", ts(rename = "TransferNotice"))]
    pub enum Notice as ("code", "args") {
        /// A part of a Google Authenticator export is missing.
        PartMissing {
            /// The number of the part, from one.
            part: u32,
            /// The number of all parts.
            of: u32
        } = "part-missing",
        /// A file of Authenticator-Extension, of which some versions lost the digest and the counter of accounts.
        MayHaveLostDigest = "may-have-lost-digest",
        /// A format that stores neither the period nor the digest: they are taken as 30 s and SHA-1.
        AssumesDefaults = "assumes-defaults",
    }
}

impl Reading {
    /// Nothing yet, of this format.
    #[must_use]
    pub fn new(format: &'static str) -> Self {
        Self { format, ..Self::default() }
    }

    /// Checks a row and takes it, or lists it as refused.
    pub fn take(&mut self, row: Result<Draft, RowError>) {
        match row {
            Ok(draft) => {
                let (issuer, name) = (draft.issuer.clone(), draft.name.clone());
                self.take_entry(draft.check(), &issuer, &name);
            }
            Err(error) => self.refuse(error, "", ""),
        }
    }

    /// Takes an entry, or lists it as refused under these names.
    pub fn take_entry(&mut self, entry: Result<Entry, RowError>, issuer: &str, name: &str) {
        match entry {
            Ok(_) if self.is_full() => {}
            Ok(entry) => self.entries.push(entry),
            Err(error) => self.refuse(error, issuer, name),
        }
    }

    /// Lists a row as refused.
    pub fn refuse(&mut self, error: RowError, issuer: &str, name: &str) {
        if self.is_full() {
            return;
        }
        let [issuer, name] = [issuer, name].map(|text| {
            // Whoever reads it looks no further.
            let end = text.floor_char_boundary(MAX_NAME_BYTES);
            halfminute::otpauth::clean_name(text.get(..end).unwrap_or_default()).0
        });
        let position = self.entries.len() + self.refused.len();
        self.refused.push(Refused { position, issuer, name, error });
    }

    /// Whether there are more rows than the limit. Then no more are taken, and the file is refused in the end.
    pub(crate) fn is_full(&self) -> bool {
        self.entries.len() + self.refused.len() > MAX_ENTRIES
    }

    /// Counts a thing that has no place here.
    pub fn count(&mut self, extra: Extra) {
        match self.extras.iter_mut().find(|(other, _)| *other == extra) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.extras.push((extra, 1)),
        }
    }

    /// Adds a notice, once.
    pub fn notice(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    /// This reading, unless it holds too many rows or none at all.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        let rows = self.entries.len() + self.refused.len();
        if rows > MAX_ENTRIES {
            return Err(Error::TooManyEntries { most: MAX_ENTRIES });
        }
        if rows == 0 {
            return Err(Error::NoEntries { format: self.format });
        }
        Ok(self)
    }
}
