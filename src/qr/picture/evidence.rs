//! The parts of a picture that look like a code. The deep tier looks at nothing else, and the quick tier looks for small
//! finder patterns nowhere else.

use std::rc::Rc;

use crate::qr::picture::{
    Point,
    area::{Area, merged},
    extremes::Extremes,
    intake::Layer,
    mask::Mask,
    plane::Plane,
    texture::{LEAST_SIDE, Least, patches},
};

/// The areas that look like a code, as far as the sizes of the picture were examined.
pub(crate) struct Evidence {
    width: usize,
    height: usize,
    areas: Vec<Area>,
    /// The size to examine next, as the power of two by which it is smaller; `None` after the last.
    size: Option<usize>,
    plane: Option<Rc<Plane>>,
}

/// Pixels of the largest picture that counts as a whole: it is no page, but was cut out of one.
const SMALL: usize = 500_000;
/// The least texture of a code in a smaller size: there is a size in which modules are two to four pixels wide, and the
/// smallest symbol has 21 of them a side.
const LEAST: Least = Least { windows: 6, side: LEAST_SIDE + 8 };
/// The least texture of a code in the picture's own size, where modules may be narrower than two pixels.
const LEAST_OF_ALL: Least = Least { windows: 2, side: LEAST_SIDE };
/// The share of a picture above which its areas are joined to one area, the whole picture.
const MOST_SHARE: f32 = 0.6;

impl Evidence {
    pub(crate) fn of(width: usize, height: usize) -> Self {
        let small = width * height <= SMALL;
        let whole = Area { left: 0, top: 0, right: width, bottom: height };
        let areas = if small { vec![whole] } else { Vec::new() };
        Self { width, height, areas, size: (!small).then_some(0), plane: None }
    }

    /// Whether the picture is so small that all of it counts, whatever it looks like.
    pub(crate) fn is_small(&self) -> bool {
        self.width * self.height <= SMALL
    }

    /// Whether a size is left to examine.
    pub(crate) fn is_open(&self) -> bool {
        self.size.is_some()
    }

    /// Examines the next size. Planes of the first sizes are given, those of the others are made.
    pub(crate) fn advance(&mut self, layers: &[Layer]) {
        let Some(size) = self.size.take() else { return };
        let least = if size == 0 { LEAST_OF_ALL } else { LEAST };
        let (plane, patches) = if let Some(layer) = layers.get(size) {
            (Rc::clone(&layer.plane), patches(&layer.plane, &layer.extremes, least))
        } else {
            let Some(plane) = self.plane.take().map(|plane| plane.halved()) else { return };
            let patches = patches(&plane, &Extremes::of(&plane), least);
            (Rc::new(plane), patches)
        };
        self.areas.extend(patches.iter().map(|area| area.grown(1 << size).within(self.width, self.height)));
        if plane.width.min(plane.height) >= 2 * LEAST_SIDE {
            self.size = Some(size + 1);
            self.plane = Some(plane);
        } else {
            self.areas = merged(core::mem::take(&mut self.areas));
        }
    }

    /// Adds the area of a symbol that was located.
    pub(crate) fn guessed(&mut self, corners: [Point; 4]) {
        let least = |pick: fn(&Point) -> f32| corners.iter().map(pick).fold(f32::MAX, f32::min) as usize;
        let most = |pick: fn(&Point) -> f32| corners.iter().map(pick).fold(0.0, f32::max) as usize;
        let area = Area {
            left: least(|point| point.0),
            top: least(|point| point.1),
            right: most(|point| point.0),
            bottom: most(|point| point.1),
        };
        let area = area.within(self.width, self.height);
        if area.width() > 0 && area.height() > 0 {
            self.areas.push(area.grown(1).within(self.width, self.height));
        }
    }

    /// The mask for a search in a plane whose pixels are `scale` times as large.
    pub(crate) fn mask(&self, scale: f32) -> Mask {
        // What is as large as in a headline is looked for everywhere: four pixels on a screen of 1920.
        let elsewhere = (self.width.max(self.height) as f32 / 480.0).clamp(3.0, 8.0) / scale;
        Mask { areas: self.areas.iter().map(|area| area.shrunk(scale as usize)).collect(), elsewhere }
    }

    /// The areas that look like a code; what was collected so far is taken out.
    pub(crate) fn areas(&mut self) -> Vec<Area> {
        let areas = merged(core::mem::take(&mut self.areas));
        let sum: usize = areas.iter().map(|area| area.width() * area.height()).sum();
        if sum as f32 > (self.width * self.height) as f32 * MOST_SHARE {
            return vec![Area { left: 0, top: 0, right: self.width, bottom: self.height }];
        }
        areas
    }
}
