//! An equaliser: undoes a blur that mixed each module with its neighbours, as far as the fixed patterns show how.
//!
//! A blur of most of a module changes almost every module. But it is the same everywhere, and some hundred modules are fixed:
//! by least squares these give the weights of a module and its neighbours that make dark of dark and light of light. Data has
//! no part in it, so a wrong text is no likelier than without it.

use crate::qr::{
    place::{homography::solve, layout::Module},
    symbol::soft::Soft,
};

/// The number of neighbours on each side that have a weight.
pub(crate) const REACH: usize = 4;
/// The number of weights: one for each set of neighbours that are alike in eight directions, and a constant.
const WEIGHTS: usize = (REACH + 1) * (REACH + 2) / 2 + 1;

/// The modules without the blur, and the share of the fixed patterns that this explains, from 0 to 1. The square `seen` goes
/// [`REACH`] modules beyond the symbol on each side.
pub(crate) fn equalise(seen: &Soft, modules: &[Module]) -> Option<(Soft, f32)> {
    let wide = seen.side();
    let side = wide.checked_sub(2 * REACH)?;
    let neighbours = |x: usize, y: usize| {
        let mut sums = [0.0_f64; WEIGHTS];
        for dy in 0..=2 * REACH {
            for dx in 0..=2 * REACH {
                let (near, far) = {
                    let (a, b) = (dx.abs_diff(REACH), dy.abs_diff(REACH));
                    (a.min(b), a.max(b))
                };
                if let Some(sum) = sums.get_mut(far * (far + 1) / 2 + near) {
                    *sum += f64::from(seen.at(x + dx, y + dy));
                }
            }
        }
        if let Some(constant) = sums.last_mut() {
            *constant = 1.0;
        }
        sums
    };
    let sums: Vec<[f64; WEIGHTS]> = (0..side * side).map(|index| neighbours(index % side, index / side)).collect();
    let mut equations = [[0.0_f64; WEIGHTS + 1]; WEIGHTS];
    let fixed_modules = || {
        sums.iter().zip(modules).filter_map(|(sums, module)| match module {
            Module::Fixed(dark) => Some((sums, if *dark { 1.0 } else { -1.0 })),
            _ => None,
        })
    };
    for (sums, wanted) in fixed_modules() {
        for (equation, factor) in equations.iter_mut().zip(sums) {
            for (place, value) in equation.iter_mut().zip(sums.iter().chain([&wanted])) {
                *place += factor * value;
            }
        }
    }
    // So that weights stay small where nothing speaks for them.
    for (at, equation) in equations.iter_mut().enumerate() {
        if let Some(place) = equation.get_mut(at) {
            *place += RIDGE;
        }
    }
    let weights = solve(equations)?;
    let weigh = |sums: &[f64; WEIGHTS]| sums.iter().zip(&weights).map(|(sum, weight)| sum * weight).sum::<f64>();
    let (mut sure, mut count) = (0.0, 0.0);
    for (sums, wanted) in fixed_modules() {
        sure += weigh(sums) * wanted;
        count += 1.0;
    }
    let explained = sure / f64::max(count, 1.0);
    let scale = 1.0 / explained.max(0.1);
    let values = sums.iter().map(|sums| (weigh(sums) * scale) as f32).collect();
    Some((Soft::new(side, values), explained as f32))
}

/// How strongly weights are kept small, in modules that would have to speak for them.
const RIDGE: f64 = 0.02;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::place::layout;

    #[test]
    fn what_a_blur_mixed_is_told_apart_by_the_fixed_patterns() {
        let version = 5;
        let side = layout::side(version);
        let modules = layout::modules(version);
        let mut state = 1_u32;
        let dark: Vec<bool> = modules
            .iter()
            .map(|module| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if let Module::Fixed(dark) = module { *dark } else { state >> 31 == 1 }
            })
            .collect();
        let wide = side + 2 * REACH;
        let sharp = |x: usize, y: usize| {
            let inside = (REACH..side + REACH).contains(&x) && (REACH..side + REACH).contains(&y);
            if inside && dark[(y - REACH) * side + x - REACH] { 1.0 } else { -1.0 }
        };
        // Half of each module is its neighbours'.
        let blurred: Vec<f32> = (0..wide * wide)
            .map(|index| {
                let (x, y) = (index % wide, index / wide);
                let near = [(x.saturating_sub(1), y), (x + 1, y), (x, y.saturating_sub(1)), (x, y + 1)];
                let near: f32 = near.iter().map(|(x, y)| sharp(*x, *y)).sum();
                sharp(x, y) * 0.4 + near * 0.15
            })
            .collect();
        let wrong =
            |values: &dyn Fn(usize) -> f32| (0..side * side).filter(|at| (values(*at) > 0.0) != dark[*at]).count();
        let before = wrong(&|at| blurred[(at / side + REACH) * wide + at % side + REACH]);
        let (soft, explained) = equalise(&Soft::new(wide, blurred.clone()), &modules).unwrap();
        assert!(before > 20, "{before}");
        assert_eq!(wrong(&|at| soft.index(at)), 0);
        assert!(explained > 0.9, "{explained}");
    }

    #[test]
    fn what_shows_no_patterns_is_not_explained() {
        let side = layout::side(2) + 2 * REACH;
        let mut state = 7_u32;
        let noise = (0..side * side).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if state >> 31 == 1 { 1.0 } else { -1.0 }
        });
        let (_, explained) = equalise(&Soft::new(side, noise.collect()), &layout::modules(2)).unwrap();
        assert!(explained < 0.3, "{explained}");
    }
}
