//! The lowest floor of the reader: the picture, the views that are made of it, and the parts of it that look like a code.

pub(super) mod area;
pub(super) mod deblur;
pub(super) mod evidence;
pub(super) mod extremes;
pub(super) mod intake;
pub mod luma;
pub(super) mod mask;
pub(super) mod plane;
pub(super) mod texture;
pub(super) mod threshold;
pub(super) mod view;

/// A point as its distances from the left and from the top.
pub(super) type Point = (f32, f32);

/// The greatest number of pixels in a picture: 64 megapixels, twice an 8K screen.
///
/// A larger picture is no screenshot, and the reader has to stay within the memory of a browser.
pub const MAX_PIXELS: usize = 64 * 1024 * 1024;
/// The greatest width and height of a picture in pixels: the largest canvas of a browser. Its square fits into 32 bits.
pub const MAX_SIDE: usize = 32 * 1024;

use crate::codes::codes;

codes! {
    /// Why a picture is refused before it is read.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "types", ts(rename = "PictureError"))]
    pub enum Error as ("code", "args") {
        /// The number of bytes does not follow from width and height.
        WrongLength = "picture-wrong-length",
        /// The picture has more than [`MAX_PIXELS`] pixels, or a side longer than [`MAX_SIDE`].
        TooLarge = "picture-too-large",
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for Error {}

/// The number of pixels of a picture.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`MAX_PIXELS`] or [`MAX_SIDE`].
pub(super) fn check_size(width: usize, height: usize) -> Result<usize, Error> {
    if width.max(height) > MAX_SIDE {
        return Err(Error::TooLarge);
    }
    width.checked_mul(height).filter(|pixels| *pixels <= MAX_PIXELS).ok_or(Error::TooLarge)
}
