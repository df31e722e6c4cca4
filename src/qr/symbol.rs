//! What a symbol says.

pub(super) mod append;
pub(super) mod blocks;
pub(super) mod cross_check;
pub(super) mod decode;
pub(super) mod equalise;
pub(super) mod follow;
pub(super) mod format;
pub(super) mod plan;
pub(super) mod reed_solomon;
pub(super) mod sample;
pub(super) mod segments;
pub(super) mod soft;

use zeroize::Zeroizing;

use crate::qr::place::layout;

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
    pub(super) fn module(&self) -> f32 {
        let [(ax, ay), (bx, by), ..] = self.corners;
        (bx - ax).hypot(by - ay) / layout::side(self.version) as f32
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
