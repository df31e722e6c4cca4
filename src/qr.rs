//! Reading QR codes (ISO/IEC 18004) from the pixels of a page.
//!
//! ```
//! let white = vec![255; 64 * 64];
//! assert!(halfminute::qr::read(&white, 64, 64)?.is_empty());
//! # Ok::<(), halfminute::qr::Error>(())
//! ```
//!
//! [`read_rgba`] turns pixels into every symbol in the picture, [`Reader`] does so in slices of time. What is found is
//! bytes: whoever asked decides what they mean. `docs/reader.md` says how it is done and what each idea brought.
//!
//! Reading order: [`reader`] (what is tried when), `intake`, `threshold`, `evidence` (whether anything looks like a code),
//! `search`, `finder`, `triple`, `pair`, `locate` (where a symbol is), `follow`, `mesh`, `sample`, `equalise` (what its
//! modules are), `decode` (what it says).

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    clippy::similar_names,
    reason = "pixels and modules are counted in numbers far below 2^24, and a, b, u, v, x, y are what geometry calls them"
)]

#[cfg(feature = "qr-debug")]
pub mod debug;
mod picture;
mod place;
pub mod reader;
mod symbol;
pub mod write;

use picture::check_size;
pub use picture::{Error, MAX_PIXELS, MAX_SIDE, luma};
pub use reader::{Progress, Reader};
pub use symbol::{Appended, Encoding, Level, Symbol};

/// Reads every symbol in a picture of `width` x `height` luminance values, 0 is black, row by row.
///
/// A text that stands in the picture twice is reported twice, at its two places.
///
/// # Errors
/// When the picture is larger than [`MAX_PIXELS`] and [`MAX_SIDE`] allow, or its length is not `width * height`.
pub fn read(luma: &[u8], width: usize, height: usize) -> Result<Vec<Symbol>, Error> {
    let pixels = check_size(width, height)?;
    if luma.len() != pixels {
        return Err(Error::WrongLength);
    }
    let mut reader = Reader::of_luma(luma.to_vec(), width, height);
    while reader.step() != Progress::Done {}
    Ok(reader.into_symbols())
}

/// Reads every symbol in a picture of straight-alpha RGBA pixels: what is easily found in any case, and the rest for as
/// long as `more` says that there is time.
///
/// # Errors
/// As for [`read`], with four bytes a pixel.
pub fn read_rgba(rgba: &[u8], width: usize, height: usize, more: impl Fn() -> bool) -> Result<Vec<Symbol>, Error> {
    let mut reader = Reader::new(rgba, width, height)?;
    loop {
        match reader.step() {
            Progress::Quick => {}
            Progress::Deep if more() => {}
            Progress::Deep | Progress::Done => return Ok(reader.into_symbols()),
        }
    }
}
