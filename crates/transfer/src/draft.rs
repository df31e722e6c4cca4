//! An account as it stands in a file, before its numbers and names are checked.

use halfminute::otp::{self, Digits, Period, Seed, steam};
use halfminute::otpauth::{self, Warning, clean_name};
use zeroize::Zeroizing;

use crate::limits::{MAX_NAME_BYTES, MAX_NOTE_BYTES, MAX_TAGS};
use crate::{Algorithm, Entry, Icon, Kind, RowError};

/// The period of mOTP, in seconds.
const MOTP_PERIOD: i64 = 10;
/// The length of a code of Yandex Key.
const YANDEX_DIGITS: i64 = 8;

/// The spelling of the shared secret in a file.
#[derive(Clone, Default)]
pub enum Secret {
    /// None at all.
    #[default]
    Missing,
    /// Base32, as people type it.
    Base32(Zeroizing<String>),
    /// Hexadecimal digits.
    Hex(Zeroizing<String>),
    /// Base64, with or without padding, in either alphabet.
    Base64(Zeroizing<String>),
    /// The bytes themselves. For mOTP, the characters that are hashed.
    Bytes(Zeroizing<Vec<u8>>),
}

impl Secret {
    /// A base32 text; an empty one is a missing secret.
    #[must_use]
    pub fn base32(text: &str) -> Self {
        if text.trim().is_empty() { Self::Missing } else { Self::Base32(Zeroizing::new(text.to_owned())) }
    }
}

/// An account as it stands in a file. Every field may be left at its default.
#[derive(Clone, Default)]
pub struct Draft {
    /// The name of the kind in any case: `totp`, `hotp`, `steam`, `motp`, `yandex`; empty for TOTP.
    pub kind: String,
    /// The service.
    pub issuer: String,
    /// The account at the service.
    pub name: String,
    /// The shared secret.
    pub secret: Secret,
    /// The name of the hash function in any spelling; empty for SHA-1.
    pub algorithm: String,
    /// The length of a code; the default of the kind where absent.
    pub digits: Option<i64>,
    /// The time step in seconds; the default of the kind where absent.
    pub period: Option<i64>,
    /// The counter of the next code.
    pub counter: Option<i64>,
    /// The PIN.
    pub pin: Option<Zeroizing<String>>,
    /// What the person wrote about the account.
    pub note: String,
    /// Groups, folders, categories, tags.
    pub tags: Vec<String>,
    /// Whether the account is pinned.
    pub pinned: bool,
    /// Whether the account is in the other app's bin.
    pub trashed: bool,
    /// The picture.
    pub icon: Option<Icon>,
    /// The number of uses.
    pub uses: Option<u64>,
    /// The time of the last use, in milliseconds since the Unix epoch.
    pub last_used: Option<u64>,
    /// The addresses of the pages that the account is for.
    pub sites: Vec<String>,
    /// The place in the order of the person.
    pub position: Option<i64>,
    /// The oddities that were found so far.
    pub warnings: Vec<Warning>,
}

impl Draft {
    /// Checks everything.
    ///
    /// # Errors
    ///
    /// The [`RowError`] of the first thing that makes the account useless, or that codes would silently be wrong with.
    pub fn check(self) -> Result<Entry, RowError> {
        let mut warnings = self.warnings;
        let kind = kind(&self.kind);
        let algorithm = algorithm(&self.algorithm, &kind);
        let secret = secret(self.secret, &mut warnings)?;
        let digits = digits(self.digits, &kind)?;
        if kind != Kind::Steam && digits < 6 {
            warnings.push(Warning::FewDigits);
        }
        let period = period(self.period, &kind)?;
        if kind == Kind::Hotp && self.counter.is_none() {
            warnings.push(Warning::CounterMissing);
        }
        let counter = u64::try_from(self.counter.unwrap_or(0)).map_err(|_| otpauth::Error::Counter)?;
        let (issuer, odd_issuer) = name(&self.issuer)?;
        let (account, odd_name) = name(&self.name)?;
        if odd_issuer || odd_name {
            warnings.push(Warning::OddCharacters);
        }
        if kind == Kind::Totp && issuer.eq_ignore_ascii_case(steam::ISSUER) {
            warnings.push(Warning::MaybeSteam);
        }
        once(&mut warnings);
        if self.note.len() > MAX_NOTE_BYTES {
            return Err(RowError::TooLong { field: "note" });
        }
        Ok(Entry {
            kind,
            issuer,
            name: account,
            secret,
            algorithm,
            digits,
            period,
            counter,
            pin: self.pin.filter(|pin| !pin.is_empty()),
            note: self.note,
            tags: tags(self.tags)?,
            pinned: self.pinned,
            trashed: self.trashed,
            icon: self.icon,
            uses: self.uses,
            last_used: self.last_used.filter(|&time| time > 0),
            sites: self.sites.into_iter().filter(|site| !site.is_empty() && site.len() <= MAX_NAME_BYTES).collect(),
            position: self.position,
            warnings,
        })
    }
}

fn kind(name: &str) -> Kind {
    match name.trim().to_ascii_lowercase().as_str() {
        "" | "totp" => Kind::Totp,
        "hotp" => Kind::Hotp,
        "steam" | "steamtotp" => Kind::Steam,
        "motp" => Kind::Motp,
        "yandex" | "yaotp" => Kind::Yandex,
        other => Kind::Other(other.to_owned()),
    }
}

/// The hash function. mOTP and Yandex Key have one each, whatever a file says.
fn algorithm(name: &str, kind: &Kind) -> Algorithm {
    match kind {
        Kind::Steam => return Algorithm::Sha1,
        Kind::Motp => return Algorithm::Other("MD5".to_owned()),
        Kind::Yandex => return Algorithm::Sha256,
        _ => {}
    }
    let name = name.trim();
    if name.is_empty() {
        return Algorithm::default();
    }
    // Some files have "SHA-256", which the core knows no format to use.
    let spelled = name.strip_prefix("SHA-").or_else(|| name.strip_prefix("sha-")).map(|size| format!("SHA{size}"));
    otp::Algorithm::parse(spelled.as_deref().unwrap_or(name))
        .map_or_else(|| Algorithm::Other(name.to_ascii_uppercase()), Algorithm::from)
}

fn secret(secret: Secret, warnings: &mut Vec<Warning>) -> Result<Zeroizing<Vec<u8>>, RowError> {
    let bytes = match secret {
        Secret::Missing => return Err(otpauth::Error::NoSecret.into()),
        Secret::Base32(text) => base32(&text, warnings)?,
        Secret::Hex(text) => hex(&text).ok_or(otp::SeedError::Character)?,
        Secret::Base64(text) => crate::content::base64(&text).ok_or(otp::SeedError::Character)?,
        Secret::Bytes(bytes) => bytes,
    };
    Seed::from_bytes(bytes.to_vec())?;
    Ok(bytes)
}

/// The bytes of a base32 text. The bits at its end that make no whole byte are dropped, also where there are so many that a
/// character is too many: the other app dropped them as well, and its codes were right.
fn base32(text: &str, warnings: &mut Vec<Warning>) -> Result<Zeroizing<Vec<u8>>, RowError> {
    let read = match Seed::read_base32(text) {
        Err(otp::SeedError::Length) => {
            let mut filled = Zeroizing::new(String::with_capacity(text.len() + 1));
            filled.push_str(text.trim_end().trim_end_matches('='));
            filled.push('A');
            let read = Seed::read_base32(&filled)?;
            let (_, whole) = read.seed.as_bytes().split_last().ok_or(otp::SeedError::Empty)?;
            warnings.push(Warning::SeedTrailingBits);
            return Ok(Zeroizing::new(whole.to_vec()));
        }
        read => read?,
    };
    if read.trailing_bits {
        warnings.push(Warning::SeedTrailingBits);
    }
    Ok(Zeroizing::new(read.seed.as_bytes().to_vec()))
}

/// Leaves each warning in once.
fn once(warnings: &mut Vec<Warning>) {
    let mut seen = Vec::with_capacity(warnings.len());
    warnings.retain(|warning| {
        let new = !seen.contains(warning);
        seen.push(*warning);
        new
    });
}

/// The bytes of hexadecimal digits in any case.
pub(crate) fn hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let digits: Zeroizing<Vec<u8>> = text
        .trim()
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<Vec<_>>>()?
        .into();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    Some(Zeroizing::new(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()))
}

fn digits(digits: Option<i64>, kind: &Kind) -> Result<u8, RowError> {
    let default = match kind {
        Kind::Steam => return Ok(5),
        Kind::Yandex => YANDEX_DIGITS,
        _ => i64::from(Digits::default().get()),
    };
    let digits = u8::try_from(digits.unwrap_or(default)).ok().and_then(Digits::new);
    Ok(digits.ok_or(otpauth::Error::Digits)?.get())
}

fn period(period: Option<i64>, kind: &Kind) -> Result<u32, RowError> {
    let default = match kind {
        Kind::Steam => return Ok(steam::PERIOD.get()),
        Kind::Motp => MOTP_PERIOD,
        _ => i64::from(Period::default().get()),
    };
    // A counter-based account has no use for a period, so a wrong one does no harm.
    let period = if *kind == Kind::Hotp { default } else { period.unwrap_or(default) };
    let period = u32::try_from(period).ok().and_then(Period::new);
    Ok(period.ok_or(otpauth::Error::Period)?.get())
}

/// A name without invisible characters, and whether there were any.
fn name(text: &str) -> Result<(String, bool), RowError> {
    if text.len() > MAX_NAME_BYTES {
        return Err(RowError::TooLong { field: "name" });
    }
    let (clean, odd) = clean_name(text);
    Ok((clean.trim().to_owned(), odd))
}

/// The tags, each once, without empty ones.
fn tags(tags: Vec<String>) -> Result<Vec<String>, RowError> {
    if tags.len() > MAX_TAGS {
        return Err(RowError::TooLong { field: "tags" });
    }
    let mut clean: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags {
        let (tag, _) = name(&tag)?;
        if !tag.is_empty() && !clean.contains(&tag) {
            clean.push(tag);
        }
    }
    Ok(clean)
}

/// The bytes of base32 that is no secret, such as a PIN.
pub(crate) fn base32_bytes(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    base32(text, &mut Vec::new()).ok()
}
