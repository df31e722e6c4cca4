//! Reads what a page says around a field: that an authenticator makes the code, that the code was sent, or that it is of
//! another kind.

use super::decision::{Decline, Reason};
use super::field::{Field, Frame};
use super::matching::Words;
use super::words::{self, ADDRESS, MASKED, Meaning};

/// Meanings of all names of a code.
const A_CODE: Meaning = words::CODE | words::PERHAPS_CODE;

/// Number of fields that are called codes above which a page is not looked at: a page that asks for a code has a few, or
/// two rows of boxes.
const MAX_LIKE_CODES: usize = 32;

/// One document in meanings: each number holds all that a sentence or a name means.
pub(super) struct Scene<'a> {
    pub(super) frame: &'a Frame,
    words: &'a Words,
    pub(super) text: Vec<Meaning>,
    actions: Vec<Meaning>,
    title: Meaning,
    /// What each field is called; without any meaning for those that nobody sees.
    pub(super) names: Vec<Names>,
    /// More than [`MAX_LIKE_CODES`] fields are called codes.
    pub(super) crowded: bool,
}

/// What a field is called, in meanings.
#[derive(Clone, Copy, Default)]
pub(super) struct Names {
    /// In its `name` and `id`, by the page's author.
    pub(super) identifiers: Meaning,
    /// In its label and placeholder, to a person.
    pub(super) caption: Meaning,
}

impl<'a> Scene<'a> {
    pub(super) fn of(words: &'a Words, frame: &'a Frame) -> Self {
        let mut like_codes = 0;
        let names = |field: &Field| {
            if !(field.visible || field.is_painted()) || like_codes > MAX_LIKE_CODES {
                return Names::default();
            }
            let names =
                Names { identifiers: words.meaning(&field.identifiers()), caption: words.meaning(&field.caption()) };
            like_codes += usize::from((names.identifiers | names.caption) & A_CODE != 0);
            names
        };
        let names = frame.fields.iter().map(names).collect();
        Self {
            frame,
            words,
            text: words.sentences(&frame.text),
            actions: words.sentences(&frame.actions),
            title: words.meaning_of(&frame.title),
            names,
            crowded: like_codes > MAX_LIKE_CODES,
        }
    }

    /// Whether the form of a field, or the page where there are no forms, asks for a card too.
    fn asks_for_card(&self, form: Option<u32>) -> bool {
        let fields = self.frame.fields.iter().zip(&self.names);
        fields.filter(|(field, _)| field.visible && field.form == form).any(|(field, names)| {
            (names.identifiers | names.caption) & words::CARD != 0
                || field.purposes().any(|purpose| purpose.starts_with("cc-"))
        })
    }

    pub(super) fn placeholder(&self, field: &Field) -> Meaning {
        self.words.meaning_of(&field.placeholder)
    }
}

/// What is said around one field.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about the page")]
pub(super) struct Context<'a> {
    scene: &'a Scene<'a>,
    near: Vec<Meaning>,
    /// How many of `near` stand before the field or in it; the rest comes after it and may be about the next field.
    before: usize,
    /// Sentences of the dialog that the field is in.
    dialog: Option<Vec<Meaning>>,
    card: bool,
    /// A sentence beside the field asks for what an authenticator makes.
    pub(super) authenticator: bool,
    /// A sentence beside the field asks for a code of an authenticator or of a second factor.
    pub(super) asked_for: bool,
    /// A code of some kind is named beside the field.
    pub(super) code: bool,
    /// A password is named beside the field.
    pub(super) password: bool,
    /// The page is about a second factor, or names an authenticator somewhere.
    pub(super) second_factor: bool,
    /// There is something to scan: an authenticator is being set up.
    pub(super) enrolment: bool,
}

impl<'a> Context<'a> {
    pub(super) fn of(scene: &'a Scene<'a>, field: &Field) -> Self {
        let frame = scene.frame;
        let dialog = field.dialog.and_then(|dialog| frame.dialogs.get(dialog as usize));
        let dialog = dialog.map(|text| scene.words.sentences(text));
        let mut near = Vec::new();
        // Text before its heading belongs to another section.
        let heading = field.heading.as_str();
        let section = field.before.rsplit_once(heading).filter(|_| !heading.is_empty());
        let above = section.map_or(field.before.as_str(), |(_, own)| own);
        for text in [heading, above, &field.label, &field.placeholder] {
            near.extend(scene.words.sentences(text));
        }
        let before = near.len();
        near.extend(scene.words.sentences(&field.after));
        let nearby = near.iter().fold(0, |all, means| all | means);
        let page = dialog.as_ref().unwrap_or(&scene.text).iter().fold(nearby | scene.title, |all, means| all | means);
        let actions = scene.actions.iter().fold(0, |all, means| all | means);
        Self {
            enrolment: frame.otpauth || (frame.squares > 0 && (page | actions) & words::SCAN != 0),
            authenticator: near.iter().any(|means| asks_of_authenticator(*means)),
            asked_for: near.iter().any(|means| asks_for_code(*means)),
            code: nearby & A_CODE != 0,
            password: nearby & words::PASSWORD != 0,
            second_factor: page & (words::SECOND_FACTOR | words::AUTHENTICATOR) != 0,
            card: scene.asks_for_card(field.form),
            scene,
            near,
            before,
            dialog,
        }
    }

    fn page(&self) -> &[Meaning] {
        self.dialog.as_ref().unwrap_or(&self.scene.text)
    }

    /// The plainest objection to filling a code of an authenticator here. Text after the field about recovery codes is no
    /// objection to one that is `called_code`.
    pub(super) fn objection(&self, called_code: bool) -> Option<(Decline, Reason)> {
        // Where an authenticator is named beside the field, only text right there is about it; and on a page that shows
        // something to scan, text elsewhere is about other ways to set up.
        let settled = self.authenticator || self.enrolment;
        let elsewhere = if settled { &[] } else { self.page() };
        if let Some(means) = self.near.iter().chain(elsewhere).find(|means| says_sent(**means)) {
            return Some((self.way(*means), Reason::SaysSent));
        }
        if settled {
            return None;
        }
        if self.card {
            return Some((Decline::NoCodeField, Reason::NamesSomethingElse));
        }
        let plain = self.near.iter().enumerate().filter(|(_, means)| *means & words::OTHERWISE == 0);
        let next = |at: usize| if called_code && at >= self.before { words::RECOVERY } else { 0 };
        let mut nearby = plain.map(|(at, means)| means & !next(at));
        // The title may hold the name of the site, and that may be any word.
        let title = self.scene.title & (words::BY_MAIL | words::RECOVERY | words::CODE);
        nearby.find_map(objection_nearby).or_else(|| objection_nearby(title)).or_else(|| self.objection_of_page())
    }

    fn objection_of_page(&self) -> Option<(Decline, Reason)> {
        let masked = self.page().iter().find(|means| *means & MASKED != 0);
        let actions = self.scene.actions.iter().fold(0, |all, means| all | means);
        let again = actions | self.page().iter().fold(0, |all, means| all | means);
        let reason = if again & words::RESEND != 0 {
            Reason::CanBeSentAgain
        } else if masked.is_some() {
            Reason::HiddenAddress
        } else if self.scene.actions.iter().any(|means| sends_code(*means)) {
            Reason::CanBeSent
        } else {
            return None;
        };
        Some((masked.map_or_else(|| self.way_of_page(), |means| self.way(*means)), reason))
    }

    /// How a code comes that a sentence speaks of.
    fn way(&self, means: Meaning) -> Decline {
        way_of(means).unwrap_or_else(|| self.way_of_page())
    }

    fn way_of_page(&self) -> Decline {
        way_among(self.near.iter().chain(self.page()))
    }
}

/// How a code comes, by the first of `sentences` that names a way; [`Decline::Sent`] where none does.
pub(super) fn way_among<'a>(mut sentences: impl Iterator<Item = &'a Meaning>) -> Decline {
    sentences.find_map(|means| way_of(*means)).unwrap_or(Decline::Sent)
}

fn way_of(means: Meaning) -> Option<Decline> {
    let ways = [
        (words::CALL, Decline::Called),
        (words::SMS, Decline::SentBySms),
        (words::MAIL | ADDRESS, Decline::SentByMail),
        (words::PHONE, Decline::SentBySms),
    ];
    ways.into_iter().find_map(|(way, decline)| (means & way != 0).then_some(decline))
}

/// Whether a sentence says that a code was sent: it names a code or where it went. "Your request was sent" does neither.
pub(super) fn says_sent(means: Meaning) -> bool {
    let way = way_of(means).is_some();
    let sent = means & words::SENT != 0 && (way || means & (A_CODE | words::BY_MAIL | MASKED) != 0);
    let looked_for = means & words::CHECK != 0 && means & words::MAIL != 0;
    let arrived = looked_for || (means & words::RECEIVED != 0 && way);
    let otherwise = means & words::OTHERWISE != 0 && means & MASKED == 0;
    let notified = means & words::PUSH != 0 && means & words::CODE == 0;
    (sent || arrived) && !otherwise && !notified
}

/// Whether a button has a code sent, without naming another way than the one that the page is about.
fn sends_code(action: Meaning) -> bool {
    let otherwise = words::OTHERWISE | words::SMS | words::MAIL | words::CALL | words::RECOVERY;
    action & words::SEND != 0 && action & A_CODE != 0 && action & otherwise == 0
}

fn asks_of_authenticator(means: Meaning) -> bool {
    let app = means & words::APP != 0 && means & A_CODE != 0;
    (app || means & words::AUTHENTICATOR != 0) && means & words::SENT == 0
}

fn asks_for_code(means: Meaning) -> bool {
    let factor = means & words::SECOND_FACTOR != 0 && means & words::SENT == 0;
    means & words::PERHAPS_CODE != 0 && (factor || asks_of_authenticator(means))
}

/// The objection that one sentence beside a field makes.
fn objection_nearby(means: Meaning) -> Option<(Decline, Reason)> {
    let means_code = means & words::CODE != 0;
    // "The invite code" is an objection, "Unlock the course" is none.
    let names_other_code = !means_code && means & words::PERHAPS_CODE != 0;
    let proves_mail = means & words::VERIFY != 0 && means & words::MAIL != 0 && !means_code;
    let means = if proves_mail { means | words::BY_MAIL } else { means };
    let objections = [
        (words::RECOVERY, !means_code, Decline::RecoveryCode, Reason::NamesRecovery),
        (words::HARDWARE, true, Decline::HardwareKey, Reason::NamesHardwareKey),
        (words::CALL, true, Decline::Called, Reason::NamesTheWay),
        (words::SMS, true, Decline::SentBySms, Reason::NamesTheWay),
        (words::BY_MAIL, true, Decline::SentByMail, Reason::NamesTheWay),
        (words::CAPTCHA | words::CARD, true, Decline::NoCodeField, Reason::NamesSomethingElse),
        (words::NEVER, names_other_code, Decline::NoCodeField, Reason::NamesSomethingElse),
    ];
    let found = objections.into_iter().find(|(meaning, holds, ..)| *holds && means & meaning != 0);
    found.map(|(_, _, decline, reason)| (decline, reason))
}
