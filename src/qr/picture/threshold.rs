//! Thresholds between dark and light: one for every block of 8 x 8 pixels, from the darkest and the lightest around it.

use crate::qr::picture::{
    area::{BLOCK, SHIFT},
    extremes::Extremes,
    plane::Plane,
};

/// How a faint difference is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A difference that is faint beside those around it is noise.
    Steady,
    /// Every difference above the noise of a screen counts.
    Faint,
    /// One threshold for the whole picture.
    Global,
}

/// Thresholds for the blocks of a plane.
pub(crate) struct Thresholds {
    values: Vec<u8>,
    /// [`LIGHT`] or [`DARK`] for a block that is so throughout, whose pixels need no look; else [`BOTH`].
    kinds: Vec<u8>,
    across: usize,
}

/// The bits of eight light pixels, of eight dark ones, and a mark for a block that has both.
const LIGHT: u8 = 0;
const DARK: u8 = 0xff;
const BOTH: u8 = 1;

impl Thresholds {
    pub(crate) fn new(plane: &Plane, mode: Mode) -> Self {
        Self::of(&Extremes::of(plane), plane, mode)
    }

    /// The thresholds of a plane whose extremes were computed before.
    pub(crate) fn of(blocks: &Extremes, plane: &Plane, mode: Mode) -> Self {
        if mode == Mode::Global {
            return Self::with(blocks, vec![otsu(plane); blocks.low.len()]);
        }
        let (least, share) = if mode == Mode::Steady { (24, 3) } else { (6, 32) };
        // Each level sees twice as far as the one before.
        let mut levels = vec![blocks.spread()];
        let mut coarse = blocks.halved();
        for _ in 0..4 {
            levels.push(coarse.spread());
            coarse = coarse.halved();
        }
        // From the coarsest down: a block takes its own middle when its own difference counts beside that further out.
        let mut middle: Vec<u8> = Vec::new();
        let mut range: Vec<u8> = Vec::new();
        let mut above = 1;
        for level in levels.iter().rev() {
            let mut middles = Vec::with_capacity(level.low.len());
            let mut ranges = Vec::with_capacity(level.low.len());
            for y in 0..level.down {
                let row = y * level.across..(y + 1) * level.across;
                let (Some(lows), Some(highs)) = (level.low.get(row.clone()), level.high.get(row)) else { continue };
                for (x, (low, high)) in lows.iter().zip(highs).enumerate() {
                    let own = high.saturating_sub(*low);
                    let parent = y / 2 * above + x / 2;
                    let further = range.get(parent).copied().unwrap_or(0);
                    let counts = own >= least && u16::from(own) * share >= u16::from(further);
                    if counts || middle.is_empty() {
                        middles.push(low.midpoint(*high));
                        ranges.push(own);
                    } else {
                        middles.push(middle.get(parent).copied().unwrap_or(128));
                        ranges.push(further);
                    }
                }
            }
            middle = middles;
            range = ranges;
            above = level.across;
        }
        Self::with(blocks, middle)
    }

    fn with(blocks: &Extremes, values: Vec<u8>) -> Self {
        let extremes = blocks.low.iter().zip(&blocks.high);
        let kinds = extremes.zip(&values).map(|((low, high), threshold)| {
            if low >= threshold {
                LIGHT
            } else if high < threshold {
                DARK
            } else {
                BOTH
            }
        });
        Self { kinds: kinds.collect(), values, across: blocks.across }
    }

    /// The threshold at a pixel: what is below it is dark.
    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        self.values.get((y >> SHIFT) * self.across + (x >> SHIFT)).copied().unwrap_or(128)
    }

    /// The pixels of row `y` at which dark and light change; the first pixel counts as light.
    pub(crate) fn changes(&self, row: &[u8], y: usize, changes: &mut Vec<u32>) {
        changes.clear();
        let start = (y >> SHIFT) * self.across;
        let range = start..start + self.across;
        let (Some(thresholds), Some(kinds)) = (self.values.get(range.clone()), self.kinds.get(range)) else { return };
        let mut before = 0_u64;
        let mut base = 0_u32;
        let (words, tail) = row.as_chunks::<64>();
        let groups = kinds.as_chunks::<8>().0;
        for ((pixels, group), thresholds) in words.iter().zip(groups).zip(thresholds.chunks_exact(8)) {
            // A flat block's kind is its bits.
            let mut word = u64::from_le_bytes(*group);
            let mut open = word & !(word >> 7) & 0x0101_0101_0101_0101;
            let blocks = pixels.as_chunks::<BLOCK>().0;
            while open != 0 {
                let at = open.trailing_zeros() as usize / 8;
                if let (Some(block), Some(threshold)) = (blocks.get(at), thresholds.get(at)) {
                    word = word & !(0xff << (at * 8)) | below(*block, *threshold) << (at * 8);
                }
                open &= open - 1;
            }
            note(word, &mut before, base, changes);
            base += 64;
        }
        let mut word = 0_u64;
        let thresholds = thresholds.iter().skip(words.len() * 8).flat_map(|threshold| [*threshold; BLOCK]);
        for ((pixel, threshold), at) in tail.iter().zip(thresholds).zip(0..) {
            word |= u64::from(*pixel < threshold) << at;
        }
        if !tail.is_empty() {
            // What is beyond the row is as its last pixel.
            if word >> (tail.len() - 1) & 1 == 1 {
                word |= u64::MAX << (tail.len() - 1);
            }
            note(word, &mut before, base, changes);
        }
    }
}

/// A bit for each of eight values, the first lowest: whether it is below the threshold.
pub(crate) fn below(block: [u8; 8], threshold: u8) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let values = u64::from_le_bytes(block);
    let limits = u64::from(threshold) * 0x0101_0101_0101_0101;
    // Byte by byte, without a carry between them: the highest bit says that the value is not below.
    let difference = (values | HIGH) - (limits & !HIGH);
    let not_below = ((values & !limits) | (!(values ^ limits) & difference)) & HIGH;
    ((!not_below & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Notes where bits change; the first is compared with the bit before it.
fn note(word: u64, before: &mut u64, base: u32, changes: &mut Vec<u32>) {
    let mut edges = word ^ (word << 1 | *before);
    *before = word >> 63;
    while edges != 0 {
        changes.push(base + edges.trailing_zeros());
        edges &= edges - 1;
    }
}

/// Otsu's threshold: the one with the least variance on both sides.
fn otsu(plane: &Plane) -> u8 {
    let mut histogram = [0_u32; 256];
    for pixel in plane.data.iter().step_by(3) {
        if let Some(count) = histogram.get_mut(usize::from(*pixel)) {
            *count += 1;
        }
    }
    let total: f64 = histogram.iter().map(|count| f64::from(*count)).sum();
    let sum: f64 = histogram.iter().zip(0_u32..).map(|(count, value)| f64::from(*count) * f64::from(value)).sum();
    let (mut weight, mut part, mut best) = (0.0, 0.0, (0.0, 128_u8));
    for (count, value) in histogram.iter().zip(0_u8..=255) {
        weight += f64::from(*count);
        part += f64::from(*count) * f64::from(value);
        if weight == 0.0 || weight >= total {
            continue;
        }
        let difference = part / weight - (sum - part) / (total - weight);
        let between = weight * (total - weight) * difference * difference;
        if between > best.0 {
            best = (between, value.saturating_add(1));
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_is_byte_by_byte() {
        for threshold in [0, 1, 100, 127, 128, 129, 255] {
            let block = [0, 1, 99, 127, 128, 129, 254, 255];
            let expected =
                block.iter().enumerate().fold(0, |bits, (at, value)| bits | u64::from(*value < threshold) << at);
            assert_eq!(below(block, threshold), expected, "{threshold}");
        }
    }

    #[test]
    fn changes_in_a_row_wider_than_a_word() {
        let mut row = vec![255_u8; 131];
        row[3..7].fill(0);
        row[60..70].fill(0);
        row[129..].fill(0);
        let plane = Plane::new(row.clone(), 131, 1);
        let mut changes = Vec::new();
        Thresholds::new(&plane, Mode::Global).changes(&row, 0, &mut changes);
        assert_eq!(changes, [3, 7, 60, 70, 129]);
    }

    #[test]
    fn faint_beside_strong() {
        // A faint code on the left, a strong edge on the right.
        let data = (0..64 * 64).map(|at| {
            if at % 64 > 48 {
                if at % 64 < 56 { 0 } else { 255 }
            } else if at / 8 % 2 == 0 {
                40
            } else {
                52
            }
        });
        let plane = Plane::new(data.collect(), 64, 64);
        let thresholds = Thresholds::new(&plane, Mode::Faint);
        assert!((41..=52).contains(&thresholds.at(10, 30)));
    }
}
