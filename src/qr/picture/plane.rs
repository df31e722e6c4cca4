//! A picture with one value for each pixel: its values between pixels, and smaller, larger, blurred or sharpened copies.

use crate::qr::picture::area::Area;

/// The values of a picture, row by row; 0 is black. They are wiped when dropped.
#[derive(Clone, Debug)]
pub(crate) struct Plane {
    pub(crate) data: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Drop for Plane {
    fn drop(&mut self) {
        // Word by word, which `zeroize` is not.
        self.data.fill(0);
        core::hint::black_box(&self.data);
    }
}

impl Plane {
    pub(crate) fn new(data: Vec<u8>, width: usize, height: usize) -> Self {
        debug_assert_eq!(data.len(), width * height);
        Self { data, width, height }
    }

    /// One colour (`at` 0 is red, 2 is blue) of an area of RGBA pixels, which lie in rows of `width`.
    pub(crate) fn channel(rgba: &[u8], at: usize, width: usize, area: &Area) -> Self {
        let rows = rgba.as_chunks::<4>().0.chunks_exact(width.max(1)).take(area.bottom).skip(area.top);
        let pixels = rows.flat_map(|row| row.get(area.left..area.right).unwrap_or_default());
        let data = pixels.map(|pixel| pixel.get(at).copied().unwrap_or(255));
        Self::new(data.collect(), area.width(), area.height())
    }

    /// The value of a pixel; beyond the border, the value of the nearest pixel.
    pub(crate) fn at(&self, x: i32, y: i32) -> i32 {
        let x = x.clamp(0, self.width as i32 - 1) as usize;
        let y = y.clamp(0, self.height as i32 - 1) as usize;
        self.data.get(y * self.width + x).copied().map_or(255, i32::from)
    }

    /// The value at a point, where the middle of the first pixel is at (0.5, 0.5).
    pub(crate) fn between(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        // Within the picture, to cut off is to round down.
        let (left, top) = (x as i32, y as i32);
        let (fx, fy) = ((x - left as f32).clamp(0.0, 1.0), (y - top as f32).clamp(0.0, 1.0));
        let inside = x >= 0.0
            && y >= 0.0
            && left >= 0
            && top >= 0
            && left + 1 < self.width as i32
            && top + 1 < self.height as i32;
        let values = if inside {
            let at = top as usize * self.width + left as usize;
            let upper = self.data.get(at..at + 2);
            let lower = self.data.get(at + self.width..at + self.width + 2);
            match (upper, lower) {
                (Some([a, b]), Some([c, d])) => [*a, *b, *c, *d].map(f32::from),
                _ => [255.0; 4],
            }
        } else {
            [(0, 0), (1, 0), (0, 1), (1, 1)]
                .map(|(dx, dy)| self.at(left.saturating_add(dx), top.saturating_add(dy)) as f32)
        };
        let [a, b, c, d] = values;
        let upper = a + (b - a) * fx;
        let lower = c + (d - c) * fx;
        upper + (lower - upper) * fy
    }

    pub(crate) fn contains(&self, x: f32, y: f32) -> bool {
        x >= 0.0 && y >= 0.0 && x <= self.width as f32 && y <= self.height as f32
    }

    /// A copy half as wide and high: each value is the mean of four.
    pub(crate) fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut data = Vec::with_capacity(width * height);
        halve(&self.data, self.width, &mut data);
        Self { data, width, height }
    }

    /// A copy of the part in an area.
    pub(crate) fn cropped(&self, area: &Area) -> Self {
        let area = area.within(self.width, self.height);
        let rows = self.data.chunks_exact(self.width.max(1)).take(area.bottom).skip(area.top);
        let data = rows.flat_map(|row| row.get(area.left..area.right).unwrap_or_default());
        Self::new(data.copied().collect(), area.width(), area.height())
    }

    /// A copy smaller by a factor: each value is the mean of `by * by` pixels.
    pub(crate) fn shrunk(&self, by: usize) -> Self {
        let (width, height) = (self.width / by, self.height / by);
        let mut data = Vec::with_capacity(width * height);
        let mut sums = vec![0_u32; width];
        let area = (by * by) as u32;
        for (y, row) in self.data.chunks_exact(self.width.max(1)).take(height * by).enumerate() {
            for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(by)) {
                *sum += pixels.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
            }
            if y % by == by - 1 {
                data.extend(sums.iter().map(|sum| ((sum + area / 2) / area) as u8));
                sums.fill(0);
            }
        }
        Self { data, width, height }
    }

    /// A blurred copy: each value is the weighted mean of 5 x 5 pixels, so that dots within a module run together.
    pub(crate) fn blurred(&self) -> Self {
        let width = self.width.max(1);
        let weigh = |a: u8, b: u8, c: u8, d: u8, e: u8| {
            let [a, b, c, d, e] = [a, b, c, d, e].map(u16::from);
            ((a + e + 4 * (b + d) + 6 * c + 8) >> 4) as u8
        };
        let mut sideways = self.data.clone();
        for (out, row) in sideways.chunks_exact_mut(width).zip(self.data.chunks_exact(width)) {
            for (value, near) in out.iter_mut().skip(2).zip(row.array_windows::<5>()) {
                let [a, b, c, d, e] = *near;
                *value = weigh(a, b, c, d, e);
            }
        }
        let mut data = sideways.clone();
        // Row by row, so that compilers make vectors of it.
        let rows: Vec<&[u8]> = sideways.chunks_exact(width).collect();
        for (out, near) in data.chunks_exact_mut(width).skip(2).zip(rows.array_windows::<5>()) {
            let [a, b, c, d, e] = *near;
            for (value, ((((a, b), c), d), e)) in out.iter_mut().zip(a.iter().zip(b).zip(c).zip(d).zip(e)) {
                *value = weigh(*a, *b, *c, *d, *e);
            }
        }
        Self::new(data, self.width, self.height)
    }

    /// A copy in which the differences that a blur of about a module took are restored, together with noise.
    pub(crate) fn sharpened(&self) -> Self {
        let soft = self.blurred().blurred();
        let data = self.data.iter().zip(&soft.data).map(|(value, mean)| {
            let (value, mean) = (i32::from(*value), i32::from(*mean));
            (value + 4 * (value - mean)).clamp(0, 255) as u8
        });
        Self::new(data.collect(), self.width, self.height)
    }

    /// A copy in which light lines thinner than three pixels are filled.
    pub(crate) fn closed(&self) -> Self {
        self.picked(u8::min).picked(u8::max)
    }

    /// A copy in which each value is picked among itself and its eight neighbours.
    fn picked(&self, pick: impl Fn(u8, u8) -> u8) -> Self {
        let width = self.width.max(1);
        let mut sideways = self.data.clone();
        for (out, row) in sideways.chunks_exact_mut(width).zip(self.data.chunks_exact(width)) {
            for (value, near) in out.iter_mut().skip(1).zip(row.array_windows::<3>()) {
                let [a, b, c] = *near;
                *value = pick(pick(a, b), c);
            }
        }
        let mut data = sideways.clone();
        let rows: Vec<&[u8]> = sideways.chunks_exact(width).collect();
        for (out, near) in data.chunks_exact_mut(width).skip(1).zip(rows.array_windows::<3>()) {
            let [a, b, c] = *near;
            for (value, ((a, b), c)) in out.iter_mut().zip(a.iter().zip(b).zip(c)) {
                *value = pick(pick(*a, *b), *c);
            }
        }
        Self::new(data, self.width, self.height)
    }

    /// A copy twice as wide and high, by cubic interpolation, which sharpens a little.
    pub(crate) fn doubled(&self) -> Self {
        // Catmull and Rom's kernel a quarter of a pixel off.
        let before = |near: [u8; 5]| {
            let [a, b, c, d, _] = near.map(i32::from);
            ((111 * c + 29 * b - 9 * d - 3 * a + 64) >> 7).clamp(0, 255) as u8
        };
        let (width, height) = (self.width * 2, self.height * 2);
        let mut wide = Vec::with_capacity(width * self.height);
        let mut padded = Vec::with_capacity(self.width + 4);
        for row in self.data.chunks_exact(self.width.max(1)) {
            let (Some(first), Some(last)) = (row.first(), row.last()) else { break };
            padded.clear();
            padded.extend([*first; 2]);
            padded.extend_from_slice(row);
            padded.extend([*last; 2]);
            for near in padded.array_windows::<5>() {
                let [a, b, c, d, e] = *near;
                wide.extend([before(*near), before([e, d, c, b, a])]);
            }
        }
        let rows: Vec<&[u8]> = wide.chunks_exact(width.max(1)).collect();
        let row = |y: usize| rows.get(y.min(rows.len().saturating_sub(1))).copied().unwrap_or_default();
        let mut data = Vec::with_capacity(width * height);
        for y in 0..rows.len() {
            let near = [row(y.saturating_sub(2)), row(y.saturating_sub(1)), row(y), row(y + 1), row(y + 2)];
            for [a, b, c, d, e] in [near, [near[4], near[3], near[2], near[1], near[0]]] {
                let column = a.iter().zip(b).zip(c).zip(d).zip(e);
                data.extend(column.map(|((((a, b), c), d), e)| before([*a, *b, *c, *d, *e])));
            }
        }
        Self::new(data, width, height)
    }
}

/// Appends the means of squares of four pixels, for every whole pair of rows.
pub(crate) fn halve(rows: &[u8], width: usize, out: &mut Vec<u8>) {
    for pair in rows.chunks_exact((2 * width).max(1)) {
        let (upper, lower) = pair.split_at(width);
        let squares = upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0);
        out.extend(
            squares.map(|([a, b], [c, d])| {
                ((u16::from(*a) + u16::from(*b) + u16::from(*c) + u16::from(*d) + 2) >> 2) as u8
            }),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_pixels() {
        let plane = Plane::new(vec![0, 100, 200, 40], 2, 2);
        assert!((plane.between(0.5, 0.5) - 0.0).abs() < 1e-3);
        assert!((plane.between(1.0, 0.5) - 50.0).abs() < 1e-3);
        assert!((plane.between(1.0, 1.0) - 85.0).abs() < 1e-3);
        assert!((plane.between(-9.0, 9.0) - 200.0).abs() < 1e-3);
    }

    #[test]
    fn smaller_and_larger() {
        let plane = Plane::new(vec![10, 20, 30, 40, 50, 60, 70, 80, 90], 3, 3);
        assert_eq!(plane.halved().data, [30]);
        assert_eq!(plane.shrunk(3).data, [50]);
        let flat = Plane::new(vec![7; 12], 4, 3).doubled();
        assert_eq!((flat.width, flat.height), (8, 6));
        assert!(flat.data.iter().all(|value| *value == 7));
    }
}
