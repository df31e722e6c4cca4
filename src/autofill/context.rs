//! What the page says around a field: that the code was sent, that it is another kind of code, or that an
//! authenticator makes it.

use super::decision::{Decline, Reason};
use super::field::{Field, Frame};
use super::matching::{Sentence, names_any, sentences, spread};
use super::words;

/// What is said around one field.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about the page")]
pub(super) struct Context {
    near: Vec<Sentence>,
    page: Vec<Sentence>,
    actions: Vec<Sentence>,
    /// An authenticator is named beside the field, as what this page asks of.
    pub(super) authenticator: bool,
    /// A code of some kind is named beside it.
    pub(super) code: bool,
    /// The page is about a second factor, or names an authenticator somewhere.
    pub(super) second_factor: bool,
    /// There is something to scan: an authenticator is being set up.
    pub(super) enrolment: bool,
}

impl Context {
    pub(super) fn of(frame: &Frame, field: &Field) -> Self {
        let dialog = usize::try_from(field.dialog).ok().and_then(|dialog| frame.dialogs.get(dialog));
        let page = sentences(dialog.unwrap_or(&frame.text));
        let near = [&field.heading, &field.before, &field.label, &field.placeholder, &field.after]
            .into_iter()
            .flat_map(|text| sentences(text))
            .collect::<Vec<_>>();
        let title = sentences(&frame.title);
        let actions = sentences(&frame.actions);
        let everywhere = || page.iter().chain(&near).chain(&title);
        let enrolment = frame.otpauth
            || (frame.squares > 0
                && everywhere().chain(&actions).any(|sentence| names_any(&sentence.text, words::SCAN)));
        let authenticator = near.iter().any(asks_of_authenticator);
        let code = near.iter().any(|sentence| names_code(&sentence.text));
        let second_factor = everywhere().any(|sentence| {
            names_any(&sentence.text, words::SECOND_FACTOR) || names_any(&sentence.text, words::AUTHENTICATOR)
        });
        Self { near, page, actions, authenticator, code, second_factor, enrolment }
    }

    /// What speaks against filling a code of an authenticator here, the plainest first.
    pub(super) fn objection(&self) -> Option<(Decline, Reason)> {
        // Beside the name of an authenticator only what is said right there can be about this field; and on a page that
        // shows something to scan, what is said elsewhere is about other ways to set up.
        let settled = self.authenticator || self.enrolment;
        let said = || self.near.iter().chain(self.page.iter().filter(|_| !settled));
        if let Some(sentence) = said().find(|sentence| says_sent(sentence)) {
            return Some((self.way(sentence), Reason::SaysSent));
        }
        if settled {
            return None;
        }
        let mut plain = self.near.iter().filter(|sentence| !is_otherwise(sentence));
        plain.find_map(objection_nearby).or_else(|| self.objection_of_page())
    }

    fn objection_of_page(&self) -> Option<(Decline, Reason)> {
        let any = |phrases: &[&str]| self.page.iter().any(|sentence| names_any(&sentence.text, phrases));
        let action = |matches: &dyn Fn(&str) -> bool| self.actions.iter().any(|action| matches(&action.text));
        let way = || {
            self.page
                .iter()
                .find(|sentence| sentence.masked)
                .map_or_else(|| self.way_of_page(), |sentence| self.way(sentence))
        };
        if any(words::RESEND) || action(&|text| names_any(text, words::RESEND)) {
            return Some((way(), Reason::CanBeSentAgain));
        }
        if self.page.iter().any(|sentence| sentence.masked) {
            return Some((way(), Reason::HiddenAddress));
        }
        action(&|text| words::SEND.contains(&text) && text != "send").then(|| (way(), Reason::CanBeSent))
    }

    /// On which way a code comes that a sentence speaks of.
    fn way(&self, sentence: &Sentence) -> Decline {
        way_of(&sentence.text).unwrap_or_else(|| self.way_of_page())
    }

    fn way_of_page(&self) -> Decline {
        let mut all = self.near.iter().chain(&self.page);
        all.find_map(|sentence| way_of(&sentence.text)).unwrap_or(Decline::Sent)
    }
}

fn way_of(text: &str) -> Option<Decline> {
    if names_any(text, words::CALL) {
        Some(Decline::Called)
    } else if names_any(text, words::SMS) {
        Some(Decline::SentBySms)
    } else if names_any(text, words::MAIL) {
        Some(Decline::SentByMail)
    } else {
        names_any(text, words::PHONE).then_some(Decline::SentBySms)
    }
}

fn names_code(text: &str) -> bool {
    names_any(text, words::CODE) || names_any(text, words::PERHAPS_CODE)
}

/// It was sent, and it is a code or it went somewhere: "Your request was sent" says neither.
fn says_sent(sentence: &Sentence) -> bool {
    let text = &sentence.text;
    let sent = names_any(text, words::SENT);
    let received = names_any(text, &["received"]) && way_of(text).is_some();
    let something = sentence.masked || names_code(text) || names_any(text, words::BY_MAIL) || way_of(text).is_some();
    let otherwise = is_otherwise(sentence) && !sentence.masked;
    let arrived = names_any(text, words::CHECK_MAIL);
    (arrived || ((sent || received) && something)) && !otherwise && !names_any(text, words::PUSH)
}

fn is_otherwise(sentence: &Sentence) -> bool {
    names_any(&sentence.text, words::OTHERWISE)
}

fn asks_of_authenticator(sentence: &Sentence) -> bool {
    let text = &sentence.text;
    let named = names_any(text, words::AUTHENTICATOR) || (names_any(text, words::APP) && names_code(text));
    named && !names_any(text, words::SENT)
}

/// What one sentence beside a field says against it.
fn objection_nearby(sentence: &Sentence) -> Option<(Decline, Reason)> {
    let text = &sentence.text;
    let means_code = names_any(text, words::CODE);
    if names_any(text, words::RECOVERY) && !means_code {
        return Some((Decline::RecoveryCode, Reason::NamesRecovery));
    }
    if names_any(text, words::HARDWARE) {
        return Some((Decline::HardwareKey, Reason::NamesHardwareKey));
    }
    if names_any(text, words::CALL) {
        return Some((Decline::Called, Reason::NamesTheWay));
    }
    if names_any(text, words::SMS) {
        return Some((Decline::SentBySms, Reason::NamesTheWay));
    }
    if names_any(text, words::BY_MAIL) {
        return Some((Decline::SentByMail, Reason::NamesTheWay));
    }
    let else_named = names_any(text, words::CAPTCHA) || (names_any(text, words::NEVER) && !means_code);
    else_named.then_some((Decline::NoCodeField, Reason::NamesSomethingElse))
}

/// What the whole page is about, where no field was found that could take a code.
pub(super) fn page_text(frame: &Frame) -> String {
    [spread(&frame.title), spread(&frame.text)].join(" | ")
}
