//! The blocks in which the codewords of a symbol are corrected (ISO/IEC 18004, table 9).

use crate::qr::symbol::Level;

/// The number of codewords for error correction in each block, by level and version.
const CORRECTION: [[u8; 40]; 4] = [
    [
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    [
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
];

/// The number of blocks, by level and version.
const BLOCKS: [[u8; 40]; 4] = [
    [
        1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18,
        19, 19, 20, 21, 22, 24, 25,
    ],
    [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31,
        33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    [
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40,
        43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
    [
        1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48,
        51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
];

/// The number of codewords for error correction in each block, and the number of blocks.
pub(crate) fn by_level(version: usize, level: Level) -> Option<(usize, usize)> {
    let row = level as usize;
    let at = version.checked_sub(1)?;
    let correction = *CORRECTION.get(row)?.get(at)?;
    let count = *BLOCKS.get(row)?.get(at)?;
    Some((usize::from(correction), usize::from(count)))
}

/// A block of codewords.
pub(crate) struct Block {
    /// The index of each of its codewords in the order of the symbol.
    pub(crate) places: Vec<usize>,
}

/// The blocks whose codewords are interleaved in a symbol.
pub(crate) fn interleaved(total: usize, parity: usize, count: usize) -> Vec<Block> {
    let long = total % count;
    let short_data = total / count - parity;
    (0..count)
        .map(|block| {
            let is_long = block >= count - long;
            let data = (0..short_data).map(|row| row * count + block);
            let extra = is_long.then(|| short_data * count + block + long - count);
            let after = short_data * count + long;
            let correction = (0..parity).map(|row| after + row * count + block);
            Block { places: data.chain(extra).chain(correction).collect() }
        })
        .collect()
}

/// The number of codewords that the smallest symbols keep back against wrong corrections (table 9).
pub(crate) fn protection(version: usize, level: Level) -> usize {
    match (version, level) {
        (1, Level::L) => 3,
        (1, Level::M) | (2, Level::L) => 2,
        (1, _) | (3, Level::L) => 1,
        _ => 0,
    }
}
