//! Finds rows of boxes that take one character of a code each, by where the boxes stand on the page.

use super::field::Field;

/// Share by which the edges and sizes of two boxes in one row may differ.
const ALIKE: f64 = 0.5;
/// Greatest width of a box without `maxlength`, in CSS pixels.
const WIDEST: f64 = 110.0;
/// Greatest gap between two boxes of a row, in CSS pixels: a dash between two groups of three fits into it.
const WIDEST_GAP: f64 = 80.0;
/// Fewest boxes that make a row, unless the code itself is shorter. A box of a row is never a field by itself.
const FEWEST: usize = 3;

/// Rows of boxes as indices into `fields`. A row may be longer or shorter than `code_length`.
pub(super) fn rows_of_boxes(fields: &[Field], code_length: usize) -> Vec<Vec<usize>> {
    // An invisible field between two boxes does not part them.
    let seen: Vec<(usize, &Field)> = fields.iter().enumerate().filter(|(_, field)| field.visible).collect();
    let rows = seen.chunk_by(|(_, left), (_, right)| is_box(left) && is_box(right) && in_one_row(left, right));
    let fewest = FEWEST.min(code_length.max(2));
    rows.filter(|row| row.len() >= fewest).map(|row| row.iter().map(|(index, _)| *index).collect()).collect()
}

fn is_box(field: &Field) -> bool {
    let small = field.width <= WIDEST && field.width <= 2.5 * field.height;
    field.takes_text() && field.length <= 1 && (field.max_length == Some(1) || small)
}

fn in_one_row(left: &Field, right: &Field) -> bool {
    let alike = |one: f64, other: f64| (one - other).abs() <= ALIKE * one.max(other);
    let apart = (left.x - right.x).abs();
    (left.y - right.y).abs() <= left.height * ALIKE
        && alike(left.width, right.width)
        && alike(left.height, right.height)
        && apart > 0.0
        && apart <= left.width.max(right.width) + WIDEST_GAP
}
