//! Guesses where the modules of a symbol lie: its version and a map, from three finder patterns and the timing patterns.

use crate::qr::{
    picture::{Point, plane::Plane},
    place::{
        finder::{Finder, RAYS, direction},
        fitness::Fitness,
        homography::{Homography, Pair},
        layout, order,
        triple::module_along,
    },
};

/// A guess where the modules of a symbol lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guess {
    pub(crate) version: usize,
    pub(crate) map: Homography,
    /// How well the timing patterns agree, from -1 to 1.
    pub(crate) fitness: f32,
    /// The mean difference between core and ring of the finder patterns.
    pub(crate) contrast: f32,
    pub(crate) inverted: bool,
}

/// The agreement of timing patterns from which on perspective need not be considered.
const CLEAR: f32 = 0.85;

/// Makes guesses from three finder patterns.
pub(crate) struct Locator<'a> {
    pub(crate) plane: &'a Plane,
    /// The pattern at the corner, the one to its right and the one below.
    pub(crate) finders: [&'a Finder; 3],
}

impl Locator<'_> {
    /// The versions to try by the distances between the patterns, the likeliest first.
    fn versions(&self) -> Vec<usize> {
        let [corner, right, below] = self.finders;
        let modules = |other: &Finder| {
            let (dx, dy) = (other.x - corner.x, other.y - corner.y);
            let distance = dx.hypot(dy);
            let (dx, dy) = (dx / distance, dy / distance);
            // The geometric mean of the two widths is right in perspective too.
            distance / (module_along(corner, dx, dy) * module_along(other, dx, dy)).sqrt()
        };
        let (a, b) = (modules(right), modules(below));
        let side = a.midpoint(b) + 7.0;
        let likeliest = ((side - 17.0) / 4.0).round() as i32;
        let reach = if likeliest > 10 { 3 } else { 1 + i32::from((a - b).abs() > 5.0) };
        let mut versions: Vec<i32> =
            (likeliest - reach..=likeliest + reach).filter(|version| (1..=40).contains(version)).collect();
        order::ascending(&mut versions, |version| (*version as f32 * 4.0 + 17.0 - side).abs());
        versions.into_iter().map(|version| version as usize).collect()
    }

    /// Guesses by each version and each way to find a map, the best first.
    pub(crate) fn guesses(&self) -> Vec<Guess> {
        let versions = self.versions();
        let guess = |version: usize, map: Option<Homography>| Some(self.guess(version, map?));
        let mut guesses: Vec<Guess> =
            versions.iter().filter_map(|version| guess(*version, self.affine(*version))).collect();
        if guesses.iter().all(|guess| guess.fitness < CLEAR) {
            guesses.extend(versions.iter().filter_map(|version| guess(*version, self.projective(*version))));
            guesses.extend(versions.iter().filter_map(|version| guess(*version, self.by_widths(*version))));
        }
        order::descending(&mut guesses, |guess| guess.fitness);
        guesses
    }

    fn contrast(&self) -> f32 {
        self.finders.iter().map(|finder| finder.contrast()).sum::<f32>() / 3.0
    }

    fn guess(&self, version: usize, map: Homography) -> Guess {
        let inverted = self.finders.iter().all(|finder| finder.inverted);
        let contrast = self.contrast();
        let fitness = Fitness::timing(version).of(self.plane, &map, inverted, contrast);
        Guess { version, map, fitness, contrast, inverted }
    }

    fn centres(&self, version: usize, weight: f32) -> [Pair; 3] {
        let far = layout::side(version) as f32 - 3.5;
        let [corner, right, below] = self.finders.map(|finder| (finder.x, finder.y));
        [((3.5, 3.5), corner), ((far, 3.5), right), ((3.5, far), below)].map(|(grid, pixel)| Pair {
            grid,
            pixel,
            weight,
        })
    }

    fn affine(&self, version: usize) -> Option<Homography> {
        let far = layout::side(version) as f32 - 3.5;
        let [corner, right, below] = self.finders;
        let fourth =
            Pair { grid: (far, far), pixel: (right.x + below.x - corner.x, right.y + below.y - corner.y), weight: 1.0 };
        let [a, b, c] = self.centres(version, 1.0);
        Homography::fit(&[a, b, c, fourth])
    }

    /// The map by the widths of modules at the patterns. Along a line in perspective the width of a module goes with the square
    /// of its nearness, and nearness is linear in the grid, so three widths say where the fourth corner is.
    fn by_widths(&self, version: usize) -> Option<Homography> {
        let far = layout::side(version) as f32 - 3.5;
        let [corner, right, below] = self.finders;
        let nearness = |other: &Finder| {
            let (dx, dy) = unit((other.x - corner.x, other.y - corner.y));
            (module_along(corner, dx, dy) / module_along(other, dx, dy)).sqrt()
        };
        let (a, b) = (nearness(right), nearness(below));
        let fourth = a + b - 1.0;
        if fourth < 0.2 {
            return None;
        }
        let sum = |pick: fn(&Finder) -> f32| (a * pick(right) + b * pick(below) - pick(corner)) / fourth;
        let pixel = (sum(|finder| finder.x), sum(|finder| finder.y));
        let [one, two, three] = self.centres(version, 1.0);
        Homography::fit(&[one, two, three, Pair { grid: (far, far), pixel, weight: 1.0 }])
    }

    /// The map by the corners of the finder patterns, which show a perspective that is strong enough to matter.
    fn projective(&self, version: usize) -> Option<Homography> {
        let far = layout::side(version) as f32 - 3.5;
        let [corner, right, below] = self.finders;
        // By the directions from pattern to pattern first, then by those that the map itself has at each.
        let across = unit((right.x - corner.x, right.y - corner.y));
        let down = unit((below.x - corner.x, below.y - corner.y));
        let mut axes = [(across, down); 3];
        let centres = [(3.5, 3.5), (far, 3.5), (3.5, far)];
        let mut map = None;
        for _ in 0..2 {
            let mut pairs: Vec<Pair> = self.centres(version, 1.0).to_vec();
            for ((finder, (u, v)), (across, down)) in self.finders.into_iter().zip(centres).zip(axes) {
                let Some(corners) = corners(finder, across, down) else { return map };
                for (pixel, (du, dv)) in corners.into_iter().zip([(-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0)]) {
                    pairs.push(Pair { grid: (u + du, v + dv), pixel, weight: 0.4 });
                }
            }
            let fitted = Homography::fit(&pairs)?;
            axes = centres.map(|centre| {
                let (across, down) = fitted.steps(centre);
                (unit(across), unit(down))
            });
            map = Some(fitted);
        }
        map
    }

    /// The map by the patterns and the alignment pattern nearest to the fourth corner, if that is found.
    pub(crate) fn with_alignment(&self, guess: &Guess) -> Option<Homography> {
        let far = layout::side(guess.version) as f32 - 6.5;
        let spread = 3.0 + layout::side(guess.version) as f32 * 0.04;
        let (pixel, likeness) = find_alignment(self.plane, guess, (far, far), spread)?;
        if likeness < 0.4 {
            return None;
        }
        let mut pairs = self.centres(guess.version, 1.0).to_vec();
        pairs.push(Pair { grid: (far, far), pixel, weight: 1.0 });
        Homography::fit(&pairs)
    }
}

fn unit((x, y): Point) -> Point {
    let length = x.hypot(y).max(1e-6);
    (x / length, y / length)
}

/// The corners of the square that the rays of a finder pattern reach, four modules a side: top left, top right, bottom
/// right, bottom left. `None` for a round pattern.
fn corners(finder: &Finder, across: Point, down: Point) -> Option<[Point; 4]> {
    let determinant = across.0 * down.1 - across.1 * down.0;
    let mut sides: [Vec<Point>; 4] = Default::default();
    let (mut straight, mut oblique) = ((0.0, 0.0), (0.0, 0.0));
    for (ray, reach) in finder.reach.iter().enumerate().take(RAYS) {
        let (cos, sin) = direction(ray);
        let a = (cos * down.1 - sin * down.0) / determinant;
        let b = (across.0 * sin - across.1 * cos) / determinant;
        let point = (cos * reach, sin * reach);
        let side = match (a.abs() > b.abs(), a > 0.0, b > 0.0) {
            (false, _, false) => 0,
            (true, true, _) => 1,
            (false, _, true) => 2,
            (true, false, _) => 3,
        };
        let slant = a.abs().min(b.abs()) / a.abs().max(b.abs());
        let extent = reach * a.abs().max(b.abs());
        if slant < 0.35 {
            straight = (straight.0 + extent, straight.1 + 1.0);
        } else if slant > 0.65 {
            oblique = (oblique.0 + extent, oblique.1 + 1.0);
        }
        if slant < 0.8
            && let Some(points) = sides.get_mut(side)
        {
            points.push(point);
        }
    }
    // Of a square all extents are the same; of a circle those towards the corners are shorter by 0.74.
    if straight.1 < 1.0 || oblique.1 < 1.0 || oblique.0 / oblique.1 < straight.0 / straight.1 * 0.85 {
        return None;
    }
    let [up, right, low, left] = sides.map(|points| line(&points));
    let meet = |one: Option<[f32; 3]>, two: Option<[f32; 3]>| {
        let ([a, b, c], [d, e, f]) = (one?, two?);
        let determinant = a * e - b * d;
        (determinant.abs() > 0.2)
            .then(|| ((c * e - b * f) / determinant + finder.x, (a * f - c * d) / determinant + finder.y))
    };
    Some([meet(up, left)?, meet(up, right)?, meet(low, right)?, meet(low, left)?])
}

/// The line ax + by = c with the least squares of distances from points.
fn line(points: &[Point]) -> Option<[f32; 3]> {
    if points.len() < 3 {
        return None;
    }
    let count = points.len() as f32;
    let (mx, my) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in points {
        xx += (x - mx) * (x - mx);
        xy += (x - mx) * (y - my);
        yy += (y - my) * (y - my);
    }
    let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
    let (sin, cos) = angle.sin_cos();
    Some([-sin, cos, -sin * mx + cos * my])
}

/// The place most like an alignment pattern within `spread` modules of its place by a guess, with its likeness from -1 to 1.
pub(crate) fn find_alignment(plane: &Plane, guess: &Guess, grid: Point, spread: f32) -> Option<(Point, f32)> {
    let middle = guess.map.map(grid);
    let (right, down) = guess.map.steps(grid);
    if !plane.contains(middle.0, middle.1) || right.0.hypot(right.1) < 0.8 || down.0.hypot(down.1) < 0.8 {
        return None;
    }
    let sign = if guess.inverted { -1.0 } else { 1.0 } / guess.contrast.max(1.0);
    let place = |a: f32, b: f32| (middle.0 + a * right.0 + b * down.0, middle.1 + a * right.1 + b * down.1);
    let likeness = |a: f32, b: f32| {
        let mut light = 0.0;
        let mut dark = 0.0;
        for dv in -2..=2_i32 {
            for du in -2..=2_i32 {
                let (x, y) = place(a + du as f32, b + dv as f32);
                let value = plane.between(x, y);
                match du.abs().max(dv.abs()) {
                    1 => light += value / 8.0,
                    0 => dark += value * 0.2,
                    _ => dark += value * 0.05,
                }
            }
        }
        ((light - dark) * sign).clamp(-1.0, 1.0)
    };
    let count = (spread * 2.0).ceil() as i32;
    let mut best = (f32::MIN, 0.0, 0.0);
    for j in -count..=count {
        for i in -count..=count {
            let (a, b) = (i as f32 / 2.0, j as f32 / 2.0);
            let value = likeness(a, b) - a.hypot(b) * 0.02;
            if value > best.0 {
                best = (value, a, b);
            }
        }
    }
    for step in [0.25, 0.125] {
        let (_, a, b) = best;
        for (da, db) in
            [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0)]
        {
            let (a, b) = (a + da * step, b + db * step);
            let value = likeness(a, b) - a.hypot(b) * 0.02;
            if value > best.0 {
                best = (value, a, b);
            }
        }
    }
    // Points within half a module are equally like: the pattern is in their middle.
    let (_, a, b) = best;
    let most = likeness(a, b);
    let reach = |da: f32, db: f32| {
        let as_like = |step: &i32| likeness(a + da * *step as f32, b + db * *step as f32) > most - 0.1;
        (1..=6).take_while(as_like).count() as f32
    };
    let (right, left) = (reach(0.125, 0.0), reach(-0.125, 0.0));
    let (down, up) = (reach(0.0, 0.125), reach(0.0, -0.125));
    let (a, b) = (a + (right - left) / 16.0, b + (down - up) / 16.0);
    Some((place(a, b), likeness(a, b)))
}
