//! The decision.

use serde::Serialize;

use super::MAX_FIELDS;
use super::boxes::row_of_boxes;
use super::field::{Field, Frame};
use super::words::{self, names_any, says_sent};

/// Where the code goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// Index of the frame in what was given.
    pub frame: usize,
    /// Indices of fields in that frame: one, or one for each character of the code.
    pub fields: Vec<usize>,
}

/// Why nothing is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decline {
    /// No field asks for a code.
    NoCodeField,
    /// The page says that the code was sent by SMS.
    SentBySms,
    /// The page says that the code was sent by mail.
    SentByMail,
    /// The field already holds something.
    NotEmpty,
    /// More than [`MAX_FIELDS`] fields.
    TooManyFields,
}

impl Decline {
    /// A stable name, for the shell to translate.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoCodeField => "fill-no-code-field",
            Self::SentBySms => "fill-sent-by-sms",
            Self::SentByMail => "fill-sent-by-mail",
            Self::NotEmpty => "fill-not-empty",
            Self::TooManyFields => "fill-too-many-fields",
        }
    }
}

/// Chooses the field, or the row of boxes, for a code of `code_length` characters.
///
/// `pointed_at` says that the person has just pointed at the focused field (its context menu): then a field that is
/// not named as one for codes is good enough, though never one that must not receive a code.
///
/// # Errors
/// A [`Decline`] that says why nothing is to be filled.
pub fn choose(frames: &[Frame], code_length: usize, pointed_at: bool) -> Result<Choice, Decline> {
    if frames.iter().map(|frame| frame.fields.len()).sum::<usize>() > MAX_FIELDS {
        return Err(Decline::TooManyFields);
    }
    let candidates = frames.iter().enumerate().flat_map(|(frame, described)| {
        let row = row_candidate(frame, described, code_length);
        row.into_iter().chain(field_candidates(frame, described, code_length, pointed_at))
    });
    // The first of the best: in a tie the one that stands first on the page.
    let best = candidates.reduce(|best, next| if next.worth > best.worth { next } else { best });
    let best = best.ok_or(Decline::NoCodeField)?;
    let text = frames.get(best.choice.frame).map(|frame| words::spread(&frame.text)).unwrap_or_default();
    let by_sms = names_any(&text, words::SENT_BY_SMS) || says_sent(&text, words::SENT_TO_PHONE);
    if by_sms || names_any(&best.naming, words::SMS) {
        return Err(Decline::SentBySms);
    }
    if names_any(&text, words::SENT_BY_MAIL) || says_sent(&text, words::SENT_TO_MAILBOX) {
        return Err(Decline::SentByMail);
    }
    if best.free { Ok(best.choice) } else { Err(Decline::NotEmpty) }
}

struct Candidate {
    choice: Choice,
    naming: String,
    worth: u32,
    free: bool,
}

fn row_candidate(frame: usize, described: &Frame, code_length: usize) -> Option<Candidate> {
    let fields = row_of_boxes(&described.fields, code_length)?;
    let boxes: Vec<&Field> = fields.iter().filter_map(|index| described.fields.get(*index)).collect();
    if boxes.iter().any(|field| is_for_something_else(field, &field.naming())) {
        return None;
    }
    let worth = boxes.iter().map(|field| worth(field, &field.naming())).max().unwrap_or(0).max(ROW_OF_BOXES);
    let naming = boxes.first().map(|field| field.naming()).unwrap_or_default();
    // Boxes of an earlier try are overwritten together.
    let empty = boxes.iter().all(|field| field.length == 0);
    let free = empty || boxes.iter().all(|field| field.digits);
    Some(Candidate { choice: Choice { frame, fields }, naming, worth, free })
}

fn field_candidates(
    frame: usize,
    described: &Frame,
    code_length: usize,
    pointed_at: bool,
) -> impl Iterator<Item = Candidate> {
    let open = described
        .fields
        .iter()
        .enumerate()
        .filter(move |(_, field)| field.takes_text() && field.has_room_for(code_length));
    open.filter_map(move |(index, field)| {
        let naming = field.naming();
        let at_the_finger = pointed_at && field.focused && !is_for_something_else(field, &naming);
        let worth = if at_the_finger { POINTED_AT } else { worth(field, &naming) };
        let choice = Choice { frame, fields: vec![index] };
        (worth > 0).then(|| Candidate { choice, naming, worth, free: field.is_free(code_length) })
    })
}

/// The person's own finger.
const POINTED_AT: u32 = 100;
/// The page's own word for it.
const SAYS_ONE_TIME_CODE: u32 = 50;
/// A name that means a one-time code and nothing else.
const NAMES_A_CODE: u32 = 30;
/// As many boxes as the code has characters.
const ROW_OF_BOXES: u32 = 20;
/// A name that may mean one, on a field that is made for a few digits.
const PERHAPS_A_CODE: u32 = 10;

fn worth(field: &Field, naming: &str) -> u32 {
    if is_for_something_else(field, naming) {
        return 0;
    }
    if says_one_time_code(field) {
        return SAYS_ONE_TIME_CODE;
    }
    if names_any(naming, words::CODE) {
        return NAMES_A_CODE;
    }
    let a_few_digits = field.input_mode == "numeric" || (4..=10).contains(&field.max_length);
    let made_for_digits = a_few_digits || matches!(field.kind.as_str(), "tel" | "number");
    let perhaps = names_any(naming, words::PERHAPS_CODE) && !names_any(naming, words::NEVER_BY_NAME);
    if made_for_digits && perhaps { PERHAPS_A_CODE } else { 0 }
}

fn says_one_time_code(field: &Field) -> bool {
    field.purposes().any(|purpose| purpose == "one-time-code")
}

/// A field that must not receive a code. But for recovery codes, what `autocomplete` says counts for more than
/// a name.
fn is_for_something_else(field: &Field, naming: &str) -> bool {
    let recovery = |named: &str| names_any(named, words::RECOVERY);
    if recovery(&field.identifiers()) || recovery(&words::spread(&field.placeholder)) {
        return true;
    }
    if says_one_time_code(field) {
        return false;
    }
    let other = |purpose: String| words::OTHER_PURPOSES.iter().any(|begin| purpose.starts_with(begin));
    field.purposes().any(other)
        || names_any(naming, words::NEVER)
        || names_any(&field.identifiers(), words::NEVER_BY_NAME)
}
