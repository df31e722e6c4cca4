//! Format and version information, which stand in a symbol twice and are read by likeness to all their valid words.

use crate::qr::{
    place::{layout, order},
    symbol::{Level, soft::Soft},
};

/// A format that a symbol may have: its mask and level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Format {
    pub(crate) level: Level,
    pub(crate) mask: u8,
    /// How much the symbol is like this format, from -1 to 1.
    pub(crate) likeness: f32,
    /// How much the symbol is like the second best format.
    pub(crate) rival: f32,
}

/// The word of 15 bits that stands in a symbol for five bits of format (annex C).
const fn format_word(data: u16) -> u16 {
    let mut rest = data << 10;
    let mut bit = 14;
    while bit >= 10 {
        if rest >> bit & 1 == 1 {
            rest ^= 0b101_0011_0111 << (bit - 10);
        }
        bit -= 1;
    }
    (data << 10 | rest) ^ 0b101_0100_0001_0010
}

/// The word of 18 bits that stands in a symbol for its version (annex D).
const fn version_word(version: u32) -> u32 {
    let mut rest = version << 12;
    let mut bit = 17;
    while bit >= 12 {
        if rest >> bit & 1 == 1 {
            rest ^= 0b1_1111_0010_0101 << (bit - 12);
        }
        bit -= 1;
    }
    version << 12 | rest
}

/// Column and row of a bit of the format, in its first and its second copy.
const fn format_places(bit: usize, side: usize) -> [(usize, usize); 2] {
    let first = match bit {
        0..=5 => (8, bit),
        6 => (8, 7),
        7 => (8, 8),
        8 => (7, 8),
        _ => (14 - bit, 8),
    };
    let second = if bit < 8 { (side - 1 - bit, 8) } else { (8, side + bit - 15) };
    [first, second]
}

/// The formats that a sampled symbol is most like: by both copies together, by the first alone, by the second alone.
pub(crate) fn read(soft: &Soft) -> Vec<Format> {
    let side = soft.side();
    let sampled: [[f32; 2]; 15] =
        core::array::from_fn(|bit| format_places(bit, side).map(|(x, y)| soft.at(x, y).clamp(-1.0, 1.0)));
    let weights: [[f32; 2]; 3] = [[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]];
    let mut formats: Vec<Format> = Vec::new();
    for [first, second] in weights {
        let total: f32 = sampled.iter().map(|[a, b]| first * a.abs() + second * b.abs()).sum::<f32>().max(1e-3);
        let mut scores: Vec<(f32, u16)> = (0..32)
            .map(|data| {
                let word = format_word(data);
                let sum: f32 = sampled
                    .iter()
                    .enumerate()
                    .map(|(bit, [a, b])| (first * a + second * b) * if word >> bit & 1 == 1 { 1.0 } else { -1.0 })
                    .sum();
                (sum / total, data)
            })
            .collect();
        order::descending(&mut scores, |entry| entry.0);
        let (Some((likeness, data)), Some((rival, _))) = (scores.first().copied(), scores.get(1)) else { continue };
        let level = match data >> 3 {
            0 => Level::M,
            1 => Level::L,
            2 => Level::H,
            _ => Level::Q,
        };
        let format = Format { level, mask: (data & 7).to_le_bytes()[0], likeness, rival: *rival };
        if !formats.iter().any(|other| other.level == format.level && other.mask == format.mask) {
            formats.push(format);
        }
    }
    formats
}

/// The dark modules of format and version information, as column and row.
pub(crate) fn dark_modules(version: usize, level: Level, mask: u8) -> Vec<(usize, usize)> {
    let side = layout::side(version);
    let bits = match level {
        Level::M => 0,
        Level::L => 1,
        Level::H => 2,
        Level::Q => 3,
    };
    let word = format_word(bits << 3 | u16::from(mask));
    let mut dark: Vec<(usize, usize)> =
        (0..15).filter(|bit| word >> bit & 1 == 1).flat_map(|bit| format_places(bit, side)).collect();
    if version >= 7 {
        let word = version_word(u32::try_from(version).unwrap_or(0));
        let set = (0..18).filter(|bit| word >> bit & 1 == 1);
        dark.extend(set.flat_map(|bit| [(bit / 3, side - 11 + bit % 3), (side - 11 + bit % 3, bit / 3)]));
    }
    dark
}

/// The version that both copies of version information together are most like, with the likeness from -1 to 1.
pub(crate) fn version(soft: &Soft) -> (usize, f32) {
    let side = soft.side();
    let sampled: [f32; 18] = core::array::from_fn(|bit| {
        let (short, long) = (bit / 3, side - 11 + bit % 3);
        soft.at(short, long).clamp(-1.0, 1.0) + soft.at(long, short).clamp(-1.0, 1.0)
    });
    let total: f32 = sampled.iter().map(|value| value.abs()).sum::<f32>().max(1e-3);
    let likeness = |version: u32| {
        let word = version_word(version);
        let signed = sampled.iter().enumerate().map(|(bit, value)| if word >> bit & 1 == 1 { *value } else { -value });
        signed.sum::<f32>() / total
    };
    let best = (7..=40_u32).map(|version| (version, likeness(version))).max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or((0, -1.0), |(version, likeness)| (version as usize, likeness))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_annexes_c_and_d() {
        assert_eq!(format_word(0b00101), 0b100_0000_1100_1110);
        assert_eq!(version_word(7), 0b00_0111_1100_1001_0100);
    }
}
