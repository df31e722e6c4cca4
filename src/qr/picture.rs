//! What a picture is made of, and what of it may be a code.

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

/// A point: to the right, and down.
pub(super) type Point = (f32, f32);

/// The most pixels that a picture may have: 64 megapixels, an 8K screen twice over. More is not a screen, and a
/// reader that must stay within the memory of a browser has to stop somewhere.
pub const MAX_PIXELS: usize = 64 * 1024 * 1024;
/// The longest side, in pixels: what browsers draw on, and what the square of still fits into 32 bits.
pub const MAX_SIDE: usize = 32 * 1024;

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

/// The number of pixels, when that many may be looked at.
pub(super) fn check_size(width: usize, height: usize) -> Result<usize, Error> {
    if width.max(height) > MAX_SIDE {
        return Err(Error::TooLarge);
    }
    width.checked_mul(height).filter(|pixels| *pixels <= MAX_PIXELS).ok_or(Error::TooLarge)
}
