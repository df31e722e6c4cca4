//! Samples the modules of a symbol by a map, and judges each beside its neighbours.

use crate::qr::{
    picture::{Point, plane::Plane},
    place::homography::Homography,
    symbol::soft::Soft,
};

/// The points of a module that are sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kernel {
    /// Points near its middle.
    Middle,
    /// Points all over it.
    Area,
}

/// The mean value of every module, row by row, with `margin` modules around the symbol. Values of an inverted symbol are
/// turned over, so that light is always above dark.
pub(crate) fn values(
    plane: &Plane,
    side: usize,
    margin: usize,
    inverted: bool,
    kernel: Kernel,
    place: impl Fn(Point) -> Point,
) -> Vec<f32> {
    let offsets: &[(f32, f32, f32)] = match kernel {
        Kernel::Middle => {
            &[(0.0, 0.0, 0.4), (0.15, 0.15, 0.15), (-0.15, 0.15, 0.15), (0.15, -0.15, 0.15), (-0.15, -0.15, 0.15)]
        }
        Kernel::Area => &[
            (0.0, 0.0, 0.12),
            (0.3, 0.0, 0.11),
            (-0.3, 0.0, 0.11),
            (0.0, 0.3, 0.11),
            (0.0, -0.3, 0.11),
            (0.3, 0.3, 0.11),
            (-0.3, 0.3, 0.11),
            (0.3, -0.3, 0.11),
            (-0.3, -0.3, 0.11),
        ],
    };
    let wide = side + 2 * margin;
    let start = 0.5 - margin as f32;
    let mut values = Vec::with_capacity(wide * wide);
    for row in 0..wide {
        for column in 0..wide {
            let (u, v) = (column as f32 + start, row as f32 + start);
            let value: f32 = offsets
                .iter()
                .map(|(du, dv, weight)| {
                    let (x, y) = place((u + du, v + dv));
                    plane.between(x, y) * weight
                })
                .sum();
            values.push(if inverted { 255.0 - value } else { value });
        }
    }
    values
}

/// The function that a projective map is, for sampling by it.
pub(crate) fn by(map: &Homography) -> impl Fn(Point) -> Point {
    let map = *map;
    move |point| map.map(point)
}

/// How dark each module is, judged by the means of the dark and of the light modules within `radius` around it.
pub(crate) fn judge(values: &[f32], side: usize, radius: usize) -> Soft {
    let (dark, light) = two_means(values);
    let middle = f32::midpoint(dark, light);
    // For each module, the sums over all modules above and to the left: values and count of the dark ones, then of the light.
    let wide = side + 1;
    let mut sums = vec![[0.0_f32; 4]; wide * wide];
    for y in 0..side {
        let mut row = [0.0_f32; 4];
        for x in 0..side {
            let value = values.get(y * side + x).copied().unwrap_or(middle);
            let slot = if value < middle { 0 } else { 2 };
            if let Some([sum, count]) = row.get_mut(slot..slot + 2) {
                *sum += value;
                *count += 1.0;
            }
            let above = sums.get(y * wide + x + 1).copied().unwrap_or_default();
            if let Some(sum) = sums.get_mut((y + 1) * wide + x + 1) {
                *sum = core::array::from_fn(|at| {
                    row.get(at).copied().unwrap_or(0.0) + above.get(at).copied().unwrap_or(0.0)
                });
            }
        }
    }
    let soft = (0..side * side).map(|index| {
        let (x, y) = (index % side, index / side);
        let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(side));
        let (top, bottom) = (y.saturating_sub(radius), (y + radius + 1).min(side));
        let at = |x: usize, y: usize| sums.get(y * wide + x).copied().unwrap_or_default();
        let (a, b, c, d) = (at(left, top), at(right, top), at(left, bottom), at(right, bottom));
        let [dark_sum, dark_count, light_sum, light_count] = core::array::from_fn(|at| {
            let pick = |sum: &[f32; 4]| sum.get(at).copied().unwrap_or(0.0);
            pick(&d) - pick(&b) - pick(&c) + pick(&a)
        });
        // The fewer neighbours there are, the more the means of the whole symbol count.
        let near_dark = (dark_sum + dark * 3.0) / (dark_count + 3.0);
        let near_light = (light_sum + light * 3.0) / (light_count + 3.0);
        let half = ((near_light - near_dark) / 2.0).max(1.0);
        (f32::midpoint(near_dark, near_light) - values.get(index).copied().unwrap_or(middle)) / half
    });
    Soft::new(side, soft.collect())
}

/// The means of the dark and of the light values.
fn two_means(values: &[f32]) -> (f32, f32) {
    let (mut dark, mut light) =
        values.iter().fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    for _ in 0..6 {
        let middle = f32::midpoint(dark, light);
        let mean = |is_dark: bool, or: f32| {
            let (sum, count) = values
                .iter()
                .filter(|value| (**value < middle) == is_dark)
                .fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
            if count > 0.0 { sum / count } else { or }
        };
        (dark, light) = (mean(true, dark), mean(false, light));
    }
    (dark, light)
}
