//! What the reader saw in each view of a picture, and how the sheet is asked for.

use std::rc::Rc;

use crate::qr::{
    picture::{plane::Plane, view::Stage},
    place::{finder::Finder, homography::Homography, layout, locate::Guess, triple::Triple},
    symbol::{
        decode::Decoded,
        sample::{self, Kernel},
        soft::Soft,
    },
};

/// What is drawn.
pub struct Options<'a> {
    /// The address of the picture, for the SVG to show it.
    pub picture: &'a str,
    /// Whether the texts are written out: they may hold seeds.
    pub show_text: bool,
    /// A point of the picture around which symbols are looked for; everywhere if `None`.
    pub at: Option<(f32, f32)>,
}

/// One view of the picture, and what came of it.
pub(super) struct Seen {
    pub(super) stage: Stage,
    pub(super) plane: Rc<Plane>,
    /// Pixels of the picture for each pixel of the plane.
    pub(super) scale: f32,
    pub(super) finders: Vec<Finder>,
    /// Patterns that are too odd for the reader.
    pub(super) refused: Vec<Finder>,
    pub(super) triples: usize,
    pub(super) attempts: Vec<Attempt>,
}

/// A set of three that was tried.
pub(super) struct Attempt {
    pub(super) triple: Triple,
    pub(super) guess: Option<Guess>,
    pub(super) map: Homography,
    /// The agreement of the fixed modules, from -1 to 1.
    pub(super) agreement: f32,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    /// The fixed patterns are not where they should be.
    Unlike,
    /// The fixed patterns are where they should be, but the symbol cannot be decoded.
    Unreadable,
    Read(Decoded),
}

impl Seen {
    /// The symbol that was read, or else the guess that agrees best.
    pub(super) fn best(&self) -> Option<&Attempt> {
        self.attempts.iter().max_by(|a, b| a.rank().total_cmp(&b.rank()))
    }

    pub(super) fn reads(&self) -> usize {
        self.attempts.iter().filter(|attempt| attempt.is_read()).count()
    }
}

impl Attempt {
    pub(super) fn is_read(&self) -> bool {
        matches!(self.outcome, Outcome::Read(_))
    }

    pub(super) fn rank(&self) -> f32 {
        self.agreement + if self.is_read() { 2.0 } else { 0.0 }
    }
}

/// The modules of a guess, sampled by a map.
pub(super) fn sampled(plane: &Plane, guess: &Guess, map: &Homography) -> Soft {
    let side = layout::side(guess.version);
    let values = sample::values(plane, side, 0, guess.inverted, Kernel::Middle, sample::by(map));
    sample::judge(&values, side, 5)
}
