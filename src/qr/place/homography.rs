//! Projective maps from modules to pixels.

use crate::qr::picture::Point;

/// A projective map from the grid of modules into the picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Homography([f32; 9]);

/// A point of the grid, its place in the picture, and the weight of the two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub(crate) grid: Point,
    pub(crate) pixel: Point,
    pub(crate) weight: f32,
}

impl Homography {
    /// The point of the picture for a point of the grid.
    pub(crate) fn map(&self, (u, v): Point) -> Point {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let w = g * u + h * v + i;
        let w = if w.abs() < 1e-6 { 1e-6 } else { w };
        ((a * u + b * v + c) / w, (d * u + e * v + f) / w)
    }

    /// This map into a picture that is larger by a factor.
    pub(crate) fn scaled(&self, factor: f32) -> Self {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        Self([a * factor, b * factor, c * factor, d * factor, e * factor, f * factor, g, h, i])
    }

    /// This map into a picture that is moved.
    pub(crate) fn moved(&self, (dx, dy): Point) -> Self {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        Self([a + dx * g, b + dx * h, c + dx * i, d + dy * g, e + dy * h, f + dy * i, g, h, i])
    }

    /// The pixels of a step of one module to the right and one down, at a point of the grid.
    pub(crate) fn steps(&self, (u, v): Point) -> (Point, Point) {
        let (left, right) = (self.map((u - 0.5, v)), self.map((u + 0.5, v)));
        let (upper, lower) = (self.map((u, v - 0.5)), self.map((u, v + 0.5)));
        ((right.0 - left.0, right.1 - left.1), (lower.0 - upper.0, lower.1 - upper.1))
    }

    /// The map with the least weighted squares of differences; `None` if fewer than four independent points are given.
    pub(crate) fn fit(pairs: &[Pair]) -> Option<Self> {
        if pairs.len() < 4 {
            return None;
        }
        // Numbers around 1 keep the equations sound.
        let count = pairs.len() as f64;
        let mean = |pick: fn(&Pair) -> f32| pairs.iter().map(|pair| f64::from(pick(pair))).sum::<f64>() / count;
        let (gu, gv) = (mean(|pair| pair.grid.0), mean(|pair| pair.grid.1));
        let (px, py) = (mean(|pair| pair.pixel.0), mean(|pair| pair.pixel.1));
        let spread = |pick: &dyn Fn(&Pair) -> f64| (pairs.iter().map(pick).sum::<f64>() / count).max(1e-6);
        let gs = spread(&|pair| (f64::from(pair.grid.0) - gu).abs() + (f64::from(pair.grid.1) - gv).abs());
        let ps = spread(&|pair| (f64::from(pair.pixel.0) - px).abs() + (f64::from(pair.pixel.1) - py).abs());
        let mut equations = [[0.0_f64; 9]; 8];
        for pair in pairs {
            let (u, v) = ((f64::from(pair.grid.0) - gu) / gs, (f64::from(pair.grid.1) - gv) / gs);
            let (x, y) = ((f64::from(pair.pixel.0) - px) / ps, (f64::from(pair.pixel.1) - py) / ps);
            let rows = [[u, v, 1.0, 0.0, 0.0, 0.0, -u * x, -v * x, x], [0.0, 0.0, 0.0, u, v, 1.0, -u * y, -v * y, y]];
            for row in rows {
                for (equation, factor) in equations.iter_mut().zip(row) {
                    for (sum, value) in equation.iter_mut().zip(row) {
                        *sum += f64::from(pair.weight) * factor * value;
                    }
                }
            }
        }
        let [a, b, c, d, e, f, g, h] = solve(equations)?;
        // Undo the scaling: pixels * map * grid.
        let m = [
            [a * ps + g * px, b * ps + h * px, c * ps + px],
            [d * ps + g * py, e * ps + h * py, f * ps + py],
            [g, h, 1.0],
        ];
        let m = m.map(|[p, q, r]| [p / gs, q / gs, r - (p * gu + q * gv) / gs]);
        let [[a, b, c], [d, e, f], [g, h, i]] = m.map(|row| row.map(|value| value as f32));
        let map = [a, b, c, d, e, f, g, h, i];
        map.iter().all(|value| value.is_finite()).then_some(Self(map))
    }

    /// The map that takes four points of the grid to four points of the picture.
    pub(crate) fn of_corners(grid: [Point; 4], pixel: [Point; 4]) -> Option<Self> {
        let pairs: [Pair; 4] = core::array::from_fn(|at| {
            let point = |points: &[Point; 4]| points.get(at).copied().unwrap_or_default();
            Pair { grid: point(&grid), pixel: point(&pixel), weight: 1.0 }
        });
        Self::fit(&pairs)
    }
}

/// Solves linear equations by Gaussian elimination with the largest pivot; the last column is the right-hand side.
pub(crate) fn solve<const N: usize, const M: usize>(mut rows: [[f64; M]; N]) -> Option<[f64; N]> {
    for column in 0..N {
        let largest = (column..N).max_by(|a, b| {
            let value = |at: &usize| rows.get(*at).and_then(|row| row.get(column)).map_or(0.0, |value| value.abs());
            value(a).total_cmp(&value(b))
        })?;
        rows.swap(column, largest);
        let pivot = *rows.get(column)?;
        let lead = *pivot.get(column)?;
        if lead.abs() < 1e-12 {
            return None;
        }
        for (at, row) in rows.iter_mut().enumerate() {
            if at == column {
                continue;
            }
            let factor = row.get(column)? / lead;
            for (value, other) in row.iter_mut().zip(&pivot) {
                *value -= factor * other;
            }
        }
    }
    let mut answer = [0.0; N];
    for (at, (slot, row)) in answer.iter_mut().zip(&rows).enumerate() {
        *slot = row.get(N)? / row.get(at)?;
    }
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_points_and_between() {
        let grid = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        let pixel = [(100.0, 100.0), (200.0, 110.0), (190.0, 180.0), (105.0, 200.0)];
        let map = Homography::of_corners(grid, pixel).unwrap();
        for (from, to) in grid.into_iter().zip(pixel) {
            let (x, y) = map.map(from);
            assert!((x - to.0).abs() < 1e-2 && (y - to.1).abs() < 1e-2);
        }
        let affine = Homography::of_corners(grid, grid.map(|(u, v)| (3.0 * u + v, 2.0 * v - u))).unwrap();
        let (x, y) = affine.map((5.0, 7.0));
        assert!((x - 22.0).abs() < 1e-3 && (y - 9.0).abs() < 1e-3);
    }
}
