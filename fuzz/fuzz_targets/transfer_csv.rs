//! A table of which the columns are guessed or named. The first byte names the column of secrets.
#![no_main]

#[path = "support/files.rs"]
mod files;

use halfminute_transfer::formats::csv::{self, Columns};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, table)) = bytes.split_first() else { return };
    let Ok(text) = core::str::from_utf8(table) else { return };
    let preview = csv::masked_preview(text);
    let columns = Columns { secret: Some(usize::from(*first % 8)), ..preview.guess };
    let _ = csv::read_columns(text, &columns);
    files::check(table);
});
