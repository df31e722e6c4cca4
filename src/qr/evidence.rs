//! Whether anything in a picture looks like a code, and where: the deep tier looks nowhere else.

use std::rc::Rc;

use super::{
    Point,
    extremes::Extremes,
    intake::Level,
    plane::Plane,
    texture::{Area, LEAST_SIDE, Least, merged, patches},
};

/// What was found so far.
#[derive(Default)]
pub(super) struct Evidence {
    areas: Vec<Area>,
    /// Sizes that were looked at: whole, half, …
    sizes: u32,
    plane: Option<Rc<Plane>>,
}

/// Of modules four pixels wide even the smallest symbol is 84 pixels wide, and at one size they are two to four pixels wide. In
/// the picture itself they may be narrower.
const LEAST: Least = Least { windows: 6, side: LEAST_SIDE + 8 };
const LEAST_OF_ALL: Least = Least { windows: 2, side: LEAST_SIDE };
/// Areas that take up more than this share of a picture are looked at as one: the picture.
const MOST_SHARE: f32 = 0.6;

impl Evidence {
    /// All of the picture, whatever it looks like.
    pub(super) fn everywhere(&mut self) {
        self.areas = vec![Area { left: 0, top: 0, right: usize::MAX, bottom: usize::MAX }];
    }

    /// Where a symbol was thought to be and was not read.
    pub(super) fn guessed(&mut self, corners: [Point; 4]) {
        let least = |pick: fn(&Point) -> f32| corners.iter().map(pick).fold(f32::MAX, f32::min) as usize;
        let most = |pick: fn(&Point) -> f32| corners.iter().map(pick).fold(0.0, f32::max) as usize;
        let area = Area {
            left: least(|point| point.0),
            top: least(|point| point.1),
            right: most(|point| point.0),
            bottom: most(|point| point.1),
        };
        self.areas.push(area.grown(1));
    }

    /// Looks at the next size; whether there are more.
    pub(super) fn advance(&mut self, levels: &[Level]) -> bool {
        let size = self.sizes;
        self.sizes += 1;
        let patches = if let Some(level) = levels.get(size as usize) {
            self.plane = Some(Rc::clone(&level.plane));
            patches(&level.plane, &level.extremes, if size == 0 { LEAST_OF_ALL } else { LEAST })
        } else {
            let Some(plane) = self.plane.take().map(|plane| plane.halved()) else { return false };
            let found = patches(&plane, &Extremes::of(&plane), LEAST);
            self.plane = Some(Rc::new(plane));
            found
        };
        self.areas.extend(patches.iter().map(|area| area.grown(1 << size)));
        self.plane.as_ref().is_some_and(|plane| plane.width.min(plane.height) >= 2 * LEAST_SIDE)
    }

    /// The areas of a picture in which something looks like a code.
    pub(super) fn finish(self, width: usize, height: usize) -> Vec<Area> {
        let areas = self.areas.iter().map(|area| area.within(width, height));
        let areas = merged(areas.filter(|area| area.width() > 0 && area.height() > 0).collect());
        let sum: usize = areas.iter().map(|area| area.width() * area.height()).sum();
        if sum as f32 > (width * height) as f32 * MOST_SHARE {
            return vec![Area { left: 0, top: 0, right: width, bottom: height }];
        }
        areas
    }
}
