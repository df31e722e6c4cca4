use crate::codes::codes;
use core::fmt;

use crate::otp::SeedError;

codes! {
    /// Why a text, or one entry of it, is refused. It never holds any part of a secret.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "types", ts(rename = "OtpauthError"))]
    pub enum Error as ("code", "args") {
        /// Longer than [`MAX_BYTES`](super::MAX_BYTES).
        TooLong = "text-too-long",
        /// Bytes that are not UTF-8.
        NotUtf8 = "text-not-utf8",
        /// A line break inside: more than one URI, or half of one.
        LineBreak = "text-line-break",
        /// Neither `otpauth`, `otpauth-migration`, `steam` nor `motp`.
        UnknownScheme = "uri-unknown-scheme",
        /// A raw `#`: what follows it would not be read, and it may belong to a name or to the secret.
        Fragment = "uri-fragment",
        /// Neither `totp`, `hotp`, `steam` nor `yaotp`.
        UnknownType = "uri-unknown-type",
        /// No `secret`, or an empty one.
        NoSecret = "uri-no-secret",
        /// An `algorithm` that is not known here, such as MD5.
        UnknownAlgorithm = "uri-unknown-algorithm",
        /// `digits` that are no number from 1 to 10.
        Digits = "uri-digits",
        /// A `period` that is no number of seconds from 1 to 86,400.
        Period = "uri-period",
        /// A `counter` that is no number from 0 to 2^64 - 1.
        Counter = "uri-counter",
        /// Mobile-OTP or Yandex Key without a `pin`, or with one that is longer than any PIN or no text in base32.
        Pin = "uri-pin",
        /// An `encoder` other than `steam` on a time-based code.
        UnknownEncoder = "uri-unknown-encoder",
        /// The named parameter is given twice, with different values.
        Repeated {
            /// Its name.
            name: &'static str
        } = "uri-repeated-parameter",
        /// A migration URI without `data`, or not of the `offline` kind.
        MigrationNoData = "migration-no-data",
        /// `data` that is not base64.
        MigrationBase64 = "migration-base64",
        /// `data`, or an entry of it, that is not the protocol-buffer message it should be.
        MigrationMalformed = "migration-malformed",
        /// A migration payload without any entry.
        MigrationEmpty = "migration-empty",
        /// An entry whose name or issuer is not UTF-8.
        MigrationName = "migration-name",
        /// An entry with an algorithm that is not known here; 4 is MD5.
        MigrationAlgorithm = "migration-unknown-algorithm",
        /// An entry with a number of digits that is not known here.
        MigrationDigits = "migration-unknown-digits",
        /// An entry that is neither HOTP nor TOTP.
        MigrationType = "migration-unknown-type",
        /// An entry with a negative counter.
        MigrationCounter = "migration-counter",
    }
    /// The secret is no seed.
    or Seed(SeedError)
}

impl From<SeedError> for Error {
    fn from(error: SeedError) -> Self {
        Self::Seed(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = match self {
            Self::TooLong => "the text is too long",
            Self::NotUtf8 => "the text is not UTF-8",
            Self::LineBreak => "the text has a line break inside",
            Self::UnknownScheme => "neither otpauth, otpauth-migration, steam nor motp",
            Self::Fragment => "a raw # inside the URI",
            Self::UnknownType => "the type is neither totp, hotp, steam nor yaotp",
            Self::NoSecret => "there is no secret",
            Self::Seed(error) => return error.fmt(f),
            Self::UnknownAlgorithm => "the algorithm is not known",
            Self::Digits => "digits must be a number from 1 to 10",
            Self::Period => "period must be a number of seconds from 1 to 86400",
            Self::Counter => "counter must be a number below 2^64",
            Self::Pin => "the PIN is missing or malformed",
            Self::UnknownEncoder => "the encoder is not known for this type",
            Self::Repeated { name } => return write!(f, "{name} is given twice, with two values"),
            Self::MigrationNoData => "the migration URI holds no data",
            Self::MigrationBase64 => "the migration data is not base64",
            Self::MigrationMalformed => "the migration data is damaged",
            Self::MigrationEmpty => "the migration data holds no account",
            Self::MigrationName => "the name or the issuer of the account is not UTF-8",
            Self::MigrationAlgorithm => "the algorithm of the account is not known",
            Self::MigrationDigits => "the number of digits of the account is not known",
            Self::MigrationType => "the account is neither HOTP nor TOTP",
            Self::MigrationCounter => "the counter of the account is negative",
        };
        f.write_str(message)
    }
}

impl core::error::Error for Error {}
