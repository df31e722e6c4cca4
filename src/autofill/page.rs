//! What a page is about where nothing on it may be filled.

use super::context::page_text;
use super::decision::PageKind;
use super::field::{Field, Frame};
use super::matching::names_any;
use super::words;

pub(super) fn kind_of(frames: &[Frame]) -> PageKind {
    let fields = || frames.iter().flat_map(|frame| &frame.fields).filter(|field| field.visible);
    let called = |phrases: &[&str]| {
        fields().any(|field| names_any(&field.identifiers(), phrases) || names_any(&field.caption(), phrases))
    };
    let purpose = |begin: &str| fields().any(|field| field.purposes().any(|purpose| purpose.starts_with(begin)));
    let of_type = |kind: &str| fields().any(|field: &Field| field.kind == kind);
    if purpose("cc-") || called(&["card number", "cardnumber", "cvv", "cvc", "ccv", "iban", "card"]) {
        PageKind::Payment
    } else if called(words::CAPTCHA) {
        PageKind::Captcha
    } else if called(words::RECOVERY) {
        PageKind::RecoveryCode
    } else if of_type("password") {
        PageKind::Password
    } else if purpose("tel") || called(&["phone", "mobile", "phone number", "telefon*", "téléphone", "teléfono"]) {
        PageKind::PhoneNumber
    } else if frames
        .iter()
        .any(|frame| names_any(&page_text(frame), &["push notification", "approve the", "approve this"]))
    {
        PageKind::Push
    } else if frames.iter().any(|frame| frame.otpauth) {
        PageKind::TotpEnrolment
    } else if of_type("search") || called(&["search", "q", "suche", "recherche"]) {
        PageKind::Search
    } else {
        PageKind::Other
    }
}
