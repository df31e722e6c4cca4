//! Whether anything in a picture looks like a code, and where: the deep tier looks nowhere else, and the quick tier looks for
//! small finder patterns nowhere else.

use std::rc::Rc;

use crate::qr::{
    Point,
    picture::{
        extremes::Extremes,
        intake::Level,
        plane::Plane,
        texture::{Area, LEAST_SIDE, Least, merged, patches},
    },
    place::search::Mask,
};

/// What was found so far.
pub(crate) struct Evidence {
    width: usize,
    height: usize,
    areas: Vec<Area>,
    /// The size that is next: whole, half, …
    size: Option<usize>,
    plane: Option<Rc<Plane>>,
}

/// A picture of no more pixels is no page but was cut out of one: all of it is evidence.
const SMALL: usize = 500_000;
/// Of modules four pixels wide even the smallest symbol is 84 pixels wide, and at one size they are two to four pixels wide. In
/// the picture itself they may be narrower.
const LEAST: Least = Least { windows: 6, side: LEAST_SIDE + 8 };
const LEAST_OF_ALL: Least = Least { windows: 2, side: LEAST_SIDE };
/// Areas that take up more than this share of a picture are looked at as one: the picture.
const MOST_SHARE: f32 = 0.6;

impl Evidence {
    pub(crate) fn of(width: usize, height: usize) -> Self {
        let small = width * height <= SMALL;
        let whole = Area { left: 0, top: 0, right: width, bottom: height };
        let areas = if small { vec![whole] } else { Vec::new() };
        Self { width, height, areas, size: (!small).then_some(0), plane: None }
    }

    /// Whether the picture counts as a whole, whatever it looks like.
    pub(crate) fn is_small(&self) -> bool {
        self.width * self.height <= SMALL
    }

    /// Whether there are sizes that were not looked at.
    pub(crate) fn is_open(&self) -> bool {
        self.size.is_some()
    }

    /// Looks at the next size.
    pub(crate) fn advance(&mut self, levels: &[Level]) {
        let Some(size) = self.size.take() else { return };
        let least = if size == 0 { LEAST_OF_ALL } else { LEAST };
        let (plane, patches) = if let Some(level) = levels.get(size) {
            (Rc::clone(&level.plane), patches(&level.plane, &level.extremes, least))
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

    /// A symbol was thought to be somewhere, and was not read.
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

    /// Where small patterns are looked for, in pixels `scale` times as large.
    pub(crate) fn mask(&self, scale: f32) -> Mask {
        // What is as large as in a headline is looked for everywhere: four pixels on a screen of 1920.
        let elsewhere = (self.width.max(self.height) as f32 / 480.0).clamp(3.0, 8.0) / scale;
        Mask { areas: self.areas.iter().map(|area| area.shrunk(scale as usize)).collect(), elsewhere }
    }

    /// The areas in which something looks like a code.
    pub(crate) fn areas(&mut self) -> Vec<Area> {
        let areas = merged(core::mem::take(&mut self.areas));
        let sum: usize = areas.iter().map(|area| area.width() * area.height()).sum();
        if sum as f32 > (self.width * self.height) as f32 * MOST_SHARE {
            return vec![Area { left: 0, top: 0, right: self.width, bottom: self.height }];
        }
        areas
    }
}
