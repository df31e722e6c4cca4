//! What is tried when: a quick tier, and a deep one for pictures in which something looks like a code.

use std::{collections::VecDeque, rc::Rc};

use super::{
    Error, Point, Symbol, append, check_size,
    decode::Decoded,
    finder::{self, Finder},
    follow,
    homography::Homography,
    layout,
    locate::{Guess, Locator},
    luma, pair,
    plane::Plane,
    threshold::Thresholds,
    triple::{self, Triple},
    view::{STAGES, Stage, View},
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

/// A picture being looked at.
struct Work {
    plane: Rc<Plane>,
    /// Pixels of the picture for each of the plane's.
    scale: f32,
    finders: Vec<Finder>,
    triples: VecDeque<Triple>,
    deep: bool,
    /// The least agreement of timing patterns for a guess to be followed up.
    least: f32,
}

/// Reads a picture in steps, so that the caller, who has a clock, can stop between them.
pub struct Reader<'a> {
    rgba: Option<&'a [u8]>,
    full: Rc<Plane>,
    /// What the deep tier takes for the picture, if that is larger than any screen.
    half: Option<Rc<Plane>>,
    stages: VecDeque<Stage>,
    work: Option<Work>,
    symbols: Vec<Symbol>,
    /// Where the finder patterns of the symbols are.
    patterns: Vec<[Point; 3]>,
    /// Whether something looked like a code and was not read.
    promising: bool,
}

/// More pixels than a screen has: a photograph, whose modules are many pixels wide.
const LARGE: usize = 9_000_000;
/// Triples looked at in one step.
const TRIPLES_A_STEP: usize = 8;
/// What a tier puts up with: of 658 symbols that were read, 98 in a hundred are within the quick tier's bounds.
struct Bounds {
    /// Of a finder pattern.
    oddity: f32,
    /// Of a triple.
    strangeness: f32,
    /// Triples of one view.
    triples: usize,
    /// The least agreement of timing patterns for a guess to be followed up.
    fitness: f32,
}

const QUICK: Bounds = Bounds { oddity: 0.35, strangeness: 1.4, triples: 100, fitness: 0.5 };
const DEEP: Bounds = Bounds { oddity: 0.6, strangeness: 2.2, triples: 110, fitness: 0.35 };

/// Where a blur was undone: the patterns are odd, of timing patterns nothing is left, and all fixed ones say what is right.
const BLURRED: Bounds = Bounds { oddity: 0.6, strangeness: 2.8, triples: 25, fitness: 0.04 };

impl<'a> Reader<'a> {
    /// To read straight-alpha RGBA pixels.
    ///
    /// # Errors
    /// As for [`super::read`], with four bytes a pixel.
    pub fn new(rgba: &'a [u8], width: usize, height: usize) -> Result<Self, Error> {
        let plane = Plane::new(luma::from_rgba(rgba, width, height)?, width, height);
        Ok(Self::of_plane(Some(rgba), plane))
    }

    /// To read luminance, of the length that was checked.
    pub(super) fn of_luma(data: Vec<u8>, width: usize, height: usize) -> Self {
        Self::of_plane(None, Plane::new(data, width, height))
    }

    fn of_plane(rgba: Option<&'a [u8]>, plane: Plane) -> Self {
        let (width, height) = (plane.width, plane.height);
        let usable = width >= 21 && height >= 21 && check_size(width, height).is_ok();
        let stages = if usable { STAGES.into() } else { VecDeque::new() };
        Self {
            rgba,
            full: Rc::new(plane),
            half: None,
            stages,
            work: None,
            symbols: Vec::new(),
            patterns: Vec::new(),
            promising: false,
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
        if let Some(mut work) = self.work.take() {
            for _ in 0..TRIPLES_A_STEP {
                let Some(triple) = work.triples.pop_front() else { break };
                if self.attempt(&mut work, triple) {
                    break;
                }
            }
            if !work.triples.is_empty() {
                let deep = work.deep;
                self.work = Some(work);
                return if deep { Progress::Deep } else { Progress::Quick };
            }
        } else if let Some(stage) = self.stages.pop_front() {
            self.work = self.look(stage);
        }
        self.next()
    }

    fn next(&mut self) -> Progress {
        if let Some(work) = &self.work {
            return if work.deep { Progress::Deep } else { Progress::Quick };
        }
        let satisfied = self.symbols.iter().any(|symbol| symbol.text.starts_with(b"otpauth"))
            || (!self.symbols.is_empty() && !self.promising);
        match self.stages.front() {
            Some(_) if satisfied => Progress::Done,
            None => Progress::Done,
            Some(stage) if stage.deep => Progress::Deep,
            Some(_) => Progress::Quick,
        }
    }

    fn look(&mut self, stage: Stage) -> Option<Work> {
        if stage.deep && self.half.is_none() && self.full.data.len() > LARGE {
            self.half = Some(Rc::new(self.full.halved()));
        }
        let (plane, scale) = self.show(stage.view, stage.deep)?;
        let thresholds = Thresholds::new(&plane, stage.mode);
        let step = if plane.height > 1500 {
            3
        } else if stage.deep && plane.height < 600 {
            1
        } else {
            2
        };
        let bounds = match stage.view {
            View::Deblurred(_) => BLURRED,
            _ if stage.deep => DEEP,
            _ => QUICK,
        };
        let mut finders = finder::find(&plane, &thresholds, step, bounds.oddity);
        finders.retain(|finder| !self.is_read(finder, scale));
        let mut triples: VecDeque<Triple> = triple::group(&finders, bounds.strangeness).into();
        triples.truncate(bounds.triples);
        if stage.deep && !matches!(stage.view, View::Deblurred(_)) {
            // Few, and asked first: there are hundreds of triples on a page of text.
            for triple in pair::completed(&mut finders).into_iter().rev() {
                triples.push_front(triple);
            }
        }
        Some(Work { plane, scale, finders, triples, deep: stage.deep, least: bounds.fitness })
    }

    /// What is to be looked at, and the pixels of the picture for each of its own.
    fn show(&self, view: View, deep: bool) -> Option<(Rc<Plane>, f32)> {
        let base = self.half.as_ref().filter(|_| deep).unwrap_or(&self.full);
        let by = if deep && self.half.is_some() { 2.0 } else { 1.0 };
        if view == View::Full {
            return Some((Rc::clone(base), by));
        }
        let (plane, scale) = match (view, self.rgba) {
            (View::Channel(at), Some(rgba)) => (Plane::channel(rgba, at, self.full.width, self.full.height), 1.0),
            (View::Channel(_), None) => return None,
            _ => view.of(base).map(|(plane, scale)| (plane, scale * by))?,
        };
        (plane.width >= 21 && plane.height >= 21).then(|| (Rc::new(plane), scale))
    }

    /// Whether a pattern belongs to a symbol that was read: it is one of its three, or an odd one inside.
    fn is_read(&self, finder: &Finder, scale: f32) -> bool {
        let (x, y) = (finder.x * scale, finder.y * scale);
        self.symbols.iter().zip(&self.patterns).any(|(symbol, patterns)| {
            let near = finder.module * scale * 2.0;
            (finder.oddity > 0.1 && is_inside(&symbol.corners, (x, y)))
                || patterns.iter().any(|(px, py)| (px - x).abs() < near && (py - y).abs() < near)
        })
    }

    /// Whether it took some time.
    fn attempt(&mut self, work: &mut Work, triple: Triple) -> bool {
        let finders = [triple.corner, triple.right, triple.below].map(|at| work.finders.get(at));
        let [Some(corner), Some(right), Some(below)] = finders else { return false };
        if [corner, right, below].iter().any(|finder| self.is_read(finder, work.scale)) {
            return false;
        }
        let mut took = false;
        let locator = Locator { plane: &work.plane, finders: [corner, right, below] };
        let guesses = locator.guesses();
        let whole = work.deep.then_some((&*self.full, work.scale));
        for guess in guesses.iter().take(3) {
            if guess.fitness < work.least {
                break;
            }
            self.promising = true;
            took = true;
            if let Some((decoded, map)) = follow::follow(&work.plane, whole, &locator, guess) {
                self.keep(decoded, guess, &map, work.scale);
                return true;
            }
        }
        took
    }

    fn keep(&mut self, decoded: Decoded, guess: &Guess, map: &Homography, scale: f32) {
        let far = layout::side(guess.version) as f32;
        let mut corners = [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)]
            .map(|point| map.map(point))
            .map(|(x, y)| (x * scale, y * scale));
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
            [(3.5, 3.5), (far - 3.5, 3.5), (3.5, far - 3.5)]
                .map(|point| map.map(point))
                .map(|(x, y)| (x * scale, y * scale)),
        );
        self.promising = false;
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
