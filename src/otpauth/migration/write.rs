//! Writes `otpauth-migration` URIs, which Google Authenticator imports, in parts that fit into a QR code each.

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use super::super::percent::encode_onto;
use crate::otp::{Algorithm, Digits, Otp};
use crate::otpauth::Enrolment;

/// The greatest number of entries in a part, as in the exports of Google Authenticator.
pub const MIGRATION_ENTRIES: usize = 10;
/// The greatest number of bytes of the entries in a part that has more than one. With base64 and escaping they make a QR code
/// of version 15 or 16. A phone's camera still tells its modules apart while it films: 640 by 480 pixels leave five or six for
/// each.
const ENTRY_BYTES: usize = 240;
/// The period of every account in the format, which has no field for it.
const PERIOD: u32 = 30;

/// Whether the format can hold this account: its kind, algorithm, digits and period.
#[must_use]
pub fn can_migrate(enrolment: &Enrolment) -> bool {
    let Otp { kind, .. } = &enrolment.otp;
    kind.digits().is_some_and(|digits| matches!(digits.get(), 6 | 8))
        && kind.algorithm().and_then(number_of).is_some()
        && kind.period().is_none_or(|period| period.get() == PERIOD)
        && kind.counter().is_none_or(|counter| i64::try_from(counter).is_ok())
}

/// The `otpauth-migration` URIs of accounts, each a part of the export with this `id`. Accounts for which [`can_migrate`] is
/// false are left out. A part has `most` of them, and never more than [`MIGRATION_ENTRIES`]: the fewer, the larger the modules of
/// its QR code.
#[must_use]
pub fn to_migration_uris(enrolments: &[Enrolment], id: i32, most: usize) -> Vec<Zeroizing<String>> {
    let most = most.clamp(1, MIGRATION_ENTRIES);
    let mut parts: Vec<Zeroizing<Vec<u8>>> = Vec::new();
    let mut entries = most;
    for enrolment in enrolments.iter().filter(|enrolment| can_migrate(enrolment)) {
        let entry = entry(enrolment);
        match parts.last_mut() {
            Some(part) if entries < most && part.len() + entry.len() <= ENTRY_BYTES => {
                part.extend_from_slice(&entry);
            }
            _ => {
                // All of it at once: a buffer that grows leaves a copy of the seeds behind.
                let mut part = Zeroizing::new(Vec::with_capacity(ENTRY_BYTES.max(entry.len()) + 64));
                part.extend_from_slice(&entry);
                parts.push(part);
                entries = 0;
            }
        }
        entries += 1;
    }
    let size = parts.len() as u64;
    parts.into_iter().zip(0_u64..).map(|(part, index)| to_uri(part, size, index, id)).collect()
}

fn to_uri(mut part: Zeroizing<Vec<u8>>, size: u64, index: u64, id: i32) -> Zeroizing<String> {
    for (number, value) in [(2, 1), (3, size), (4, index), (5, i64::from(id).cast_unsigned())] {
        put_number(&mut part, number, value);
    }
    let data = Zeroizing::new(Base64::encode_string(&part));
    let mut uri = Zeroizing::new(String::with_capacity(64 + 3 * data.len()));
    uri.push_str("otpauth-migration://offline?data=");
    encode_onto(&mut uri, &data);
    uri
}

/// Writes an account as a field of the payload.
fn entry(enrolment: &Enrolment) -> Zeroizing<Vec<u8>> {
    let Otp { kind, .. } = &enrolment.otp;
    let algorithm = kind.algorithm().and_then(number_of).unwrap_or_default();
    let digits = kind.digits().map_or(0, Digits::get);
    let (kind, counter) = kind.counter().map_or((2, 0), |counter| (1, counter));
    let seed = enrolment.otp.seed.as_bytes();
    let names = enrolment.account_name.len() + enrolment.issuer.len();
    let mut message = Zeroizing::new(Vec::with_capacity(seed.len() + names + 64));
    put_bytes(&mut message, 1, seed);
    put_bytes(&mut message, 2, enrolment.account_name.as_bytes());
    put_bytes(&mut message, 3, enrolment.issuer.as_bytes());
    put_number(&mut message, 4, algorithm);
    put_number(&mut message, 5, if digits == 8 { 2 } else { 1 });
    put_number(&mut message, 6, kind);
    put_number(&mut message, 7, counter);
    let mut field = Zeroizing::new(Vec::with_capacity(message.len() + 16));
    put_bytes(&mut field, 1, &message);
    field
}

/// The number of an algorithm in the format.
fn number_of(algorithm: Algorithm) -> Option<u64> {
    match algorithm {
        Algorithm::Sha1 => Some(1),
        Algorithm::Sha256 => Some(2),
        Algorithm::Sha512 => Some(3),
        Algorithm::MD5 => Some(4),
        Algorithm::Kept(_) => None,
    }
}

/// Writes a field that is a number, unless it is zero.
fn put_number(message: &mut Vec<u8>, field: u8, value: u64) {
    if value != 0 {
        message.push(field << 3);
        put_varint(message, value);
    }
}

fn put_bytes(message: &mut Vec<u8>, field: u8, bytes: &[u8]) {
    if !bytes.is_empty() {
        message.push(field << 3 | 2);
        put_varint(message, bytes.len() as u64);
        message.extend_from_slice(bytes);
    }
}

/// Writes an integer with seven bits a byte, the lowest first.
fn put_varint(message: &mut Vec<u8>, mut value: u64) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            return message.push(low & 0x7f);
        }
        message.push(low | 0x80);
    }
}
