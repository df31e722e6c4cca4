//! The request to fill a code, and its answer.

use serde::Deserialize;

use super::contents::bound::Page;
use super::error::Error;
use super::genuine::Twin;
use crate::autofill::{Choice, Decline, Judge};
use crate::codes::codes;
use crate::sites::Site;
use crate::time::{Millis, Seconds};

/// A request to fill a code.
pub struct Ask<'a> {
    /// Id of the account.
    pub id: &'a str,
    /// The documents of the tab, the main one first.
    pub pages: &'a [Page<'a>],
    /// Whether the first of `pages` is the main document, which is left out when no code may be filled into its site.
    pub has_top: bool,
    /// What judges the contents of `pages`, by their numbers in the list.
    pub judge: &'a dyn Judge,
    /// The time at each of `pages`: a site whose clock differs from the computer's gets codes of its own time.
    pub times: &'a [Millis],
    /// What the person pressed.
    pub gesture: Gesture,
    /// Whether the extension only looks for a field and fills nothing: the person has allowed it to look into a frame,
    /// and no more than that.
    pub look: bool,
    /// The site whose frames the person was asked about and allowed. Only these frames are looked into then.
    pub into_frame: Option<&'a Site>,
    /// The places that the form sends the code to and that the person was told of and allowed.
    pub may_send_to: &'a [String],
    /// The least time that a code must have left to be filled.
    pub min_seconds: Seconds,
    /// Whether the page is in a private window. What is remembered of the code is then never sealed, and is forgotten
    /// when the vault is locked.
    pub private: bool,
}

impl Ask<'_> {
    /// The main document, whose address the browser shows; `None` when it is left out of `pages`.
    pub(super) fn top(&self) -> Option<&Page<'_>> {
        self.pages.first().filter(|_| self.has_top)
    }
}

/// How a person asks for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Gesture {
    /// For the page: the core chooses the field.
    Page,
    /// For the field with the cursor, if the page does not speak against it.
    Field,
    /// For the field with the cursor, whatever the page says. The field is remembered for the site.
    Teach,
    /// For the page, after the person was told that the site has rejected earlier codes.
    Anyway,
}

/// A code and where it is to be written.
#[derive(Debug)]
pub struct Filling {
    /// The document, and its field or its boxes for one character each.
    pub choice: Choice,
    /// The characters of the code.
    pub code: String,
    /// When the code expires by the site's clock; `None` when it comes from a counter.
    pub until: Option<Seconds>,
    /// Whether the form is to be submitted once the code was filled.
    pub submit: bool,
}

codes! {
    /// Why nothing is filled.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Refusal as ("code", "args") {
        /// The account is not bound to this site.
        NotBound = "fill-not-bound",
        /// The account is not bound to this site, which looks like another one.
        LookAlike {
            /// The host that it looks like.
            twin: Twin
        } = "fill-look-alike",
        /// The documents that the browser lets the extension into have no field. A frame of another site may have one,
        /// and the person has to permit a look into it.
        InFrame {
            /// The site of the frame.
            site: Site
        } = "fill-in-frame",
        /// The field is in a frame of another site. The person has to say whether codes may be filled there.
        AskFrame {
            /// The site of the frame.
            site: Site
        } = "fill-ask-frame",
        /// A field was found where codes may be filled, but the request was only to look ([`Ask::look`]).
        Found = "fill-found",
        /// The form would send the code to places that the account is not bound to.
        SendsTo {
            /// Their origins. A place without an origin, such as `mailto:`, stands as it is.
            sends_to as "sendsTo": Vec<String>
        } = "fill-sends-elsewhere",
        /// The site has rejected the last codes that were filled there.
        Rejected = "fill-rejected",
        /// The current code was filled on this site already, and a site takes a code once.
        Used {
            /// When the next code comes, by the computer's clock.
            until: Seconds
        } = "fill-used",
        /// The current code is about to expire.
        RunsOut {
            /// When the next code comes, by the computer's clock.
            until: Seconds
        } = "fill-runs-out",
    }
    /// The page has no field that may be filled.
    or Declined(Decline)
    /// The account does not exist, or its counter is at its end.
    or Vault(Error)
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

/// The answer to a request to fill a code.
#[derive(Debug)]
pub struct Answer {
    /// The code and its fields, or why nothing is filled.
    pub outcome: Result<Filling, Refusal>,
    /// Whether the vault has changed, so that it must be sealed before a code is written: a counter moved, or the vault
    /// remembers something new of the site.
    pub changed: bool,
}
