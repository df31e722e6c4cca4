use zeroize::Zeroizing;

use super::{Enrolment, label, parameters::is_honoured, percent::encode_onto};
use crate::otp::{Algorithm, Digits, Kind};

/// Bytes for the scheme, the type, the names of the parameters and their numbers.
const FIXED_PARTS: usize = 160;

/// Writes an enrolment as an `otpauth` URI that [`parse`](super::parse) reads back the same, but for
/// the warnings about the text it was first read from.
///
/// Algorithm, digits and period are written out even where they are the defaults: readers do not
/// agree on the defaults. An [`extra`](Enrolment::extra) parameter that would contradict the
/// enrolment itself is left out. A label that could not be split again the same way gives up its
/// issuer first, never the account name.
#[must_use]
pub fn to_uri(enrolment: &Enrolment) -> Zeroizing<String> {
    let secret = enrolment.otp.seed.to_base32();
    let label = label::join(enrolment.label_issuer.as_deref(), &enrolment.account_name, &enrolment.issuer);
    let extra = || enrolment.extra.iter().filter(|(name, value)| !is_honoured(name, value, enrolment.otp.kind));
    let free_text = label.len() + enrolment.issuer.len();
    let extra_text: usize = extra().map(|(name, value)| name.len() + value.len() + 2).sum();
    // All of it at once: a buffer that grows leaves a copy of the secret behind.
    let capacity = FIXED_PARTS + secret.len() + 3 * (free_text + extra_text);
    let mut uri = Zeroizing::new(String::with_capacity(capacity));

    uri.push_str(match enrolment.otp.kind {
        Kind::Totp { .. } => "otpauth://totp/",
        Kind::Hotp { .. } => "otpauth://hotp/",
        Kind::Steam => "otpauth://steam/",
    });
    encode_onto(&mut uri, &label);
    uri.push_str("?secret=");
    uri.push_str(&secret);
    if !enrolment.issuer.is_empty() {
        push(&mut uri, "issuer", &enrolment.issuer);
    }
    match enrolment.otp.kind {
        Kind::Totp { algorithm, digits, period } => {
            push_spelling(&mut uri, algorithm, digits);
            push(&mut uri, "period", &period.get().to_string());
        }
        Kind::Hotp { algorithm, digits, counter } => {
            push_spelling(&mut uri, algorithm, digits);
            push(&mut uri, "counter", &counter.to_string());
        }
        Kind::Steam => {}
    }
    for (name, value) in extra() {
        push(&mut uri, name, value);
    }
    uri
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
