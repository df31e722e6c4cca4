//! Limits on what a file may make this crate do.

/// The greatest number of bytes of a file.
///
/// The largest honest files are `KeePass` databases with attachments; an export of ten thousand accounts with an icon of
/// 4 KiB each has 60 MB.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// The greatest number of bytes of a text, JSON, CSV or XML file: as much as ten thousand accounts with icons, which no
/// other part of a text file needs.
pub const MAX_TEXT_BYTES: usize = MAX_FILE_BYTES;

/// The greatest number of values in a JSON file. A value takes up to 100 bytes of memory, so a file can take 100 MB; ten
/// thousand accounts have 300,000 values.
pub const MAX_JSON_VALUES: usize = 1_000_000;

/// The greatest depth of arrays and objects in a JSON file. The deepest honest format, the one of 1Password, has 12 levels.
pub const MAX_JSON_DEPTH: usize = 48;

/// The greatest number of accounts that are read at once: more than ten times as many as any person is known to have.
pub const MAX_ENTRIES: usize = 20_000;

/// The greatest number of bytes of an issuer, an account name, a tag or a site. A longer one is cut by nobody: the row is refused.
pub const MAX_NAME_BYTES: usize = 1024;

/// The greatest number of tags of an account.
pub const MAX_TAGS: usize = 100;

/// The greatest number of bytes of a note.
pub const MAX_NOTE_BYTES: usize = 64 * 1024;

/// The greatest depth of elements in an XML file. The deepest honest one is a `KeePass` database, of which groups may nest.
pub const MAX_XML_DEPTH: usize = 64;
