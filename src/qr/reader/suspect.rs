//! The parts of a picture that the deep tier looks at.

use std::rc::Rc;

use crate::qr::{
    picture::{area::Area, plane::Plane},
    place::{layout, locate::Guess},
};

/// A part of the picture in which something looks like a code.
pub(crate) struct Suspect {
    pub(crate) area: Area,
    pub(crate) plane: Rc<Plane>,
    /// The plane that most views are made of, with the pixels of `plane` for each of its own: half of `plane` if that is
    /// larger than any screen.
    pub(crate) base: (Rc<Plane>, f32),
    /// The number of views that were opened.
    pub(crate) tried: usize,
    /// Whether one of them showed a symbol, though none that could be read.
    pub(crate) hopeful: bool,
}

/// Whether the timing patterns of a guess fit too well for chance: the more modules they have, the less agreement is asked.
pub(crate) fn is_hopeful(guess: &Guess) -> bool {
    let modules = 2 * (layout::side(guess.version) - 16);
    guess.fitness * (modules as f32).sqrt() > 2.2
}
