//! What each tier puts up with: the quick one takes only what is clear, the deep one more.

use crate::qr::picture::view::{Stage, View};

/// The limits within which a pattern, a set of three or a guess is followed up.
pub(crate) struct Tolerance {
    /// The greatest oddity of a finder pattern.
    pub(crate) oddity: f32,
    /// The greatest strangeness of a triple.
    pub(crate) strangeness: f32,
    /// The greatest number of triples of one view.
    pub(crate) triples: usize,
    /// The least agreement of timing patterns for a guess to be followed up.
    pub(crate) fitness: f32,
}

/// The limits of the quick tier.
pub(crate) const QUICK: Tolerance = Tolerance { oddity: 0.35, strangeness: 1.4, triples: 100, fitness: 0.5 };
/// The limits of the deep tier.
const DEEP: Tolerance = Tolerance { oddity: 0.6, strangeness: 2.2, triples: 110, fitness: 0.35 };
/// The limits where a strong blur was undone: patterns are odd, and timing patterns are gone, so that only the whole of the
/// fixed patterns decides.
const BLURRED: Tolerance = Tolerance { oddity: 0.6, strangeness: 2.8, triples: 25, fitness: 0.04 };

impl Tolerance {
    /// The limits for views of this kind in their tier.
    pub(crate) fn of(stage: Stage) -> &'static Self {
        match stage.view {
            View::Deblurred(_) => &BLURRED,
            _ if stage.deep => &DEEP,
            _ => &QUICK,
        }
    }
}
