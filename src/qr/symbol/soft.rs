//! A sampled symbol, with how certain each module is.

/// A square of sampled modules: above 0 is dark, below 0 is light, 1 and -1 are certain.
#[derive(Clone, Debug)]
pub(crate) struct Soft {
    side: usize,
    values: Vec<f32>,
}

impl Soft {
    /// A square of modules, given row by row.
    pub(crate) fn new(side: usize, values: Vec<f32>) -> Self {
        debug_assert_eq!(values.len(), side * side);
        Self { side, values }
    }

    pub(crate) fn side(&self) -> usize {
        self.side
    }

    /// The module at a column and row; outside of the square 0, which says nothing.
    pub(crate) fn at(&self, x: usize, y: usize) -> f32 {
        self.index(y * self.side + x)
    }

    pub(crate) fn index(&self, index: usize) -> f32 {
        self.values.get(index).copied().unwrap_or(0.0)
    }

    /// The mirrored symbol: its rows are the columns of this one.
    pub(crate) fn mirrored(&self) -> Self {
        let side = self.side;
        let values = (0..side * side).map(|index| self.at(index / side, index % side)).collect();
        Self { side, values }
    }
}
