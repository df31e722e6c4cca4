//! The search for finder patterns: rows are scanned for light, core and light in the ratio 1:3:1.

use std::{collections::BTreeSet, rc::Rc};

use crate::qr::{
    picture::{mask::Mask, plane::Plane, threshold::Thresholds},
    place::finder::Finder,
};

/// The greatest number of patterns: a picture with more of them is noise.
const MOST: usize = 600;
/// Work is counted in pixels of a row. This is the work of a crossing that is examined.
const A_CROSSING: usize = 400;
/// The work of measuring a shape by rays.
const A_SHAPE: usize = 12_000;
/// The greatest work in the quick tier, about a sixth of a second: a picture that takes more is noise.
const MOST_WORK: usize = 150_000_000;
/// The greatest work in the deep tier, about half a second.
const MOST_DEEP_WORK: usize = 400_000_000;

/// A search through the rows of a plane, which can be stopped and continued.
pub(crate) struct Search {
    plane: Rc<Plane>,
    thresholds: Thresholds,
    /// The distance between the rows that are scanned, and the next row.
    step: usize,
    next: usize,
    /// The greatest oddity of a pattern.
    oddest: f32,
    mask: Option<Mask>,
    found: Vec<Finder>,
    /// Places, in squares of two pixels, where a shape was measured and is no pattern, because the next rows meet it again.
    refused: BTreeSet<(i32, i32)>,
    changes: Vec<u32>,
    work: usize,
}

impl Search {
    /// Begins to search every `step`th row for finder patterns of both polarities.
    pub(crate) fn new(plane: Rc<Plane>, thresholds: Thresholds, step: usize, oddest: f32, mask: Option<Mask>) -> Self {
        let (found, refused, changes) = (Vec::new(), BTreeSet::new(), Vec::new());
        Self { plane, thresholds, step, next: step / 2, oddest, mask, found, refused, changes, work: 0 }
    }

    /// Does about `work` more work, and says whether any is left.
    pub(crate) fn advance(&mut self, work: usize) -> bool {
        let end = self.work + work;
        let most = if self.mask.is_some() { MOST_WORK } else { MOST_DEEP_WORK };
        let plane = Rc::clone(&self.plane);
        let mut changes = core::mem::take(&mut self.changes);
        while self.work < end && self.next < plane.height && self.work < most && self.found.len() < MOST {
            let start = self.next * plane.width;
            if let Some(row) = plane.data.get(start..start + plane.width) {
                self.thresholds.changes(row, self.next, &mut changes);
                self.work += plane.width;
                self.cross(self.next, &changes);
            }
            self.next += self.step;
        }
        self.changes = changes;
        self.work >= end && self.next < plane.height && self.work < most && self.found.len() < MOST
    }

    /// The finder patterns that were found.
    pub(crate) fn finish(self) -> Vec<Finder> {
        self.found
    }

    /// Examines the crossings of a row that may belong to a pattern.
    fn cross(&mut self, row: usize, changes: &[u32]) {
        for (at, edges) in changes.windows(4).enumerate() {
            let [a, b, c, d] = *edges else { continue };
            let before = at.checked_sub(1).and_then(|at| changes.get(at)).copied().unwrap_or(0);
            let after = changes.get(at + 4).copied().unwrap_or(self.plane.width as u32);
            let (left, core, right) = (b - a, c - b, d - c);
            if !is_like(left, core, right) {
                continue;
            }
            let total = d - a;
            // The outer ring: half a module at least, and no bound above.
            if (a - before + 1) * 11 < total || (after - d + 1) * 11 < total {
                continue;
            }
            // Changes begin with light to dark, so the core, which begins with the second of these four, is light if the
            // first is the first, third, … of the row.
            let inverted = at % 2 == 0;
            let (x, y) = (f64::from(b + c) as f32 / 2.0, row as f32 + 0.5);
            let module = total as f32 / 5.0;
            if self.mask.as_ref().is_some_and(|mask| mask.hides(x, y, module)) {
                continue;
            }
            self.work += A_CROSSING;
            if self.found.iter().rev().any(|other| other.covers(x, y, inverted)) {
                continue;
            }
            if let Some(finder) = self.check(x, y, module, inverted)
                && !self.found.iter().any(|other| other.covers(finder.x, finder.y, inverted))
            {
                self.found.push(finder);
                if self.found.len() >= MOST {
                    return;
                }
            }
        }
    }

    /// Whether a pixel has the colour of the core.
    fn is_core(&self, x: i32, y: i32, inverted: bool) -> Option<bool> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x >= self.plane.width || y >= self.plane.height {
            return None;
        }
        let value = *self.plane.data.get(y * self.plane.width + x)?;
        Some((value < self.thresholds.at(x, y)) != inverted)
    }

    /// The pixels of core and of ring from a point of the core in one direction, if the outer ring follows.
    fn walk(&self, x: i32, y: i32, (dx, dy): (i32, i32), module: f32, inverted: bool) -> Option<(i32, i32)> {
        let longest = (module * 8.0) as i32 + 4;
        let run = |from: i32, core: bool| {
            (from..from + longest).find(|at| self.is_core(x + dx * at, y + dy * at, inverted) != Some(core))
        };
        let core = run(0, true)?;
        let ring = run(core, false)?;
        // Two pixels of the outer ring, unless it is thinner than that.
        let outer = self.is_core(x + dx * ring, y + dy * ring, inverted)?;
        (outer && ring > core).then_some((core, ring - core))
    }

    /// The middle of the core along a line through a point of it, and the width of a module.
    fn across(&self, x: i32, y: i32, (dx, dy): (i32, i32), module: f32, inverted: bool) -> Option<(f32, f32)> {
        let (core_on, ring_on) = self.walk(x, y, (dx, dy), module, inverted)?;
        let (core_back, ring_back) = self.walk(x, y, (-dx, -dy), module, inverted)?;
        let core = core_on + core_back - 1;
        if !is_like(u32::try_from(ring_back).ok()?, u32::try_from(core).ok()?, u32::try_from(ring_on).ok()?) {
            return None;
        }
        let middle = (core_on - core_back) as f32 / 2.0;
        Some((middle, (core + ring_on + ring_back) as f32 / 5.0))
    }

    fn check(&mut self, x: f32, y: f32, module: f32, inverted: bool) -> Option<Finder> {
        let (column, row) = (x as i32, y as i32);
        let (down, tall) = self.across(column, row, (0, 1), module, inverted)?;
        if tall > module * 4.0 || module > tall * 4.0 {
            return None;
        }
        let y = row as f32 + 0.5 + down;
        let (right, wide) = self.across(column, y as i32, (1, 0), module, inverted)?;
        let x = column as f32 + 0.5 + right;
        let square = ((x / 2.0) as i32, (y / 2.0) as i32);
        if self.refused.contains(&square) {
            return None;
        }
        // A square's diagonals and a circle's have the same ratio; one of them may be damaged.
        let diagonal = |way: (i32, i32)| self.across(x as i32, y as i32, way, wide.max(tall), inverted).is_some();
        let found = if diagonal((1, 1)) || diagonal((1, -1)) {
            self.work += A_SHAPE;
            Finder::felt(&self.plane, (x, y), (wide, tall), inverted, self.oddest)
        } else {
            None
        };
        if found.is_none() {
            self.refused.insert(square);
        }
        found
    }
}

/// Whether three runs are about 1:3:1, give or take a pixel.
fn is_like(left: u32, core: u32, right: u32) -> bool {
    let total = left + core + right;
    let side = |run: u32| run * 5 * 5 + 8 >= total * 2 && run * 5 <= total * 2 + 5;
    total >= 5 && core * 10 >= total * 3 && core * 10 <= total * 8 && side(left) && side(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::picture::threshold::Mode;

    /// A pattern of 4 pixels a module at (20, 12), in a picture of 80 x 60, drawn by its rings.
    fn picture(margin: u8, inverted: bool) -> Plane {
        let data = (0..80 * 60).map(|at| {
            let (x, y) = ((at % 80 - 20) / 4, (at / 80 - 12) / 4);
            let inside = at % 80 >= 20 && at / 80 >= 12 && x < 7 && y < 7;
            let ring = (x - 3_i32).abs().max((y - 3_i32).abs());
            let value = if !inside {
                margin
            } else if ring == 2 {
                230
            } else {
                20
            };
            if inverted { 255 - value } else { value }
        });
        Plane::new(data.collect(), 80, 60)
    }

    #[test]
    fn with_and_without_a_quiet_zone_in_both_polarities() {
        for (margin, inverted) in [(230, false), (20, false), (230, true), (20, true)] {
            let plane = picture(margin, inverted);
            let thresholds = Thresholds::new(&plane, Mode::Steady);
            let mut search = Search::new(Rc::new(plane), thresholds, 2, 0.3, None);
            while search.advance(100) {}
            let found = search.finish();
            assert_eq!(found.len(), 1, "{margin} {inverted}");
            let finder = &found[0];
            assert_eq!(finder.inverted, inverted);
            assert!((finder.x - 34.0).abs() < 0.3 && (finder.y - 26.0).abs() < 0.3, "{finder:?}");
            assert!((finder.module - 4.0).abs() < 0.4, "{finder:?}");
        }
    }
}
