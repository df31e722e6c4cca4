//! Lines of otpauth URIs.

use base64ct::Encoding as _;
use halfminute::otp::Seed;
use halfminute::otpauth::{Enrolment, Parts, to_uri};
use zeroize::Zeroizing;

use super::{Holds, Loss, Writing, Written};
use crate::json::object;
use crate::{Entry, Error, Kind};

/// What readers of Steam's URIs expect besides the secret, though nothing of it can be chosen.
const STEAM: [(&str, &str); 3] = [("algorithm", "SHA1"), ("digits", "5"), ("period", "30")];

/// What stands beside an account goes into the parameter that Ente has brought into these links. Others read past it.
const HOLDS: Holds = Holds {
    note: true,
    tags: usize::MAX,
    pinned: true,
    trashed: false,
    icon_name: false,
    icon_picture: false,
    uses: true,
    sites: false,
    position: false,
};

pub(super) fn losses(entry: &Entry) -> Vec<Loss> {
    if uri(entry, &[]).is_none() { vec![Loss::Account] } else { HOLDS.losses(entry) }
}

/// The parameter for what stands beside an account; none where there is nothing.
pub(super) fn beside(entry: &Entry) -> Vec<(String, String)> {
    let Entry { note, tags, pinned, uses, last_used, .. } = entry;
    if note.is_empty() && tags.is_empty() && !pinned && uses.is_none() && last_used.is_none() {
        return Vec::new();
    }
    let display = object! {
        "pinned": *pinned,
        "note": note.as_str(),
        "tags": tags.as_slice(),
        "tapCount": uses.unwrap_or(0),
        // Ente counts microseconds.
        "lastUsedAt": last_used.unwrap_or(0).saturating_mul(1000),
    };
    vec![("codeDisplay".to_owned(), display.to_string())]
}

pub(super) fn write(entries: &[Entry], _writing: &mut Writing) -> Result<Vec<Written>, Error> {
    Ok(super::one(super::to_lines(entries.iter())))
}

/// A line for each account that has one, with further parameters.
pub(super) fn lines<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    extra: impl Fn(&Entry) -> Vec<(String, String)>,
) -> Vec<u8> {
    let uris: Vec<Zeroizing<String>> = entries.filter_map(|entry| uri(entry, &extra(entry))).collect();
    let mut text = Vec::with_capacity(uris.iter().map(|uri| uri.len() + 1).sum());
    for uri in uris {
        text.extend_from_slice(uri.as_bytes());
        text.push(b'\n');
    }
    text
}

/// The account as the core knows it; `None` for one that no code is made of here.
pub(super) fn enrolment(entry: &Entry) -> Option<Enrolment> {
    Some(Enrolment {
        issuer: entry.issuer.clone(),
        account_name: entry.name.clone(),
        label_issuer: Some(entry.issuer.clone()).filter(|issuer| !issuer.is_empty()),
        otp: entry.otp()?,
        extra: Vec::new(),
        warnings: Vec::new(),
    })
}

/// The URI of an account, if it has one.
pub(super) fn uri(entry: &Entry, extra: &[(String, String)]) -> Option<Zeroizing<String>> {
    if let Some(mut enrolment) = enrolment(entry) {
        if entry.kind == Kind::Steam {
            enrolment.extra.extend(STEAM.map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
        enrolment.extra.extend_from_slice(extra);
        return Some(to_uri(&enrolment));
    }
    let base32 = || Seed::from_bytes(entry.secret.to_vec()).ok().map(|seed| seed.to_base32());
    let kind = match &entry.kind {
        Kind::Totp => "totp",
        Kind::Hotp => "hotp",
        Kind::Motp => "motp",
        Kind::Yandex => "yaotp",
        Kind::Steam | Kind::Other(_) => return None,
    };
    let secret = match entry.kind {
        Kind::Motp => Zeroizing::new(core::str::from_utf8(&entry.secret).ok()?.to_owned()),
        _ => base32()?,
    };
    let mut parameters = vec![("secret", secret), ("issuer", Zeroizing::new(entry.issuer.clone()))];
    let number = |number: u64| Zeroizing::new(number.to_string());
    parameters.extend([("algorithm", Zeroizing::new(entry.algorithm.as_str().to_owned()))]);
    parameters.extend([("digits", number(entry.digits.into()))]);
    match entry.kind {
        Kind::Hotp => parameters.push(("counter", number(entry.counter))),
        _ => parameters.push(("period", number(entry.period.into()))),
    }
    if let Some(pin) = &entry.pin {
        let bytes = pin.as_bytes().to_vec();
        let pin = if entry.kind == Kind::Yandex { Seed::from_bytes(bytes).ok()?.to_base32() } else { pin.clone() };
        parameters.push(("pin", pin));
    }
    let parameters = parameters.into_iter().map(|(name, value)| (name.to_owned(), value));
    let extra = extra.iter().map(|(name, value)| (name.clone(), Zeroizing::new(value.clone())));
    let parts = Parts {
        kind: kind.to_owned(),
        issuer: entry.issuer.clone(),
        account_name: entry.name.clone(),
        parameters: parameters.filter(|(_, value)| !value.is_empty()).chain(extra).collect(),
    };
    Some(parts.to_uri())
}

/// The secret in base32, for the formats that write it so.
pub(super) fn base32(entry: &Entry) -> String {
    Seed::from_bytes(entry.secret.to_vec()).map(|seed| seed.to_base32().to_string()).unwrap_or_default()
}

/// Base64 with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    base64ct::Base64::encode_string(bytes)
}
