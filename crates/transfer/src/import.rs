//! The one way in: files, pasted texts, parts of an export.

use core::fmt;

use zeroize::Zeroizing;

use crate::archive::{self, Archive};
use crate::{Content, Error, FORMATS, Notice, Reading, limits::MAX_FILE_BYTES};

/// The greatest number of parts of a Google Authenticator export. Ten accounts a part make a thousand.
const MAX_PARTS: u32 = 100;
/// The greatest number of exports whose parts are counted. A person has one for each phone.
const MAX_EXPORTS: usize = 100;

/// A file, or a text that was pasted.
#[derive(Clone)]
pub struct Input {
    /// The name, which is shown and says nothing about the format.
    pub name: String,
    /// The content.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// What was read of all files.
#[derive(Debug, Default)]
pub struct Import {
    /// One for each file, in the order given; for an archive, one for each file in it.
    pub files: Vec<FileReading>,
    /// What a person should know about the files together.
    pub notices: Vec<Notice>,
}

/// What was read of one file.
pub struct FileReading {
    /// The name of the file.
    pub name: String,
    /// What it holds, or why it is refused.
    pub outcome: Result<Reading, Error>,
    /// The bytes of a file in an archive, where they may still be read with more than was given: a password, the columns of
    /// a table, the other module.
    pub bytes: Option<Zeroizing<Vec<u8>>>,
}

impl fmt::Debug for FileReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileReading").field("name", &self.name).field("outcome", &self.outcome).finish_non_exhaustive()
    }
}

impl FileReading {
    /// What was read of a file that the caller has.
    pub(crate) fn of(name: &str, outcome: Result<Reading, Error>) -> Self {
        Self { name: name.to_owned(), outcome, bytes: None }
    }
}

/// Reads files, each by its content.
///
/// Without a password, a sealed file is refused with [`Error::NeedsPassword`], which says what its key derivation costs.
/// With one, the whole call takes that long: run it in a thread that can be ended.
#[must_use]
pub fn read(inputs: &[Input], password: Option<&str>) -> Import {
    let mut import = Import::default();
    for input in inputs {
        read_input(input, password, &mut import.files);
    }
    import.notices = missing_parts(&import.files);
    import
}

/// Reads a file, or all files of an archive that is none of an app's own. The module `databases` has no use for archives: it
/// gets the files in them from the other one.
fn read_input(input: &Input, password: Option<&str>, files: &mut Vec<FileReading>) {
    let name = &input.name;
    let archive = if cfg!(feature = "transfer") { archive::unpack(&input.bytes, password) } else { Ok(None) };
    match archive {
        Ok(None) => files.push(FileReading::of(name, read_bytes(&input.bytes, password))),
        Ok(Some(Archive { format, inputs })) => {
            for inner in inputs {
                let outcome = read_bytes(&inner.bytes, password)
                    .map(|reading| Reading { format: format.unwrap_or(reading.format), ..reading });
                let name = format!("{name}/{}", inner.name);
                let bytes = outcome.as_ref().is_err_and(Error::asks_for_more).then_some(inner.bytes);
                files.push(FileReading { name, outcome, bytes });
            }
        }
        Err(error) => files.push(FileReading::of(name, Err(error))),
    }
}

/// A Google Authenticator export, of which some parts were read.
struct Export {
    id: i32,
    /// The number of its parts.
    size: u32,
    /// A bit for each part that was read.
    seen: u128,
}

/// The parts that are missing of the Google Authenticator exports in all files.
fn missing_parts(files: &[FileReading]) -> Vec<Notice> {
    let mut exports: Vec<Export> = Vec::new();
    let readings = files.iter().filter_map(|file| file.outcome.as_ref().ok());
    for batch in readings.flat_map(|reading| &reading.batches) {
        let (Ok(size), Ok(index)) = (u32::try_from(batch.size), u32::try_from(batch.index)) else { continue };
        let (size, part) = (size.min(MAX_PARTS), 1_u128.checked_shl(index).unwrap_or_default());
        let is_full = exports.len() == MAX_EXPORTS;
        match exports.iter_mut().find(|export| export.id == batch.id) {
            Some(export) => (export.size, export.seen) = (export.size.max(size), export.seen | part),
            None if !is_full => exports.push(Export { id: batch.id, size, seen: part }),
            None => {}
        }
    }
    let missing = exports.iter().flat_map(|export| {
        let numbers = (0..export.size).filter(|index| export.seen >> index & 1 == 0);
        numbers.map(|index| Notice::PartMissing { part: index + 1, of: export.size })
    });
    missing.take(MAX_PARTS as usize).collect()
}

/// Reads one file.
fn read_bytes(bytes: &[u8], password: Option<&str>) -> Result<Reading, Error> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Error::TooLarge { most: MAX_FILE_BYTES });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::Empty);
    }
    let content = Content::of(bytes)?;
    let mut error = Error::UnknownFormat;
    for format in FORMATS.into_iter().flatten().filter(|format| (format.sniff)(&content)) {
        match (format.read)(&content, password) {
            Err(left @ Error::NeedsDatabases) => error = left,
            read => return read?.checked(),
        }
    }
    Err(error)
}
