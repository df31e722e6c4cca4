//! Follows a guess up: aligns it, samples and decodes it, and refines it until it is read or given up.

use crate::qr::{
    picture::plane::Plane,
    place::{
        fitness::Fitness,
        homography::Homography,
        layout,
        locate::{Guess, Locator},
        mesh::Mesh,
        order,
    },
    symbol::{
        decode::{self, Decoded, Effort},
        equalise::{REACH, equalise},
        plan::Plan,
        sample::{self, Kernel},
    },
};

/// The least agreement of the fixed patterns for a guess to be refined. All but one of 663 symbols that were read began above
/// it.
const LEAST_BEFORE: f32 = 0.3;
/// The least agreement of the fixed patterns for a refined guess to be tried again. None of 663 symbols that were read ended
/// below it; nine in ten of 4000 false guesses do.
const LEAST_AFTER: f32 = 0.5;
/// The least share of the fixed patterns that the equaliser must explain.
const LEAST_EXPLAINED: f32 = 0.4;

/// Reads the symbol of a guess, and the map by which it was read. Given the picture that the plane was made of, with its pixels
/// for each pixel of the plane, blur is undone in that picture too.
pub(crate) fn follow(
    plane: &Plane,
    whole: Option<(&Plane, f32)>,
    locator: &Locator<'_>,
    guess: &Guess,
) -> Option<(Decoded, Homography)> {
    let plan = Plan::new(guess.version);
    let side = layout::side(guess.version);
    let fitness = Fitness::all(plan.modules(), side);
    let aligned = locator.with_alignment(guess);
    let mut maps = vec![guess.map];
    maps.extend(aligned);
    let mut rated: Vec<(f32, Homography)> =
        maps.into_iter().map(|map| (fitness.of(plane, &map, guess.inverted, guess.contrast), map)).collect();
    order::descending(&mut rated, |entry| entry.0);
    rated.retain(|(rate, _)| *rate > LEAST_BEFORE);
    let try_map = |map: &Homography, kernel: Kernel, effort: Effort| {
        let values = sample::values(plane, side, 0, guess.inverted, kernel, sample::by(map));
        decode::decode(&sample::judge(&values, side, 5), &plan, effort)
    };
    let (_, first) = rated.first()?;
    if let Some(decoded) = try_map(first, Kernel::Middle, Effort::Plain) {
        return Some((decoded, *first));
    }
    for (_, map) in &rated {
        if let Some(decoded) = meshed(plane, locator, &Guess { map: *map, ..*guess }, &plan) {
            return Some((decoded, *map));
        }
        let (climbed, rate) = fitness.climb(plane, map, side, guess.inverted, guess.contrast, LEAST_AFTER);
        if rate < LEAST_AFTER {
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

/// Reads the symbol by a mesh over the alignment patterns.
fn meshed(plane: &Plane, locator: &Locator<'_>, guess: &Guess, plan: &Plan) -> Option<Decoded> {
    let side = layout::side(guess.version);
    let mesh = Mesh::over(plane, guess, locator.finders.map(|finder| (finder.x, finder.y)))?;
    let values = sample::values(plane, side, 0, guess.inverted, Kernel::Middle, |point| mesh.place(point));
    decode::decode(&sample::judge(&values, side, 5), plan, Effort::Erasures)
}

/// Reads the symbol with blur undone between neighbouring modules, in the picture itself, whose values were not clipped.
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
