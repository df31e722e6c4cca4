//! Takes a picture in band by band, so that luminance, half size and extremes of a band are made while it is in the cache.

use std::{borrow::Cow, rc::Rc};

use crate::qr::picture::{
    extremes::Extremes,
    luma,
    plane::{Plane, halve},
};

/// A size of the picture, with the extremes of its blocks.
pub(crate) struct Layer {
    pub(crate) plane: Rc<Plane>,
    pub(crate) extremes: Extremes,
}

/// A picture whose rows are being taken in.
pub(crate) struct Intake<'a> {
    rgba: Option<Rc<Cow<'a, [u8]>>>,
    rows: usize,
    full: Plane,
    half: Plane,
    extremes: [Extremes; 2],
}

/// Rows in a band: a multiple of 16, so that blocks of the half size end with it.
const ROWS: usize = 32;

impl<'a> Intake<'a> {
    /// Begins with straight-alpha RGBA pixels, whose length was checked.
    pub(crate) fn of_rgba(rgba: Rc<Cow<'a, [u8]>>, width: usize, height: usize) -> Self {
        Self::new(Some(rgba), Plane::new(vec![0; width * height], width, height))
    }

    pub(crate) fn of_luma(full: Plane) -> Self {
        Self::new(None, full)
    }

    fn new(rgba: Option<Rc<Cow<'a, [u8]>>>, full: Plane) -> Self {
        let (width, height) = (full.width / 2, full.height / 2);
        let half = Plane { data: Vec::with_capacity(width * height), width, height };
        Self { rgba, rows: 0, full, half, extremes: [Extremes::default(), Extremes::default()] }
    }

    /// Takes in about `pixels` more pixels, and says whether any are left.
    pub(crate) fn advance(&mut self, pixels: usize) -> bool {
        let width = self.full.width;
        let end = (self.rows + (pixels / width.max(1)).max(1)).min(self.full.height);
        while self.rows < end {
            let next = (self.rows + ROWS).min(self.full.height);
            let range = self.rows * width..next * width;
            self.rows = next;
            let Some(band) = self.full.data.get_mut(range.clone()) else { break };
            if let Some(pixels) = self.rgba.as_ref().and_then(|rgba| rgba.get(4 * range.start..4 * range.end)) {
                luma::convert(pixels, band);
            }
            let [full, half] = &mut self.extremes;
            full.extend(band, width);
            let before = self.half.data.len();
            halve(band, width, &mut self.half.data);
            half.extend(self.half.data.get(before..).unwrap_or_default(), self.half.width);
        }
        self.rows < self.full.height
    }

    /// The picture in its own size and in half of it.
    pub(crate) fn finish(self) -> [Layer; 2] {
        let [full, half] = self.extremes;
        [Layer { plane: Rc::new(self.full), extremes: full }, Layer { plane: Rc::new(self.half), extremes: half }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_bands_as_at_once() {
        let (width, height) = (45, 77);
        let rgba: Vec<u8> = (0..width * height * 4).map(|at| (at * 7919 % 251) as u8).collect();
        let mut intake = Intake::of_rgba(Rc::new(Cow::Borrowed(&*rgba)), width, height);
        while intake.advance(40 * width) {}
        let [full, half] = intake.finish();
        assert_eq!(full.plane.data, luma::from_rgba(&rgba, width, height).unwrap());
        assert_eq!(half.plane.data, full.plane.halved().data);
        assert!(half.extremes.low == Extremes::of(&half.plane).low);
        assert!(full.extremes.high == Extremes::of(&full.plane).high);
    }
}
