//! The views that are made of a picture, in the order in which they are tried.

use crate::qr::picture::{deblur, plane::Plane, threshold::Mode};

/// A view, how its thresholds are chosen, and the tier that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stage {
    pub(crate) view: View,
    pub(crate) mode: Mode,
    pub(crate) deep: bool,
}

/// A picture made of the picture, in which other codes can be read. Numbers are factors by which it is smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Full,
    /// Smaller: for codes that are large, noisy or finely structured.
    Shrunk(usize),
    /// Smaller and blurred: for modules that are dots or bars.
    Blurred(usize),
    /// Smaller, with thin light lines filled: for seams between table cells.
    Closed(usize),
    /// Smaller and sharpened: for codes that are blurred.
    Sharpened(usize),
    /// Smaller, with a strong blur undone: for codes whose finder patterns have no ring left.
    Deblurred(usize),
    /// Twice as large: for modules of a pixel or two.
    Doubled,
    /// One colour alone: 0 is red, 2 is blue.
    Channel(usize),
}

const fn quick(view: View, mode: Mode) -> Stage {
    Stage { view, mode, deep: false }
}

const fn deep(view: View, mode: Mode) -> Stage {
    Stage { view, mode, deep: true }
}

/// The views in the order in which they are tried, until something is read.
pub(crate) const STAGES: [Stage; 20] = [
    quick(View::Full, Mode::Steady),
    quick(View::Shrunk(2), Mode::Steady),
    deep(View::Full, Mode::Steady),
    deep(View::Shrunk(4), Mode::Steady),
    deep(View::Blurred(2), Mode::Steady),
    deep(View::Closed(2), Mode::Steady),
    deep(View::Full, Mode::Faint),
    deep(View::Sharpened(2), Mode::Steady),
    deep(View::Deblurred(2), Mode::Steady),
    deep(View::Channel(0), Mode::Steady),
    deep(View::Channel(2), Mode::Steady),
    deep(View::Shrunk(2), Mode::Faint),
    deep(View::Shrunk(3), Mode::Steady),
    deep(View::Doubled, Mode::Steady),
    deep(View::Full, Mode::Global),
    deep(View::Shrunk(2), Mode::Global),
    deep(View::Shrunk(6), Mode::Steady),
    deep(View::Sharpened(3), Mode::Steady),
    deep(View::Deblurred(3), Mode::Steady),
    deep(View::Sharpened(1), Mode::Steady),
];

/// Pixels of the largest picture that is doubled.
const MOST_DOUBLED: usize = 2 << 20;

impl View {
    /// This view of a plane, with the pixels of the plane for each pixel of the view. `None` for views that are not made of
    /// luminance, and for a plane that is too large.
    pub(crate) fn of(self, full: &Plane) -> Option<(Plane, f32)> {
        let shrunk = |by: usize| match by {
            1 => full.clone(),
            2 => full.halved(),
            _ => full.shrunk(by),
        };
        Some(match self {
            Self::Shrunk(by) => (shrunk(by), by as f32),
            Self::Blurred(by) => (shrunk(by).blurred(), by as f32),
            Self::Closed(by) => (shrunk(by).closed(), by as f32),
            Self::Sharpened(by) => (shrunk(by).sharpened(), by as f32),
            Self::Deblurred(by) => (deblur::deblurred(&shrunk(by)), by as f32),
            Self::Doubled if full.data.len() <= MOST_DOUBLED => (full.doubled(), 0.5),
            Self::Doubled | Self::Full | Self::Channel(_) => return None,
        })
    }
}
