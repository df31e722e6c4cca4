//! Why a file, or one row of it, is refused.

use core::fmt;

use halfminute::codes;
use halfminute::otp::SeedError;
use halfminute::otpauth;
use serde::Serialize;

/// The cost of the key derivation that a sealed file asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Cost {
    /// The memory, in KiB; zero where it does not matter.
    pub memory_kib: u32,
    /// The time on a computer of 2020, in milliseconds.
    pub milliseconds: u32,
}

codes! {
    /// Why a file is refused. It never holds any part of a secret.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "types", ts(rename = "TransferError"))]
    pub enum Error as ("code", "args") {
        /// More bytes than [`MAX_FILE_BYTES`](crate::limits::MAX_FILE_BYTES).
        TooLarge {
            /// The limit in bytes.
            most: usize
        } = "transfer-too-large",
        /// More rows than [`MAX_ENTRIES`](crate::limits::MAX_ENTRIES).
        TooManyEntries {
            /// The limit.
            most: usize
        } = "transfer-too-many-entries",
        /// More values, parts or levels than the limits allow.
        TooComplex = "transfer-too-complex",
        /// No bytes at all.
        Empty = "transfer-empty",
        /// No format in the table is like this.
        UnknownFormat = "transfer-unknown-format",
        /// A database of `KeePass` or `SQLite`, which the module `databases` reads.
        NeedsDatabases = "transfer-needs-databases",
        /// A file of this format that is damaged, or of a later version.
        Malformed {
            /// The id of the format.
            format: &'static str
        } = "transfer-malformed",
        /// A file of this format without any account.
        NoEntries {
            /// The id of the format.
            format: &'static str
        } = "transfer-no-entries",
        /// A sealed file, for which a password is needed.
        NeedsPassword {
            /// The id of the format.
            format: &'static str,
            /// The cost of the key derivation.
            cost: Cost
        } = "transfer-needs-password",
        /// A password that does not open the file. A damaged file looks the same.
        WrongPassword {
            /// The id of the format.
            format: &'static str
        } = "transfer-wrong-password",
        /// A key derivation that asks for more memory than the limit.
        NeedsMemory {
            /// The memory that it asks for, in KiB.
            memory_kib as "memoryKib": u32,
            /// The limit in KiB.
            most_kib as "mostKib": u32
        } = "transfer-needs-memory",
        /// A key derivation within the limits, for which the system has not enough memory.
        NoMemory = "transfer-no-memory",
        /// A key derivation that asks for more time than anybody waits.
        TooCostly = "transfer-too-costly",
        /// A Bitwarden file that only the account which made it can open.
        AccountRestricted = "transfer-account-restricted",
        /// A file that is known and cannot be read here.
        Unsupported {
            /// The id of the format.
            format: &'static str,
            /// The reason, as a code of its own.
            reason: &'static str
        } = "transfer-unsupported",
        /// A table with columns that the person must name first.
        NeedsColumns = "transfer-needs-columns",
        /// The random source gave no bytes.
        NoRandomness = "transfer-no-randomness",
    }
    /// A text that is no account.
    or Otpauth(otpauth::Error)
}

codes! {
    /// Why one row of a file is refused.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "types", ts(rename = "TransferRowError"))]
    pub enum RowError as ("code", "args") {
        /// The row is not of the shape that its format has.
        Shape = "row-shape",
        /// The row is sealed by something that the file does not hold.
        Sealed = "row-sealed",
        /// A field beyond its limit.
        TooLong {
            /// The name of the field.
            field: &'static str
        } = "row-too-long",
    }
    /// What the row says is no account.
    or Otpauth(otpauth::Error)
}

impl Error {
    /// Whether the file may be read with more than was given.
    pub(crate) fn asks_for_more(&self) -> bool {
        matches!(
            self,
            Self::NeedsDatabases | Self::NeedsColumns | Self::NeedsPassword { .. } | Self::WrongPassword { .. }
        )
    }
}

impl From<otpauth::Error> for Error {
    fn from(error: otpauth::Error) -> Self {
        Self::Otpauth(error)
    }
}

impl From<otpauth::Error> for RowError {
    fn from(error: otpauth::Error) -> Self {
        Self::Otpauth(error)
    }
}

impl From<SeedError> for RowError {
    fn from(error: SeedError) -> Self {
        Self::Otpauth(error.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for Error {}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for RowError {}
