//! Pages described field by field, as the collector does it.

use halfminute::autofill::{Decline, Field, Frame, choose};

/// An empty text field in sight that `change` makes particular.
pub(crate) fn field(change: impl FnOnce(&mut Field)) -> Field {
    let mut field = Field {
        kind: "text".to_owned(),
        visible: true,
        writable: true,
        width: 200.0,
        height: 30.0,
        ..Field::default()
    };
    change(&mut field);
    field
}

pub(crate) fn named(name: &str) -> Field {
    Field { name: name.to_owned(), ..field(|_| ()) }
}

pub(crate) fn labelled(label: &str) -> Field {
    Field { label: label.to_owned(), ..field(|_| ()) }
}

/// A field that would be chosen if nothing spoke against it.
pub(crate) fn code_field() -> Field {
    field(|field| (field.name, field.max_length) = ("otp".to_owned(), Some(6)))
}

pub(crate) fn page(text: &str, fields: Vec<Field>) -> Vec<Frame> {
    vec![Frame { text: text.to_owned(), fields, ..Frame::default() }]
}

pub(crate) fn in_frames(frames: &[Frame], code_length: usize) -> Result<Vec<usize>, Decline> {
    choose(frames, code_length, false).map(|choice| choice.fields)
}

pub(crate) fn among(fields: Vec<Field>) -> Result<Vec<usize>, Decline> {
    in_frames(&page("", fields), 6)
}

pub(crate) fn boxes(count: u8) -> Vec<Field> {
    let one = |at: u8| {
        field(|field| {
            (field.max_length, field.x, field.y) = (Some(1), f64::from(at) * 50.0, 100.0);
            field.input_mode = "numeric".into();
        })
    };
    (0..count).map(one).collect()
}

pub(crate) fn each(fields: &mut [Field], change: impl Fn(&mut Field)) {
    fields.iter_mut().for_each(change);
}
