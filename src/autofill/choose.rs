//! The decision.

use super::MAX_FIELDS;
use super::boxes::rows_of_boxes;
use super::context::{Context, Names, Scene};
use super::decision::{Choice, Decision, Decline, PageKind, Reason};
use super::field::{Field, Frame};
use super::matching::Words;
use super::page::kind_of;
use super::words;
use super::words::Meaning;

/// From here on something is worth filling.
const ENOUGH: u32 = 4;
/// From here on it is worth saying why it is not filled.
const WORTH_SAYING: u32 = 3;
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
    if fields > MAX_FIELDS || frames.iter().any(|frame| frame.too_many_fields) {
        return nothing(Decline::TooManyFields, PageKind::Other);
    }
    if frames.iter().any(|frame| frame.too_large) {
        return nothing(Decline::PageTooLarge, PageKind::Other);
    }
    let words = Words::new();
    let scenes: Vec<Scene> = frames.iter().map(|frame| Scene::of(&words, frame)).collect();
    if scenes.iter().any(|scene| scene.crowded) {
        return nothing(Decline::TooManyFields, PageKind::Other);
    }
    let possible = scenes.iter().enumerate().flat_map(|(at, scene)| Possible::of(at, scene, code_length, pointed_at));
    let candidates: Vec<Candidate> = possible.filter_map(|one| one.candidate(code_length)).collect();
    // The first of the best. One that may be filled comes before one that may not; then it is the best of the others
    // that says why.
    let Some(best) = candidates.iter().reduce(|best, next| if next.rank() > best.rank() { next } else { best }) else {
        let page = kind_of(&scenes);
        return nothing(if page == PageKind::Push { Decline::Push } else { Decline::NoCodeField }, page);
    };
    let rival =
        candidates.iter().any(|one| one.rank() == best.rank() && !std::ptr::eq(one, best) && !one.follows(best));
    best.decision(rival, &scenes)
}

fn nothing(why: Decline, page: PageKind) -> Decision {
    Decision { outcome: Err(why), page, confidence: 50, reasons: Vec::new() }
}

/// A field, or a row of boxes, that could take a code as far as it tells itself.
struct Possible<'a> {
    frame: usize,
    scene: &'a Scene<'a>,
    fields: Vec<usize>,
    first: &'a Field,
    names: Names,
    pointed: bool,
    /// The code has room in it.
    fits: bool,
    reasons: Vec<Reason>,
}

struct Candidate<'a> {
    choice: Choice,
    first: &'a Field,
    empty: bool,
    worth: u32,
    reasons: Vec<Reason>,
    enrolment: bool,
    /// It is called the second of something.
    is_next: bool,
    objection: Option<Decline>,
}

impl Candidate<'_> {
    /// What is in an open dialog comes first; and of two that are alike, where the person is, then what is empty.
    fn rank(&self) -> (bool, bool, u32, bool, bool) {
        (self.first.dialog >= 0, self.objection.is_none(), self.worth, self.first.focused, self.empty)
    }

    /// It is the next after the first of a series: some pages ask for two codes, one after the other.
    fn follows(&self, first: &Self) -> bool {
        let stem = |field: &Field| {
            let name = field.name.chars().chain(field.id.chars());
            name.filter(|character| !character.is_ascii_digit()).collect::<String>()
        };
        let numbered = (&self.first.name, &self.first.id) != (&first.first.name, &first.first.id)
            && stem(self.first) == stem(first.first);
        self.choice.frame == first.choice.frame && (numbered || (self.is_next && !first.is_next))
    }

    fn decision(&self, rival: bool, scenes: &[Scene]) -> Decision {
        let several = rival && self.objection.is_none();
        let page = match self.objection {
            None | Some(Decline::NotEmpty) if self.enrolment => PageKind::TotpEnrolment,
            None | Some(Decline::NotEmpty) => PageKind::TotpLogin,
            Some(Decline::SentBySms | Decline::Called | Decline::Sent) => PageKind::Sms,
            Some(Decline::SentByMail) => PageKind::Email,
            Some(Decline::RecoveryCode) => PageKind::RecoveryCode,
            Some(_) => kind_of(scenes),
        };
        let share = 100 * self.worth.min(PLAIN) / PLAIN;
        let confidence = if self.objection.is_some() { 90 } else { u8::try_from(share).unwrap_or(100) };
        let objection = if several { Some(Decline::SeveralFields) } else { self.objection };
        let mut reasons = self.reasons.clone();
        reasons.extend(several.then_some(Reason::SeveralAlike));
        Decision { outcome: objection.map_or_else(|| Ok(self.choice.clone()), Err), page, confidence, reasons }
    }
}

impl<'a> Possible<'a> {
    fn of(at: usize, scene: &'a Scene<'a>, code_length: usize, pointed_at: bool) -> Vec<Self> {
        let fields = &scene.frame.fields;
        let rows = rows_of_boxes(fields, code_length);
        let single = (0..fields.len()).filter(|index| !rows.iter().any(|row| row.contains(index)));
        let mut groups = rows.clone();
        groups.extend(single.map(|index| vec![index]));
        groups.into_iter().filter_map(|group| Self::new(at, scene, group, code_length, pointed_at)).collect()
    }

    fn new(
        frame: usize,
        scene: &'a Scene<'a>,
        fields: Vec<usize>,
        code_length: usize,
        pointed_at: bool,
    ) -> Option<Self> {
        let all = &scene.frame.fields;
        let mut names = Names::default();
        for index in &fields {
            let (field, own) = (all.get(*index)?, scene.names.get(*index)?);
            if !field.takes_text() || is_for_something_else(field, *own) {
                return None;
            }
            names.identifiers |= own.identifiers;
            names.caption |= own.caption;
        }
        let group: Vec<&Field> = fields.iter().filter_map(|index| all.get(*index)).collect();
        let first = *group.first()?;
        let pointed = pointed_at && group.iter().any(|field| field.focused);
        let reasons = own_evidence(&group, names);
        // What a page says of codes is about a field that could be one for codes, and about no other.
        let fits = if group.len() > 1 { group.len() == code_length } else { first.has_room_for(code_length) };
        let told = pointed || !reasons.is_empty() || is_only_field(scene.frame, first);
        told.then_some(Self { frame, scene, fields, first, names, pointed, fits, reasons })
    }

    fn candidate(self, code_length: usize) -> Option<Candidate<'a>> {
        let Self { frame, scene, fields, first, names, pointed, fits, mut reasons } = self;
        let is_row = fields.len() > 1;
        let context = Context::of(scene, first);
        if first.kind == "password" && !is_row && !may_be_hidden_code(first, names, &context) {
            return None;
        }
        let only = matches!(reasons.as_slice(), [] | [Reason::ForDigits]) && is_only_field(scene.frame, first);
        let around = [
            (pointed, Reason::PointedAt),
            (only && context.asked_for, Reason::OnlyField),
            (context.authenticator, Reason::AuthenticatorNearby),
            (context.code, Reason::CodeNearby),
            (context.second_factor, Reason::PageSecondFactor),
            (context.enrolment, Reason::CodeToScan),
        ];
        // Pages say it of codes of every kind, however they come: it is evidence, and never enough alone.
        let bare = reasons == [Reason::SaysOneTimeCode] && !around.iter().any(|(holds, _)| *holds);
        let named = pointed || !reasons.is_empty() || context.asked_for;
        reasons.extend(around.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)));
        let worth = worth_of(&reasons);
        if worth < WORTH_SAYING || bare || !named {
            return None;
        }
        let all = fields.iter().filter_map(|index| scene.frame.fields.get(*index));
        let empty = all.clone().all(|field| field.length == 0);
        // Boxes of an earlier try are overwritten together.
        let old = if is_row { all.clone().all(|field| field.digits) } else { first.is_free(code_length) };
        let called_code = (names.identifiers | names.caption) & words::CODE != 0;
        let objection = own_objection(names, scene.placeholder(first)).or_else(|| context.objection(called_code));
        let objection = objection.or_else(|| (!empty && !old).then_some((Decline::NotEmpty, Reason::HoldsSomething)));
        if worth < ENOUGH && objection.is_none() {
            return None;
        }
        // One that is too short, or has other boxes than the code has characters, is for a code that was sent, or for
        // nothing that is known.
        if !fits && !objection.is_some_and(|(why, _)| why.is_sent()) {
            return None;
        }
        reasons.extend(objection.map(|(_, reason)| reason));
        let objection = objection.map(|(why, _)| why);
        let choice = Choice { frame, fields };
        let is_next = (names.identifiers | names.caption) & words::NEXT != 0;
        Some(Candidate { choice, first, empty, worth, reasons, enrolment: context.enrolment, is_next, objection })
    }
}

/// Nobody is told what it is for, and there is no other: then it is what the page says.
fn is_only_field(frame: &Frame, field: &Field) -> bool {
    let untold = field.label.trim().is_empty() && field.placeholder.trim().is_empty();
    let beside = |other: &&Field| other.takes_text() && other.dialog == field.dialog;
    untold && frame.fields.iter().filter(beside).take(2).count() == 1
}

/// What speaks for a field, or a row of them, by itself.
fn own_evidence(group: &[&Field], names: Names) -> Vec<Reason> {
    let any = |holds: &dyn Fn(&Field) -> bool| group.iter().any(|field| holds(field));
    let by_name = names.identifiers & words::CODE != 0;
    let by_label = names.caption & words::CODE != 0;
    let perhaps = (names.identifiers | names.caption) & words::PERHAPS_CODE != 0;
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
    let worth = |reason: &Reason| match reason {
        Reason::PointedAt => 100,
        Reason::SaysOneTimeCode | Reason::NameMeansCode | Reason::LabelMeansCode => 4,
        Reason::AuthenticatorNearby | Reason::RowOfBoxes => 3,
        Reason::NamePerhapsCode | Reason::CodeToScan | Reason::OnlyField => 2,
        Reason::CodeNearby if nearby => 0,
        Reason::CodeNearby => u32::from(reasons.contains(&Reason::SaysOneTimeCode)),
        Reason::ForDigits | Reason::PageSecondFactor => 1,
        _ => 0,
    };
    reasons.iter().map(worth).sum()
}

/// A field that must not receive a code. But for recovery codes, what `autocomplete` says counts for more than
/// a name.
fn is_for_something_else(field: &Field, names: Names) -> bool {
    if field.says_one_time_code() {
        return false;
    }
    let other = |purpose: String| words::OTHER_PURPOSES.iter().any(|begin| purpose.starts_with(begin));
    let never = words::NEVER | words::CAPTCHA | words::CARD | words::SEARCH;
    // What a person is told is plain, and the name has a word of its own for it too: `two_factor_secret`,
    // "Two-factor code".
    let own = names.identifiers & names.caption & words::CODE != 0 && names.identifiers & words::PHONE == 0;
    field.purposes().any(other)
        || (names.identifiers | names.caption) & never != 0
        || (names.identifiers & (words::NEVER_BY_NAME | words::PHONE_NUMBER) != 0 && !own)
}

/// What a field's own name says against it.
fn own_objection(names: Names, placeholder: Meaning) -> Option<(Decline, Reason)> {
    let means_code = names.caption & (words::CODE | words::AUTHENTICATOR) != 0;
    let plain = if means_code { 0 } else { names.caption };
    let objections = [
        (names.identifiers | plain | placeholder, words::RECOVERY, Decline::RecoveryCode, Reason::NamesRecovery),
        (names.identifiers | names.caption, words::SMS, Decline::SentBySms, Reason::NamesTheWay),
        (names.identifiers, words::MAIL, Decline::SentByMail, Reason::NamesTheWay),
        (names.identifiers | plain, words::HARDWARE, Decline::HardwareKey, Reason::NamesHardwareKey),
    ];
    let found = objections.into_iter().find(|(means, meaning, ..)| means & meaning != 0);
    found.map(|(_, _, decline, reason)| (decline, reason))
}

/// Some pages show a code as dots; but what is called a password, or not called at all, is one.
fn may_be_hidden_code(field: &Field, names: Names, context: &Context) -> bool {
    let called = names.identifiers | names.caption;
    let password = called & words::PASSWORD != 0 || (called == 0 && context.password);
    called & words::CODE != 0 || ((context.authenticator || field.says_one_time_code()) && !password)
}
