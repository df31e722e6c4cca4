//! An account as a file of another app describes it.

use core::fmt;

use halfminute::otp::{self, Digits, Otp, Period, Seed};
use serde::Serialize;
use zeroize::Zeroizing;

/// The way in which the codes of an account are made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Time based, RFC 6238.
    #[default]
    Totp,
    /// Counter based, RFC 4226.
    Hotp,
    /// Steam Guard.
    Steam,
    /// Mobile-OTP: MD5 of the time, the secret and a PIN.
    Motp,
    /// Yandex Key: HMAC-SHA-256 with a PIN, eight letters.
    Yandex,
    /// A kind that is not known here, under the name that the file gives it.
    Other(String),
}

impl Kind {
    /// The name, as in the Key Uri Format where that has one.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Totp => "totp",
            Self::Hotp => "hotp",
            Self::Steam => "steam",
            Self::Motp => "motp",
            Self::Yandex => "yandex",
            Self::Other(name) => name,
        }
    }
}

/// The hash function of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Algorithm {
    /// HMAC-SHA-1.
    #[default]
    #[serde(rename = "SHA1")]
    Sha1,
    /// HMAC-SHA-256.
    #[serde(rename = "SHA256")]
    Sha256,
    /// HMAC-SHA-512.
    #[serde(rename = "SHA512")]
    Sha512,
    /// One that codes are not computed with here, such as `MD5`, in capital letters.
    Other(String),
}

impl Algorithm {
    /// The name in the Key Uri Format.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
            Self::Other(name) => name,
        }
    }

    /// The same algorithm in the core, which has no others.
    #[must_use]
    pub fn known(&self) -> Option<otp::Algorithm> {
        match self {
            Self::Sha1 => Some(otp::Algorithm::Sha1),
            Self::Sha256 => Some(otp::Algorithm::Sha256),
            Self::Sha512 => Some(otp::Algorithm::Sha512),
            Self::Other(_) => None,
        }
    }
}

impl From<otp::Algorithm> for Algorithm {
    fn from(algorithm: otp::Algorithm) -> Self {
        match algorithm {
            otp::Algorithm::Sha1 => Self::Sha1,
            otp::Algorithm::Sha256 => Self::Sha256,
            otp::Algorithm::Sha512 => Self::Sha512,
            otp::Algorithm::Kept(name) => Self::Other(name.to_owned()),
        }
    }
}

/// The picture of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Icon {
    /// The name by which the other app finds the picture.
    Name(String),
    /// The picture itself.
    Picture {
        /// Its media type, such as `image/png`; empty where the file names none.
        media_type: String,
        /// The bytes of the picture file.
        bytes: Vec<u8>,
    },
}

/// An account of a file, checked: every number is in its range, every name is clean.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The way in which codes are made.
    pub kind: Kind,
    /// The service that asks for the codes; may be empty.
    pub issuer: String,
    /// The account at the service; may be empty.
    pub name: String,
    /// The shared secret: the bytes of the seed. For [`Kind::Motp`], the characters that are hashed.
    pub secret: Zeroizing<Vec<u8>>,
    /// The hash function.
    pub algorithm: Algorithm,
    /// The length of a code.
    pub digits: u8,
    /// The time step in seconds. A kind without time keeps what its file says, or the default.
    pub period: u32,
    /// The counter of the next code of [`Kind::Hotp`].
    pub counter: u64,
    /// The PIN of [`Kind::Motp`] and [`Kind::Yandex`].
    pub pin: Option<Zeroizing<String>>,
    /// What the person wrote about the account; may be empty.
    pub note: String,
    /// The names of the groups, folders, categories and tags that the account is in.
    pub tags: Vec<String>,
    /// Whether the person pinned the account, or made it a favourite.
    pub pinned: bool,
    /// Whether the account is in the other app's bin.
    pub trashed: bool,
    /// The picture.
    pub icon: Option<Icon>,
    /// The number of times that a code was used.
    pub uses: Option<u64>,
    /// The time of the last use, in milliseconds since the Unix epoch.
    pub last_used: Option<u64>,
    /// The addresses of the pages that the account is for.
    pub sites: Vec<String>,
    /// The place in the order of the person, lowest first, where the file has one that is not the order of its rows.
    pub position: Option<i64>,
    /// The oddities that a person should know before trusting the account.
    pub warnings: Vec<halfminute::otpauth::Warning>,
}

impl Entry {
    /// The seed and kind from which the core makes codes; `None` for an account that is only kept.
    #[must_use]
    pub fn otp(&self) -> Option<Otp> {
        let seed = Seed::from_bytes(self.secret.to_vec()).ok()?;
        let digits = Digits::new(self.digits)?;
        let kind = match self.kind {
            Kind::Totp => {
                otp::Kind::Totp { algorithm: self.algorithm.known()?, digits, period: Period::new(self.period)? }
            }
            Kind::Hotp => otp::Kind::Hotp { algorithm: self.algorithm.known()?, digits, counter: self.counter },
            Kind::Steam => otp::Kind::Steam,
            Kind::Motp | Kind::Yandex | Kind::Other(_) => return None,
        };
        Some(Otp { seed, kind })
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("kind", &self.kind)
            .field("issuer", &self.issuer)
            .field("name", &self.name)
            .field("algorithm", &self.algorithm)
            .field("digits", &self.digits)
            .field("period", &self.period)
            .field("counter", &self.counter)
            .finish_non_exhaustive()
    }
}
