//! Rows of boxes, one character each.

use super::field::Field;

/// Boxes whose top edges differ by more than this share of their height are not in one row.
const SAME_ROW: f64 = 0.5;

/// The first row of exactly `code_length` one-character boxes, as indices into `fields`.
pub(super) fn row_of_boxes(fields: &[Field], code_length: usize) -> Option<Vec<usize>> {
    let boxes: Vec<(usize, &Field)> = fields.iter().enumerate().filter(|(_, field)| is_box(field)).collect();
    let rows = boxes.chunk_by(|(before, left), (after, right)| after - before == 1 && in_one_row(left, right));
    let mut fitting = rows.filter(|row| row.len() == code_length);
    fitting.next().map(|row| row.iter().map(|(index, _)| *index).collect())
}

fn is_box(field: &Field) -> bool {
    field.takes_text() && field.max_length == 1 && field.length <= 1
}

fn in_one_row(left: &Field, right: &Field) -> bool {
    (left.y - right.y).abs() <= left.height * SAME_ROW && (left.x - right.x).abs() > 0.0
}
