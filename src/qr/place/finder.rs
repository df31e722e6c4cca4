//! A finder pattern, whose shape is measured by rays from its middle.
//!
//! Only the inner edge of the outer ring has to be there, so a code without a quiet zone on a dark page is found too. Corners
//! are not asked for, so round and leaf-shaped patterns are found as well.

use core::f32::consts::FRAC_1_SQRT_2;

use crate::qr::picture::{Point, plane::Plane};

/// The number of rays by which a pattern is measured.
pub(crate) const RAYS: usize = 32;

/// A finder pattern: its middle in pixels, and its shape.
#[derive(Clone, Debug)]
pub(crate) struct Finder {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Whether the pattern is light on dark.
    pub(crate) inverted: bool,
    /// Mean width of a module in pixels over all directions.
    pub(crate) module: f32,
    /// The distance along each ray to the middle between the edge of the core and the inner edge of the outer ring: two
    /// modules along a side of a square pattern. A blur or a threshold that moves both edges alike cancels out.
    pub(crate) reach: [f32; RAYS],
    /// The value of the core.
    pub(crate) core: f32,
    /// The value of the ring around the core.
    pub(crate) ring: f32,
    /// How unlike a finder pattern the shape is: 0 is perfect, and more than about a half is doubtful.
    pub(crate) oddity: f32,
}

/// Cosines of the rays of the first quarter.
const COSINES: [f32; 9] =
    [1.0, 0.980_785, 0.923_879_5, 0.831_469_6, FRAC_1_SQRT_2, 0.555_570_2, 0.382_683_43, 0.195_090_3, 0.0];

/// The unit vector of a ray.
pub(crate) fn direction(ray: usize) -> (f32, f32) {
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

impl Finder {
    pub(crate) fn covers(&self, x: f32, y: f32, inverted: bool) -> bool {
        let near = self.module * 1.5;
        self.inverted == inverted && (self.x - x).abs() < near && (self.y - y).abs() < near
    }

    /// The difference between the values of core and ring.
    pub(crate) fn contrast(&self) -> f32 {
        (self.core - self.ring).abs()
    }

    /// Measures the shape by rays twice: from where the pattern seemed to be, and from the middle that this gives.
    pub(crate) fn felt(
        plane: &Plane,
        (x, y): Point,
        (wide, tall): (f32, f32),
        inverted: bool,
        oddest: f32,
    ) -> Option<Self> {
        let at = |x: f32, y: f32| plane.between(x, y);
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
        let (x, y, ..) = rays(plane, (x, y), module, threshold, inverted, oddest + 0.15)?;
        let (x, y, reach, oddity) = rays(plane, (x, y), module, threshold, inverted, oddest)?;
        let mean = reach.iter().sum::<f32>() / RAYS as f32;
        // A square's mean reach is 1.12 times its reach straight ahead.
        Some(Self { x, y, inverted, module: mean / 2.24, reach, core, ring, oddity })
    }
}

/// The middle by the rays from a point, their reaches, and the oddity of these.
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
    // In large strides around first, so that what is no pattern is soon given up.
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
    // A missing reach is taken from the opposite ray, or from a neighbour.
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

/// The distances along a ray to the edge of the core and to the inner edge of the outer ring.
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
