//! The decision.

use super::MAX_FIELDS;
use super::boxes::rows_of_boxes;
use super::context::Context;
use super::decision::{Choice, Decision, Decline, PageKind, Reason};
use super::field::{Field, Frame};
use super::matching::names_any;
use super::page::kind_of;
use super::words;

/// From here on something is worth filling.
const ENOUGH: u32 = 3;
/// Worth of what is as plain as it gets; for the confidence.
const PLAIN: u32 = 12;

/// Chooses the field, or the row of boxes, for a code of `code_length` characters.
///
/// # Errors
/// A [`Decline`] that says why nothing is to be filled.
pub fn choose(frames: &[Frame], code_length: usize, pointed_at: bool) -> Result<Choice, Decline> {
    decide(frames, code_length, pointed_at).outcome
}

/// The same with the kind of the page and the reasons.
///
/// `pointed_at` says that the person has just pointed at the focused field (its context menu): then a field that is
/// not named as one for codes is good enough, though never one that must not receive a code.
#[must_use]
pub fn decide(frames: &[Frame], code_length: usize, pointed_at: bool) -> Decision {
    let fields = frames.iter().map(|frame| frame.fields.len()).sum::<usize>();
    let too_many = fields > MAX_FIELDS || frames.iter().any(|frame| frame.too_many_fields);
    if too_many || frames.iter().any(|frame| frame.too_large) {
        let outcome = Err(if too_many { Decline::TooManyFields } else { Decline::PageTooLarge });
        return Decision { outcome, page: PageKind::Other, confidence: 0, reasons: Vec::new() };
    }
    let candidates = frames.iter().enumerate().flat_map(|(at, frame)| candidates(at, frame, code_length, pointed_at));
    // The first of the best: in a tie the one that stands first on the page. One that may be filled comes before one
    // that may not; then it is the best of the others that says why.
    let best = candidates.reduce(|best, next| if next.rank() > best.rank() { next } else { best });
    let Some(best) = best else {
        let outcome = Err(Decline::NoCodeField);
        return Decision { outcome, page: kind_of(frames), confidence: 50, reasons: Vec::new() };
    };
    best.decision(frames)
}

struct Candidate {
    choice: Choice,
    worth: u32,
    reasons: Vec<Reason>,
    enrolment: bool,
    objection: Option<Decline>,
}

impl Candidate {
    fn rank(&self) -> (bool, u32) {
        (self.objection.is_none(), self.worth)
    }

    fn decision(self, frames: &[Frame]) -> Decision {
        let page = match self.objection {
            None | Some(Decline::NotEmpty) if self.enrolment => PageKind::TotpEnrolment,
            None | Some(Decline::NotEmpty) => PageKind::TotpLogin,
            Some(Decline::SentBySms | Decline::Called | Decline::Sent) => PageKind::Sms,
            Some(Decline::SentByMail) => PageKind::Email,
            Some(Decline::RecoveryCode) => PageKind::RecoveryCode,
            Some(_) => kind_of(frames),
        };
        let share = 100 * self.worth.min(PLAIN) / PLAIN;
        let confidence = if self.objection.is_some() { 90 } else { u8::try_from(share).unwrap_or(100) };
        let outcome = self.objection.map_or(Ok(self.choice), Err);
        Decision { outcome, page, confidence, reasons: self.reasons }
    }
}

fn candidates(at: usize, frame: &Frame, code_length: usize, pointed_at: bool) -> Vec<Candidate> {
    let rows = rows_of_boxes(&frame.fields, code_length);
    let fitting = rows.iter().filter(|row| row.len() == code_length);
    let single = (0..frame.fields.len()).filter(|index| !rows.iter().any(|row| row.contains(index)));
    let groups = fitting.cloned().chain(single.map(|index| vec![index]));
    groups.filter_map(|fields| candidate(at, frame, fields, code_length, pointed_at)).collect()
}

fn candidate(at: usize, frame: &Frame, fields: Vec<usize>, code_length: usize, pointed_at: bool) -> Option<Candidate> {
    let group: Vec<&Field> = fields.iter().filter_map(|index| frame.fields.get(*index)).collect();
    let first = *group.first()?;
    let is_row = group.len() > 1;
    let fits = is_row || first.has_room_for(code_length);
    if !fits || group.iter().any(|field| !field.takes_text() || is_for_something_else(field)) {
        return None;
    }
    let own = own_evidence(&group);
    let pointed = pointed_at && group.iter().any(|field| field.focused);
    // What a page says of codes is about a field that could be one for codes, and about no other.
    if own.is_empty() && !pointed {
        return None;
    }
    let context = Context::of(frame, first);
    if first.kind == "password" && !is_row && !may_be_hidden_code(first, &context) {
        return None;
    }
    let mut reasons = own;
    let around = [
        (pointed, Reason::PointedAt),
        (context.authenticator, Reason::AuthenticatorNearby),
        (context.code, Reason::CodeNearby),
        (context.second_factor, Reason::PageSecondFactor),
        (context.enrolment, Reason::CodeToScan),
    ];
    reasons.extend(around.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)));
    let worth = worth_of(&reasons);
    // Pages say it of codes of every kind, however they come: it is evidence, and never enough alone.
    if worth < ENOUGH || reasons == [Reason::SaysOneTimeCode] {
        return None;
    }
    let empty = group.iter().all(|field| field.length == 0);
    // Boxes of an earlier try are overwritten together.
    let old = if is_row { group.iter().all(|field| field.digits) } else { first.is_free(code_length) };
    let objection = own_objection(first).or_else(|| context.objection());
    let objection = objection.or_else(|| (!empty && !old).then_some((Decline::NotEmpty, Reason::HoldsSomething)));
    reasons.extend(objection.map(|(_, reason)| reason));
    let choice = Choice { frame: at, fields };
    Some(Candidate { choice, worth, reasons, enrolment: context.enrolment, objection: objection.map(|(why, _)| why) })
}

/// What speaks for a field, or a row of them, by itself.
fn own_evidence(group: &[&Field]) -> Vec<Reason> {
    let any = |holds: &dyn Fn(&Field) -> bool| group.iter().any(|field| holds(field));
    let by_name = any(&|field| names_any(&field.identifiers(), words::CODE));
    let by_label = any(&|field| names_any(&field.caption(), words::CODE));
    let perhaps = any(&|field| {
        names_any(&field.identifiers(), words::PERHAPS_CODE) || names_any(&field.caption(), words::PERHAPS_CODE)
    });
    let evidence = [
        (any(&Field::says_one_time_code), Reason::SaysOneTimeCode),
        (by_name, Reason::NameMeansCode),
        (by_label, Reason::LabelMeansCode),
        (perhaps && !by_name && !by_label, Reason::NamePerhapsCode),
        (group.len() > 1 || group.iter().any(|field| field.is_painted()), Reason::RowOfBoxes),
    ];
    let mut reasons: Vec<Reason> = evidence.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect();
    let few = any(&|field| (6..=10).contains(&field.max_length) || field.min_length == 6 || !field.pattern.is_empty());
    if any(&Field::is_for_digits) && (!reasons.is_empty() || few) {
        reasons.push(Reason::ForDigits);
    }
    reasons
}

fn worth_of(reasons: &[Reason]) -> u32 {
    let nearby = reasons.contains(&Reason::AuthenticatorNearby);
    reasons
        .iter()
        .map(|reason| match reason {
            Reason::PointedAt => 100,
            Reason::SaysOneTimeCode | Reason::NameMeansCode | Reason::LabelMeansCode => 4,
            Reason::AuthenticatorNearby | Reason::RowOfBoxes => 3,
            Reason::NamePerhapsCode | Reason::CodeToScan => 2,
            Reason::CodeNearby if nearby => 0,
            Reason::CodeNearby => u32::from(reasons.contains(&Reason::SaysOneTimeCode)),
            Reason::ForDigits | Reason::PageSecondFactor => 1,
            _ => 0,
        })
        .sum()
}

/// A field that must not receive a code. But for recovery codes, what `autocomplete` says counts for more than
/// a name.
fn is_for_something_else(field: &Field) -> bool {
    let (identifiers, caption) = (field.identifiers(), field.caption());
    if field.says_one_time_code() {
        return false;
    }
    let other = |purpose: String| words::OTHER_PURPOSES.iter().any(|begin| purpose.starts_with(begin));
    let never =
        [words::NEVER, words::CAPTCHA].iter().any(|list| names_any(&identifiers, list) || names_any(&caption, list));
    let by_name = names_any(&identifiers, words::NEVER_BY_NAME) && !is_own_code(&identifiers, &caption);
    field.purposes().any(other) || never || by_name
}

/// What a person is told is plain, and the name has a word of its own for it too: `two_factor_secret`, "Two-factor code".
fn is_own_code(identifiers: &str, caption: &str) -> bool {
    let other_code = ["phone", "mobile", "sms", "email", "e mail", "recovery", "backup"];
    names_any(identifiers, words::CODE) && names_any(caption, words::CODE) && !names_any(identifiers, &other_code)
}

/// What a field's own name says against it.
fn own_objection(field: &Field) -> Option<(Decline, Reason)> {
    let (identifiers, caption) = (field.identifiers(), field.caption());
    let means_code = names_any(&caption, words::CODE) || names_any(&caption, words::AUTHENTICATOR);
    let named = |phrases: &[&str]| names_any(&identifiers, phrases) || (names_any(&caption, phrases) && !means_code);
    if named(words::RECOVERY) || names_any(&super::matching::spread(&field.placeholder), words::RECOVERY) {
        return Some((Decline::RecoveryCode, Reason::NamesRecovery));
    }
    if names_any(&identifiers, words::SMS) || names_any(&caption, words::SMS) {
        return Some((Decline::SentBySms, Reason::NamesTheWay));
    }
    if names_any(&identifiers, &["email", "mail"]) {
        return Some((Decline::SentByMail, Reason::NamesTheWay));
    }
    named(words::HARDWARE).then_some((Decline::HardwareKey, Reason::NamesHardwareKey))
}

/// Some pages show a code as dots; but what is called a password, or not called at all, is one.
fn may_be_hidden_code(field: &Field, context: &Context) -> bool {
    let (identifiers, caption) = (field.identifiers(), field.caption());
    let means_code = names_any(&identifiers, words::CODE) || names_any(&caption, words::CODE);
    let password = names_any(&identifiers, words::PASSWORD) || names_any(&caption, words::PASSWORD);
    means_code || (context.authenticator && !password) || (field.says_one_time_code() && !password)
}
