//! The ways to look at a picture, in the order in which they are tried.

use crate::qr::picture::{deblur, plane::Plane, threshold::Mode};

/// A way to look at the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stage {
    pub(crate) view: View,
    pub(crate) mode: Mode,
    pub(crate) deep: bool,
}

/// The picture, or what is made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Full,
    /// Smaller by a factor: what is large, noisy or finely structured.
    Shrunk(usize),
    /// Smaller and blurred: modules that are dots or bars.
    Blurred(usize),
    /// Smaller, and thin light lines filled: seams between table cells.
    Closed(usize),
    /// Smaller and sharpened: what is blurred.
    Sharpened(usize),
    /// Smaller, and a strong blur undone.
    Deblurred(usize),
    /// Twice as large: modules of a pixel or two.
    Doubled,
    /// One colour: 0 is red, 2 is blue.
    Channel(usize),
}

const fn quick(view: View, mode: Mode) -> Stage {
    Stage { view, mode, deep: false }
}

const fn deep(view: View, mode: Mode) -> Stage {
    Stage { view, mode, deep: true }
}

/// What is tried, one after the other, until something was read.
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

/// A picture with more pixels is not doubled.
const MOST_DOUBLED: usize = 2 << 20;

impl View {
    /// What a plane looks like, and the pixels of the plane for each of its own.
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
