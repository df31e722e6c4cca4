//! Reads the files that other authenticator apps export, and writes files that they import.
//!
//! ```
//! use halfminute_transfer::{Input, read};
//!
//! let text = b"otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";
//! let import = read(&[Input { name: "codes.txt".into(), bytes: text.to_vec().into() }], None);
//! let reading = import.files[0].outcome.as_ref().unwrap();
//! assert_eq!(reading.format, "otpauth");
//! assert_eq!(reading.entries[0].issuer, "Example");
//! ```
//!
//! # Reading order
//!
//! 1. [`Entry`] is an account as a file describes it; [`Draft`] is one that nobody has checked yet.
//! 2. [`Reading`] is all that a file holds: entries, rows that are refused, and what has no place here.
//! 3. [`read()`] recognises each file by its content and reads it by the table in [`formats`].
//!
//! # Laws
//!
//! - A file is hostile: it is refused with an error value, never with a panic, and its limits are checked first.
//! - Nothing is lost in silence: a row that cannot be read is listed with the reason, and what has no place is counted.
//! - Random bytes and the time are arguments.

// What one of the two modules leaves out is unused there.
#![cfg_attr(not(all(feature = "transfer", feature = "databases")), allow(dead_code, unused_imports))]

mod age;
mod archive;
pub mod ciphers;
pub mod containers;
mod content;
mod draft;
mod entry;
mod error;
mod fields;
pub mod formats;
mod import;
mod json;
pub mod limits;
mod reading;
mod sealed;
pub mod view;
#[cfg(target_arch = "wasm32")]
mod wasm;
pub mod writers;
mod xml;

pub use content::Content;
pub use draft::{Draft, Secret};
pub use entry::{Algorithm, Entry, Icon, Kind};
pub use error::{Cost, Error, RowError};
pub use formats::{FORMATS, Format};
pub use import::{FileReading, Import, Input, read};
pub use reading::{Extra, Notice, Reading, Refused};
pub use writers::{Loss, WRITERS, Writer, Writing};
