//! Lines of text, each with `otpauth`, `otpauth-migration`, `steam` or `motp` URIs: the one format that every app reads.

use halfminute::otpauth::{self, Enrolment, Parts};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::{Content, Draft, Error, Reading, RowError, Secret, draft, json};

/// The id in the table of formats.
pub(crate) const ID: &str = "otpauth";

/// The beginnings of a URI that is an account.
const SCHEMES: [&str; 4] = ["otpauth://", "otpauth-migration://", "steam://", "motp:"];

/// Times from this number on are microseconds, as Ente writes them: as milliseconds they would lie after the year 5000.
const MICROSECONDS_FROM: u64 = 100_000_000_000_000;

pub(crate) fn sniff(content: &Content) -> bool {
    content.json.is_none() && content.text().lines().any(|line| links(line).next().is_some())
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let mut reading = Reading::new(ID);
    lines(content.text(), &mut reading);
    Ok(reading)
}

/// Takes every link in a text.
pub(crate) fn lines(text: &str, reading: &mut Reading) {
    for link in text.lines().flat_map(links) {
        if reading.is_full() {
            return;
        }
        take(link, reading);
    }
}

/// The links in a line, which may hold spaces. A line that begins with `#` is a comment.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let line = Some(line.trim()).filter(|line| !line.starts_with('#')).unwrap_or_default();
    let mut start = find_link(line, 0, |before| !before.ends_with(|c: char| c.is_ascii_alphanumeric()));
    core::iter::from_fn(move || {
        let from = start?;
        // A link within another one belongs to it unless white space stands before it.
        start = find_link(line, from + 1, |before| before.ends_with(char::is_whitespace));
        line.get(from..start.unwrap_or(line.len())).map(str::trim)
    })
}

/// Where the next link begins, from here on, behind a text that it may follow.
fn find_link(line: &str, from: usize, may_follow: impl Fn(&str) -> bool) -> Option<usize> {
    (from..line.len()).find(|&at| {
        let rest = line.as_bytes().get(at..).unwrap_or_default();
        // The first letter alone tells most places from a beginning.
        matches!(rest.first(), Some(b'o' | b'O' | b's' | b'S' | b'm' | b'M'))
            && SCHEMES.iter().any(|scheme| {
                rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
            })
            && line.get(..at).is_some_and(&may_follow)
    })
}

/// Takes all accounts of a link.
pub(crate) fn take(link: &str, reading: &mut Reading) {
    match otpauth::parse(link) {
        Ok(parsed) => {
            let first = reading.entries.len() + reading.refused.len();
            for enrolment in parsed.enrolments {
                reading.take(Ok(draft_of(enrolment)));
            }
            for refused in parsed.refused {
                reading.refuse(refused.error.into(), &refused.issuer, &refused.account_name);
                if let Some(last) = reading.refused.last_mut() {
                    last.position = first + refused.position;
                }
            }
            reading.batches.extend(parsed.batch);
        }
        Err(error) => match otpauth::parts(link) {
            Ok(parts) => {
                let (issuer, name) = (parts.issuer.clone(), parts.account_name.clone());
                match draft_of_parts(parts, error) {
                    Ok(draft) => reading.take(Ok(draft)),
                    Err(error) => reading.refuse(error, &issuer, &name),
                }
            }
            Err(_) => reading.refuse(error.into(), "", ""),
        },
    }
}

/// What a password manager has in its field for one-time codes: an `otpauth` URI, a `steam` URI or a bare secret.
///
/// # Errors
///
/// The [`RowError`] of a URI that is no account.
pub(crate) fn value(text: &str) -> Result<Draft, RowError> {
    let text = text.trim();
    if links(text).next().is_none() {
        return Ok(Draft { secret: Secret::base32(text), ..Draft::default() });
    }
    match otpauth::parse(text) {
        Ok(parsed) => parsed.enrolments.into_iter().next().map(draft_of).ok_or(RowError::Shape),
        Err(error) => draft_of_parts(otpauth::parts(text)?, error),
    }
}

/// An account that the core has read.
fn draft_of(enrolment: Enrolment) -> Draft {
    use halfminute::otp::Kind;
    let mut pin = None;
    let (name, algorithm, digits, period, counter) = match enrolment.otp.kind {
        Kind::Totp { algorithm, digits, period } => ("totp", Some(algorithm), Some(digits), Some(period), None),
        Kind::Hotp { algorithm, digits, counter } => ("hotp", Some(algorithm), Some(digits), None, Some(counter)),
        Kind::Steam => ("steam", None, None, None, None),
        Kind::Motp { pin: typed } => {
            pin = Some(typed);
            ("motp", None, None, None, None)
        }
        Kind::Yandex { pin: typed } => {
            pin = Some(typed);
            ("yandex", None, None, None, None)
        }
    };
    let mut draft = Draft {
        kind: name.to_owned(),
        issuer: enrolment.issuer,
        name: enrolment.account_name,
        secret: Secret::Bytes(Zeroizing::new(enrolment.otp.seed.as_bytes().to_vec())),
        algorithm: algorithm.map_or("", halfminute::otp::Algorithm::as_str).to_owned(),
        digits: digits.map(|digits| digits.get().into()),
        period: period.map(|period| period.get().into()),
        // The core accepts more than fits; such a counter is at its end and useless.
        counter: counter.map(|counter| i64::try_from(counter).unwrap_or(-1)),
        warnings: enrolment.warnings,
        pin: pin.map(|pin| Zeroizing::new(pin.as_str().to_owned())),
        ..Draft::default()
    };
    extras(&mut draft, &enrolment.extra);
    draft
}

/// An account that the core has no codes for, or that it refuses where other apps are less strict.
fn draft_of_parts(parts: Parts, error: otpauth::Error) -> Result<Draft, RowError> {
    let find = |name: &str| parts.parameters.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, v)| v);
    let number = |name: &str| find(name).filter(|text| !text.is_empty()).map(|text| text.parse().unwrap_or(-1));
    let secret = find("secret").map(|secret| secret.trim()).unwrap_or_default();
    let kind = parts.kind.to_ascii_lowercase();
    let (kind, secret) = match kind.as_str() {
        // Others write the type of Steam Guard with this spelling.
        "steamtotp" => ("steam", Secret::base32(secret)),
        "motp" => ("motp", characters(secret)),
        "yaotp" => ("yandex", Secret::base32(secret)),
        "totp" | "hotp" if find("encoder").is_some_and(|encoder| !encoder.is_empty()) => return Err(error.into()),
        "totp" | "hotp" | "steam" => (kind.as_str(), prefixed(secret)),
        _ => return Err(error.into()),
    };
    let mut draft = Draft {
        kind: kind.to_owned(),
        secret,
        algorithm: find("algorithm").map(|text| text.to_string()).unwrap_or_default(),
        digits: number("digits"),
        period: number("period"),
        counter: number("counter"),
        ..Draft::default()
    };
    extras(&mut draft, &parts.parameters);
    draft.issuer = parts.issuer;
    draft.name = parts.account_name;
    Ok(draft)
}

/// A base32 secret. Authenticator-Extension marks those of Steam and Battle.net by a prefix.
fn prefixed(secret: &str) -> Secret {
    let bare = ["stm-", "blz-", "bliz-"].iter().find_map(|prefix| secret.strip_prefix(prefix));
    Secret::base32(bare.unwrap_or(secret))
}

/// The characters that mOTP hashes.
pub(crate) fn characters(text: &str) -> Secret {
    if text.is_empty() { Secret::Missing } else { Secret::Bytes(Zeroizing::new(text.as_bytes().to_vec())) }
}

/// Reads the parameters that other apps add.
fn extras<V: AsRef<str>>(draft: &mut Draft, parameters: &[(String, V)]) {
    for (name, value) in parameters {
        let value = value.as_ref();
        match name.to_ascii_lowercase().as_str() {
            "otp_type" if value.eq_ignore_ascii_case("steam") => "steam".clone_into(&mut draft.kind),
            "pin" => draft.pin = pin(value, &draft.kind),
            "codedisplay" => {
                if let Ok(Some(display)) = json::parse(value) {
                    code_display(draft, &display);
                }
            }
            _ => {}
        }
    }
}

/// A PIN, which a Yandex URI has in base32.
fn pin(value: &str, kind: &str) -> Option<Zeroizing<String>> {
    if kind != "yandex" {
        return Some(Zeroizing::new(value.to_owned()));
    }
    let bytes = draft::base32_bytes(value)?;
    core::str::from_utf8(&bytes).ok().map(|pin| Zeroizing::new(pin.to_owned()))
}

/// What Ente adds to an account.
fn code_display(draft: &mut Draft, display: &Value) {
    draft.pinned = json::flag(display, "pinned");
    draft.trashed = json::flag(display, "trashed");
    draft.note = json::text(display, "note");
    draft.tags = json::texts(display, "tags");
    draft.uses = json::count(display, "tapCount");
    draft.position = json::number(display, "position");
    draft.last_used =
        json::count(display, "lastUsedAt").map(|time| if time >= MICROSECONDS_FROM { time / 1000 } else { time });
    draft.icon = json::str(display, "iconID").filter(|id| !id.is_empty()).map(|id| crate::Icon::Name(id.to_owned()));
}
