use core::fmt;

/// Why something is not a seed. Says nothing about where in the text, nor which character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedError {
    /// No bytes at all.
    Empty,
    /// More than [`Seed::MAX_BYTES`](super::Seed::MAX_BYTES).
    TooLong,
    /// No run of whole bytes has this many characters: one is missing or one too many.
    Length,
    /// `0`, `1`, `8` or `9`, which are not in the alphabet: most often `O`, `I` or `L`, `B` and `G`
    /// read wrongly.
    LookAlike,
    /// Some other character that is not in the alphabet.
    Character,
    /// `=` anywhere but at the end.
    Padding,
}

impl SeedError {
    /// A stable name, for translation.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "seed-empty",
            Self::TooLong => "seed-too-long",
            Self::Length => "seed-length",
            Self::LookAlike => "seed-look-alike",
            Self::Character => "seed-character",
            Self::Padding => "seed-padding",
        }
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
