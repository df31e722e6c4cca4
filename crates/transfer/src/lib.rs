//! Reads and writes the files of other authenticators and password managers.

mod age;
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
