//! A pending enrolment: read from a page or typed, shown to the person, not yet in the vault.

use base64ct::{Base64UrlUnpadded, Encoding};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::contents::event::Deed;
use super::envelope::keys::DataKey;
use crate::otp::{Algorithm, Digits, Pin};
use crate::otpauth::Enrolment;
use crate::sites::Site;

/// Bytes of a handle: enough that nobody finds two enrolments with the same one.
const HANDLE_BYTES: usize = 16;

/// An enrolment that waits for the person's word.
pub(super) struct Pending {
    pub(super) handle: String,
    pub(super) enrolment: Enrolment,
    pub(super) site: Option<Site>,
    /// Another app's export, or one account that is new.
    pub(super) deed: Deed,
}

impl Pending {
    /// The handle of an enrolment, which stands for everything that would be added. Every instance of the vault gives the same
    /// enrolment the same handle, because the worker's instance lives for seconds while a screen may stand for hours. It says
    /// nothing about the seed to whoever lacks the vault's data key.
    pub(super) fn handle(data_key: &DataKey, enrolment: &Enrolment, site: Option<&Site>) -> String {
        let kind = &enrolment.otp.kind;
        let algorithm = kind.algorithm().map_or("", Algorithm::as_str);
        let digits = kind.digits().map_or(0, Digits::get);
        let number = kind.period().map(|period| period.get().into()).or(kind.counter()).unwrap_or_default();
        let number = u64::to_le_bytes(number);
        let mut parts = vec![
            enrolment.otp.seed.as_bytes(),
            kind.name().as_bytes(),
            algorithm.as_bytes(),
            core::slice::from_ref(&digits),
            &number,
            kind.pin().map_or("", Pin::as_str).as_bytes(),
            enrolment.issuer.as_bytes(),
            enrolment.account_name.as_bytes(),
            enrolment.label_issuer.as_deref().unwrap_or_default().as_bytes(),
            site.map_or("", Site::as_str).as_bytes(),
        ];
        parts.extend(enrolment.extra.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]));
        fingerprint(data_key, &parts)
    }
}

/// A short text that stands for these parts. It says nothing about them to whoever lacks the vault's data key.
pub(super) fn fingerprint(data_key: &DataKey, parts: &[&[u8]]) -> String {
    // Each after its length, so that no two of them can be read as two others.
    let mut text = Zeroizing::new(Vec::with_capacity(parts.iter().map(|part| size_of::<usize>() + part.len()).sum()));
    for part in parts {
        text.extend_from_slice(&part.len().to_le_bytes());
        text.extend_from_slice(part);
    }
    let mut short = [0; HANDLE_BYTES];
    let derived = Hkdf::<Sha256>::new(Some(b"halfminute-pending/1"), data_key.expose()).expand(&text, &mut short);
    debug_assert!(derived.is_ok(), "HKDF gives 8,160 bytes");
    Base64UrlUnpadded::encode_string(&short)
}
