use super::{Error, Warning};
use crate::otp::Otp;

/// What a text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The accounts, in the order of the text.
    pub enrolments: Vec<Enrolment>,
    /// The entries of a migration payload that cannot be honoured.
    pub refused: Vec<Refused>,
    /// Which part of an export this is; `None` unless the text is a migration URI.
    pub batch: Option<Batch>,
}

/// An account as it was offered, before anyone has agreed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Who asks for the codes: the `issuer` parameter, else the one in the label, else empty.
    pub issuer: String,
    /// Whose codes they are, without the issuer; may be empty.
    pub account_name: String,
    /// The issuer as the label has it: `None` for a label that is an account name alone, empty for
    /// one that begins with its colon. It is here so that [`to_uri`] can write the same label.
    pub label_issuer: Option<String>,
    /// What the codes are made of.
    pub otp: Otp,
    /// Parameters that are not honoured, decoded, in order: unknown ones, and known ones that mean
    /// nothing for this kind, such as the `period` of a HOTP.
    pub extra: Vec<(String, String)>,
    /// What a person should hear of. About the text that was read: a URI written anew has, say, no
    /// missing counter any more.
    pub warnings: Vec<Warning>,
}

/// An entry of a migration payload that cannot be honoured, with what is needed to name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The place among all entries of the payload, from zero.
    pub position: usize,
    /// As far as it could be read.
    pub issuer: String,
    /// As far as it could be read.
    pub account_name: String,
    /// Why.
    pub error: Error,
}

/// Which part of a Google Authenticator export a payload is. Zero where the payload is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The version of the payload.
    pub version: i32,
    /// How many parts there are.
    pub size: i32,
    /// Which of them this is, from zero.
    pub index: i32,
    /// What the parts of one export have in common; often negative.
    pub id: i32,
}

impl Parsed {
    /// One account, and nothing else.
    pub(super) fn one(enrolment: Enrolment) -> Self {
        Self { enrolments: vec![enrolment], refused: Vec::new(), batch: None }
    }
}
