use crate::codes::codes;
use core::fmt;

codes! {
    /// Why a text or bytes are refused as a seed. No variant tells a position or a character, since that would be part of a
    /// secret.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum SeedError as ("code", "args") {
        /// No bytes at all.
        Empty = "seed-empty",
        /// More than [`Seed::MAX_BYTES`](super::Seed::MAX_BYTES).
        TooLong = "seed-too-long",
        /// The text has a number of characters that no whole bytes have: a character is missing, or one is too many.
        Length = "seed-length",
        /// `0`, `1`, `8` or `9`, which are not in the alphabet: most often `O`, `I` or `L`, `B` and `G`
        /// read wrongly.
        LookAlike = "seed-look-alike",
        /// Some other character that is not in the alphabet.
        Character = "seed-character",
        /// `=` anywhere but at the end.
        Padding = "seed-padding",
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the seed is empty",
            Self::TooLong => "the seed is longer than 1024 bytes",
            Self::Length => "the seed has a length that base32 cannot have",
            Self::LookAlike => "the seed holds 0, 1, 8 or 9, which base32 does not use",
            Self::Character => "the seed holds a character that base32 does not use",
            Self::Padding => "the seed has padding before its end",
        })
    }
}

impl core::error::Error for SeedError {}
