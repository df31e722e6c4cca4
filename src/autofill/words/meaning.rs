//! The register of everything that a word of a page may mean.
//!
//! A meaning `BY_MAIL` is written `[by-mail]` in the files of words beside this one.

/// A set of meanings, one bit each, so that a number holds all that a text means.
pub(crate) type Meaning = u64;

/// Makes a constant of each meaning, with the next free bit, and lists them all in [`MEANINGS`].
macro_rules! register {
    ($($(#[$doc:meta])* $name:ident $(implies $implied:ident)?,)*) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "named as the constants are")]
        enum Bit {
            $($name,)*
        }

        $($(#[$doc])* pub(crate) const $name: Meaning = 1 << Bit::$name as u32;)*

        /// The name of each meaning, and its bit with the bits that it implies.
        pub(crate) const MEANINGS: &[(&str, Meaning)] = &[$((stringify!($name), $name $(| $implied)?),)*];
    };
}

register! {
    /// Full names of a code that an authenticator may make: "verification code".
    CODE,
    /// Names that a code shares with other things, so that alone they are not enough: "code", "digits".
    PERHAPS_CODE,
    /// What makes the code: a sentence that names it asks for the code of an authenticator.
    AUTHENTICATOR,
    /// An app. With a code in the same sentence it counts as [`AUTHENTICATOR`].
    APP,
    /// Logging in by two steps, whatever the second one is.
    SECOND_FACTOR implies CODE,
    /// Said of a code that was sent.
    SENT,
    /// Said of a code that came or will come. With what it comes by in the same sentence it counts as [`SENT`].
    RECEIVED,
    /// Said by buttons, links and questions that offer to send a code again.
    RESEND,
    /// How a button begins that sends a code. It counts with a code in the same sentence.
    SEND,
    /// Text messages and what else brings a code to a phone.
    SMS,
    /// A phone, in a sentence that says where a code was sent.
    PHONE,
    /// Mail, in a sentence that says where a code was sent.
    MAIL,
    /// Said of a code that comes by mail, without a word of sending.
    BY_MAIL,
    /// Asks the person to look somewhere. With mail in the same sentence it counts as [`SENT`].
    CHECK,
    /// Asks the person to prove something. Beside a field, with mail in the same sentence, it counts as [`BY_MAIL`].
    VERIFY,
    /// A telephone call that reads out a code.
    CALL,
    /// A notification on another device, with nothing to type.
    PUSH,
    /// Asks for consent on another device.
    APPROVE,
    /// Recovery codes, which a person keeps on paper.
    RECOVERY,
    /// A device that shows or types a code by itself.
    HARDWARE,
    /// Said of what could be done instead: what such a sentence names is not what the page asks for.
    OTHERWISE,
    /// Something to scan with a camera.
    SCAN,
    /// Names of fields that must never receive a code.
    NEVER,
    /// Words that keep codes out of a field whose id or name has them; a label may mention them in passing.
    NEVER_BY_NAME,
    /// A picture whose characters a person is to type.
    CAPTCHA,
    /// A payment card, whose security code is another thing.
    CARD,
    /// A telephone number that is asked for.
    PHONE_NUMBER implies PHONE,
    /// A password, or what else a person knows by heart.
    PASSWORD,
    /// Searching.
    SEARCH,
    /// Said of the second of two codes that a page asks for in a row.
    NEXT,
    /// Said of a code that the page has refused.
    WRONG,
    /// Begins a condition: such a sentence instructs and refuses nothing.
    IF,
}

/// A sentence shows an address or a number of which a part is hidden: `a***@example.com`, `+49 *** 89`. No word means
/// that.
pub(crate) const MASKED: Meaning = 1 << MEANINGS.len();
/// A sentence shows an address of mail. No word means that.
pub(crate) const ADDRESS: Meaning = MASKED << 1;
