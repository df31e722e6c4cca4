//! What holds for every file of another app that is read.

use halfminute_transfer::{Error, FileReading, Import, Input, WRITERS, Writing, read};

/// The most milliseconds of a derivation that a password is tried with.
const CHEAP: u32 = 10;

/// Refusals are fine. What is read has a view, and what is written of it as links is read again with the same secrets. A sealed
/// file is also opened where that costs next to nothing: what is behind the cipher is noise then, as with any wrong password.
pub(crate) fn check(bytes: &[u8]) {
    let import = read(&[input(bytes)], None);
    let is_cheap = |file: &FileReading| matches!(&file.outcome, Err(Error::NeedsPassword { cost, .. }) if cost.milliseconds < CHEAP);
    if import.files.iter().any(is_cheap) {
        let _ = read(&[input(bytes)], Some("password"));
    }
    let _ = serde_json::to_string(&import.view()).expect("a view is written");
    for FileReading { outcome, .. } in &import.files {
        let Ok(reading) = outcome else { continue };
        for writer in WRITERS.iter().filter(|writer| !writer.sealed) {
            let mut random = |bytes: &mut [u8]| {
                bytes.fill(7);
                true
            };
            let mut writing = Writing { password: "", random: &mut random, now: 0, per_code: 10 };
            let written = (writer.write)(&reading.entries, &mut writing).expect("what was read is written");
            if writer.id == "otpauth" {
                compare(&import, &written.iter().flat_map(|part| part.to_vec()).collect::<Vec<u8>>());
            }
        }
    }
}

fn compare(import: &Import, lines: &[u8]) {
    let again = read(&[input(lines)], None);
    let secrets = |import: &Import| -> Vec<Vec<u8>> { import.entries().map(|entry| entry.secret.to_vec()).collect() };
    let (before, after) = (secrets(import), secrets(&again));
    // Accounts without a link are left out.
    assert!(after.iter().all(|secret| before.contains(secret)), "another secret in {:?}", String::from_utf8_lossy(lines));
}

fn input(bytes: &[u8]) -> Input {
    Input { name: String::new(), bytes: bytes.to_vec().into() }
}
