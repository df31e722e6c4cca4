//! Following a guess up: aligned, read, and moved about until it is read or given up.

use super::{
    decode::{self, Decoded, Effort, Plan},
    equalise::{REACH, equalise},
    fitness::Fitness,
    homography::Homography,
    layout,
    locate::{Guess, Locator},
    plane::Plane,
    sample::{self, Kernel},
};

/// Follows a guess up until it is read or given up.
pub(super) fn follow(
    plane: &Plane,
    whole: Option<(&Plane, f32)>,
    locator: &Locator<'_>,
    guess: &Guess,
) -> Option<(Decoded, Homography)> {
    let plan = Plan::new(guess.version);
    let side = layout::side(guess.version);
    let fitness = Fitness::all(plan.modules(), side, false);
    let aligned = locator.with_alignment(guess);
    let mut maps = vec![guess.map];
    maps.extend(aligned);
    let mut rated: Vec<(f32, Homography)> =
        maps.into_iter().map(|map| (fitness.of(plane, &map, guess.inverted, guess.contrast), map)).collect();
    rated.sort_by(|a, b| b.0.total_cmp(&a.0));
    let try_map = |map: &Homography, kernel: Kernel, effort: Effort| {
        let values = sample::values(plane, side, 0, guess.inverted, kernel, sample::by(map));
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
        if let Some((whole, scale)) = whole
            && let Some(decoded) = unmixed(whole, &climbed.scaled(scale), &plan, guess.inverted)
        {
            return Some((decoded, climbed));
        }
    }
    None
}

/// With what blur mixed of neighbours undone: in the picture itself, of which nothing was cut off.
fn unmixed(whole: &Plane, map: &Homography, plan: &Plan, inverted: bool) -> Option<Decoded> {
    let side = layout::side(plan.version());
    let values = sample::values(whole, side, REACH, inverted, Kernel::Area, sample::by(map));
    let seen = sample::judge(&values, side + 2 * REACH, 12);
    let (soft, explained) = equalise(&seen, plan.modules())?;
    if explained < LEAST_EXPLAINED {
        return None;
    }
    decode::decode(&soft, plan, Effort::Erasures)
}

/// Of the fixed patterns, by the equaliser.
const LEAST_EXPLAINED: f32 = 0.4;
