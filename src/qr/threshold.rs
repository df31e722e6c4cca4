//! What is dark: a threshold for every block of 8 x 8 pixels, from the darkest and the lightest around it.

use super::plane::Plane;

/// Pixels a side of a block, as a power of two.
const SHIFT: usize = 3;
const BLOCK: usize = 1 << SHIFT;

/// How readily a faint difference counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// A difference that is faint beside what is around it is taken for noise.
    Steady,
    /// Every difference counts that is more than the noise of a screen.
    Faint,
    /// One threshold for the whole picture.
    Global,
}

/// Thresholds for the blocks of a plane.
pub(super) struct Thresholds {
    values: Vec<u8>,
    across: usize,
}

#[derive(Clone)]
struct Extremes {
    low: Vec<u8>,
    high: Vec<u8>,
    across: usize,
    down: usize,
}

impl Extremes {
    fn of(plane: &Plane) -> Self {
        let (across, down) = (plane.width.div_ceil(BLOCK), plane.height.div_ceil(BLOCK));
        let mut low = Vec::with_capacity(across * down);
        let mut high = Vec::with_capacity(across * down);
        let mut lows = vec![0_u8; plane.width];
        let mut highs = vec![0_u8; plane.width];
        for band in plane.data.chunks(plane.width.max(1) * BLOCK) {
            lows.fill(255);
            highs.fill(0);
            for row in band.chunks_exact(plane.width.max(1)) {
                for ((low, high), pixel) in lows.iter_mut().zip(&mut highs).zip(row) {
                    *low = (*low).min(*pixel);
                    *high = (*high).max(*pixel);
                }
            }
            low.extend(lows.chunks(BLOCK).map(|block| block.iter().copied().min().unwrap_or(255)));
            high.extend(highs.chunks(BLOCK).map(|block| block.iter().copied().max().unwrap_or(0)));
        }
        Self { low, high, across, down }
    }

    /// Each block with its eight neighbours.
    fn spread(&self) -> Self {
        Self {
            low: spread(&self.low, self.across, u8::min),
            high: spread(&self.high, self.across, u8::max),
            across: self.across,
            down: self.down,
        }
    }

    /// Four blocks as one.
    fn halved(&self) -> Self {
        let (across, down) = (self.across.div_ceil(2), self.down.div_ceil(2));
        let mut low = vec![255; across * down];
        let mut high = vec![0; across * down];
        let rows = self.low.chunks(self.across.max(1)).zip(self.high.chunks(self.across.max(1)));
        for (y, (lows, highs)) in rows.enumerate() {
            let out = (y / 2 * across)..(y / 2 * across + across);
            let (Some(low), Some(high)) = (low.get_mut(out.clone()), high.get_mut(out)) else { continue };
            for (value, pair) in low.iter_mut().zip(lows.chunks(2)) {
                *value = pair.iter().copied().fold(*value, u8::min);
            }
            for (value, pair) in high.iter_mut().zip(highs.chunks(2)) {
                *value = pair.iter().copied().fold(*value, u8::max);
            }
        }
        Self { low, high, across, down }
    }
}

fn spread(values: &[u8], across: usize, pick: fn(u8, u8) -> u8) -> Vec<u8> {
    let mut sideways = values.to_vec();
    for (out, row) in sideways.chunks_mut(across.max(1)).zip(values.chunks(across.max(1))) {
        for (value, other) in out.iter_mut().zip(row.iter().skip(1)) {
            *value = pick(*value, *other);
        }
        for (value, other) in out.iter_mut().skip(1).zip(row) {
            *value = pick(*value, *other);
        }
    }
    let mut both = sideways.clone();
    for (value, other) in both.iter_mut().zip(sideways.iter().skip(across)) {
        *value = pick(*value, *other);
    }
    for (value, other) in both.iter_mut().skip(across).zip(&sideways) {
        *value = pick(*value, *other);
    }
    both
}

impl Thresholds {
    pub(super) fn new(plane: &Plane, mode: Mode) -> Self {
        let blocks = Extremes::of(plane);
        let across = blocks.across;
        if mode == Mode::Global {
            return Self { values: vec![otsu(plane); blocks.low.len()], across };
        }
        let (least, share) = if mode == Mode::Steady { (24, 3) } else { (6, 32) };
        // Each level sees twice as far as the one before.
        let mut levels = vec![blocks.spread()];
        let mut coarse = blocks;
        for _ in 0..4 {
            coarse = coarse.halved();
            levels.push(coarse.spread());
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
        Self { values: middle, across }
    }

    /// The threshold at a pixel: what is below it is dark.
    pub(super) fn at(&self, x: usize, y: usize) -> u8 {
        self.values.get((y >> SHIFT) * self.across + (x >> SHIFT)).copied().unwrap_or(128)
    }

    /// The pixels of row `y` at which dark and light change; the first pixel counts as light.
    pub(super) fn changes(&self, row: &[u8], y: usize, changes: &mut Vec<u32>) {
        changes.clear();
        let start = (y >> SHIFT) * self.across;
        let Some(thresholds) = self.values.get(start..start + self.across) else { return };
        let mut before = 0_u64;
        let (blocks, tail) = row.as_chunks::<BLOCK>();
        let mut word = 0_u64;
        let mut filled = 0;
        let mut base = 0_u32;
        for (block, threshold) in blocks.iter().zip(thresholds) {
            word |= below(*block, *threshold) << filled;
            filled += 8;
            if filled == 64 {
                note(word, &mut before, base, changes);
                base += 64;
                word = 0;
                filled = 0;
            }
        }
        if let Some(threshold) = thresholds.get(blocks.len()) {
            for pixel in tail {
                word |= u64::from(pixel < threshold) << filled;
                filled += 1;
            }
        }
        if filled > 0 {
            // What is beyond the row is as its last pixel.
            if filled < 64 && word >> (filled - 1) & 1 == 1 {
                word |= u64::MAX << filled;
            }
            note(word, &mut before, base, changes);
        }
    }
}

/// A bit for each of eight values, the first lowest: whether it is below the threshold.
fn below(block: [u8; 8], threshold: u8) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let values = u64::from_le_bytes(block);
    let limits = u64::from(threshold) * 0x0101_0101_0101_0101;
    // Byte by byte, without a carry between them: the highest bit says that the value is not below.
    let difference = (values | HIGH) - (limits & !HIGH);
    let not_below = ((values & !limits) | (!(values ^ limits) & difference)) & HIGH;
    ((!not_below & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

fn note(word: u64, before: &mut u64, base: u32, changes: &mut Vec<u32>) {
    let mut edges = word ^ (word << 1 | *before);
    *before = word >> 63;
    while edges != 0 {
        changes.push(base + edges.trailing_zeros());
        edges &= edges - 1;
    }
}

/// Otsu's threshold: the one that leaves the least variance on both sides.
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
