//! A view of the picture in which symbols are being looked for, and how far that has come.

use std::{collections::VecDeque, rc::Rc};

use crate::qr::{
    picture::{
        Point,
        mask::Mask,
        plane::Plane,
        threshold::Thresholds,
        view::{Stage, View},
    },
    place::{finder::Finder, layout, search::Search, triple::Triple},
    reader::tolerance::Tolerance,
};

/// Where a plane lies in the picture.
#[derive(Clone, Copy)]
pub(crate) struct Placement {
    pub(crate) left: f32,
    pub(crate) top: f32,
    /// Pixels of the picture for each pixel of the plane.
    pub(crate) scale: f32,
}

impl Placement {
    /// The point of the picture for a point of the plane.
    pub(crate) fn out(&self, (x, y): Point) -> Point {
        (x * self.scale + self.left, y * self.scale + self.top)
    }
}

/// A view whose symbols are being looked for.
pub(crate) struct OpenView {
    pub(crate) plane: Rc<Plane>,
    pub(crate) placement: Placement,
    /// The search for finder patterns, until it is through.
    pub(crate) search: Option<Search>,
    pub(crate) finders: Vec<Finder>,
    /// The sets of three that were not tried yet, the most plausible first.
    pub(crate) triples: VecDeque<Triple>,
    pub(crate) stage: Stage,
    /// The index of the suspect that it shows; of no meaning in the quick tier.
    pub(crate) suspect: usize,
}

impl OpenView {
    /// Opens a view, to look for finder patterns in it; `None` for a plane in which no symbol has room.
    pub(crate) fn new(
        stage: Stage,
        plane: &Rc<Plane>,
        thresholds: Thresholds,
        placement: Placement,
        mask: Option<Mask>,
    ) -> Option<Self> {
        if plane.width < layout::SMALLEST || plane.height < layout::SMALLEST {
            return None;
        }
        let step = if plane.height > 1500 {
            3
        } else if stage.deep && plane.height < 600 {
            1
        } else {
            2
        };
        let search = Search::new(Rc::clone(plane), thresholds, step, Tolerance::of(stage).oddity, mask);
        let (finders, triples) = (Vec::new(), VecDeque::new());
        Some(Self { plane: Rc::clone(plane), placement, search: Some(search), finders, triples, stage, suspect: 0 })
    }

    /// Whether a strong blur was undone in this view.
    pub(crate) fn is_deblurred(&self) -> bool {
        matches!(self.stage.view, View::Deblurred(_))
    }
}
