//! A mesh over the alignment patterns, for large symbols on paper that is not flat.

use crate::qr::{
    picture::{Point, plane::Plane},
    place::{
        homography::Homography,
        layout,
        locate::{Guess, find_alignment},
        order,
    },
};

/// A projective map with corrections at the crossings of the rows and columns of alignment patterns.
pub(crate) struct Mesh {
    map: Homography,
    /// The coordinates of the crossings in modules, both from the left and from the top.
    places: Vec<f32>,
    /// The correction at each crossing, row by row.
    offsets: Vec<Point>,
}

/// The least likeness of an alignment pattern that counts as found, from -1 to 1.
const LEAST_LIKENESS: f32 = 0.45;

impl Mesh {
    /// Fits a mesh to a guess whose map is about right. `None` for a version with fewer than six alignment patterns, and if
    /// fewer than half of them are found.
    pub(crate) fn over(plane: &Plane, guess: &Guess, finders: [Point; 3]) -> Option<Self> {
        if guess.version < 7 {
            return None;
        }
        let places: Vec<f32> = layout::alignment_centres(guess.version).map(|at| at as f32 + 0.5).collect();
        let count = places.len();
        let far = layout::side(guess.version) as f32 - 3.5;
        let mut corrections: Vec<Option<Point>> = vec![None; count * count];
        let centres = [(3.5, 3.5), (far, 3.5), (3.5, far)];
        for ((at, pixel), grid) in [0, count - 1, (count - 1) * count].into_iter().zip(finders).zip(centres) {
            if let Some(slot) = corrections.get_mut(at) {
                *slot = Some(off(pixel, guess.map.map(grid)));
            }
        }
        // From the finder patterns outwards: each is looked for where its neighbours say, so that a bend can be followed.
        let mut outwards: Vec<usize> = (0..count * count).filter(|at| corrections.get(*at) == Some(&None)).collect();
        order::ascending(&mut outwards, |at| {
            let (x, y) = (at % count, at / count);
            let last = count - 1;
            (x + y).min(last - x + y).min(x + last - y) as f32
        });
        let mut found = 0;
        for at in &outwards {
            let expected = nearest(&corrections, count, *at);
            let at_grid = |index: usize| places.get(index).copied().unwrap_or(0.0);
            let grid = (at_grid(at % count), at_grid(at / count));
            let moved = Guess { map: guess.map.moved(expected), ..*guess };
            let Some((pixel, likeness)) = find_alignment(plane, &moved, grid, 1.8) else { continue };
            if likeness >= LEAST_LIKENESS {
                found += 1;
                if let Some(slot) = corrections.get_mut(*at) {
                    *slot = Some(off(pixel, guess.map.map(grid)));
                }
            }
        }
        if found * 2 < outwards.len() {
            return None;
        }
        let offsets = (0..count * count)
            .map(|at| corrections.get(at).copied().flatten().unwrap_or_else(|| nearest(&corrections, count, at)))
            .collect();
        Some(Self { map: guess.map, places, offsets })
    }

    /// The point of the picture for a point of the grid.
    pub(crate) fn place(&self, (u, v): Point) -> Point {
        let (x, y) = self.map.map((u, v));
        let ((column, right), (row, down)) = (self.cell(u), self.cell(v));
        let count = self.places.len();
        let offset = |column: usize, row: usize| self.offsets.get(row * count + column).copied().unwrap_or_default();
        let mix = |a: Point, b: Point, share: f32| (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        let upper = mix(offset(column, row), offset(column + 1, row), right);
        let lower = mix(offset(column, row + 1), offset(column + 1, row + 1), right);
        let (dx, dy) = mix(upper, lower, down);
        (x + dx, y + dy)
    }

    /// The crossing before a coordinate, and the share of the way to the next. Beyond the outer crossings the share goes on.
    fn cell(&self, at: f32) -> (usize, f32) {
        let inner = self.places.len().saturating_sub(2);
        let index = self.places.iter().skip(1).take(inner).filter(|place| **place <= at).count();
        let place = |index: usize| self.places.get(index).copied().unwrap_or(at);
        let (from, to) = (place(index), place(index + 1));
        (index, ((at - from) / (to - from).max(1.0)).clamp(-0.5, 1.5))
    }
}

fn off(pixel: Point, expected: Point) -> Point {
    (pixel.0 - expected.0, pixel.1 - expected.1)
}

/// The mean correction of the nearest crossings whose correction was found.
fn nearest(corrections: &[Option<Point>], count: usize, at: usize) -> Point {
    let (x, y) = (at % count, at / count);
    let away = |other: usize| (other % count).abs_diff(x).max((other / count).abs_diff(y));
    let least =
        corrections.iter().enumerate().filter(|(_, offset)| offset.is_some()).map(|(other, _)| away(other)).min();
    let (mut sum, mut near) = ((0.0, 0.0), 0.0_f32);
    for (other, offset) in corrections.iter().enumerate() {
        if let Some((dx, dy)) = offset
            && Some(away(other)) == least
        {
            sum = (sum.0 + dx, sum.1 + dy);
            near += 1.0;
        }
    }
    (sum.0 / near.max(1.0), sum.1 / near.max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::place::layout::Module;

    #[test]
    fn a_bend_between_the_corners_is_followed() {
        let version = 7;
        let side = layout::side(version);
        let modules = layout::modules(version);
        let wide = side * 4 + 40;
        // Four pixels a module, twenty of margin, and the middle row bent to the right by more than a module.
        let bend = |v: f32| 6.0 * (core::f32::consts::PI * v / side as f32).sin();
        let data = (0..wide * wide).map(|at| {
            let (x, y) = ((at % wide) as f32 + 0.5, (at / wide) as f32 + 0.5);
            let v = (y - 20.0) / 4.0;
            let u = (x - 20.0 - bend(v)) / 4.0;
            let inside = u >= 0.0 && v >= 0.0 && u < side as f32 && v < side as f32;
            let dark = inside && modules[v as usize * side + u as usize] == Module::Fixed(true);
            if dark { 0 } else { 255 }
        });
        let plane = Plane::new(data.collect(), wide, wide);
        let far = side as f32;
        let grid = [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)];
        let map = Homography::of_corners(grid, grid.map(|(u, v)| (u * 4.0 + 20.0, v * 4.0 + 20.0))).unwrap();
        let guess = Guess { version, map, fitness: 1.0, contrast: 255.0, inverted: false };
        let centres = [(3.5, 3.5), (far - 3.5, 3.5), (3.5, far - 3.5)];
        let finders = centres.map(|(u, v)| (u * 4.0 + 20.0 + bend(v), v * 4.0 + 20.0));
        let mesh = Mesh::over(&plane, &guess, finders).unwrap();
        for (u, v) in [(22.5, 22.5), (38.5, 22.5), (38.5, 38.5), (30.5, 22.5), (6.5, 22.5)] {
            let (x, y) = mesh.place((u, v));
            let (wx, wy) = (u * 4.0 + 20.0 + bend(v), v * 4.0 + 20.0);
            assert!((x - wx).abs() < 1.0 && (y - wy).abs() < 1.0, "{u} {v}: {x} {y}, not {wx} {wy}");
        }
    }

    #[test]
    fn nothing_is_meshed_without_alignment_patterns() {
        let plane = Plane::new(vec![255; 300 * 300], 300, 300);
        let grid = [(0.0, 0.0), (45.0, 0.0), (45.0, 45.0), (0.0, 45.0)];
        let map = Homography::of_corners(grid, grid.map(|(u, v)| (u * 5.0 + 20.0, v * 5.0 + 20.0))).unwrap();
        let guess = Guess { version: 7, map, fitness: 1.0, contrast: 255.0, inverted: false };
        assert!(Mesh::over(&plane, &guess, [(37.5, 37.5), (227.5, 37.5), (37.5, 227.5)]).is_none());
        assert!(Mesh::over(&plane, &Guess { version: 6, ..guess }, [(0.0, 0.0); 3]).is_none());
    }
}
