//! The QR codes that Google Authenticator imports, as the texts in them.

use halfminute::otpauth::{Enrolment, can_migrate, parse_any, to_migration_uris};
use zeroize::Zeroizing;

use super::{Holds, Loss, Writing, Written, otpauth};
use crate::{Entry, Error};

/// The account as the core knows it, also one that no code is made of: the format has a number for MD5.
fn enrolment(entry: &Entry) -> Option<Enrolment> {
    let kept = || parse_any(otpauth::uri(entry, &[])?.as_bytes()).ok()?.enrolments.pop();
    let enrolment = otpauth::enrolment(entry).or_else(kept)?;
    can_migrate(&enrolment).then_some(enrolment)
}

/// Whether the name comes back: without an issuer, what stands before a colon in it is read as one.
fn keeps_name(entry: &Entry) -> bool {
    !(entry.issuer.is_empty() && entry.name.contains(':'))
}

pub(super) fn losses(entry: &Entry) -> Vec<Loss> {
    if keeps_name(entry) && enrolment(entry).is_some() { Holds::default().losses(entry) } else { vec![Loss::Account] }
}

pub(super) fn write(entries: &[Entry], writing: &mut Writing) -> Result<Vec<Written>, Error> {
    let enrolments: Vec<_> = entries.iter().filter(|entry| keeps_name(entry)).filter_map(enrolment).collect();
    let id = i32::from_le_bytes(*writing.bytes()?);
    let uris = to_migration_uris(&enrolments, id, writing.per_code);
    Ok(uris.into_iter().map(|uri| Zeroizing::new(uri.as_bytes().to_vec())).collect())
}
