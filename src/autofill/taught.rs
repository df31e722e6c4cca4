//! Takes the field that the person points at ("this is the box"), and finds it again on a later visit.

use super::boxes::rows_of_boxes;
use super::decision::{Choice, Decline};
use super::field::{Field, Frame};
use super::matching::Words;
use super::words::PASSWORD;
use crate::json::{FromJson, Json, Object, ToJson};

/// What a field, or a row of boxes, is recognised by on a later visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    kind: String,
    name: String,
    id: String,
    caption: String,
    boxes: usize,
    /// Its index among the fields of the page; counts only where it has no name, id or caption.
    position: usize,
}

impl FromJson for Look {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self {
            kind: fields.take("kind")?,
            name: fields.take("name")?,
            id: fields.take("id")?,
            caption: fields.take("caption")?,
            boxes: fields.take("boxes")?,
            position: fields.take("position")?,
        })
    }
}

impl ToJson for Look {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("kind", &self.kind);
            json.field("name", &self.name);
            json.field("id", &self.id);
            json.field("caption", &self.caption);
            json.field("boxes", &self.boxes);
            json.field("position", &self.position);
        });
    }
}

impl Look {
    /// Reads what [`Self::to_text`] writes.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        Self::from_json(text)
    }

    /// The look as a text, by which it crosses from one module of wasm into another.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut json = Json::default();
        self.to_json(&mut json);
        String::from_utf8_lossy(json.as_bytes()).into_owned()
    }

    pub(super) fn of(frame: &Frame, fields: &[usize]) -> Option<Self> {
        let position = *fields.first()?;
        let first = frame.fields.get(position)?;
        Some(Self {
            kind: first.kind.clone(),
            name: first.name.clone(),
            id: first.id.clone(),
            caption: first.caption(),
            boxes: fields.len(),
            position,
        })
    }

    /// Whether both are one field: the same kind and number of boxes, and one of name, id and caption in common, since pages
    /// make up ids and renumber fields.
    fn is(&self, other: &Self) -> bool {
        let said = |one: &str| one.chars().any(char::is_alphanumeric);
        let same = |one: &str, other: &str| said(one) && one == other;
        let silent = |look: &Self| ![&look.name, &look.id, &look.caption].into_iter().any(|text| said(text));
        self.kind == other.kind
            && self.boxes == other.boxes
            && (same(&self.name, &other.name)
                || same(&self.id, &other.id)
                || same(&self.caption, &other.caption)
                || (silent(self) && silent(other) && self.position == other.position))
    }
}

/// The field with the cursor, or the row of boxes that it is in, and what it is recognised by.
///
/// # Errors
/// [`Decline::NoCodeField`] when no field has the cursor or a code could not be typed there; [`Decline::NotEmpty`] when it
/// holds something else than an earlier code.
pub fn pointed_out(frames: &[Frame], code_length: usize) -> Result<(Choice, Look), Decline> {
    let mut all = frames
        .iter()
        .enumerate()
        .flat_map(|(at, frame)| groups(frame, code_length).into_iter().map(move |fields| (at, frame, fields)));
    let has_cursor = |frame: &Frame, fields: &[usize]| {
        fields.iter().any(|index| frame.fields.get(*index).is_some_and(|field| field.focused))
    };
    let (frame, seen, fields) = all.find(|(_, frame, fields)| has_cursor(frame, fields)).ok_or(Decline::NoCodeField)?;
    let look = Look::of(seen, &fields).ok_or(Decline::NoCodeField)?;
    free(seen, &fields, code_length)?;
    Ok((Choice { frame, fields }, look))
}

/// The field that was pointed out before, by its look; `None` when the page has no such field, or several.
///
/// The inner result is [`Decline::NotEmpty`] when the field holds something else than an earlier code.
#[must_use]
pub fn find(frames: &[Frame], looks: &[&Look], code_length: usize) -> Option<Result<Choice, Decline>> {
    let known = |frame: &Frame, fields: &[usize]| {
        Look::of(frame, fields).is_some_and(|look| looks.iter().any(|taught| taught.is(&look)))
    };
    let mut found = frames.iter().enumerate().flat_map(|(at, frame)| {
        let fitting = groups(frame, code_length).into_iter().filter(move |fields| known(frame, fields));
        fitting.map(move |fields| (at, frame, fields))
    });
    let (frame, seen, fields) = found.next()?;
    if found.next().is_some() {
        return None;
    }
    Some(free(seen, &fields, code_length).map(|()| Choice { frame, fields }))
}

/// Fields and whole rows of boxes that a person could type a code into.
fn groups(frame: &Frame, code_length: usize) -> Vec<Vec<usize>> {
    let rows = rows_of_boxes(&frame.fields, code_length);
    let single = (0..frame.fields.len()).filter(|index| !rows.iter().any(|row| row.contains(index))).map(|at| vec![at]);
    let fits = |fields: &[usize]| {
        let row = fields.len() > 1;
        fields
            .iter()
            .filter_map(|index| frame.fields.get(*index))
            .all(|field| field.takes_text() && !is_no_box_for_codes(field) && (row || field.has_room_for(code_length)))
    };
    let whole = |fields: &Vec<usize>| fields.len() == 1 || fields.len() == code_length;
    rows.iter().cloned().chain(single).filter(|fields| whole(fields) && fits(fields)).collect()
}

/// Whether a field is for a password or a card: pointing at it does not make it one for codes.
fn is_no_box_for_codes(field: &Field) -> bool {
    let means = || Words::new().meaning(&[field.identifiers(), field.caption()].join(" "));
    let password = field.kind == "password" && means() & PASSWORD != 0;
    password || field.purposes().any(|purpose| purpose.starts_with("cc-") || purpose.ends_with("-password"))
}

/// Refuses fields that hold something else than an earlier code.
fn free(frame: &Frame, fields: &[usize], code_length: usize) -> Result<(), Decline> {
    let row = fields.len() > 1;
    let mut group = fields.iter().filter_map(|index| frame.fields.get(*index));
    let free = group.all(|field| if row { field.length == 0 || field.digits } else { field.is_free(code_length) });
    if free { Ok(()) } else { Err(Decline::NotEmpty) }
}
