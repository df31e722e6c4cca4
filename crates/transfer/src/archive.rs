//! Zip archives that hold files of any format: what a person packed, and what apps pack only to seal it.

use crate::containers::ContainerError;
use crate::containers::zip::{Zip, is_zip};
use crate::limits::MAX_FILE_BYTES;
use crate::{Error, Input};

/// The id of an archive of which no app is known.
const ID: &str = "zip";

/// What is unpacked of an archive.
pub(crate) struct Archive {
    /// The id of the app that makes such archives.
    pub(crate) format: Option<&'static str>,
    /// The files.
    pub(crate) inputs: Vec<Input>,
}

/// Unpacks an archive; `None` for a file that is none, or that the table of formats reads whole.
pub(crate) fn unpack(bytes: &[u8], password: Option<&str>) -> Result<Option<Archive>, Error> {
    if !is_zip(bytes) || bytes.len() > MAX_FILE_BYTES {
        return Ok(None);
    }
    let mut zip = Zip::open(bytes).map_err(|error| error.of(ID))?;
    let mut names = zip.names();
    if names.iter().any(|name| READ_WHOLE.contains(&name.as_str())) {
        return Ok(None);
    }
    let app = APPS.iter().find(|app| names.iter().any(|name| (app.holds)(name)));
    match app {
        // Raivo packs a page for printing beside its file, with the same accounts.
        Some(app) => names.retain(|name| (app.holds)(name)),
        None => names.retain(|name| !is_of_system(name)),
    }
    let format = app.map(|app| app.id);
    if names.is_empty() {
        return Err(Error::Empty);
    }
    let mut inputs = Vec::with_capacity(names.len());
    for name in names {
        let bytes = zip.read(&name, password).map_err(|error: ContainerError| error.of(format.unwrap_or(ID)))?;
        inputs.push(Input { name, bytes });
    }
    Ok(Some(Archive { format, inputs }))
}

/// Files by which a format of the table knows its archive.
const READ_WHOLE: [&str; 3] =
    [crate::formats::ONEPASSWORD_FILE, crate::formats::PROTON_PASS_FILE, crate::formats::PROTON_PASS_SEALED_FILE];

/// An app that packs its file only to seal it.
struct App {
    id: &'static str,
    /// Whether this is the name of its file.
    holds: fn(&str) -> bool,
}

const APPS: [App; 3] = [
    App { id: "raivo", holds: |name| name == "raivo-otp-export.json" },
    App { id: "authenticator-plus", holds: |name| name == "Accounts.txt" },
    App { id: "winauth", holds: |name| name.starts_with("winauth") && name.to_ascii_lowercase().ends_with(".txt") },
];

/// Whether a file is one that the system adds to archives.
fn is_of_system(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name.rsplit('/').next().is_some_and(|name| name.starts_with('.') || name == "Thumbs.db")
}
