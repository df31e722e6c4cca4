use zeroize::Zeroizing;

use super::{Enrolment, label, parameters::is_honoured, percent::encode_onto};
use crate::otp::{Algorithm, Digits, Kind, Otp, Seed};

/// Bytes for the scheme, the type, the names of the parameters and their numbers.
const FIXED_PARTS: usize = 160;

/// Writes an enrolment as an `otpauth` or `motp` URI that [`parse`](super::parse) reads back the same, but for
/// the warnings about the text it was first read from.
///
/// Algorithm, digits and period are written out even where they are the defaults: readers do not
/// agree on the defaults. An [`extra`](Enrolment::extra) parameter that would contradict the
/// enrolment itself is left out. A label that could not be split again the same way gives up its
/// issuer first, never the account name.
#[must_use]
pub fn to_uri(enrolment: &Enrolment) -> Zeroizing<String> {
    let Otp { seed, kind } = &enrolment.otp;
    let secret = match kind {
        Kind::Motp { .. } => Zeroizing::new(String::from_utf8_lossy(seed.as_bytes()).into_owned()),
        _ => seed.to_base32(),
    };
    let pin = pin_as_written(kind);
    let label = label::join(enrolment.label_issuer.as_deref(), &enrolment.account_name, &enrolment.issuer);
    let extra = || enrolment.extra.iter().filter(|(name, value)| !is_honoured(name, value, kind));
    let free_text = label.len() + enrolment.issuer.len() + secret.len() + pin.len();
    let extra_text: usize = extra().map(|(name, value)| name.len() + value.len() + 2).sum();
    // All of it at once: a buffer that grows leaves a copy of the secret behind.
    let capacity = FIXED_PARTS + 3 * (free_text + extra_text);
    let mut uri = Zeroizing::new(String::with_capacity(capacity));

    uri.push_str(match kind {
        Kind::Totp { .. } => "otpauth://totp/",
        Kind::Hotp { .. } => "otpauth://hotp/",
        Kind::Steam => "otpauth://steam/",
        Kind::Motp { .. } => "motp://",
        Kind::Yandex { .. } => "otpauth://yaotp/",
    });
    encode_onto(&mut uri, &label);
    uri.push_str("?secret=");
    encode_onto(&mut uri, &secret);
    if !enrolment.issuer.is_empty() {
        push(&mut uri, "issuer", &enrolment.issuer);
    }
    if let Some((algorithm, digits)) = kind.algorithm().zip(kind.digits()) {
        push_spelling(&mut uri, algorithm, digits);
    }
    if let Some(period) = kind.period() {
        push(&mut uri, "period", &period.get().to_string());
    }
    if let Some(counter) = kind.counter() {
        push(&mut uri, "counter", &counter.to_string());
    }
    if !pin.is_empty() {
        push(&mut uri, "pin", &pin);
    }
    for (name, value) in extra() {
        push(&mut uri, name, value);
    }
    uri
}

/// The PIN as its URI has it: that of Yandex Key in base32. Empty if there is none.
fn pin_as_written(kind: &Kind) -> Zeroizing<String> {
    let base32 = |pin: &str| Seed::from_bytes(pin.as_bytes().to_vec()).map(|pin| pin.to_base32()).unwrap_or_default();
    match kind {
        Kind::Motp { pin } => Zeroizing::new(pin.as_str().to_owned()),
        Kind::Yandex { pin } => base32(pin.as_str()),
        _ => Zeroizing::default(),
    }
}

fn push_spelling(uri: &mut String, algorithm: Algorithm, digits: Digits) {
    push(uri, "algorithm", algorithm.as_str());
    push(uri, "digits", &digits.get().to_string());
}

fn push(uri: &mut String, name: &str, value: &str) {
    uri.push('&');
    encode_onto(uri, name);
    uri.push('=');
    encode_onto(uri, value);
}
