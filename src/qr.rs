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

use zeroize::Zeroizing;

pub use picture::luma;
pub use reader::{Progress, Reader};

/// A point: to the right, and down.
type Point = (f32, f32);

/// The most pixels that a picture may have: 64 megapixels, an 8K screen twice over. More is not a screen, and a
/// reader that must stay within the memory of a browser has to stop somewhere.
pub const MAX_PIXELS: usize = 64 * 1024 * 1024;
/// The longest side, in pixels: what browsers draw on, and what the square of still fits into 32 bits.
pub const MAX_SIDE: usize = 32 * 1024;

/// One QR code that was found and read.
pub struct Symbol {
    /// The text. It may hold a seed, so it is wiped when dropped.
    pub text: Zeroizing<Vec<u8>>,
    /// What the text's bytes are.
    pub encoding: Encoding,
    /// Corners in pixels: top left, top right, bottom right, bottom left, as the symbol itself is turned.
    pub corners: [(f32, f32); 4],
    /// 1 to 40.
    pub version: usize,
    /// How much of it may be damaged.
    pub level: Level,
    /// Light on dark.
    pub inverted: bool,
    /// Seen in a mirror.
    pub mirrored: bool,
    /// How well the picture agrees with the symbol that this text makes: 1 in every module, 0 just enough.
    pub quality: f32,
    /// Its place among the symbols that make one text together.
    pub appended: Option<Appended>,
}

impl Symbol {
    /// The width of a module in pixels, by its first side.
    fn module(&self) -> f32 {
        let [(ax, ay), (bx, by), ..] = self.corners;
        (bx - ax).hypot(by - ay) / place::layout::side(self.version) as f32
    }
}

/// What the bytes of a text are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, unless the symbol said so and lied.
    Utf8,
    /// Shift-JIS, for which this core has no table: a browser has.
    ShiftJis,
    /// The same for Chinese.
    Gb18030,
}

/// Error correction level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 7 %.
    L,
    /// 15 %.
    M,
    /// 25 %.
    Q,
    /// 30 %.
    H,
}

/// A part of a structured append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Which part this is, from 0.
    pub index: u8,
    /// How many parts there are.
    pub total: u8,
    /// All bytes of the whole text, added without carry.
    pub parity: u8,
}

/// Why a picture was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The number of bytes is not what width and height say.
    WrongLength,
    /// More than [`MAX_PIXELS`], or a side longer than [`MAX_SIDE`].
    TooLarge,
}

impl Error {
    /// A stable name, for the shell to translate.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongLength => "picture-wrong-length",
            Self::TooLarge => "picture-too-large",
        }
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for Error {}

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

/// The number of pixels, when that many may be looked at.
fn check_size(width: usize, height: usize) -> Result<usize, Error> {
    if width.max(height) > MAX_SIDE {
        return Err(Error::TooLarge);
    }
    width.checked_mul(height).filter(|pixels| *pixels <= MAX_PIXELS).ok_or(Error::TooLarge)
}
