//! Sets of two finder patterns and a third that is covered, cut off or worn, at the place where it would be.

use core::f32::consts::FRAC_1_SQRT_2;

use crate::qr::place::{
    finder::Finder,
    order,
    triple::{self, Triple},
};

/// The greatest number of pairs in a view.
const MOST: usize = 16;
/// The greatest oddity of a pattern in a pair: a pair has little else to go by.
const ODDEST: f32 = 0.2;

/// Sets of two patterns and an imagined third, the most plausible first. The imagined patterns are added to `finders`.
pub(crate) fn completed(finders: &mut Vec<Finder>) -> Vec<Triple> {
    let mut pairs = Vec::new();
    for (at, one) in finders.iter().enumerate().filter(|(_, one)| one.oddity < ODDEST) {
        for (other, two) in finders.iter().enumerate().skip(at + 1).filter(|(_, two)| two.oddity < ODDEST) {
            if let Some(strangeness) = strangeness(one, two) {
                pairs.push((strangeness, at, other));
            }
        }
    }
    order::ascending(&mut pairs, |pair| pair.0);
    pairs.truncate(MOST);
    let mut triples = Vec::new();
    for (strangeness, one, two) in pairs {
        imagine(finders, (one, two), strangeness, &mut triples);
    }
    triples
}

/// How unlike two patterns of one symbol a pair is: 0 is perfect; `None` if they cannot belong together.
fn strangeness(one: &Finder, two: &Finder) -> Option<f32> {
    let spread = one.module.max(two.module) / one.module.min(two.module);
    let faintest = one.contrast().min(two.contrast()) / one.contrast().max(two.contrast()).max(1.0);
    if one.inverted != two.inverted || spread > 1.35 || faintest < 0.5 {
        return None;
    }
    let (dx, dy) = (two.x - one.x, two.y - one.y);
    let distance = dx.hypot(dy);
    if !(one.module * 12.0..one.module * 120.0).contains(&distance) {
        return None;
    }
    let (dx, dy) = (dx / distance, dy / distance);
    // In modules of its direction the distance is 4 * version + 10, along a side and along the diagonal.
    let modules = distance / (triple::module_along(one, dx, dy) * triple::module_along(two, dx, dy)).sqrt();
    if !(12.0..90.0).contains(&modules) {
        return None;
    }
    let off = ((modules - 10.0) / 4.0 - ((modules - 10.0) / 4.0).round()).abs();
    // The further apart the patterns are, the less a width tells between versions.
    let off = off * (20.0 / modules).min(1.0);
    Some((one.oddity + two.oddity) * 2.0 + (spread - 1.0) + (1.0 - faintest) + off + modules * 0.004)
}

/// Adds the places where the third pattern may be: at the end of another side, or at the corner between two on the diagonal.
fn imagine(finders: &mut Vec<Finder>, (one, two): (usize, usize), strangeness: f32, triples: &mut Vec<Triple>) {
    let (Some(a), Some(b)) = (finders.get(one).cloned(), finders.get(two).cloned()) else { return };
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let distance = dx.hypot(dy);
    let (ux, uy) = (dx / distance, dy / distance);
    // In a square pattern the reach is longest towards a corner.
    let slanted = triple::module_along(&a, (ux - uy) * FRAC_1_SQRT_2, (uy + ux) * FRAC_1_SQRT_2);
    let straight = triple::module_along(&a, ux, uy);
    let mut add = |x: f32, y: f32, [corner, right, below]: [Option<usize>; 3]| {
        let third = finders.len();
        let module = f32::midpoint(a.module, b.module);
        finders.push(Finder { x, y, module, oddity: 0.3, ..a.clone() });
        let [corner, right, below] = [corner, right, below].map(|at| at.unwrap_or(third));
        triples.push(Triple { corner, right, below, strangeness });
    };
    if straight < slanted * 1.1 {
        // The other side is to the right of the way from the one to the other, or to its left.
        add(a.x - dy, a.y + dx, [Some(one), Some(two), None]);
        add(b.x - dy, b.y + dx, [Some(two), None, Some(one)]);
        add(a.x + dy, a.y - dx, [Some(one), None, Some(two)]);
        add(b.x + dy, b.y - dx, [Some(two), Some(one), None]);
    }
    if slanted < straight * 1.1 {
        let (mx, my) = (f32::midpoint(a.x, b.x), f32::midpoint(a.y, b.y));
        add(mx - dy / 2.0, my + dx / 2.0, [None, Some(one), Some(two)]);
        add(mx + dy / 2.0, my - dx / 2.0, [None, Some(two), Some(one)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::place::finder::{RAYS, direction};

    /// A square pattern of 4 pixels a module.
    fn square(x: f32, y: f32) -> Finder {
        let reach = core::array::from_fn(|ray| {
            let (cos, sin) = direction(ray);
            8.0 / cos.abs().max(sin.abs())
        });
        assert_eq!(reach.len(), RAYS);
        Finder { x, y, inverted: false, module: 4.0, reach, core: 0.0, ring: 255.0, oddity: 0.05 }
    }

    /// Whether one of the imagined symbols has its patterns at these places, the corner first.
    fn is_imagined(seen: [(f32, f32); 2], wanted: [(f32, f32); 3]) -> bool {
        let mut finders: Vec<Finder> = seen.into_iter().map(|(x, y)| square(x, y)).collect();
        let triples = completed(&mut finders);
        triples.iter().any(|triple| {
            [triple.corner, triple.right, triple.below].into_iter().zip(wanted).all(|(at, (x, y))| {
                let finder = &finders[at];
                (finder.x - x).abs() < 0.1 && (finder.y - y).abs() < 0.1
            })
        })
    }

    #[test]
    fn each_of_the_three_may_be_gone() {
        let (corner, right, below) = ((20.0, 30.0), (92.0, 30.0), (20.0, 102.0));
        assert!(is_imagined([right, below], [corner, right, below]));
        assert!(is_imagined([corner, below], [corner, right, below]));
        assert!(is_imagined([right, corner], [corner, right, below]));
        // Turned by half.
        let (corner, right, below) = ((92.0, 102.0), (20.0, 102.0), (92.0, 30.0));
        assert!(is_imagined([right, below], [corner, right, below]));
        assert!(is_imagined([below, corner], [corner, right, below]));
        assert!(is_imagined([corner, right], [corner, right, below]));
    }

    #[test]
    fn unlike_patterns_make_no_pair() {
        let mut light = square(92.0, 30.0);
        light.inverted = true;
        assert!(completed(&mut vec![square(20.0, 30.0), light]).is_empty());
        assert!(completed(&mut vec![square(20.0, 30.0), square(50.0, 30.0)]).is_empty());
    }
}
