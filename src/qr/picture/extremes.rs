//! The darkest and the lightest pixel of every block of 8 x 8 pixels.

use crate::qr::picture::{area::BLOCK, plane::Plane};

/// The darkest and the lightest values of the blocks of a plane, row by row.
#[derive(Clone, Default)]
pub(crate) struct Extremes {
    pub(crate) low: Vec<u8>,
    pub(crate) high: Vec<u8>,
    pub(crate) across: usize,
    pub(crate) down: usize,
}

impl Extremes {
    pub(crate) fn of(plane: &Plane) -> Self {
        let mut extremes = Self::default();
        extremes.extend(&plane.data, plane.width);
        extremes
    }

    /// Takes in the next rows of the plane: a multiple of 8 of them, unless they are the last.
    pub(crate) fn extend(&mut self, rows: &[u8], width: usize) {
        let width = width.max(1);
        self.across = width.div_ceil(BLOCK);
        let mut lows = vec![0_u8; width];
        let mut highs = vec![0_u8; width];
        for band in rows.chunks(width * BLOCK) {
            lows.fill(255);
            highs.fill(0);
            for row in band.chunks_exact(width) {
                for ((low, high), pixel) in lows.iter_mut().zip(&mut highs).zip(row) {
                    *low = (*low).min(*pixel);
                    *high = (*high).max(*pixel);
                }
            }
            let (blocks, rest) = lows.as_chunks::<BLOCK>();
            self.low.extend(blocks.iter().map(|block| block.iter().copied().fold(255, u8::min)));
            self.low.extend(rest.iter().copied().reduce(u8::min));
            let (blocks, rest) = highs.as_chunks::<BLOCK>();
            self.high.extend(blocks.iter().map(|block| block.iter().copied().fold(0, u8::max)));
            self.high.extend(rest.iter().copied().reduce(u8::max));
            self.down += 1;
        }
    }

    /// The extremes of each block together with its eight neighbours.
    pub(crate) fn spread(&self) -> Self {
        Self {
            low: spread(&self.low, self.across, u8::min),
            high: spread(&self.high, self.across, u8::max),
            across: self.across,
            down: self.down,
        }
    }

    /// The extremes of squares of four blocks.
    pub(crate) fn halved(&self) -> Self {
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

fn spread(values: &[u8], across: usize, pick: impl Fn(u8, u8) -> u8) -> Vec<u8> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_parts_as_at_once() {
        let data: Vec<u8> = (0..45 * 35).map(|at| (at * 7919 % 251) as u8).collect();
        let whole = Extremes::of(&Plane::new(data.clone(), 45, 35));
        let mut parts = Extremes::default();
        for band in data.chunks(45 * 16) {
            parts.extend(band, 45);
        }
        assert_eq!((whole.across, whole.down, whole.low.len()), (6, 5, 30));
        assert!(whole.low == parts.low && whole.high == parts.high && parts.down == 5);
    }
}
