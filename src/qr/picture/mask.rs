//! Where a search looks for finder patterns of any size, and where for large ones only.

use crate::qr::picture::area::Area;

/// The areas, in pixels of the plane, in which small finder patterns count. Elsewhere they are letters and icons.
pub(crate) struct Mask {
    pub(crate) areas: Vec<Area>,
    /// The least width of a module outside of the areas.
    pub(crate) elsewhere: f32,
}

impl Mask {
    /// Whether a pattern at this point, with modules of this width, is left out.
    pub(crate) fn hides(&self, x: f32, y: f32, module: f32) -> bool {
        module < self.elsewhere && !self.areas.iter().any(|area| area.contains(x as usize, y as usize))
    }
}
