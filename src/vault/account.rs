//! One account, and how it stands in the contents.

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::bound::Bound;
use super::bytes::Bytes;
use super::tries::Tries;
use super::{Error, Site};
use crate::otp::{Algorithm, Digits, Kind, Otp, Period, Seed};
use crate::otpauth::Enrolment;

/// The longest issuer or account name: what a QR code can hold is more, what a person can read is less.
pub const MAX_NAME_BYTES: usize = 1024;
/// The most sites that one account may be bound to.
pub const MAX_SITES: usize = 50;
const ID_BYTES: usize = 16;

/// An account's identifier: random, unique, without meaning.
pub(super) type Id = Bytes<ID_BYTES>;

/// A seed with what people call it and where its codes may go.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
#[derive(Clone)]
pub(super) struct Account {
    pub(super) id: Id,
    pub(super) issuer: String,
    pub(super) name: String,
    pub(super) otp: Otp,
    pub(super) sites: Vec<Bound>,
    /// The form is sent as well after filling.
    pub(super) submit: bool,
    pub(super) tries: Tries,
    /// When it was enrolled.
    pub(super) created: u64,
    /// When it was last edited, deleted or restored.
    pub(super) modified: u64,
    /// When it was moved to the bin.
    pub(super) deleted: Option<u64>,
    /// What its Key Uri said and codes do not need, so that it can be written again.
    label_issuer: Option<String>,
    parameters: Vec<(String, String)>,
    /// Fields of a later version, kept.
    extra: Map<String, Value>,
}

impl Account {
    /// An account from what was enrolled.
    pub(super) fn from_enrolment(id: Id, enrolment: Enrolment, site: Option<Site>, now: u64) -> Result<Self, Error> {
        let parameters: usize = enrolment.extra.iter().map(|(name, value)| name.len() + value.len()).sum();
        if [enrolment.issuer.len(), enrolment.account_name.len(), parameters]
            .iter()
            .any(|length| *length > MAX_NAME_BYTES)
        {
            return Err(Error::TooLong);
        }
        Ok(Self {
            id,
            issuer: enrolment.issuer,
            name: enrolment.account_name,
            otp: enrolment.otp,
            sites: site.into_iter().map(Bound::from).collect(),
            submit: false,
            tries: Tries::default(),
            created: now,
            modified: now,
            deleted: None,
            label_issuer: enrolment.label_issuer,
            parameters: enrolment.extra,
            extra: Map::new(),
        })
    }

    /// The account as it could be enrolled elsewhere. The issuer of today stands in the label too: there are readers
    /// that look nowhere else.
    pub(super) fn to_enrolment(&self) -> Enrolment {
        let issuer = Some(&self.issuer).filter(|issuer| !issuer.is_empty());
        Enrolment {
            issuer: self.issuer.clone(),
            account_name: self.name.clone(),
            label_issuer: issuer.or(self.label_issuer.as_ref()).cloned(),
            otp: self.otp.clone(),
            extra: self.parameters.clone(),
            warnings: Vec::new(),
        }
    }
}

/// The account as JSON.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    id: Id,
    #[serde(rename = "type")]
    kind: Type,
    issuer: String,
    name: String,
    secret: Secret,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    algorithm: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digits: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sites: Vec<Bound>,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    submit: bool,
    #[serde(default, skip_serializing_if = "Tries::is_empty")]
    tries: Tries,
    created: u64,
    modified: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deleted: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label_issuer: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<(String, String)>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Type {
    Totp,
    Hotp,
    Steam,
}

/// A seed as base32 text, without a plain copy on the way.
struct Secret(Seed);

impl From<Account> for Stored {
    fn from(account: Account) -> Self {
        let (kind, algorithm, digits, period, counter) = match account.otp.kind {
            Kind::Totp { algorithm, digits, period } => {
                (Type::Totp, Some(algorithm), Some(digits), Some(period.get()), None)
            }
            Kind::Hotp { algorithm, digits, counter } => {
                (Type::Hotp, Some(algorithm), Some(digits), None, Some(counter))
            }
            Kind::Steam => (Type::Steam, None, None, None, None),
        };
        Self {
            id: account.id,
            kind,
            issuer: account.issuer,
            name: account.name,
            secret: Secret(account.otp.seed),
            algorithm: algorithm.map(|algorithm| algorithm.as_str().to_owned()),
            digits: digits.map(Digits::get),
            period,
            counter,
            sites: account.sites,
            submit: account.submit,
            tries: account.tries,
            created: account.created,
            modified: account.modified,
            deleted: account.deleted,
            label_issuer: account.label_issuer,
            parameters: account.parameters,
            extra: account.extra,
        }
    }
}

impl TryFrom<Stored> for Account {
    type Error = Error;

    fn try_from(stored: Stored) -> Result<Self, Error> {
        let kind = kind_of(&stored).ok_or(Error::MalformedContents)?;
        Ok(Self {
            id: stored.id,
            issuer: stored.issuer,
            name: stored.name,
            otp: Otp { seed: stored.secret.0, kind },
            sites: stored.sites,
            submit: stored.submit,
            tries: stored.tries,
            created: stored.created,
            modified: stored.modified,
            deleted: stored.deleted,
            label_issuer: stored.label_issuer,
            parameters: stored.parameters,
            extra: stored.extra,
        })
    }
}

fn kind_of(stored: &Stored) -> Option<Kind> {
    if matches!(stored.kind, Type::Steam) {
        return Some(Kind::Steam);
    }
    let algorithm = Algorithm::parse(stored.algorithm.as_deref()?)?;
    let digits = Digits::new(stored.digits?)?;
    match stored.kind {
        Type::Hotp => Some(Kind::Hotp { algorithm, digits, counter: stored.counter? }),
        _ => Some(Kind::Totp { algorithm, digits, period: Period::new(stored.period?)? }),
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_base32())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Base32;
        impl Visitor<'_> for Base32 {
            type Value = Secret;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a seed as base32")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Secret, E> {
                Seed::from_base32(text).map(Secret).map_err(|_| E::custom("not a seed"))
            }
        }
        deserializer.deserialize_str(Base32).map_err(|_| D::Error::custom("not a seed"))
    }
}
