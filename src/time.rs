//! Times since the Unix epoch, in two units that must not be mixed up: clocks tell milliseconds, codes go by seconds.

/// Milliseconds since the Unix epoch, as a clock tells them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub u64);

/// Seconds since the Unix epoch, or a number of seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(pub u64);

impl Millis {
    /// The second that has begun.
    #[must_use]
    pub const fn seconds(self) -> Seconds {
        Seconds(self.0 / 1000)
    }

    /// The first second that begins no earlier.
    #[must_use]
    pub const fn next_second(self) -> Seconds {
        Seconds(self.0.div_ceil(1000))
    }
}

impl Seconds {
    /// The beginning of the second; the last millisecond that a `u64` holds for one that begins later.
    #[must_use]
    pub const fn millis(self) -> Millis {
        Millis(self.0.saturating_mul(1000))
    }
}
