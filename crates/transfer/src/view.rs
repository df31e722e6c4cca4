//! What a person sees of an import before anything is taken: no secret, no PIN and no note.

use halfminute::otpauth::Warning;
use serde::Serialize;

use crate::{Entry, Error, Extra, FileReading, Import, Kind, Loss, Notice, Reading, RowError, writers};

/// All files of an import.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ImportView<'a> {
    /// The files, in the order given; those of an archive stand in its place.
    pub files: Vec<FileView<'a>>,
    /// What a person should know about the files together.
    pub notices: &'a [Notice],
}

/// One file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FileView<'a> {
    /// The name of the file.
    pub name: &'a str,
    /// The id of the format; `None` for a file that is refused.
    pub format: Option<&'static str>,
    /// Why the file is refused.
    pub error: Option<&'a Error>,
    /// The accounts.
    pub entries: Vec<EntryView<'a>>,
    /// The rows that are refused.
    pub refused: Vec<RefusedView<'a>>,
    /// The kinds of things that have no place here, each with its number.
    pub extras: &'a [(Extra, u32)],
    /// What a person should know about the file.
    pub notices: &'a [Notice],
}

/// One account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that a person sees")]
pub struct EntryView<'a> {
    /// The number of the account among those of all files, from zero.
    pub index: usize,
    /// The way in which codes are made: `totp`, `hotp`, `steam`, `motp`, `yandex`, or the name that the file gives it.
    #[serde(rename = "type")]
    pub kind: &'a str,
    /// The service that asks for the codes; may be empty.
    pub issuer: &'a str,
    /// The account at the service; may be empty.
    pub name: &'a str,
    /// The hash function, as in the Key Uri Format.
    pub algorithm: &'a str,
    /// The length of a code.
    pub digits: u8,
    /// The time step in seconds; `None` for a counter.
    pub period: Option<u32>,
    /// The counter of the next code; `None` for what goes by time.
    pub counter: Option<u64>,
    /// Whether there is a link for the account, so that it can be taken.
    pub can_be_taken: bool,
    /// What a person should know before trusting the account.
    pub warnings: &'a [Warning],
    /// Whether the person wrote a note about it.
    pub has_note: bool,
    /// The groups, folders, categories and tags.
    pub tags: &'a [String],
    /// Whether it is pinned or a favourite.
    pub pinned: bool,
    /// Whether it lies in the other app's bin.
    pub trashed: bool,
    /// Whether it has a picture.
    pub has_icon: bool,
    /// The number of times that a code was used.
    pub uses: Option<u64>,
    /// The addresses of its pages.
    pub sites: &'a [String],
}

/// A row that is refused.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RefusedView<'a> {
    /// The number of the row in its file, from zero.
    pub position: usize,
    /// The issuer, as far as it could be read.
    pub issuer: &'a str,
    /// The account name, as far as it could be read.
    pub name: &'a str,
    /// The reason.
    pub error: &'a RowError,
}

/// What a format cannot hold of an account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LossView<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// The account name.
    pub name: &'a str,
    /// The parts that are lost.
    pub losses: Vec<Loss>,
}

impl Import {
    /// All accounts of all files, in the order of their numbers in the view.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.files.iter().filter_map(|file| file.outcome.as_ref().ok()).flat_map(|reading| &reading.entries)
    }

    /// What a person sees.
    #[must_use]
    pub fn view(&self) -> ImportView<'_> {
        let mut index = 0;
        let mut files = Vec::with_capacity(self.files.len());
        for file in &self.files {
            let view = FileView::of(file, index);
            index += view.entries.len();
            files.push(view);
        }
        ImportView { files, notices: &self.notices }
    }
}

impl<'a> FileView<'a> {
    /// The view of a file whose first account has this number.
    fn of(file: &'a FileReading, first: usize) -> Self {
        let mut view = Self {
            name: &file.name,
            format: None,
            error: None,
            entries: Vec::new(),
            refused: Vec::new(),
            extras: &[],
            notices: &[],
        };
        match &file.outcome {
            Ok(reading) => view.show(reading, first),
            Err(error) => view.error = Some(error),
        }
        view
    }

    fn show(&mut self, reading: &'a Reading, first: usize) {
        self.format = Some(reading.format);
        self.entries = (first..).zip(&reading.entries).map(|(index, entry)| EntryView::of(index, entry)).collect();
        self.refused = reading
            .refused
            .iter()
            .map(|row| RefusedView { position: row.position, issuer: &row.issuer, name: &row.name, error: &row.error })
            .collect();
        self.extras = &reading.extras;
        self.notices = &reading.notices;
    }
}

impl<'a> EntryView<'a> {
    fn of(index: usize, entry: &'a Entry) -> Self {
        let counts = entry.kind == Kind::Hotp;
        Self {
            index,
            kind: entry.kind.as_str(),
            issuer: &entry.issuer,
            name: &entry.name,
            algorithm: entry.algorithm.as_str(),
            digits: entry.digits,
            period: (!counts).then_some(entry.period),
            counter: counts.then_some(entry.counter),
            can_be_taken: writers::has_link(entry),
            warnings: &entry.warnings,
            has_note: !entry.note.is_empty(),
            tags: &entry.tags,
            pinned: entry.pinned,
            trashed: entry.trashed,
            has_icon: entry.icon.is_some(),
            uses: entry.uses,
            sites: &entry.sites,
        }
    }
}
