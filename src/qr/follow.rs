//! Following a guess up: aligned, read, and moved about until it is read or given up.

use super::{
    decode::{self, Decoded, Effort, Plan},
    fitness::Fitness,
    homography::Homography,
    layout,
    locate::{Guess, Locator},
    order,
    plane::Plane,
    sample::{self, Kernel},
};

/// Follows a guess up until it is read or given up.
pub(super) fn follow(plane: &Plane, locator: &Locator<'_>, guess: &Guess) -> Option<(Decoded, Homography)> {
    let plan = Plan::new(guess.version);
    let side = layout::side(guess.version);
    let fitness = Fitness::all(plan.modules(), side, false);
    let aligned = locator.with_alignment(guess);
    let mut maps = vec![guess.map];
    maps.extend(aligned);
    let mut rated: Vec<(f32, Homography)> =
        maps.into_iter().map(|map| (fitness.of(plane, &map, guess.inverted, guess.contrast), map)).collect();
    order::descending(&mut rated, |entry| entry.0);
    let try_map = |map: &Homography, kernel: Kernel, effort: Effort| {
        let values = sample::values(plane, side, guess.inverted, kernel, sample::by(map));
        decode::decode(&sample::judge(&values, side, 5), &plan, effort)
    };
    if let Some((_, map)) = rated.first()
        && let Some(decoded) = try_map(map, Kernel::Middle, Effort::Plain)
    {
        return Some((decoded, *map));
    }
    if rated.first().is_none_or(|(rate, _)| *rate < 0.25) {
        return None;
    }
    let dense = Fitness::all(plan.modules(), side, false);
    for (_, map) in rated.iter().filter(|(rate, _)| *rate > 0.1) {
        let (climbed, rate) = dense.climb(plane, map, side, guess.inverted, guess.contrast);
        if rate < 0.35 {
            continue;
        }
        for kernel in [Kernel::Middle, Kernel::Area] {
            if let Some(decoded) = try_map(&climbed, kernel, Effort::Erasures) {
                return Some((decoded, climbed));
            }
        }
    }
    None
}
