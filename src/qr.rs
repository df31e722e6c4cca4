//! Reading QR codes (ISO/IEC 18004) from the pixels of a page.
//!
//! ```
//! let white = vec![255; 64 * 64];
//! assert!(halfminute::qr::read(&white, 64, 64)?.is_empty());
//! # Ok::<(), halfminute::qr::Error>(())
//! ```
//!
//! [`luma`] turns RGBA into luminance, [`read`] turns luminance into every symbol in the picture, dark on
//! light and light on dark. What is found is bytes: whoever asked decides what they mean.

pub mod luma;
mod tail;

use zeroize::Zeroizing;

/// The most pixels that a picture may have: 64 megapixels, an 8K screen twice over. More is not a screen, and a
/// reader that must stay within the memory of a browser has to stop somewhere.
pub const MAX_PIXELS: usize = 64 * 1024 * 1024;
/// The longest side, in pixels: what browsers draw on, and what the square of still fits into 32 bits.
pub const MAX_SIDE: usize = 32 * 1024;

/// One QR code that was found and read.
pub struct Symbol {
    /// The text as it stands in the symbol. It may hold a seed, so it is wiped when dropped.
    pub text: Zeroizing<Vec<u8>>,
    /// Corners in pixels: top left, top right, bottom right, bottom left, as the symbol itself is turned.
    pub corners: [(f32, f32); 4],
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
    let mut symbols = tail::read_dark_on_light(width, height, |at| luma.get(at).copied().unwrap_or(255));
    let inverted = tail::read_dark_on_light(width, height, |at| luma.get(at).map_or(255, |value| 255 - value));
    symbols.extend(inverted);
    Ok(symbols)
}

/// The number of pixels, when that many may be looked at.
fn check_size(width: usize, height: usize) -> Result<usize, Error> {
    if width.max(height) > MAX_SIDE {
        return Err(Error::TooLarge);
    }
    width.checked_mul(height).filter(|pixels| *pixels <= MAX_PIXELS).ok_or(Error::TooLarge)
}
