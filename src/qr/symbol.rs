//! The upper floor of the reader: sampling the modules of a symbol, correcting and decoding them.

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

/// A QR code that was read.
pub struct Symbol {
    /// The text. It may hold a seed, so it is wiped when dropped.
    pub text: Zeroizing<Vec<u8>>,
    /// The encoding of the text.
    pub encoding: Encoding,
    /// The corners in pixels: top left, top right, bottom right and bottom left of the symbol, however it is turned.
    pub corners: [(f32, f32); 4],
    /// The version, 1 to 40, which says how many modules the symbol has.
    pub version: usize,
    /// The error correction level.
    pub level: Level,
    /// Whether the symbol is light on dark.
    pub inverted: bool,
    /// Whether the symbol is mirrored.
    pub mirrored: bool,
    /// How well the picture agrees with the perfect symbol of this text: 1 in every module, 0 just enough to be accepted.
    pub quality: f32,
    /// The place of this symbol in a structured append, if it is part of one.
    pub appended: Option<Appended>,
}

impl Symbol {
    /// The width of a module in pixels, along the upper side.
    pub(super) fn module(&self) -> f32 {
        let [(ax, ay), (bx, by), ..] = self.corners;
        (bx - ax).hypot(by - ay) / layout::side(self.version) as f32
    }
}

/// The encoding of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8. A symbol that names it may hold other bytes.
    Utf8,
    /// Shift-JIS (Japanese), as it stands in the symbol: the caller decodes it, since browsers have the table.
    ShiftJis,
    /// GB 18030 (Chinese), as it stands in the symbol: the caller decodes it, since browsers have the table.
    Gb18030,
}

/// An error correction level: how much of a symbol may be damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 7 % of the codewords.
    L,
    /// 15 % of the codewords.
    M,
    /// 25 % of the codewords.
    Q,
    /// 30 % of the codewords.
    H,
}

/// The place of a symbol among those that hold one text together (structured append).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The place of this part, from 0.
    pub index: u8,
    /// The number of parts.
    pub total: u8,
    /// The exclusive or of all bytes of the whole text.
    pub parity: u8,
}
