//! The modules that all symbols of a version have in common, and the perfect symbol that codewords make.

use crate::qr::{
    place::layout::{self, Module},
    symbol::{Level, format},
};

/// The layout that the symbols of a version have in common, made once for all attempts at a symbol.
pub(crate) struct Plan {
    version: usize,
    modules: Vec<Module>,
    order: Vec<usize>,
}

impl Plan {
    pub(crate) fn new(version: usize) -> Self {
        let modules = layout::modules(version);
        let order = layout::data_order(version, &modules);
        Self { version, modules, order }
    }

    pub(crate) fn version(&self) -> usize {
        self.version
    }

    pub(crate) fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The modules that hold the bits of the codewords, in the order of the bits, each as an index row by row.
    pub(crate) fn order(&self) -> &[usize] {
        &self.order
    }

    /// The perfect symbol of these codewords, row by row; true is dark.
    pub(crate) fn draw(&self, level: Level, mask: u8, codewords: &[u8]) -> Vec<bool> {
        let side = layout::side(self.version);
        let mut dark: Vec<bool> = self.modules.iter().map(|module| *module == Module::Fixed(true)).collect();
        for (at, index) in self.order.iter().enumerate() {
            let bit = codewords.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
            if let Some(place) = dark.get_mut(*index) {
                *place = bit != layout::masked(mask, index % side, index / side);
            }
        }
        for (x, y) in format::dark_modules(self.version, level, mask) {
            if let Some(place) = dark.get_mut(y * side + x) {
                *place = true;
            }
        }
        dark
    }
}
