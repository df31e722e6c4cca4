//! Filling: which code may go where.

use serde::Serialize;

use super::{Error, Site, Vault};
use crate::autofill::{Choice, Decision, Decline, Frame, PageKind, Reason, decide};
use crate::otp::Kind;

/// One code, and the field or the boxes that it is for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Filling {
    /// Where.
    #[serde(flatten)]
    pub choice: Choice,
    /// What the page asks for.
    pub page: PageKind,
    /// How sure that is, of 100.
    pub confidence: u8,
    /// Why this field.
    pub reasons: Vec<Reason>,
    /// What.
    pub code: String,
    /// The counter moved: seal before filling.
    pub changed: bool,
}

/// Why nothing is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The account is not bound to this site.
    NotBound,
    /// No field, or none that may be filled.
    Declined(Decline),
    /// There is no such account, or its counter is at its end.
    Vault(Error),
}

impl Refusal {
    /// A stable name, for the shell to translate.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotBound => "fill-not-bound",
            Self::Declined(decline) => decline.code(),
            Self::Vault(error) => error.code(),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Vault(error)
    }
}

impl Vault {
    /// The code of an account for the page on `site` that `frames` describe.
    ///
    /// # Errors
    /// A [`Refusal`]; first of all when the account is not bound to `site`.
    pub fn fill(
        &mut self,
        id: &str,
        site: &Site,
        frames: &[Frame],
        pointed_at: bool,
        now: u64,
    ) -> Result<Filling, Refusal> {
        let account = self.contents.account(id)?;
        if account.deleted.is_some() || !account.sites.contains(site) {
            return Err(Refusal::NotBound);
        }
        let code = account.otp.code_at(now / 1000).text.to_string();
        let from_counter = matches!(account.otp.kind, Kind::Hotp { .. });
        let Decision { outcome, page, confidence, reasons } = decide(frames, code.chars().count(), pointed_at);
        let choice = outcome.map_err(Refusal::Declined)?;
        if from_counter {
            self.next_code(id, now)?;
        }
        Ok(Filling { choice, page, confidence, reasons, code, changed: from_counter })
    }
}
