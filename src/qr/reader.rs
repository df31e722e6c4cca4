//! What is tried when: a quick tier, and a deep one for pictures in which something looks like a code.

pub(super) mod work;

use std::{borrow::Cow, collections::VecDeque, rc::Rc};

use crate::qr::{
    Error, Point, Symbol, check_size,
    picture::{
        evidence::Evidence,
        intake::{Intake, Level},
        plane::Plane,
        threshold::Thresholds,
        view::{STAGES, Stage, View},
    },
    place::{
        body,
        finder::Finder,
        homography::Homography,
        layout,
        locate::{Guess, Locator},
        pair,
        triple::{self, Triple},
    },
    reader::work::{Bounds, Place, QUICK, Suspect, Work, is_hopeful},
    symbol::{append, decode::Decoded, follow},
};

/// How far a [`Reader`] has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// What comes next belongs to the quick tier, which is short.
    Quick,
    /// What comes next belongs to the deep tier: it can be given up at any time.
    Deep,
    /// Nothing is left to try.
    Done,
}

/// Reads a picture in steps, so that the caller, who has a clock, can stop between them.
pub struct Reader<'a> {
    rgba: Option<Rc<Cow<'a, [u8]>>>,
    width: usize,
    intake: Option<Intake<'a>>,
    /// The whole picture and half of it.
    levels: Vec<Level>,
    quick: VecDeque<Stage>,
    evidence: Evidence,
    /// Where something looks like a code, once the quick tier is through.
    suspects: Option<Vec<Suspect>>,
    /// What is left of the deep tier: a way to look, and which of the areas at.
    deep: VecDeque<(Stage, usize)>,
    work: Option<Work>,
    symbols: Vec<Symbol>,
    /// Where the finder patterns of the symbols are.
    patterns: Vec<[Point; 3]>,
    /// The middles of what looked like a code and was not read.
    promising: Vec<Point>,
}

/// More pixels than a screen has: a photograph, whose modules are many pixels wide.
const LARGE: usize = 9_000_000;
/// Triples looked at in one step, unless one of them took some time.
const TRIPLES_A_STEP: usize = 8;
/// Pixels taken in, and work of a search, in one step.
const PIXELS_A_STEP: usize = 1 << 20;
const WORK_A_STEP: usize = 8_000_000;
/// Ways to look at a suspect, one of each kind, before it is given up unless one of them showed more than its texture.
const FIRST_LOOKS: usize = 9;
impl<'a> Reader<'a> {
    /// To read straight-alpha RGBA pixels.
    ///
    /// # Errors
    /// As for [`super::read`], with four bytes a pixel.
    pub fn new(rgba: impl Into<Cow<'a, [u8]>>, width: usize, height: usize) -> Result<Self, Error> {
        let rgba = Rc::new(rgba.into());
        if rgba.len() != check_size(width, height)? * 4 {
            return Err(Error::WrongLength);
        }
        let intake = Intake::of_rgba(Rc::clone(&rgba), width, height);
        Ok(Self::of(Some(rgba), intake, width, height))
    }

    /// To read luminance, of the length that was checked.
    pub(super) fn of_luma(data: Vec<u8>, width: usize, height: usize) -> Self {
        Self::of(None, Intake::of_luma(Plane::new(data, width, height)), width, height)
    }

    fn of(rgba: Option<Rc<Cow<'a, [u8]>>>, intake: Intake<'a>, width: usize, height: usize) -> Self {
        let usable = width >= 21 && height >= 21;
        let quick = STAGES.into_iter().filter(|stage| !stage.deep && usable);
        Self {
            rgba,
            width,
            intake: usable.then_some(intake),
            levels: Vec::new(),
            quick: quick.collect(),
            evidence: Evidence::of(width, height),
            suspects: (!usable).then(Vec::new),
            deep: VecDeque::new(),
            work: None,
            symbols: Vec::new(),
            patterns: Vec::new(),
            promising: Vec::new(),
        }
    }

    /// What was read so far.
    #[must_use]
    pub fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// What was read, the parts of a structured append joined if all are there.
    #[must_use]
    pub fn into_symbols(self) -> Vec<Symbol> {
        append::join(self.symbols)
    }

    /// Does a small part of what is left, and says what comes next.
    pub fn step(&mut self) -> Progress {
        if let Some(mut intake) = self.intake.take() {
            if intake.advance(PIXELS_A_STEP) {
                self.intake = Some(intake);
            } else {
                self.levels = intake.finish().into();
            }
        } else if let Some(mut work) = self.work.take() {
            if self.go_on(&mut work) {
                self.work = Some(work);
            }
        } else if self.evidence.is_open() {
            self.evidence.advance(&self.levels);
        } else if let Some(stage) = self.quick.pop_front() {
            self.work = self.look_quickly(stage);
        } else if self.suspects.is_none() {
            self.suspect();
        } else if let Some((stage, suspect)) = self.deep.pop_front() {
            self.work = self.look_deeply(stage, suspect);
        }
        self.next()
    }

    fn next(&self) -> Progress {
        if let Some(work) = &self.work {
            return if work.stage.deep { Progress::Deep } else { Progress::Quick };
        }
        let satisfied = self.symbols.iter().any(|symbol| symbol.text.starts_with(b"otpauth"))
            || (!self.symbols.is_empty() && self.promising.is_empty());
        if satisfied {
            Progress::Done
        } else if self.intake.is_some() || !self.quick.is_empty() || self.suspects.is_none() {
            Progress::Quick
        } else if self.deep.is_empty() {
            Progress::Done
        } else {
            Progress::Deep
        }
    }

    /// A part of the work with a plane; whether any of it is left.
    fn go_on(&mut self, work: &mut Work) -> bool {
        if let Some(mut search) = work.search.take() {
            if search.advance(WORK_A_STEP) {
                work.search = Some(search);
                return true;
            }
            let bounds = Bounds::of(work.stage);
            work.finders = search.finish();
            work.finders.retain(|finder| !self.is_read(finder, work.place));
            work.triples = triple::group(&work.finders, bounds.strangeness).into();
            work.triples.truncate(bounds.triples);
            if work.stage.deep && !work.is_deblurred() {
                // Few, and asked first: there are hundreds of triples on a page of text.
                for triple in pair::completed(&mut work.finders).into_iter().rev() {
                    work.triples.push_front(triple);
                }
            }
            return !work.triples.is_empty();
        }
        for _ in 0..TRIPLES_A_STEP {
            let Some(triple) = work.triples.pop_front() else { break };
            if self.attempt(work, triple) {
                break;
            }
        }
        !work.triples.is_empty()
    }

    fn look_quickly(&self, stage: Stage) -> Option<Work> {
        let (level, scale) = match stage.view {
            View::Full => (self.levels.first()?, 1.0),
            _ => (self.levels.get(1)?, 2.0),
        };
        let thresholds = Thresholds::of(&level.extremes, &level.plane, stage.mode);
        let place = Place { left: 0.0, top: 0.0, scale };
        Work::new(stage, &level.plane, thresholds, place, Some(self.evidence.mask(scale)))
    }

    fn look_deeply(&mut self, stage: Stage, suspect: usize) -> Option<Work> {
        let Suspect { area, base, tried, hopeful, .. } = self.suspects.as_mut()?.get_mut(suspect)?;
        if *tried >= FIRST_LOOKS && !*hopeful {
            return None;
        }
        *tried += 1;
        let (shown, scale) = match (stage.view, self.rgba.as_ref()) {
            (View::Full, _) => base.clone(),
            (View::Channel(at), Some(rgba)) => (Rc::new(Plane::channel(rgba, at, self.width, area)), 1.0),
            (View::Channel(_), None) => return None,
            (view, _) => view.of(&base.0).map(|(shown, scale)| (Rc::new(shown), scale * base.1))?,
        };
        let thresholds = Thresholds::new(&shown, stage.mode);
        let place = Place { left: area.left as f32, top: area.top as f32, scale };
        Some(Work { suspect, ..Work::new(stage, &shown, thresholds, place, None)? })
    }

    /// What the deep tier will look at.
    fn suspect(&mut self) {
        let areas = self.evidence.areas();
        let whole = self.levels.first().map(|level| Rc::clone(&level.plane));
        let areas = areas.into_iter().zip(whole.iter().cycle()).map(|(area, whole)| {
            let plane = if area.width() == whole.width && area.height() == whole.height {
                Rc::clone(whole)
            } else {
                Rc::new(whole.cropped(&area))
            };
            let half = (plane.data.len() > LARGE).then(|| (Rc::new(plane.halved()), 2.0));
            let base = half.unwrap_or_else(|| (Rc::clone(&plane), 1.0));
            Suspect { area, plane, base, tried: 0, hopeful: self.evidence.is_small() }
        });
        let suspects: Vec<_> = areas.collect();
        let stages = STAGES.into_iter().filter(|stage| stage.deep);
        self.deep = stages.flat_map(|stage| (0..suspects.len()).map(move |suspect| (stage, suspect))).collect();
        self.suspects = Some(suspects);
    }

    /// Whether a pattern belongs to a symbol that was read: it is one of its three, or an odd one inside. A much smaller one
    /// inside may be that of another symbol, in the place of a logo.
    fn is_read(&self, finder: &Finder, place: Place) -> bool {
        let (x, y) = place.out((finder.x, finder.y));
        self.symbols.iter().zip(&self.patterns).any(|(symbol, patterns)| {
            let near = finder.module * place.scale * 2.0;
            let alike = finder.oddity > 0.1 && finder.module * place.scale > symbol.module() * 0.6;
            (alike && is_inside(&symbol.corners, (x, y)))
                || patterns.iter().any(|(px, py)| (px - x).abs() < near && (py - y).abs() < near)
        })
    }

    /// Follows a triple up, and says whether it took some time.
    fn attempt(&mut self, work: &mut Work, triple: Triple) -> bool {
        let finders = [triple.corner, triple.right, triple.below].map(|at| work.finders.get(at));
        let [Some(corner), Some(right), Some(below)] = finders else { return false };
        if [corner, right, below].iter().any(|finder| self.is_read(finder, work.place)) {
            return false;
        }
        if !work.is_deblurred() && !body::is_alike(&work.plane, [corner, right, below]) {
            return false;
        }
        let locator = Locator { plane: &work.plane, finders: [corner, right, below] };
        let guesses = locator.guesses();
        let mut took = false;
        let suspected = self.suspects.iter().flatten().nth(work.suspect).filter(|_| work.stage.deep);
        let whole = suspected.map(|suspect| (Rc::clone(&suspect.plane), work.place.scale));
        for guess in guesses.iter().take(3) {
            if guess.fitness < Bounds::of(work.stage).fitness {
                break;
            }
            took = true;
            if guess.fitness >= QUICK.fitness {
                let middle = layout::side(guess.version) as f32 / 2.0;
                self.promising.push(work.place.out(guess.map.map((middle, middle))));
            }
            if work.stage.deep {
                let mut suspects = self.suspects.iter_mut().flatten();
                if let Some(suspect) = suspects.nth(work.suspect).filter(|_| is_hopeful(guess)) {
                    suspect.hopeful = true;
                }
            } else {
                let far = layout::side(guess.version) as f32;
                let corners = [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)].map(|point| guess.map.map(point));
                self.evidence.guessed(corners.map(|point| work.place.out(point)));
            }
            let whole = whole.as_ref().map(|(plane, scale)| (&**plane, *scale));
            if let Some((decoded, map)) = follow::follow(&work.plane, whole, &locator, guess) {
                self.keep(decoded, guess, &map, work.place);
                return true;
            }
        }
        took
    }

    fn keep(&mut self, decoded: Decoded, guess: &Guess, map: &Homography, place: Place) {
        let far = layout::side(guess.version) as f32;
        let mut corners =
            [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)].map(|point| map.map(point)).map(|point| place.out(point));
        if decoded.mirrored {
            corners.swap(1, 3);
        }
        self.symbols.push(Symbol {
            text: decoded.text,
            encoding: decoded.encoding,
            corners,
            version: decoded.version,
            level: decoded.level,
            inverted: guess.inverted,
            mirrored: decoded.mirrored,
            quality: decoded.quality,
            appended: decoded.appended,
        });
        self.patterns.push(
            [(3.5, 3.5), (far - 3.5, 3.5), (3.5, far - 3.5)].map(|point| map.map(point)).map(|point| place.out(point)),
        );
        self.promising.retain(|point| !is_inside(&corners, *point));
    }
}

/// Whether a point lies in a convex quadrilateral, of either orientation.
fn is_inside(corners: &[Point; 4], (x, y): Point) -> bool {
    let next = corners.iter().cycle().skip(1);
    let turns = corners.iter().zip(next).map(|(a, b)| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0));
    let (mut left, mut right) = (false, false);
    for turn in turns {
        left |= turn < 0.0;
        right |= turn > 0.0;
    }
    !(left && right)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many steps a picture of 1000 x 800 takes, quick and deep ones.
    fn steps(draw: impl Fn(usize, usize) -> u8) -> (usize, usize) {
        let data = (0..1000 * 800).map(|at| draw(at % 1000, at / 1000)).collect();
        let mut reader = Reader::of_luma(data, 1000, 800);
        let (mut quick, mut deep) = (1, 0);
        loop {
            match reader.step() {
                Progress::Quick => quick += 1,
                Progress::Deep => deep += 1,
                Progress::Done => return (quick, deep),
            }
        }
    }

    /// The pattern of seven modules, `scale` pixels each, and one between it and the next.
    fn tiled(x: usize, y: usize, scale: usize) -> u8 {
        let ring = (x / scale % 8).abs_diff(3).max((y / scale % 8).abs_diff(3));
        if ring == 2 || ring > 3 { 255 } else { 0 }
    }

    #[test]
    fn a_page_without_a_code_ends_early() {
        assert_eq!(steps(|_, _| 255).1, 0);
        // Lines of round letters, each much like a finder pattern.
        let letters = |x: usize, y: usize| {
            if x % 16 < 11 && y % 30 < 11 { tiled(x % 16 * 7 / 11, y % 30 * 7 / 11, 1) } else { 255 }
        };
        let (quick, deep) = steps(letters);
        assert!(quick < 30 && deep == 0, "{quick} {deep}");
    }

    // Sixteen ways to look, each with 300 triples, one in a step, and what it takes to find them.
    #[test]
    fn hostile_pictures_have_an_end() {
        for scale in [1, 2, 4] {
            let (quick, deep) = steps(|x, y| tiled(x, y, scale));
            assert!(quick < 80 && deep < 5200, "{scale}: {quick} {deep}");
        }
        let chequered = steps(|x, y| ((x / 3 + y / 3) % 2 * 255) as u8);
        assert!(chequered.0 < 80 && chequered.1 < 5200, "{chequered:?}");
    }
}
