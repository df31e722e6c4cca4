//! Where small finder patterns are looked for, and where only large ones.

use crate::qr::picture::area::Area;

/// Where small patterns are looked for, in pixels of the plane: letters and icons are many.
pub(crate) struct Mask {
    pub(crate) areas: Vec<Area>,
    /// The least width of a module elsewhere.
    pub(crate) elsewhere: f32,
}

impl Mask {
    /// Whether a pattern of this module width at this point is too small to be looked at.
    pub(crate) fn hides(&self, x: f32, y: f32, module: f32) -> bool {
        module < self.elsewhere && !self.areas.iter().any(|area| area.contains(x as usize, y as usize))
    }
}
