//! Where a picture has the texture of a code: about as much dark as light, and changing about as often across as down.
//!
//! A picture is looked at in blocks of 8 x 8 pixels, at half of its size, a quarter and so on: at one of these a code's modules
//! are two to four pixels wide. Text is mostly background, lines and tables change one way, gradients hardly in one block.

use core::ops::RangeInclusive;

use crate::qr::picture::{
    area::{Area, BLOCK},
    extremes::Extremes,
    plane::Plane,
    threshold::below,
};

/// The least that a patch of texture must have: windows, and pixels on its shorter side.
#[derive(Clone, Copy)]
pub(crate) struct Least {
    pub(crate) windows: usize,
    pub(crate) side: usize,
}

/// Side of a window in blocks: the smallest square of texture that counts.
const WINDOW: usize = 5;
/// Side of a window in pixels.
pub(crate) const LEAST_SIDE: usize = WINDOW * BLOCK;
/// Bits of a count: a word holds four counts, so that one addition adds four.
const PART: u32 = 16;

/// The rectangles in which windows have the texture of a code, in pixels of the plane.
///
/// Rectangles of fewer windows or narrower than `least` are left out: they are letters and icons.
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

/// The four counts of each block: 1 if it has texture, its dark pixels, its changes across and its changes down.
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

/// The least difference within a block with texture: a smaller one is the noise of a screen.
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

/// The limits of the counts of a window, in hundredths.
struct WindowLimits {
    /// Least share of the blocks that have texture.
    blocks: u32,
    /// Least share of dark pixels, and of light ones.
    dark: u32,
    /// Changes for each pixel: about one in 2 m where modules are m pixels wide.
    rate: RangeInclusive<u32>,
    /// Greatest ratio between the changes in one direction and in the other.
    slant: u32,
}

/// The limits of a window that speaks for a code by itself.
const STRICT: WindowLimits = WindowLimits { blocks: 80, dark: 28, rate: 9..=38, slant: 190 };
/// The limits of a window that belongs to a code if a neighbour speaks for one.
const LAX: WindowLimits = WindowLimits { blocks: 70, dark: 22, rate: 8..=42, slant: 220 };

impl WindowLimits {
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
}
