//! Rows of boxes, one character each, by where they stand.

use super::field::Field;

/// Boxes whose edges or sizes differ by more than this share are not in one row.
const ALIKE: f64 = 0.5;
/// A box that says nothing of how much it takes is no wider than this, in CSS pixels.
const WIDEST: f64 = 110.0;
/// Between two boxes of a row: a dash between two groups of three has room.
const WIDEST_GAP: f64 = 80.0;
/// So many and more are a row, and none of them a field by itself; fewer only for a code that is shorter.
const FEWEST: usize = 3;

/// The rows of boxes for a code of that many characters, or of another length, as indices into `fields`.
pub(super) fn rows_of_boxes(fields: &[Field], code_length: usize) -> Vec<Vec<usize>> {
    // What is not seen stands between no two boxes.
    let seen: Vec<(usize, &Field)> = fields.iter().enumerate().filter(|(_, field)| field.visible).collect();
    let rows = seen.chunk_by(|(_, left), (_, right)| is_box(left) && is_box(right) && in_one_row(left, right));
    let fewest = FEWEST.min(code_length.max(2));
    rows.filter(|row| row.len() >= fewest).map(|row| row.iter().map(|(index, _)| *index).collect()).collect()
}

fn is_box(field: &Field) -> bool {
    let small = field.width <= WIDEST && field.width <= 2.5 * field.height;
    field.takes_text() && field.length <= 1 && (field.max_length == 1 || small)
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
