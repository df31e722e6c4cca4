//! The table of formats that are written.

#![expect(clippy::unnecessary_wraps, reason = "all that stand in the table have the same type")]

use halfminute::codes;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::json::object;
use crate::{Entry, Error, Icon};

mod aegis;
mod age;
mod bitwarden;
mod ente;
mod migration;
mod otpauth;
mod twofas;

/// Writes accounts: one file, or one text for each QR code.
type Write = fn(&[Entry], &mut Writing) -> Result<Vec<Written>, Error>;

/// The bytes of a file.
pub type Written = Zeroizing<Vec<u8>>;

/// A format that is written.
pub struct Writer {
    /// The stable name by which the shell finds the words.
    pub id: &'static str,
    /// The end of a file name, without a dot.
    pub extension: &'static str,
    /// Whether the file is sealed by a password.
    pub sealed: bool,
    /// What the format cannot hold of an account; [`Loss::Account`] stands for all of it.
    pub losses: fn(&Entry) -> Vec<Loss>,
    /// Writes the accounts that the format can hold.
    pub write: Write,
}

/// What a writer needs besides the accounts.
pub struct Writing<'a> {
    /// The password of a sealed file.
    pub password: &'a str,
    /// Fills a slice with random bytes, or says that there are none.
    pub random: &'a mut dyn FnMut(&mut [u8]) -> bool,
    /// The time, in milliseconds since the Unix epoch.
    pub now: u64,
    /// The greatest number of accounts in a QR code.
    pub per_code: usize,
}

impl Writing<'_> {
    /// Random bytes.
    fn bytes<const N: usize>(&mut self) -> Result<Zeroizing<[u8; N]>, Error> {
        let mut bytes = Zeroizing::new([0; N]);
        if (self.random)(bytes.as_mut_slice()) { Ok(bytes) } else { Err(Error::NoRandomness) }
    }

    /// A random identifier (RFC 9562, version 4).
    fn uuid(&mut self) -> Result<String, Error> {
        let number = u128::from_be_bytes(*self.bytes::<16>()?);
        let number = number & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
        let digits = format!("{number:032x}");
        let mut uuid = String::with_capacity(36);
        for (at, digit) in digits.chars().enumerate() {
            if matches!(at, 8 | 12 | 16 | 20) {
                uuid.push('-');
            }
            uuid.push(digit);
        }
        Ok(uuid)
    }
}

codes! {
    /// What a format cannot hold of an account.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    #[cfg_attr(feature = "types", ts(rename = "TransferLoss"))]
    pub enum Loss {
        /// The account itself: its kind, algorithm, digits, period or counter. It is left out.
        Account = "account",
        /// The issuer or the account name as it is.
        Names = "names",
        /// The note.
        Note = "note",
        /// The tags, or all but the first.
        Tags = "tags",
        /// That it is pinned.
        Pinned = "pinned",
        /// That it is in the bin.
        Trashed = "trashed",
        /// The picture.
        Icon = "icon",
        /// The number of uses and the time of the last one.
        Uses = "uses",
        /// The addresses of pages.
        Sites = "sites",
        /// The place in the order of the person, apart from the order of rows.
        Position = "position",
    }
}

/// The parts of an account, besides its codes and its names, that a format holds.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of an account")]
struct Holds {
    note: bool,
    tags: usize,
    pinned: bool,
    trashed: bool,
    icon_name: bool,
    icon_picture: bool,
    uses: bool,
    sites: bool,
    position: bool,
}

impl Holds {
    /// What is lost of an account that the format can hold.
    fn losses(self, entry: &Entry) -> Vec<Loss> {
        let icon = match entry.icon {
            None => true,
            Some(Icon::Name(_)) => self.icon_name,
            Some(Icon::Picture { .. }) => self.icon_picture,
        };
        let uses = self.uses || entry.uses.is_none() && entry.last_used.is_none();
        [
            (Loss::Note, self.note || entry.note.is_empty()),
            (Loss::Tags, self.tags >= entry.tags.len()),
            (Loss::Pinned, self.pinned || !entry.pinned),
            (Loss::Trashed, self.trashed || !entry.trashed),
            (Loss::Icon, icon),
            (Loss::Uses, uses),
            (Loss::Sites, self.sites || entry.sites.is_empty()),
            (Loss::Position, self.position || entry.position.is_none()),
        ]
        .into_iter()
        .filter_map(|(loss, held)| (!held).then_some(loss))
        .collect()
    }
}

/// The groups of accounts, each with an identifier.
#[derive(Default)]
struct Groups(Vec<(String, String)>);

impl Groups {
    /// The identifier of a group, which is made when the group is new.
    fn id(&mut self, name: &str, writing: &mut Writing) -> Result<String, Error> {
        if let Some((id, _)) = self.0.iter().find(|(_, other)| other == name) {
            return Ok(id.clone());
        }
        let id = writing.uuid()?;
        self.0.push((id.clone(), name.to_owned()));
        Ok(id)
    }

    /// An object for each group, with this name for the field of the identifier.
    fn to_json(&self, id_field: &str) -> Value {
        self.0.iter().map(|(id, name)| object! { id_field: id.as_str(), "name": name.as_str() }).collect()
    }
}

/// Whether there is a link for an account.
pub(crate) fn has_link(entry: &Entry) -> bool {
    otpauth::uri(entry, &[]).is_some()
}

/// The links of accounts, a line each; those without one are left out.
pub(crate) fn to_lines<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<u8> {
    otpauth::lines(entries, otpauth::beside)
}

/// The accounts that a writer does not leave out.
fn held(entries: &[Entry], losses: fn(&Entry) -> Vec<Loss>) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(move |entry| !losses(entry).contains(&Loss::Account))
}

/// One file.
fn one(bytes: Vec<u8>) -> Vec<Written> {
    vec![Zeroizing::new(bytes)]
}

/// All formats that are written.
pub const WRITERS: &[Writer] = &[
    Writer { id: "otpauth", extension: "txt", sealed: false, losses: otpauth::losses, write: otpauth::write },
    Writer { id: "aegis", extension: "json", sealed: true, losses: aegis::losses, write: aegis::write },
    Writer { id: "2fas", extension: "2fas", sealed: true, losses: twofas::losses, write: twofas::write },
    Writer { id: "ente", extension: "txt", sealed: true, losses: ente::losses, write: ente::write },
    Writer { id: "bitwarden", extension: "json", sealed: false, losses: bitwarden::losses, write: bitwarden::write },
    Writer {
        id: "google-migration",
        extension: "txt",
        sealed: false,
        losses: migration::losses,
        write: migration::write,
    },
    Writer { id: "age", extension: "age", sealed: true, losses: otpauth::losses, write: age::write },
];
