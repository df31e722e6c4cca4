use super::{Error, Warning};
use crate::otp::Otp;

/// The accounts in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The accounts, in the order of the text.
    pub enrolments: Vec<Enrolment>,
    /// The entries of a migration payload that are refused.
    pub refused: Vec<Refused>,
    /// The part of an export that the text is; `None` unless it is a migration URI.
    pub batch: Option<Batch>,
}

/// An account as a text offers it, before a person has agreed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// The service that asks for the codes: the `issuer` parameter, else the issuer in the label, else empty.
    pub issuer: String,
    /// The account at that service, without the issuer; may be empty.
    pub account_name: String,
    /// The issuer in the label: `None` for a label that is an account name alone, empty for a label that begins with its
    /// colon. [`to_uri`](super::to_uri) writes the same label by it.
    pub label_issuer: Option<String>,
    /// The seed, and the way in which codes are made from it.
    pub otp: Otp,
    /// The decoded parameters that are not used, in order: unknown ones, and known ones without meaning for this kind, such as
    /// the `period` of a HOTP.
    pub extra: Vec<(String, String)>,
    /// The oddities of the text that a person should know. They are those of the text that was read: a URI that is written
    /// from this enrolment has, for example, no missing counter.
    pub warnings: Vec<Warning>,
}

/// An entry of a migration payload that is refused, with the names that tell a person which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The index among all entries of the payload, from zero.
    pub position: usize,
    /// The issuer, as far as it could be read.
    pub issuer: String,
    /// The account name, as far as it could be read.
    pub account_name: String,
    /// The reason.
    pub error: Error,
}

/// The part of a Google Authenticator export that a payload is. A number that the payload leaves out is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The version of the payload.
    pub version: i32,
    /// The number of parts.
    pub size: i32,
    /// The index of this part, from zero.
    pub index: i32,
    /// The number that all parts of one export have; often negative.
    pub id: i32,
}

impl Parsed {
    /// One account, and nothing else.
    pub(super) fn one(enrolment: Enrolment) -> Self {
        Self { enrolments: vec![enrolment], refused: Vec::new(), batch: None }
    }
}
