//! What is done with one plane, and how much is put up with.

use std::{collections::VecDeque, rc::Rc};

use crate::qr::{
    Point,
    picture::{
        plane::Plane,
        texture::Area,
        threshold::Thresholds,
        view::{Stage, View},
    },
    place::{
        finder::Finder,
        layout,
        locate::Guess,
        search::{Mask, Search},
        triple::Triple,
    },
};

/// Where a plane lies in the picture.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) left: f32,
    pub(crate) top: f32,
    /// Pixels of the picture for each of the plane's.
    pub(crate) scale: f32,
}

impl Place {
    /// A point of the plane in the picture.
    pub(crate) fn out(&self, (x, y): Point) -> Point {
        (x * self.scale + self.left, y * self.scale + self.top)
    }
}

/// A part of the picture in which something looks like a code.
pub(crate) struct Suspect {
    pub(crate) area: Area,
    pub(crate) plane: Rc<Plane>,
    /// What most views are made of, and the pixels of the plane for each of its own: half of it, if it is larger than any
    /// screen.
    pub(crate) base: (Rc<Plane>, f32),
    /// Ways to look at it that were tried.
    pub(crate) tried: usize,
    /// Whether any of them showed a symbol, if one that could not be read.
    pub(crate) hopeful: bool,
}

/// A plane being looked at.
pub(crate) struct Work {
    pub(crate) plane: Rc<Plane>,
    pub(crate) place: Place,
    pub(crate) search: Option<Search>,
    pub(crate) finders: Vec<Finder>,
    pub(crate) triples: VecDeque<Triple>,
    pub(crate) stage: Stage,
    /// Which of the suspects it shows.
    pub(crate) suspect: usize,
}

/// What a tier puts up with.
pub(crate) struct Bounds {
    /// Of a finder pattern.
    pub(crate) oddity: f32,
    /// Of a triple.
    pub(crate) strangeness: f32,
    /// Triples of one view.
    pub(crate) triples: usize,
    /// The least agreement of timing patterns for a guess to be followed up.
    pub(crate) fitness: f32,
}

pub(crate) const QUICK: Bounds = Bounds { oddity: 0.35, strangeness: 1.4, triples: 100, fitness: 0.5 };
pub(crate) const DEEP: Bounds = Bounds { oddity: 0.6, strangeness: 2.2, triples: 110, fitness: 0.35 };
/// Where a blur was undone: the patterns are odd, of timing patterns nothing is left, and all fixed ones say what is right.
pub(crate) const BLURRED: Bounds = Bounds { oddity: 0.6, strangeness: 2.8, triples: 25, fitness: 0.04 };

impl Bounds {
    pub(crate) fn of(stage: Stage) -> &'static Self {
        match stage.view {
            View::Deblurred(_) => &BLURRED,
            _ if stage.deep => &DEEP,
            _ => &QUICK,
        }
    }
}

impl Work {
    /// To look for finder patterns in a plane.
    pub(crate) fn new(
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
        let search = Search::new(Rc::clone(plane), thresholds, step, Bounds::of(stage).oddity, mask);
        let (finders, triples) = (Vec::new(), VecDeque::new());
        Some(Self { plane: Rc::clone(plane), place, search: Some(search), finders, triples, stage, suspect: 0 })
    }

    /// Whether a blur was undone in it.
    pub(crate) fn is_deblurred(&self) -> bool {
        matches!(self.stage.view, View::Deblurred(_))
    }
}

/// Whether it is hardly by chance that the timing patterns fit: the more modules they have, the less is asked.
pub(crate) fn is_hopeful(guess: &Guess) -> bool {
    let modules = 2 * (layout::side(guess.version) - 16);
    guess.fitness * (modules as f32).sqrt() > 2.2
}
