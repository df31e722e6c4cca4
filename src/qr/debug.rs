//! What the reader saw in a picture, drawn as an SVG: `./build.sh qr-debug PICTURE`.
//!
//! The drawing opens every view that the reader would open. It shows one of them over the picture, the first that was read or
//! else the one that came nearest, and lays its best guess out module by module.

mod drawing;
mod seen;

use std::rc::Rc;

pub use seen::Options;
use seen::{Attempt, Outcome, Seen, sampled};

use crate::qr::{
    picture::{
        Error, Point,
        area::Area,
        check_size, luma,
        plane::Plane,
        threshold::{Mode, Thresholds},
        view::{STAGES, Stage, View},
    },
    place::{
        finder::Finder,
        homography::Homography,
        layout::{self, Module},
        locate::{Guess, Locator},
        search::Search,
        triple::{self, Triple},
    },
    reader::tolerance::Tolerance,
    symbol::{follow, soft::Soft},
};

/// The greatest number of sets of three that are followed up in a view.
const MOST_TRIPLES: usize = 100;
/// The greatest oddity of a refused pattern that is drawn.
const ODDEST: f32 = 1.5;

/// Draws what the reader sees in a picture of straight-alpha RGBA pixels, as an SVG.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`MAX_PIXELS`](crate::qr::MAX_PIXELS) or [`MAX_SIDE`](crate::qr::MAX_SIDE), and
/// [`Error::WrongLength`] if `rgba` is not `width * height * 4` bytes long.
pub fn svg(rgba: &[u8], width: usize, height: usize, options: &Options<'_>) -> Result<String, Error> {
    check_size(width, height)?;
    let full = Plane::new(luma::from_rgba(rgba, width, height)?, width, height);
    let seen: Vec<Seen> = STAGES.iter().filter_map(|stage| look(*stage, &full, rgba, options.at)).collect();
    Ok(drawing::draw(&seen, width, height, options))
}

fn look(stage: Stage, full: &Plane, rgba: &[u8], at: Option<Point>) -> Option<Seen> {
    let (plane, scale) = match stage.view {
        View::Full => (full.clone(), 1.0),
        View::Channel(at) => {
            let whole = Area { left: 0, top: 0, right: full.width, bottom: full.height };
            (Plane::channel(rgba, at, full.width, &whole), 1.0)
        }
        view => view.of(full)?,
    };
    if plane.width.min(plane.height) < layout::SMALLEST {
        return None;
    }
    let tolerance = Tolerance::of(stage);
    let plane = Rc::new(plane);
    let finders = search(&plane, stage.mode, tolerance.oddity);
    let mut refused = search(&plane, stage.mode, ODDEST);
    refused.retain(|one| finders.iter().all(|other| (one.x - other.x).hypot(one.y - other.y) > other.module * 2.0));
    let mut triples = triple::group(&finders, tolerance.strangeness);
    if let Some((x, y)) = at {
        triples.retain(|triple| is_around(&finders, triple, (x / scale, y / scale)));
    }
    let attempts =
        triples.iter().take(MOST_TRIPLES).filter_map(|triple| attempt(&plane, &finders, *triple, tolerance)).collect();
    Some(Seen { stage, scale, refused, triples: triples.len(), attempts, finders, plane })
}

/// The finder patterns of the whole plane, even if the reader would have no time for all of them.
fn search(plane: &Rc<Plane>, mode: Mode, oddest: f32) -> Vec<Finder> {
    let mut search = Search::new(Rc::clone(plane), Thresholds::new(plane, mode), 1, oddest, None);
    while search.advance(usize::MAX / 2) {}
    search.finish()
}

/// Whether a point lies well within the square that three patterns would make.
fn is_around(finders: &[Finder], triple: &Triple, (x, y): Point) -> bool {
    let (Some(right), Some(below)) = (finders.get(triple.right), finders.get(triple.below)) else { return false };
    let from_middle = (x - right.x.midpoint(below.x)).hypot(y - right.y.midpoint(below.y));
    from_middle < (right.x - below.x).hypot(right.y - below.y) * 0.5
}

fn attempt(plane: &Plane, finders: &[Finder], triple: Triple, tolerance: &Tolerance) -> Option<Attempt> {
    let three = [triple.corner, triple.right, triple.below].map(|at| finders.get(at));
    let [Some(corner), Some(right), Some(below)] = three else { return None };
    let locator = Locator { plane, finders: [corner, right, below] };
    let guesses = locator.guesses();
    let of = |guess: &Guess, map: Homography, outcome: Outcome| {
        let agreement = agreement(&sampled(plane, guess, &map), guess.version);
        Attempt { triple, guess: Some(*guess), map, agreement, outcome }
    };
    for guess in guesses.iter().take(3).filter(|guess| guess.fitness >= tolerance.fitness) {
        if let Some((decoded, map)) = follow::follow(plane, None, &locator, guess) {
            return Some(of(guess, map, Outcome::Read(decoded)));
        }
    }
    let tried = guesses.iter().take(3).map(|guess| {
        let map = locator.with_alignment(guess).unwrap_or(guess.map);
        let outcome = if guess.fitness < tolerance.fitness { Outcome::Unlike } else { Outcome::Unreadable };
        of(guess, map, outcome)
    });
    tried.max_by(|a, b| a.agreement.total_cmp(&b.agreement))
}

/// How well the fixed modules are as they should be: 1 if all are, -1 if none is.
fn agreement(soft: &Soft, version: usize) -> f32 {
    let kinds = layout::modules(version);
    let of = |wanted: bool| {
        let values = (0..).zip(&kinds).filter(|(_, kind)| **kind == Module::Fixed(wanted));
        let values = values.map(|(index, _)| soft.index(index).clamp(-1.0, 1.0));
        let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        sum / count
    };
    // Dark and light ones by themselves, so that a place where all is dark does not agree.
    (of(true) - of(false)) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Options<'_> = Options { picture: "", show_text: false, at: None };

    #[test]
    fn a_blank_picture_has_nothing_to_show() {
        let drawn = svg(&[255; 40 * 40 * 4], 40, 40, &PLAIN).unwrap();
        assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>\n") && !drawn.contains("<polygon"));
    }

    #[test]
    fn sizes_are_checked() {
        assert!(svg(&[], 5, 5, &PLAIN).is_err());
    }
}
