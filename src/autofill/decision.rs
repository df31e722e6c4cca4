//! The parts of a decision: where the code goes or why nowhere, what the page asks for, how sure that is, and why.

use serde::Serialize;

use crate::codes::codes;

/// Where the code goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Index of the frame among those that were given.
    pub frame: usize,
    /// Indices of its fields: one field, or one box for each character of the code.
    pub fields: Vec<usize>,
}

codes! {
    /// Why nothing is filled.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Decline as ("code", "args") {
        /// No field asks for a code.
        NoCodeField = "fill-no-code-field",
        /// The page says that the code was sent by SMS.
        SentBySms = "fill-sent-by-sms",
        /// The page says that the code was sent by mail.
        SentByMail = "fill-sent-by-mail",
        /// The page says that the code is read out in a telephone call.
        Called = "fill-called",
        /// The page says that a code was sent, but not how.
        Sent = "fill-sent",
        /// The page asks for a recovery code.
        RecoveryCode = "fill-recovery-code",
        /// The page asks for the code of a hardware key.
        HardwareKey = "fill-hardware-key",
        /// The page waits for consent on another device.
        Push = "fill-push",
        /// Several fields have the same claim.
        SeveralFields = "fill-several-fields",
        /// The field holds something else than an earlier code.
        NotEmpty = "fill-not-empty",
        /// The page has more than [`MAX_FIELDS`](super::MAX_FIELDS) fields, or more than a few that are called codes.
        TooManyFields = "fill-too-many-fields",
        /// The page is too large to be looked through while a person waits.
        PageTooLarge = "fill-page-too-large",
    }
}

impl Decline {
    /// Whether the page says that its code comes some other way.
    pub(super) fn is_sent(self) -> bool {
        matches!(self, Self::SentBySms | Self::SentByMail | Self::Called | Self::Sent)
    }
}

/// What a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// The code of an authenticator.
    TotpLogin,
    /// The first code of an authenticator that is being set up.
    TotpEnrolment,
    /// A code that was sent to a phone, or read out on it.
    Sms,
    /// A code that was sent by mail.
    Email,
    /// Consent on another device.
    Push,
    /// A code from a sheet of paper.
    RecoveryCode,
    /// A telephone number.
    PhoneNumber,
    /// The number or security code of a card.
    Payment,
    /// The characters in a picture.
    Captcha,
    /// A password.
    Password,
    /// Words to search for.
    Search,
    /// Anything else.
    Other,
}

/// One piece of evidence for or against filling a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "FillReason"))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The person pointed at the field.
    PointedAt,
    /// `autocomplete` says `one-time-code`.
    SaysOneTimeCode,
    /// The name or id of the field means a code of an authenticator.
    NameMeansCode,
    /// The label or placeholder of the field means a code of an authenticator.
    LabelMeansCode,
    /// The field has a name that codes share with other things.
    NamePerhapsCode,
    /// The field is the only one, and has no label.
    OnlyField,
    /// The field is made for a few digits.
    ForDigits,
    /// The fields are a row of boxes, one for each character of the code.
    RowOfBoxes,
    /// An authenticator is named beside the field.
    AuthenticatorNearby,
    /// A code is named beside the field.
    CodeNearby,
    /// The page is about a second factor.
    PageSecondFactor,
    /// The page shows something to scan.
    CodeToScan,
    /// The page says that a code was sent.
    SaysSent,
    /// The page offers to send the code again.
    CanBeSentAgain,
    /// A button of the page sends a code.
    CanBeSent,
    /// The page names what the code comes by.
    NamesTheWay,
    /// The page shows an address or a number of which a part is hidden.
    HiddenAddress,
    /// The page names recovery codes.
    NamesRecovery,
    /// The page names a hardware key.
    NamesHardwareKey,
    /// The page names something else that the field is for.
    NamesSomethingElse,
    /// Another field has the same claim.
    SeveralAlike,
    /// The field holds something else than an earlier code.
    HoldsSomething,
}

/// Where the code goes, or why nowhere.
pub type Outcome = Result<Choice, Decline>;

/// Where the code goes or why nowhere, and what speaks for that.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Where the code goes, or why nowhere.
    pub outcome: Outcome,
    /// What the page asks for.
    pub page: PageKind,
    /// How sure the decision is, from 0 to 100.
    pub confidence: u8,
    /// The evidence, in the order in which it was found.
    pub reasons: Vec<Reason>,
}
