//! The layout of a symbol by its version: what each module is for (ISO/IEC 18004, 6.3 and annex E).

use crate::qr::picture::Point;

/// Side of the smallest symbol, version 1, in modules.
pub(crate) const SMALLEST: usize = 21;

/// Side of a symbol in modules.
pub(crate) const fn side(version: usize) -> usize {
    17 + 4 * version
}

/// The corners of a symbol in modules: top left, top right, bottom right, bottom left.
pub(crate) const fn corners(version: usize) -> [Point; 4] {
    let far = side(version) as f32;
    [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)]
}

/// The rows, which are also the columns, in which the centres of alignment patterns stand.
pub(crate) fn alignment_centres(version: usize) -> impl DoubleEndedIterator<Item = usize> + Clone {
    let count = if version < 2 { 0 } else { version / 7 + 2 };
    let step = match (version, count) {
        (32, _) => 26,
        (_, 0) => 0,
        _ => (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2,
    };
    (0..count).map(move |at| if at == 0 { 6 } else { side(version) - 7 - (count - 1 - at) * step })
}

/// The centres of the alignment patterns as column and row.
pub(crate) fn alignments(version: usize) -> impl Iterator<Item = (usize, usize)> {
    let far = side(version) - 7;
    alignment_centres(version).flat_map(move |y| {
        alignment_centres(version).filter_map(move |x| {
            let on_finder = (x == 6 && (y == 6 || y == far)) || (x == far && y == 6);
            (!on_finder).then_some((x, y))
        })
    })
}

/// What a module is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Module {
    /// Part of a fixed pattern; true is dark.
    Fixed(bool),
    /// Format or version information.
    Information,
    /// A bit of a codeword.
    Data,
}

/// What each module of a version is for, row by row.
pub(crate) fn modules(version: usize) -> Vec<Module> {
    let side = side(version);
    let mut modules = vec![Module::Data; side * side];
    let mut set = |x: usize, y: usize, module: Module| {
        if x < side
            && let Some(place) = modules.get_mut(y * side + x)
        {
            *place = module;
        }
    };
    for at in 0..side {
        set(at, 6, Module::Fixed(at % 2 == 0));
        set(6, at, Module::Fixed(at % 2 == 0));
    }
    for (x, y) in alignments(version) {
        for dy in 0..5_usize {
            for dx in 0..5_usize {
                let ring = dx.abs_diff(2).max(dy.abs_diff(2));
                set(x + dx - 2, y + dy - 2, Module::Fixed(ring != 1));
            }
        }
    }
    for at in 0..9 {
        set(at, 8, Module::Information);
        set(8, at, Module::Information);
        if at < 8 {
            set(side - 1 - at, 8, Module::Information);
            set(8, side - 1 - at, Module::Information);
        }
    }
    set(8, side - 8, Module::Fixed(true));
    set(6, 8, Module::Fixed(true));
    set(8, 6, Module::Fixed(true));
    if version >= 7 {
        for at in 0..18 {
            set(at / 3, side - 11 + at % 3, Module::Information);
            set(side - 11 + at % 3, at / 3, Module::Information);
        }
    }
    for (left, top) in [(0, 0), (side - 7, 0), (0, side - 7)] {
        for dy in 0..9_usize {
            for dx in 0..9_usize {
                let ring = dx.abs_diff(4).max(dy.abs_diff(4));
                let (Some(x), Some(y)) = ((left + dx).checked_sub(1), (top + dy).checked_sub(1)) else { continue };
                set(x, y, Module::Fixed(ring == 3 || ring < 2));
            }
        }
    }
    modules
}

/// The modules that hold the bits of the codewords, in the order of the bits, each as an index row by row.
pub(crate) fn data_order(version: usize, modules: &[Module]) -> Vec<usize> {
    let side = side(version);
    let mut order = Vec::with_capacity(side * side);
    let columns = (0..side / 2).map(|pair| side - 1 - 2 * pair).map(|right| if right <= 6 { right - 1 } else { right });
    for (pair, right) in columns.enumerate() {
        for step in 0..side {
            let y = if pair % 2 == 0 { side - 1 - step } else { step };
            for x in [right, right.wrapping_sub(1)] {
                if x < side && modules.get(y * side + x) == Some(&Module::Data) {
                    order.push(y * side + x);
                }
            }
        }
    }
    order
}

/// Whether a mask inverts the module at a column and row.
pub(crate) const fn masked(mask: u8, x: usize, y: usize) -> bool {
    match mask {
        0 => (x + y).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (x + y).is_multiple_of(3),
        4 => (y / 2 + x / 3).is_multiple_of(2),
        5 => (x * y) % 2 + (x * y) % 3 == 0,
        6 => ((x * y) % 2 + (x * y) % 3).is_multiple_of(2),
        _ => ((x + y) % 2 + (x * y) % 3).is_multiple_of(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alignment_patterns_of_annex_e() {
        let at = |version| alignment_centres(version).collect::<Vec<_>>();
        assert!(at(1).is_empty());
        assert_eq!(at(2), [6, 18]);
        assert_eq!(at(7), [6, 22, 38]);
        assert_eq!(at(32), [6, 34, 60, 86, 112, 138]);
        assert_eq!(at(36), [6, 24, 50, 76, 102, 128, 154]);
        assert_eq!(at(40), [6, 30, 58, 86, 114, 142, 170]);
    }

    #[test]
    fn data_modules_of_table_1() {
        for (version, bits) in [(1, 208), (2, 359), (7, 1568), (14, 4651), (40, 29648)] {
            assert_eq!(data_order(version, &modules(version)).len(), bits, "version {version}");
        }
    }
}
