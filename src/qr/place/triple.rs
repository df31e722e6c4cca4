//! Sets of three finder patterns that may belong to one symbol.

use crate::qr::place::{
    finder::{Finder, RAYS, direction},
    order,
};

/// Three finder patterns by their indices: the corner, the one to its right and the one below, as seen in the picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Triple {
    pub(crate) corner: usize,
    pub(crate) right: usize,
    pub(crate) below: usize,
    /// How unlike a symbol the three are: 0 is perfect.
    pub(crate) strangeness: f32,
}

/// The greatest number of neighbours that a pattern is combined with.
const NEIGHBOURS: usize = 16;

/// The sets of three that are no stranger than `strangest`, the most plausible first.
pub(crate) fn group(finders: &[Finder], strangest: f32) -> Vec<Triple> {
    let mut triples = Vec::new();
    for (corner, middle) in finders.iter().enumerate() {
        let mut near: Vec<(f32, f32, usize)> = finders
            .iter()
            .enumerate()
            .filter(|(at, other)| *at != corner && other.inverted == middle.inverted && alike(middle, other))
            .filter_map(|(at, other)| {
                let distance = ((other.x - middle.x).powi(2) + (other.y - middle.y).powi(2)).sqrt();
                let fits = distance > middle.module * 9.0 && distance < middle.module * 260.0;
                fits.then(|| (other.oddity + distance / middle.module * 0.002, distance, at))
            })
            .collect();
        if near.len() > NEIGHBOURS {
            order::ascending(&mut near, |entry| entry.0);
            near.truncate(NEIGHBOURS);
        }
        for (at, (_, first_distance, first)) in near.iter().enumerate() {
            for (_, second_distance, second) in near.iter().skip(at + 1) {
                let (Some(one), Some(two)) = (finders.get(*first), finders.get(*second)) else { continue };
                let Some(strangeness) = strangeness(middle, (one, *first_distance), (two, *second_distance), strangest)
                else {
                    continue;
                };
                let turn = (one.x - middle.x) * (two.y - middle.y) - (one.y - middle.y) * (two.x - middle.x);
                let (right, below) = if turn > 0.0 { (*first, *second) } else { (*second, *first) };
                triples.push(Triple { corner, right, below, strangeness });
            }
        }
    }
    order::ascending(&mut triples, |triple| triple.strangeness);
    triples
}

fn alike(one: &Finder, two: &Finder) -> bool {
    let ratio = one.module / two.module;
    (0.4..2.5).contains(&ratio)
}

/// How strange a triple is, if it is not stranger than `strangest`.
fn strangeness(
    middle: &Finder,
    (one, first): (&Finder, f32),
    (two, second): (&Finder, f32),
    strangest: f32,
) -> Option<f32> {
    let cosine = ((one.x - middle.x) * (two.x - middle.x) + (one.y - middle.y) * (two.y - middle.y)) / (first * second);
    if cosine.abs() > 0.8 || !alike(one, two) {
        return None;
    }
    let most = |pick: fn(&Finder) -> f32| pick(one).max(pick(two)).max(pick(middle));
    let least = |pick: fn(&Finder) -> f32| pick(one).min(pick(two)).min(pick(middle));
    let spread = most(|finder| finder.module) / least(|finder| finder.module);
    let faintest = least(Finder::contrast) / most(Finder::contrast).max(1.0);
    let shapes = one.oddity + two.oddity + middle.oddity;
    let sum = cosine.abs() + (spread - 1.0) * 0.5 + (1.0 - faintest) * 0.5 + shapes * 1.5;
    if sum > strangest {
        return None;
    }
    // Lengths in modules, by the width of a module in that direction at both ends.
    let modules = |other: &Finder, distance: f32| {
        let (dx, dy) = ((other.x - middle.x) / distance, (other.y - middle.y) / distance);
        // The geometric mean of the two widths is right in perspective too.
        distance / (module_along(middle, dx, dy) * module_along(other, dx, dy)).sqrt()
    };
    let (a, b) = (modules(one, first), modules(two, second));
    let (long, short) = (a.max(b), a.min(b));
    if long > short * 1.7 || long < 10.0 {
        return None;
    }
    let sum = sum + (long / short - 1.0) * 2.0 + f32::midpoint(a, b) * 0.004;
    (sum <= strangest).then_some(sum)
}

/// The ray nearest to a direction; of two that are equally near, either.
fn nearest_ray(dx: f32, dy: f32) -> usize {
    let (long, short) = (dx.abs().max(dy.abs()), dx.abs().min(dy.abs()));
    // The arc tangent, to a quarter of a degree.
    let slant = short / long.max(1e-9);
    let eighth = slant * (4.0 + 1.39 * (1.0 - slant));
    let quarter = if dx.abs() >= dy.abs() { eighth } else { 8.0 - eighth };
    let half = if dx >= 0.0 { quarter } else { 16.0 - quarter };
    let turn = if dy >= 0.0 { half } else { 32.0 - half };
    turn.round() as usize % RAYS
}

/// The width of a module at a pattern along a direction, as the mean of forward and back.
pub(crate) fn module_along(finder: &Finder, dx: f32, dy: f32) -> f32 {
    let ray = RAYS + nearest_ray(dx, dy);
    let mut sum = 0.0;
    for at in [ray + RAYS - 1, ray, ray + 1] {
        let (cos, sin) = direction(at);
        let along = (cos * dx + sin * dy).abs();
        let reach = |at: usize| finder.reach.get(at % RAYS).copied().unwrap_or(0.0);
        sum += along * (reach(at) + reach(at + RAYS / 2));
    }
    sum / 12.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ray_is_nearest_to_itself() {
        for ray in 0..RAYS {
            let (cos, sin) = direction(ray);
            assert_eq!(nearest_ray(cos * 3.0, sin * 3.0), ray);
            let (next_cos, next_sin) = direction(ray + 1);
            assert_eq!(nearest_ray(cos * 0.6 + next_cos * 0.4, sin * 0.6 + next_sin * 0.4), ray);
        }
    }
}
