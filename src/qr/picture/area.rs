//! Rectangles of a picture, and the size of the blocks in which the picture is examined.

/// Side of a block in pixels, as a power of two.
pub(crate) const SHIFT: usize = 3;
/// Side of a block in pixels.
pub(crate) const BLOCK: usize = 1 << SHIFT;

/// A rectangle in pixels; right and bottom are the first that lie outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) right: usize,
    pub(crate) bottom: usize,
}

impl Area {
    /// The smallest rectangle around both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left <= other.right && other.left <= self.right && self.top <= other.bottom && other.top <= self.bottom
    }

    pub(crate) fn contains(&self, x: usize, y: usize) -> bool {
        (self.left..self.right).contains(&x) && (self.top..self.bottom).contains(&y)
    }

    /// This rectangle counted in pixels that are `scale` times as large.
    pub(crate) fn shrunk(&self, scale: usize) -> Self {
        Self {
            left: self.left / scale,
            top: self.top / scale,
            right: self.right.div_ceil(scale),
            bottom: self.bottom.div_ceil(scale),
        }
    }

    pub(crate) fn width(&self) -> usize {
        self.right.saturating_sub(self.left)
    }

    pub(crate) fn height(&self) -> usize {
        self.bottom.saturating_sub(self.top)
    }

    /// This rectangle, which was counted in pixels `scale` times as large, with a margin for the parts of a code that do not
    /// have its texture.
    pub(crate) fn grown(&self, scale: usize) -> Self {
        let margin = (self.width().max(self.height()) / 3).max(3 * BLOCK) * scale;
        Self {
            left: (self.left * scale).saturating_sub(margin),
            top: (self.top * scale).saturating_sub(margin),
            right: self.right * scale + margin,
            bottom: self.bottom * scale + margin,
        }
    }

    /// The part of this rectangle that lies in a picture of this size.
    pub(crate) fn within(&self, width: usize, height: usize) -> Self {
        Self { right: self.right.min(width), bottom: self.bottom.min(height), ..*self }
    }
}

/// The rectangles, with those that meet joined to one.
pub(crate) fn merged(areas: Vec<Area>) -> Vec<Area> {
    let mut merged: Vec<Area> = Vec::new();
    for mut area in areas {
        while let Some(at) = merged.iter().position(|other| other.meets(&area)) {
            area = area.with(merged.swap_remove(at));
        }
        merged.push(area);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_meet_are_one() {
        let area = |left, right| Area { left, top: 0, right, bottom: 10 };
        assert_eq!(merged(vec![area(0, 10), area(30, 40), area(8, 31)]), [area(0, 40)]);
        assert_eq!(merged(vec![area(0, 10), area(30, 40)]).len(), 2);
    }
}
