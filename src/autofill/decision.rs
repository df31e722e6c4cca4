//! What a decision says: where the code goes or why not, what kind of page this is, how sure that is, and why.

use serde::Serialize;

/// Where the code goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Index of the frame in what was given.
    pub frame: usize,
    /// Indices of fields in that frame: one, or one for each character of the code.
    pub fields: Vec<usize>,
}

/// Why nothing is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decline {
    /// No field asks for a code.
    NoCodeField,
    /// The page says that the code was sent by SMS.
    SentBySms,
    /// The page says that the code was sent by mail.
    SentByMail,
    /// The page calls, and says the code.
    Called,
    /// The page says that a code was sent, and not how.
    Sent,
    /// The page asks for a recovery code.
    RecoveryCode,
    /// The page asks for the code of a hardware key.
    HardwareKey,
    /// The page waits for consent on another device.
    Push,
    /// Several fields could be meant as well.
    SeveralFields,
    /// The field already holds something.
    NotEmpty,
    /// More than [`MAX_FIELDS`](super::MAX_FIELDS) fields.
    TooManyFields,
    /// More of everything than can be looked through while a person waits.
    PageTooLarge,
}

impl Decline {
    /// The page says that its code comes some other way.
    pub(super) fn is_sent(self) -> bool {
        matches!(self, Self::SentBySms | Self::SentByMail | Self::Called | Self::Sent)
    }

    /// A stable name, for the shell to translate.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoCodeField => "fill-no-code-field",
            Self::SentBySms => "fill-sent-by-sms",
            Self::SentByMail => "fill-sent-by-mail",
            Self::Called => "fill-called",
            Self::Sent => "fill-sent",
            Self::RecoveryCode => "fill-recovery-code",
            Self::HardwareKey => "fill-hardware-key",
            Self::Push => "fill-push",
            Self::SeveralFields => "fill-several-fields",
            Self::NotEmpty => "fill-not-empty",
            Self::TooManyFields => "fill-too-many-fields",
            Self::PageTooLarge => "fill-page-too-large",
        }
    }
}

/// What a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
    /// A word of consent on another device.
    Push,
    /// A code from a sheet of paper.
    RecoveryCode,
    /// A telephone number.
    PhoneNumber,
    /// A card.
    Payment,
    /// Characters in a picture.
    Captcha,
    /// A password.
    Password,
    /// What to look for.
    Search,
    /// Anything else.
    Other,
}

/// One thing that spoke for or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The person pointed at it.
    PointedAt,
    /// `autocomplete` says that it is for a one-time code.
    SaysOneTimeCode,
    /// Its name or id means a code of an authenticator.
    NameMeansCode,
    /// What a person is told of it means one.
    LabelMeansCode,
    /// It is called what a code may be called.
    NamePerhapsCode,
    /// It is the only field there is, and has no name.
    OnlyField,
    /// It is made for a few digits.
    ForDigits,
    /// As many boxes in a row as the code has characters.
    RowOfBoxes,
    /// An authenticator is named beside it.
    AuthenticatorNearby,
    /// A code is named beside it.
    CodeNearby,
    /// The page is about a second factor.
    PageSecondFactor,
    /// There is something to scan.
    CodeToScan,
    /// It says that a code was sent.
    SaysSent,
    /// A code can be sent again.
    CanBeSentAgain,
    /// A button sends a code.
    CanBeSent,
    /// It names what the code comes by.
    NamesTheWay,
    /// It shows an address or a number of which a part is hidden.
    HiddenAddress,
    /// It names recovery codes.
    NamesRecovery,
    /// It names a hardware key.
    NamesHardwareKey,
    /// It names something else.
    NamesSomethingElse,
    /// Another field is as good.
    SeveralAlike,
    /// It holds something.
    HoldsSomething,
}

/// Where, or why not.
pub type Outcome = Result<Choice, Decline>;

/// All of it.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Where, or why not.
    pub outcome: Outcome,
    /// What the page asks for.
    pub page: PageKind,
    /// Of 100.
    pub confidence: u8,
    /// Why, in the order in which it was found.
    pub reasons: Vec<Reason>,
}
