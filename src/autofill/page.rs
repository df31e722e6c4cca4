//! Tells what a page asks for where none of its fields takes a code.

use super::context::{Scene, says_sent, way_among};
use super::decision::{Decline, PageKind};
use super::words::{self, Meaning};

/// What the page asks for, by what its visible fields are called and what its sentences say.
pub(super) fn kind_of(scenes: &[Scene]) -> PageKind {
    let fields = || scenes.iter().flat_map(|scene| scene.frame.fields.iter().zip(&scene.names));
    let seen = || fields().filter(|(field, _)| field.visible);
    let called = seen().fold(0, |all, (_, names)| all | names.identifiers | names.caption);
    let purpose = |begin: &str| seen().any(|(field, _)| field.purposes().any(|purpose| purpose.starts_with(begin)));
    let of_type = |kind: &str| seen().any(|(field, _)| field.kind == kind);
    let said = || scenes.iter().flat_map(|scene| &scene.text);
    let calls = |meaning: Meaning| called & meaning != 0;
    if purpose("cc-") || calls(words::CARD) {
        PageKind::Payment
    } else if calls(words::CAPTCHA) {
        PageKind::Captcha
    } else if calls(words::RECOVERY) {
        PageKind::RecoveryCode
    } else if calls(words::CODE | words::PERHAPS_CODE) && said().any(|means| says_sent(*means)) {
        match way_among(said().filter(|means| says_sent(**means))) {
            Decline::SentByMail => PageKind::Email,
            _ => PageKind::Sms,
        }
    } else if of_type("password") {
        PageKind::Password
    } else if purpose("tel") || calls(words::PHONE_NUMBER) {
        PageKind::PhoneNumber
    } else if !seen().any(|(field, _)| field.takes_text()) && said().any(|means| asks_for_consent(*means)) {
        PageKind::Push
    } else if scenes.iter().any(|scene| scene.frame.otpauth) {
        PageKind::TotpEnrolment
    } else if of_type("search") || calls(words::SEARCH) {
        PageKind::Search
    } else {
        PageKind::Other
    }
}

/// Whether a sentence asks for consent on another device, or says that a notification has gone to one.
fn asks_for_consent(means: Meaning) -> bool {
    let device = words::PHONE | words::APP | words::AUTHENTICATOR;
    let notified = means & words::PUSH != 0 && means & (words::SENT | device) != 0;
    notified || (means & words::APPROVE != 0 && means & (words::PUSH | device) != 0)
}
