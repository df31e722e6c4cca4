//! Ente Auth's sealed export: otpauth lines with Ente's own parameter, in a stream of libsodium's.

use zeroize::Zeroizing;

use super::otpauth::{base64, lines};
use super::{Holds, Loss, Writing, Written, one};
use crate::ciphers::kdf::Argon2Variant;
use crate::ciphers::{Kdf, secretstream};
use crate::json::object;
use crate::{Entry, Error, Icon, sealed};

/// The memory and the passes of Argon2id: what libsodium calls "interactive" with twice the passes. Ente takes what the file
/// says, and its own 1 GiB is more than an extension may use.
const MEMORY_KIB: u64 = 64 * 1024;
const PASSES: u64 = 4;

const HOLDS: Holds = Holds {
    note: true,
    tags: usize::MAX,
    pinned: true,
    trashed: true,
    icon_name: true,
    icon_picture: false,
    uses: true,
    sites: false,
    position: true,
};

pub(super) fn losses(entry: &Entry) -> Vec<Loss> {
    if entry.otp().is_some() { HOLDS.losses(entry) } else { vec![Loss::Account] }
}

pub(super) fn write(entries: &[Entry], writing: &mut Writing) -> Result<Vec<Written>, Error> {
    let held: Vec<Entry> = super::held(entries, losses).cloned().collect();
    let plain = Zeroizing::new(lines(held.iter(), |entry| vec![("codeDisplay".to_owned(), code_display(entry))]));
    let salt = writing.bytes::<16>()?;
    let kdf = Kdf::Argon2 {
        variant: Argon2Variant::Id,
        version_1_0: false,
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        lanes: 1,
        salt: salt.to_vec(),
    };
    let key = kdf.derive(writing.password.as_bytes()).map_err(|error| sealed::failed("ente", error))?;
    let header = writing.bytes()?;
    let params = object! { "memLimit": MEMORY_KIB * 1024, "opsLimit": PASSES, "salt": base64(&*salt) };
    let file = object! {
        "version": 1,
        "kdfParams": params,
        "encryptedData": base64(&secretstream::seal(&key, &header, &plain)),
        "encryptionNonce": base64(&*header),
    };
    Ok(one(file.to_string().into_bytes()))
}

fn code_display(entry: &Entry) -> String {
    let icon = match &entry.icon {
        Some(Icon::Name(name)) => name.as_str(),
        _ => "",
    };
    let display = object! {
        "pinned": entry.pinned,
        "trashed": entry.trashed,
        // Ente counts microseconds.
        "lastUsedAt": entry.last_used.unwrap_or(0).saturating_mul(1000),
        "tapCount": entry.uses.unwrap_or(0),
        "tags": entry.tags.as_slice(),
        "note": entry.note.as_str(),
        "position": entry.position.unwrap_or(0),
        "iconSrc": if icon.is_empty() { "" } else { "customIcon" },
        "iconID": icon,
    };
    display.to_string()
}
