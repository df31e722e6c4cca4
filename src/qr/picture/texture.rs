//! Where a picture has the texture of a code: about as much dark as light, and changing about as often across as down.
//!
//! A picture is looked at in blocks of 8 x 8 pixels, at half of its size, a quarter and so on: at one of these a code's modules
//! are two to four pixels wide. Text is mostly background, lines and tables change one way, gradients hardly in one block.

use core::ops::RangeInclusive;

use crate::qr::picture::{
    extremes::{BLOCK, Extremes},
    plane::Plane,
    threshold::below,
};

/// A rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) right: usize,
    pub(crate) bottom: usize,
}

/// What is asked of a patch: windows, and pixels a side.
#[derive(Clone, Copy)]
pub(crate) struct Least {
    pub(crate) windows: usize,
    pub(crate) side: usize,
}

/// Blocks a side of a window: the smallest square of texture that counts.
const WINDOW: usize = 5;
/// The least side of a plane in which a window has room.
pub(crate) const LEAST_SIDE: usize = WINDOW * BLOCK;
/// Counts are added four at a time in the parts of a word.
const PART: u32 = 16;

/// The rectangles in which windows have the texture of a code, in pixels of the plane: those of fewer windows, or narrower,
/// than `least` are a letter or an icon.
pub(crate) fn patches(plane: &Plane, extremes: &Extremes, least: Least) -> Vec<Area> {
    let blocks = blocks(plane, extremes);
    let across = plane.width / BLOCK;
    let mut wide = Vec::with_capacity(blocks.len());
    for row in blocks.chunks_exact(across.max(1)) {
        wide.extend(row.array_windows::<WINDOW>().map(|near| near.iter().sum::<u64>()));
    }
    let windows = (across + 1).saturating_sub(WINDOW);
    let down = |rows: usize| wide.iter().skip(rows * windows);
    let mut likeness: Vec<u8> = (wide.iter().zip(down(1)).zip(down(2)).zip(down(3)).zip(down(4)))
        .map(|((((a, b), c), d), e)| {
            let sum = a + b + c + d + e;
            u8::from(STRICT.allow(sum)) + u8::from(LAX.allow(sum))
        })
        .collect();
    let mut found = Vec::new();
    let mut queue = Vec::new();
    for start in 0..likeness.len() {
        queue.push(start);
        let mut area: Option<Area> = None;
        let mut count = 0;
        while let Some(at) = queue.pop() {
            let Some(mark) = likeness.get_mut(at).filter(|mark| **mark > 0) else { continue };
            count += usize::from(*mark > 1);
            *mark = 0;
            let (x, y) = (at % windows, at / windows);
            let (left, top) = (x * BLOCK, y * BLOCK);
            let one = Area { left, top, right: left + LEAST_SIDE, bottom: top + LEAST_SIDE };
            area = Some(area.map_or(one, |area| area.with(one)));
            queue.extend([at.wrapping_sub(windows), at + windows]);
            queue.extend((x > 0).then(|| at - 1));
            queue.extend((x + 1 < windows).then_some(at + 1));
        }
        let enough = |area: &Area| count >= least.windows && area.width().min(area.height()) >= least.side;
        found.extend(area.filter(enough));
    }
    found
}

/// For each block: whether it has texture, its dark pixels, its changes across and down.
fn blocks(plane: &Plane, extremes: &Extremes) -> Vec<u64> {
    let spread = extremes.spread();
    let (across, down) = (plane.width / BLOCK, plane.height / BLOCK);
    let mut blocks = Vec::with_capacity(across * down);
    for (y, band) in plane.data.chunks_exact(plane.width.max(1) * BLOCK).enumerate() {
        let row = y * extremes.across..y * extremes.across + across;
        let (Some(lows), Some(highs)) = (extremes.low.get(row.clone()), extremes.high.get(row.clone())) else {
            continue;
        };
        let (Some(deep), Some(tall)) = (spread.low.get(row.clone()), spread.high.get(row)) else { continue };
        let own = lows.iter().zip(highs);
        let around = deep.iter().zip(tall);
        blocks.extend(own.zip(around).enumerate().map(|(x, ((low, high), (deep, tall)))| {
            let threshold = deep.midpoint(*tall);
            // Half of the difference around, or it is a gradient, or what shines in from a neighbour.
            if high - low >= LEAST_DIFFERENCE && u16::from(high - low) * 2 >= u16::from(tall - deep) {
                count(plane.width, band, x, threshold)
            } else {
                u64::from(*high < threshold) << 6 << PART
            }
        }));
    }
    blocks
}

/// A difference below this is the noise of a screen.
const LEAST_DIFFERENCE: u8 = 6;

fn count(width: usize, band: &[u8], x: usize, threshold: u8) -> u64 {
    let mut rows = [0_u64; BLOCK];
    for (bits, row) in rows.iter_mut().zip(band.chunks_exact(width)) {
        if let Some(block) = row.as_chunks::<BLOCK>().0.get(x) {
            *bits = below(*block, threshold);
        }
    }
    // All rows side by side in one word.
    let bits = rows.iter().rev().fold(0, |all, row| all << 8 | row);
    let across = ((bits ^ bits >> 1) & 0x7f7f_7f7f_7f7f_7f7f).count_ones();
    let down = ((bits ^ bits >> 8) << 8).count_ones();
    1 | u64::from(bits.count_ones()) << PART | u64::from(across) << (2 * PART) | u64::from(down) << (3 * PART)
}

/// What the counts of a window may be, in hundredths.
struct Bounds {
    /// Blocks that have texture, at least.
    blocks: u32,
    /// Dark pixels, at least, and as many light ones.
    dark: u32,
    /// Changes for each pixel: where modules are m pixels wide, every 2 m-th.
    rate: RangeInclusive<u32>,
    /// Changes one way for those the other way, at most.
    slant: u32,
}

/// Of a window that speaks for a code.
const STRICT: Bounds = Bounds { blocks: 80, dark: 28, rate: 9..=38, slant: 190 };
/// Of one that belongs to it if it is beside such a window.
const LAX: Bounds = Bounds { blocks: 70, dark: 22, rate: 8..=42, slant: 220 };

impl Bounds {
    fn allow(&self, sum: u64) -> bool {
        const BLOCKS: u32 = (WINDOW * WINDOW) as u32;
        const PIXELS: u32 = BLOCKS * 64;
        const PAIRS: u32 = BLOCKS * 56;
        let [blocks, dark, across, down] = [0, 1, 2, 3].map(|part| (sum >> (part * PART)) as u32 & 0xffff);
        let rate = PAIRS * self.rate.start()..=PAIRS * self.rate.end();
        blocks * 100 >= BLOCKS * self.blocks
            && dark * 100 >= PIXELS * self.dark
            && (PIXELS - dark.min(PIXELS)) * 100 >= PIXELS * self.dark
            && rate.contains(&(across * 100))
            && rate.contains(&(down * 100))
            && across * 100 <= down * self.slant
            && down * 100 <= across * self.slant
    }
}

impl Area {
    /// The smallest around both.
    fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left <= other.right && other.left <= self.right && self.top <= other.bottom && other.top <= self.bottom
    }

    pub(crate) fn contains(&self, x: usize, y: usize) -> bool {
        (self.left..self.right).contains(&x) && (self.top..self.bottom).contains(&y)
    }

    /// In pixels `scale` times as large.
    pub(crate) fn shrunk(&self, scale: usize) -> Self {
        Self {
            left: self.left / scale,
            top: self.top / scale,
            right: self.right.div_ceil(scale),
            bottom: self.bottom.div_ceil(scale),
        }
    }

    pub(crate) fn width(&self) -> usize {
        self.right.saturating_sub(self.left)
    }

    pub(crate) fn height(&self) -> usize {
        self.bottom.saturating_sub(self.top)
    }

    /// Of pixels `scale` times as large, with a margin for what of a code had not its texture.
    pub(crate) fn grown(&self, scale: usize) -> Self {
        let margin = (self.width().max(self.height()) / 3).max(3 * BLOCK) * scale;
        Self {
            left: (self.left * scale).saturating_sub(margin),
            top: (self.top * scale).saturating_sub(margin),
            right: self.right * scale + margin,
            bottom: self.bottom * scale + margin,
        }
    }

    /// What of it lies in a picture.
    pub(crate) fn within(&self, width: usize, height: usize) -> Self {
        Self { right: self.right.min(width), bottom: self.bottom.min(height), ..*self }
    }
}

/// Those that meet as one.
pub(crate) fn merged(areas: Vec<Area>) -> Vec<Area> {
    let mut merged: Vec<Area> = Vec::new();
    for mut area in areas {
        while let Some(at) = merged.iter().position(|other| other.meets(&area)) {
            area = area.with(merged.swap_remove(at));
        }
        merged.push(area);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found in a picture of 240 x 240, drawn pixel by pixel.
    fn found(draw: impl Fn(usize, usize) -> u8) -> Vec<Area> {
        let plane = Plane::new((0..240 * 240).map(|at| draw(at % 240, at / 240)).collect(), 240, 240);
        patches(&plane, &Extremes::of(&plane), Least { windows: 6, side: LEAST_SIDE + 8 })
    }

    /// As dark or light as by chance, in squares of three pixels.
    fn module(x: usize, y: usize) -> u8 {
        let mixed = ((x / 3) as u32 * 0x9e37 + (y / 3) as u32).wrapping_mul(0x85eb_ca6b);
        if (mixed ^ mixed >> 13).wrapping_mul(0xc2b2_ae35) >> 31 == 1 { 20 } else { 220 }
    }

    #[test]
    fn modules_and_nothing_beside_them() {
        let inside = |x, y| (80..167).contains(&x) && (64..151).contains(&y);
        let areas = found(|x, y| if inside(x, y) { module(x, y) } else { 255 });
        assert_eq!(areas.len(), 1);
        assert!(areas[0].left.abs_diff(80) <= 24 && areas[0].right.abs_diff(167) <= 24, "{areas:?}");
        // Hardly to be seen, and light on dark.
        assert_eq!(found(|x, y| if inside(x, y) { 250 - module(x, y) / 20 } else { 255 }).len(), 1);
        assert_eq!(found(|x, y| if inside(x, y) { module(x, y) } else { 20 }).len(), 1);
    }

    #[test]
    fn lines_text_and_gradients_are_none() {
        assert!(found(|x, _| (x / 3 % 2 * 200) as u8).is_empty());
        assert!(found(|_, y| (y / 3 % 2 * 200) as u8).is_empty());
        assert!(found(|x, y| usize::midpoint(x, y) as u8).is_empty());
        // Lines of letters with as much between them.
        assert!(found(|x, y| if y % 24 < 9 && x % 9 < 7 { module(x, y) | 64 } else { 255 }).is_empty());
        assert!(found(|_, _| 255).is_empty());
    }

    #[test]
    fn those_that_meet_are_one() {
        let area = |left, right| Area { left, top: 0, right, bottom: 10 };
        assert_eq!(merged(vec![area(0, 10), area(30, 40), area(8, 31)]), [area(0, 40)]);
        assert_eq!(merged(vec![area(0, 10), area(30, 40)]).len(), 2);
    }
}
