//! What is asked when a code is to be filled, and what is answered.

use super::contents::bound::Page;
use super::error::Error;
use super::genuine::Twin;
use crate::autofill::{Choice, Decline, Frame, PageKind, Reason};
use crate::sites::Site;
use crate::time::{Millis, Seconds};

/// What is asked.
pub struct Ask<'a> {
    /// Of which account.
    pub id: &'a str,
    /// The documents of the tab, the main one first.
    pub pages: &'a [Page<'a>],
    /// Whether the first of them is the main one: it may be of no site.
    pub has_top: bool,
    /// What each of them shows.
    pub frames: &'a [&'a Frame],
    /// What time each of them goes by: a site may have a clock of its own.
    pub times: &'a [Millis],
    /// How the person asks.
    pub gesture: Gesture,
    /// The person has let us look into a frame, and no more: nothing is filled.
    pub look: bool,
    /// The person was asked about frames of this site, and said yes: nowhere else is looked.
    pub into_frame: Option<&'a Site>,
    /// The person was told that the form would send the code to these, and said yes.
    pub may_send_to: &'a [String],
    /// Less time than this is too little to send a code.
    pub min_seconds: Seconds,
    /// In a private window: what becomes of the code is remembered until the vault is locked, and is never sealed.
    pub private: bool,
}

impl Ask<'_> {
    /// Whose page this is, by the address that the browser shows.
    pub(super) fn top(&self) -> Option<&Page<'_>> {
        self.pages.first().filter(|_| self.has_top)
    }
}

/// How the person asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// For this page.
    Page,
    /// For the field that has the cursor, if it may be one.
    Field,
    /// For the field that has the cursor, whatever the page says: it is remembered.
    Teach,
    /// For this page, though they were told that codes were not taken there.
    Anyway,
}

/// One code, and the field or the boxes that it is for.
#[derive(Debug)]
pub struct Filling {
    /// Where.
    pub choice: Choice,
    /// What the page asks for.
    pub page: PageKind,
    /// How sure that is, of 100.
    pub confidence: u8,
    /// Why this field.
    pub reasons: Vec<Reason>,
    /// What.
    pub code: String,
    /// When the code runs out; `None` when it comes from a counter.
    pub until: Option<Seconds>,
    /// The person wants the form sent as well.
    pub submit: bool,
}

/// Why nothing is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The account is not bound to this site.
    NotBound,
    /// It is not, and the site looks like another one.
    LookAlike(Twin),
    /// There is no field here, but there may be one in a frame of this site, into which the browser does not let us
    /// look.
    InFrame(Site),
    /// The field is in a frame of this other site: the person has to say whether codes may go there.
    AskFrame(Site),
    /// They were let look, and there is a field, in no frame of another site.
    Found,
    /// The form would send the code to places that the account is not bound to.
    SendsTo(Vec<String>),
    /// No field, or none that may be filled.
    Declined(Decline),
    /// Codes that were filled here were not taken.
    Rejected,
    /// This very code was filled here already: the next one comes at this second of the computer's clock.
    Used(Seconds),
    /// The code is about to run out: the next one comes at this second of the computer's clock.
    RunsOut(Seconds),
    /// There is no such account, or its counter is at its end.
    Vault(Error),
}

impl Refusal {
    /// A stable name, for the shell to translate.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotBound => "fill-not-bound",
            Self::LookAlike(_) => "fill-look-alike",
            Self::InFrame(_) => "fill-in-frame",
            Self::AskFrame(_) => "fill-ask-frame",
            Self::Found => "fill-found",
            Self::SendsTo(_) => "fill-sends-elsewhere",
            Self::Declined(decline) => decline.code(),
            Self::Rejected => "fill-rejected",
            Self::Used(_) => "fill-used",
            Self::RunsOut(_) => "fill-runs-out",
            Self::Vault(error) => error.code(),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Vault(error)
    }
}

impl From<Decline> for Refusal {
    fn from(decline: Decline) -> Self {
        Self::Declined(decline)
    }
}

/// A code or a refusal, and whether the vault has changed and must be sealed before anything else happens.
#[derive(Debug)]
pub struct Answer {
    /// One or the other.
    pub outcome: Result<Filling, Refusal>,
    /// A counter moved, or something was learnt.
    pub changed: bool,
}
