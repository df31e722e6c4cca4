//! Chooses the field, or the row of boxes, that takes the code.

use super::MAX_FIELDS;
use super::boxes::rows_of_boxes;
use super::context::{Context, Names, Scene};
use super::decision::{Choice, Decision, Decline, PageKind, Reason};
use super::field::{Field, Frame};
use super::matching::Words;
use super::page::kind_of;
use super::words;
use super::words::Meaning;

/// Least evidence for filling a field: points of [`worth_of`].
const ENOUGH: u32 = 4;
/// Least evidence for telling the person why a field is not filled.
const WORTH_SAYING: u32 = 3;
/// Evidence from which on the confidence is 100.
const PLAIN: u32 = 12;

/// Chooses the field, or the row of boxes, for a code of `code_length` characters.
///
/// # Errors
/// A [`Decline`] that says why nothing is to be filled.
pub fn choose(frames: &[Frame], code_length: usize, pointed_at: bool) -> Result<Choice, Decline> {
    decide(frames, code_length, pointed_at).outcome
}

/// Chooses as [`choose`] does, and tells the kind of the page, the confidence and the reasons too.
///
/// `pointed_at` means that the person has just pointed at the focused field, by its context menu. Such a field need not be
/// named as one for codes, but one that must never receive a code is refused all the same.
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
    // The first of the best. A field that may be filled ranks above one that may not; where none may be, the best of
    // them says why.
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

/// A field, or a row of boxes, that could take a code by what it tells of itself.
struct Possible<'a> {
    frame: usize,
    scene: &'a Scene<'a>,
    fields: Vec<usize>,
    first: &'a Field,
    names: Names,
    pointed: bool,
    /// A code of the given length has room in it.
    fits: bool,
    reasons: Vec<Reason>,
}

/// A field, or a row of boxes, for which there is evidence enough to fill it or to say why not.
struct Candidate<'a> {
    choice: Choice,
    first: &'a Field,
    empty: bool,
    worth: u32,
    reasons: Vec<Reason>,
    enrolment: bool,
    /// It is called the second or next of several.
    is_next: bool,
    objection: Option<Decline>,
}

impl Candidate<'_> {
    /// Order of preference: in an open dialog, without an objection, by its evidence, with the focus, empty.
    fn rank(&self) -> (bool, bool, u32, bool, bool) {
        (self.first.dialog.is_some(), self.objection.is_none(), self.worth, self.first.focused, self.empty)
    }

    /// Whether it is the second of a pair that `first` begins: some pages ask for two codes in a row.
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
        // What the page says of codes counts only for a field that could be one for codes.
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
        // `one-time-code` stands on codes that were sent too, so that it is never enough alone.
        let bare = reasons == [Reason::SaysOneTimeCode] && !around.iter().any(|(holds, _)| *holds);
        let named = pointed || !reasons.is_empty() || context.asked_for;
        reasons.extend(around.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)));
        let worth = worth_of(&reasons);
        if worth < WORTH_SAYING || bare || !named {
            return None;
        }
        let all = fields.iter().filter_map(|index| scene.frame.fields.get(*index));
        let empty = all.clone().all(|field| field.length == 0);
        // A row that holds an earlier code is overwritten as a whole.
        let old = if is_row { all.clone().all(|field| field.digits) } else { first.is_free(code_length) };
        let called_code = (names.identifiers | names.caption) & words::CODE != 0;
        let objection = own_objection(names, scene.placeholder(first)).or_else(|| context.objection(called_code));
        let objection = objection.or_else(|| (!empty && !old).then_some((Decline::NotEmpty, Reason::HoldsSomething)));
        if worth < ENOUGH && objection.is_none() {
            return None;
        }
        // A field that is too short, or a row of another length, is for a code that was sent, or for something unknown.
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

/// Whether a field without label and placeholder is the only one that takes text: then what the page says is about it.
fn is_only_field(frame: &Frame, field: &Field) -> bool {
    let untold = field.label.trim().is_empty() && field.placeholder.trim().is_empty();
    let beside = |other: &&Field| other.takes_text() && other.dialog == field.dialog;
    untold && frame.fields.iter().filter(beside).take(2).count() == 1
}

/// Evidence that a field, or a row of them, gives by itself.
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
    let few = any(&|field| {
        let holds_few = field.max_length.is_some_and(|limit| (6..=10).contains(&limit));
        holds_few || field.min_length == Some(6) || !field.pattern.is_empty()
    });
    if any(&Field::is_for_digits) && (!reasons.is_empty() || few) {
        reasons.push(Reason::ForDigits);
    }
    reasons
}

/// Points of all evidence together.
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

/// Whether a field must not receive a code. `autocomplete="one-time-code"` outweighs its names.
fn is_for_something_else(field: &Field, names: Names) -> bool {
    if field.says_one_time_code() {
        return false;
    }
    let other = |purpose: String| words::OTHER_PURPOSES.iter().any(|begin| purpose.starts_with(begin));
    let never = words::NEVER | words::CAPTCHA | words::CARD | words::SEARCH;
    // A label that names a code outweighs a word in the id where the id names a code too: `two_factor_secret`, labelled
    // "Two-factor code".
    let own = names.identifiers & names.caption & words::CODE != 0 && names.identifiers & words::PHONE == 0;
    field.purposes().any(other)
        || (names.identifiers | names.caption) & never != 0
        || (names.identifiers & (words::NEVER_BY_NAME | words::PHONE_NUMBER) != 0 && !own)
}

/// What a field's own names and placeholder say against it.
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

/// Whether a field of type `password` may be one for codes: some pages show a code as dots. A field that is called a
/// password, or has no name beside a text that asks for one, is not.
fn may_be_hidden_code(field: &Field, names: Names, context: &Context) -> bool {
    let called = names.identifiers | names.caption;
    let password = called & words::PASSWORD != 0 || (called == 0 && context.password);
    called & words::CODE != 0 || ((context.authenticator || field.says_one_time_code()) && !password)
}
