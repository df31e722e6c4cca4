//! What the reader saw in a picture, drawn as an SVG: `./build.sh qr-debug PICTURE`.
//!
//! Every view is looked at, as the reader would; the one that was read, or else came nearest to it, is drawn over the
//! picture, and its best guess is laid out module by module.

mod drawing;

use std::rc::Rc;

use crate::qr::{
    Error, Point, check_size,
    picture::{
        luma,
        plane::Plane,
        texture::Area,
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
    reader::work::Bounds,
    symbol::{
        decode::Decoded,
        follow,
        sample::{self, Kernel},
        soft::Soft,
    },
};

/// How it is drawn.
pub struct Options<'a> {
    /// The picture itself, as an address that an SVG can show.
    pub picture: &'a str,
    /// Whether the texts are written out: they may hold seeds.
    pub show_text: bool,
    /// A point of the picture: only what may be a symbol around it is followed up.
    pub at: Option<(f32, f32)>,
}

/// Triples that are followed up in each view: the least strange.
const MOST_TRIPLES: usize = 100;
/// A candidate that is odder is not even drawn.
const ODDEST: f32 = 1.5;

/// One view of the picture, and what came of it.
struct Seen {
    stage: Stage,
    plane: Rc<Plane>,
    /// Pixels of the picture for each of the plane's.
    scale: f32,
    finders: Vec<Finder>,
    /// Candidates that were too odd.
    refused: Vec<Finder>,
    triples: usize,
    attempts: Vec<Attempt>,
}

/// One triple that was tried.
struct Attempt {
    triple: Triple,
    guess: Option<Guess>,
    map: Homography,
    /// Of the fixed modules.
    agreement: f32,
    outcome: Outcome,
}

enum Outcome {
    /// The fixed patterns are not where they should be.
    Unlike,
    /// They are, but what is between them makes no sense.
    Unreadable,
    Read(Decoded),
}

/// Of a picture of straight-alpha RGBA pixels.
///
/// # Errors
/// As for [`super::read_rgba`].
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
    if plane.width.min(plane.height) < 21 {
        return None;
    }
    let bounds = Bounds::of(stage);
    let plane = Rc::new(plane);
    let finders = search(&plane, stage.mode, bounds.oddity);
    let mut refused = search(&plane, stage.mode, ODDEST);
    refused.retain(|one| finders.iter().all(|other| (one.x - other.x).hypot(one.y - other.y) > other.module * 2.0));
    let mut triples = triple::group(&finders, bounds.strangeness);
    if let Some((x, y)) = at {
        triples.retain(|triple| is_around(&finders, triple, (x / scale, y / scale)));
    }
    let attempts =
        triples.iter().take(MOST_TRIPLES).filter_map(|triple| attempt(&plane, &finders, *triple, bounds)).collect();
    Some(Seen { stage, scale, refused, triples: triples.len(), attempts, finders, plane })
}

/// Finder patterns of the whole plane, whether the reader would have had time for them or not.
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

fn attempt(plane: &Plane, finders: &[Finder], triple: Triple, bounds: &Bounds) -> Option<Attempt> {
    let three = [triple.corner, triple.right, triple.below].map(|at| finders.get(at));
    let [Some(corner), Some(right), Some(below)] = three else { return None };
    let locator = Locator { plane, finders: [corner, right, below] };
    let guesses = locator.guesses();
    let of = |guess: &Guess, map: Homography, outcome: Outcome| {
        let agreement = agreement(&sampled(plane, guess, &map), guess.version);
        Attempt { triple, guess: Some(*guess), map, agreement, outcome }
    };
    for guess in guesses.iter().take(3).filter(|guess| guess.fitness >= bounds.fitness) {
        if let Some((decoded, map)) = follow::follow(plane, None, &locator, guess) {
            return Some(of(guess, map, Outcome::Read(decoded)));
        }
    }
    let tried = guesses.iter().take(3).map(|guess| {
        let map = locator.with_alignment(guess).unwrap_or(guess.map);
        let outcome = if guess.fitness < bounds.fitness { Outcome::Unlike } else { Outcome::Unreadable };
        of(guess, map, outcome)
    });
    tried.max_by(|a, b| a.agreement.total_cmp(&b.agreement))
}

fn sampled(plane: &Plane, guess: &Guess, map: &Homography) -> Soft {
    let side = layout::side(guess.version);
    let values = sample::values(plane, side, 0, guess.inverted, Kernel::Middle, sample::by(map));
    sample::judge(&values, side, 5)
}

/// How well the modules that are the same in every symbol are as they should be: 1 in every one, -1 in none.
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

impl Seen {
    /// The symbol that was read, or else the guess that agrees best.
    fn best(&self) -> Option<&Attempt> {
        self.attempts.iter().max_by(|a, b| a.rank().total_cmp(&b.rank()))
    }

    fn reads(&self) -> usize {
        self.attempts.iter().filter(|attempt| attempt.is_read()).count()
    }
}

impl Attempt {
    fn is_read(&self) -> bool {
        matches!(self.outcome, Outcome::Read(_))
    }

    fn rank(&self) -> f32 {
        self.agreement + if self.is_read() { 2.0 } else { 0.0 }
    }
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
