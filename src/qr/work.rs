//! What is done with one plane, and how much is put up with.

use std::{collections::VecDeque, rc::Rc};

use super::{
    Point,
    finder::Finder,
    layout,
    locate::Guess,
    plane::Plane,
    search::{Mask, Search},
    texture::Area,
    threshold::Thresholds,
    triple::Triple,
    view::Stage,
};

/// Where a plane lies in the picture.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) left: f32,
    pub(super) top: f32,
    /// Pixels of the picture for each of the plane's.
    pub(super) scale: f32,
}

impl Place {
    /// A point of the plane in the picture.
    pub(super) fn out(&self, (x, y): Point) -> Point {
        (x * self.scale + self.left, y * self.scale + self.top)
    }
}

/// A part of the picture in which something looks like a code.
pub(super) struct Suspect {
    pub(super) area: Area,
    pub(super) plane: Rc<Plane>,
    /// Ways to look at it that were tried.
    pub(super) tried: usize,
    /// Whether any of them showed a symbol, if one that could not be read.
    pub(super) hopeful: bool,
}

/// A plane being looked at.
pub(super) struct Work {
    pub(super) plane: Rc<Plane>,
    pub(super) place: Place,
    pub(super) search: Option<Search>,
    pub(super) finders: Vec<Finder>,
    pub(super) triples: VecDeque<Triple>,
    pub(super) deep: bool,
    /// Which of the suspects it shows.
    pub(super) suspect: usize,
    /// Triples whose guesses were moved about.
    pub(super) climbs: usize,
}

/// What a tier puts up with: of 658 symbols that were read, 98 in a hundred are within the quick tier's bounds.
pub(super) struct Bounds {
    /// Of a finder pattern.
    pub(super) oddity: f32,
    /// Of a triple.
    pub(super) strangeness: f32,
    /// Triples of one view.
    pub(super) triples: usize,
    /// The least agreement of timing patterns for a guess to be followed up.
    pub(super) fitness: f32,
}

pub(super) const QUICK: Bounds = Bounds { oddity: 0.35, strangeness: 1.7, triples: 100, fitness: 0.5 };
pub(super) const DEEP: Bounds = Bounds { oddity: 0.6, strangeness: 2.4, triples: 300, fitness: 0.35 };

impl Work {
    /// To look for finder patterns in a plane.
    pub(super) fn new(
        stage: Stage,
        plane: &Rc<Plane>,
        thresholds: Thresholds,
        place: Place,
        mask: Option<Mask>,
    ) -> Option<Self> {
        if plane.width < 21 || plane.height < 21 {
            return None;
        }
        let step = if plane.height > 1500 {
            3
        } else if stage.deep && plane.height < 600 {
            1
        } else {
            2
        };
        let bounds = if stage.deep { DEEP } else { QUICK };
        let search = Search::new(Rc::clone(plane), thresholds, step, bounds.oddity, mask);
        let (finders, triples) = (Vec::new(), VecDeque::new());
        Some(Self {
            plane: Rc::clone(plane),
            place,
            search: Some(search),
            finders,
            triples,
            deep: stage.deep,
            suspect: 0,
            climbs: 0,
        })
    }

    /// What is put up with.
    pub(super) fn bounds(&self) -> &'static Bounds {
        if self.deep { &DEEP } else { &QUICK }
    }
}

/// Whether it is hardly by chance that the timing patterns fit: the more modules they have, the less is asked.
pub(super) fn is_hopeful(guess: &Guess) -> bool {
    let modules = 2 * (layout::side(guess.version) - 16);
    guess.fitness * (modules as f32).sqrt() > 2.2
}
