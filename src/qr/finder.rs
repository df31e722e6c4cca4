//! Finder patterns: rows are scanned for light, core, light in the ratio 1:3:1, then the shape is felt out by rays.
//!
//! Nothing is asked of the outer ring but its inner edge, so a code without a quiet zone on a dark page is found too; and
//! nothing is asked of corners, so round and leaf-shaped patterns are found as well.

use core::f32::consts::FRAC_1_SQRT_2;

use std::collections::BTreeSet;

use super::{plane::Plane, threshold::Thresholds};

/// Directions in which a pattern is felt out.
pub(super) const RAYS: usize = 32;
/// Patterns beyond this many are not looked for: such a picture is noise.
const MOST: usize = 600;

/// A finder pattern.
#[derive(Clone, Debug)]
pub(super) struct Finder {
    pub(super) x: f32,
    pub(super) y: f32,
    /// Light on dark.
    pub(super) inverted: bool,
    /// Width of a module in pixels, on average over the directions.
    pub(super) module: f32,
    /// How far it is, in each direction, to the middle between the core's edge and the outer ring's: two modules for a
    /// square pattern straight ahead, and free of whatever moved all edges alike.
    pub(super) reach: [f32; RAYS],
    /// The values of core and light ring.
    pub(super) core: f32,
    pub(super) ring: f32,
    /// How far its shape is from that of a finder pattern: 0 is perfect, and more than about a half is doubtful.
    pub(super) oddity: f32,
}

/// Cosines of the first quarter of the rays.
const COSINES: [f32; 9] =
    [1.0, 0.980_785, 0.923_879_5, 0.831_469_6, FRAC_1_SQRT_2, 0.555_570_2, 0.382_683_43, 0.195_090_3, 0.0];

/// The unit vector of a ray.
pub(super) fn direction(ray: usize) -> (f32, f32) {
    let at = ray % 8;
    let cosine = |at: usize| COSINES.get(at).copied().unwrap_or(0.0);
    let (cos, sin) = (cosine(at), cosine(8 - at));
    match ray / 8 % 4 {
        0 => (cos, sin),
        1 => (-sin, cos),
        2 => (-cos, -sin),
        _ => (sin, -cos),
    }
}

/// Looks for finder patterns of both polarities in every `step`th row.
pub(super) fn find(plane: &Plane, thresholds: &Thresholds, step: usize, oddest: f32) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    let mut changes = Vec::new();
    let mut scan = Scan { plane, thresholds, oddest, refused: BTreeSet::new() };
    for (y, row) in plane.data.chunks_exact(plane.width.max(1)).enumerate().skip(step / 2).step_by(step) {
        thresholds.changes(row, y, &mut changes);
        for (at, edges) in changes.windows(4).enumerate() {
            let [a, b, c, d] = *edges else { continue };
            let before = at.checked_sub(1).and_then(|at| changes.get(at)).copied().unwrap_or(0);
            let after = changes.get(at + 4).copied().unwrap_or(plane.width as u32);
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
            let (x, y) = (f64::from(b + c) as f32 / 2.0, y as f32 + 0.5);
            if found.iter().rev().any(|known| known.covers(x, y, inverted)) {
                continue;
            }
            if let Some(finder) = scan.check(x, y, total as f32 / 5.0, inverted)
                && !found.iter().any(|known| known.covers(finder.x, finder.y, inverted))
            {
                found.push(finder);
                if found.len() >= MOST {
                    return found;
                }
            }
        }
    }
    found
}

/// Whether three runs are about 1:3:1, give or take a pixel.
fn is_like(left: u32, core: u32, right: u32) -> bool {
    let total = left + core + right;
    let side = |run: u32| run * 5 * 5 + 8 >= total * 2 && run * 5 <= total * 2 + 5;
    total >= 5 && core * 10 >= total * 3 && core * 10 <= total * 8 && side(left) && side(right)
}

impl Finder {
    fn covers(&self, x: f32, y: f32, inverted: bool) -> bool {
        let near = self.module * 1.5;
        self.inverted == inverted && (self.x - x).abs() < near && (self.y - y).abs() < near
    }

    /// How far the values of core and ring are apart.
    pub(super) fn contrast(&self) -> f32 {
        (self.core - self.ring).abs()
    }
}

struct Scan<'a> {
    plane: &'a Plane,
    thresholds: &'a Thresholds,
    /// A pattern odder than this is none.
    oddest: f32,
    /// Where a shape was felt out and is none, in squares of two pixels: the next rows meet it again.
    refused: BTreeSet<(i32, i32)>,
}

impl Scan<'_> {
    /// Whether a pixel has the colour of the core.
    fn is_core(&self, x: i32, y: i32, inverted: bool) -> Option<bool> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x >= self.plane.width || y >= self.plane.height {
            return None;
        }
        let value = *self.plane.data.get(y * self.plane.width + x)?;
        Some((value < self.thresholds.at(x, y)) != inverted)
    }

    /// From a point in the core one way: pixels of core and of ring, when the outer ring follows.
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

    /// Both ways: where the middle of the core is along the line, and the width of a module.
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
        let found = if diagonal((1, 1)) || diagonal((1, -1)) { self.feel(x, y, wide, tall, inverted) } else { None };
        if found.is_none() {
            self.refused.insert(square);
        }
        found
    }

    /// Feels out the shape by rays, twice: from where it seemed to be and from where that says it is.
    fn feel(&self, x: f32, y: f32, wide: f32, tall: f32, inverted: bool) -> Option<Finder> {
        let at = |x: f32, y: f32| self.plane.between(x, y);
        let core = [(0.0, 0.0), (0.5, 0.0), (-0.5, 0.0), (0.0, 0.5), (0.0, -0.5)]
            .map(|(dx, dy)| at(x + dx * wide, y + dy * tall))
            .iter()
            .sum::<f32>()
            / 5.0;
        let ring = [(2.0, 0.0), (-2.0, 0.0), (0.0, 2.0), (0.0, -2.0)]
            .map(|(dx, dy)| at(x + dx * wide, y + dy * tall))
            .iter()
            .sum::<f32>()
            / 4.0;
        if (core - ring).abs() < 5.0 || (core > ring) != inverted {
            return None;
        }
        let threshold = f32::midpoint(core, ring);
        let module = wide.max(tall);
        // From a point that is off the middle even a perfect pattern is a little odd.
        let (x, y, ..) = rays(self.plane, (x, y), module, threshold, inverted, self.oddest + 0.15)?;
        let (x, y, reach, oddity) = rays(self.plane, (x, y), module, threshold, inverted, self.oddest)?;
        let mean = reach.iter().sum::<f32>() / RAYS as f32;
        // A square's mean reach is 1.12 times its reach straight ahead.
        Some(Finder { x, y, inverted, module: mean / 2.24, reach, core, ring, oddity })
    }
}

/// The reaches from a point, the middle that they say, and how odd they are.
fn rays(
    plane: &Plane,
    (x, y): (f32, f32),
    module: f32,
    threshold: f32,
    inverted: bool,
    oddest: f32,
) -> Option<(f32, f32, [f32; RAYS], f32)> {
    let mut reach = [0.0_f32; RAYS];
    let mut missing = 0;
    let mut oddity = 0.0;
    let most = oddest * RAYS as f32;
    // All around in large strides first, to be done early with what is none.
    for at in 0..RAYS {
        let ray = at * 13 % RAYS;
        if let Some((core, ring)) = one_ray(plane, (x, y), direction(ray), module, threshold, inverted) {
            *reach.get_mut(ray)? = f32::midpoint(core, ring);
            // Five thirds, in every direction.
            oddity += (ring / core.max(0.1) * 0.6 - 1.0).abs().min(1.0);
        } else {
            missing += 1;
            oddity += 1.0;
        }
        if missing > RAYS / 4 || oddity > oddest * at as f32 + 2.5 {
            return None;
        }
    }
    // What is missing is taken from the other side, or from the neighbour.
    for ray in 0..RAYS {
        let other = |by: usize| reach.get((ray + by) % RAYS).copied().filter(|value| *value > 0.0);
        if other(0).is_none() {
            let filled = other(RAYS / 2).or_else(|| other(1)).or_else(|| other(RAYS - 1))?;
            *reach.get_mut(ray)? = filled;
        }
    }
    let (mut dx, mut dy) = (0.0, 0.0);
    for ray in 0..RAYS / 2 {
        let (on, back) = (*reach.get(ray)?, *reach.get(ray + RAYS / 2)?);
        if on > back * 2.5 || back > on * 2.5 {
            return None;
        }
        oddity += (on - back).abs() / (on + back) * 4.0;
        let (cos, sin) = direction(ray);
        dx += cos * (on - back);
        dy += sin * (on - back);
    }
    if oddity > most {
        return None;
    }
    let scale = 1.0 / RAYS as f32;
    Some((x + dx * scale, y + dy * scale, reach, oddity * scale))
}

/// How far it is to the core's edge, and to the outer ring's.
fn one_ray(
    plane: &Plane,
    (x, y): (f32, f32),
    (cos, sin): (f32, f32),
    module: f32,
    threshold: f32,
    inverted: bool,
) -> Option<(f32, f32)> {
    let stride = (module * 0.4).max(0.6);
    let value = |distance: f32| {
        let difference = plane.between(x + cos * distance, y + sin * distance) - threshold;
        if inverted { -difference } else { difference }
    };
    let mut distance = module * 0.4;
    let mut before = value(distance);
    let mut edge = None;
    while distance < module * 6.0 {
        distance += stride;
        let now = value(distance);
        if (before < 0.0) != (now < 0.0) {
            // The half in which it crosses, and where a straight line would cross there.
            let middle = value(distance - stride / 2.0);
            let (from, low, high) = if (before < 0.0) == (middle < 0.0) {
                (distance - stride / 2.0, middle, now)
            } else {
                (distance - stride, before, middle)
            };
            let crossing = from + stride / 2.0 * low / (low - high);
            match edge {
                None => edge = Some(crossing),
                Some(edge) if crossing > edge * 1.12 && crossing < edge * 3.5 => return Some((edge, crossing)),
                Some(_) => return None,
            }
        }
        before = now;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::threshold::Mode;

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
            let found = find(&plane, &Thresholds::new(&plane, Mode::Steady), 2, 0.3);
            assert_eq!(found.len(), 1, "{margin} {inverted}");
            let finder = &found[0];
            assert_eq!(finder.inverted, inverted);
            assert!((finder.x - 34.0).abs() < 0.3 && (finder.y - 26.0).abs() < 0.3, "{finder:?}");
            assert!((finder.module - 4.0).abs() < 0.4, "{finder:?}");
        }
    }
}
