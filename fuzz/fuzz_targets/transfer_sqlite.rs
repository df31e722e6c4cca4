//! A database of SQLite, of which the table of accounts is read; and one of SQLCipher, whose pages no key opens.
#![no_main]

#[path = "support/files.rs"]
mod files;

use halfminute_transfer::containers::sqlcipher;
use halfminute_transfer::containers::sqlite::Database;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = sqlcipher::open(bytes, &Default::default());
    let Ok(database) = Database::open(bytes) else { return };
    if let Ok(Some(table)) = database.table("accounts") {
        for row in table.rows() {
            let _ = (row.text("secret"), row.number("counter"));
        }
    }
    files::check(bytes);
});
