//! Reads QR codes (ISO/IEC 18004) from the pixels of a page, and draws them.
//!
//! ```
//! use halfminute::qr::{Progress, Reader};
//!
//! // A white picture, four bytes a pixel: there is no code in it.
//! let rgba = vec![255; 64 * 64 * 4];
//! let mut reader = Reader::new(rgba, 64, 64)?;
//! while reader.step() != Progress::Done {}
//! assert!(reader.into_symbols().is_empty());
//! # Ok::<(), halfminute::qr::Error>(())
//! ```
//!
//! [`Reader`] reads in steps of a few milliseconds, so that the caller, who has a clock, can stop it; [`read_rgba`] and
//! [`read()`] take all steps at once. The text of a symbol is bytes, and the caller decides what they mean.
//! `docs/reader.md` explains how codes are found, and what each idea brought.
//!
//! Reading order: [`reader`] is the algorithm. Below it are three floors, each of which knows only the ones before it: the
//! folder `picture` has the views of a picture and the parts that look like a code, `place` finds where a symbol lies, and
//! `symbol` samples and decodes it. [`write`](mod@write) draws a symbol.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    clippy::similar_names,
    reason = "pixels and modules are counted in numbers far below 2^24, and geometry calls things a, b, u, v, x and y"
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

/// Reads every symbol in a picture of `width` x `height` luminance values, row by row; 0 is black.
///
/// A text that stands in the picture twice is returned twice, once for each place.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`MAX_PIXELS`] or [`MAX_SIDE`], and [`Error::WrongLength`] if `luma` is not `width * height`
/// bytes long.
pub fn read(luma: &[u8], width: usize, height: usize) -> Result<Vec<Symbol>, Error> {
    let pixels = check_size(width, height)?;
    if luma.len() != pixels {
        return Err(Error::WrongLength);
    }
    let mut reader = Reader::of_luma(luma.to_vec(), width, height);
    while reader.step() != Progress::Done {}
    Ok(reader.into_symbols())
}

/// Reads symbols in a picture of straight-alpha RGBA pixels, row by row: those that are easily found in any case, the others
/// for as long as `more` returns true.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`MAX_PIXELS`] or [`MAX_SIDE`], and [`Error::WrongLength`] if `rgba` is not
/// `width * height * 4` bytes long.
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
