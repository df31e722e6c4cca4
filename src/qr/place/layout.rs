//! What stands where in a symbol of a given version (ISO/IEC 18004, 6.3 and annex E).

use crate::qr::Level;

/// Codewords for error correction in each block, by level and version.
const CORRECTION: [[u8; 40]; 4] = [
    [
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    [
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
];

/// The number of blocks, by level and version.
const BLOCKS: [[u8; 40]; 4] = [
    [
        1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18,
        19, 19, 20, 21, 22, 24, 25,
    ],
    [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31,
        33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    [
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40,
        43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
    [
        1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48,
        51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
];

/// Modules a side.
pub(crate) const fn side(version: usize) -> usize {
    17 + 4 * version
}

/// Codewords for error correction in each block, and the number of blocks.
pub(crate) fn blocks(version: usize, level: Level) -> Option<(usize, usize)> {
    let row = level as usize;
    let at = version.checked_sub(1)?;
    let correction = *CORRECTION.get(row)?.get(at)?;
    let count = *BLOCKS.get(row)?.get(at)?;
    Some((usize::from(correction), usize::from(count)))
}

/// The places, in modules from the top or left, where the centres of alignment patterns stand.
pub(crate) fn alignment_centres(version: usize) -> impl DoubleEndedIterator<Item = usize> + Clone {
    let count = if version < 2 { 0 } else { version / 7 + 2 };
    let step = match (version, count) {
        (32, _) => 26,
        (_, 0) => 0,
        _ => (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2,
    };
    (0..count).map(move |at| if at == 0 { 6 } else { side(version) - 7 - (count - 1 - at) * step })
}

/// The centres of the alignment patterns, column and row.
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
    /// Part of a fixed pattern, and whether it is dark.
    Fixed(bool),
    /// Format or version information.
    Information,
    /// A bit of a codeword.
    Data,
}

/// The modules of a version, row by row.
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

/// The modules of the codewords' bits, in their order: index row by row.
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

/// Whether mask `mask` turns the module at a column and row over.
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
