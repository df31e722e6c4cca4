//! A sampled symbol: how dark each module is, and how certainly.

/// Square of modules: above 0 is dark, below is light, 1 and beyond is certain.
#[derive(Clone, Debug)]
pub(crate) struct Soft {
    side: usize,
    values: Vec<f32>,
}

impl Soft {
    /// Row by row.
    pub(crate) fn new(side: usize, values: Vec<f32>) -> Self {
        debug_assert_eq!(values.len(), side * side);
        Self { side, values }
    }

    pub(crate) fn side(&self) -> usize {
        self.side
    }

    /// At a column and row; 0, which is not known, outside.
    pub(crate) fn at(&self, x: usize, y: usize) -> f32 {
        self.index(y * self.side + x)
    }

    pub(crate) fn index(&self, index: usize) -> f32 {
        self.values.get(index).copied().unwrap_or(0.0)
    }

    /// Seen in a mirror: rows are columns.
    pub(crate) fn mirrored(&self) -> Self {
        let side = self.side;
        let values = (0..side * side).map(|index| self.at(index / side, index % side)).collect();
        Self { side, values }
    }
}
