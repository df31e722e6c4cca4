use zeroize::Zeroizing;

/// A code, and the time during which it is the current one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The characters to type, leading zeros included.
    pub text: Zeroizing<String>,
    /// The time during which the code is the current one; `None` for a counter-based code, which does not age.
    pub window: Option<Window>,
}

/// The seconds during which a time-based code is the current one, as a half-open range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first Unix second.
    pub valid_from: u64,
    /// The Unix second at which the next code takes over.
    pub valid_until: u64,
}

impl Window {
    /// Seconds until the next code, zero when the window is over.
    #[must_use]
    pub fn seconds_left(self, unix_seconds: u64) -> u64 {
        self.valid_until.saturating_sub(unix_seconds)
    }

    /// Whether `unix_seconds` lies in the window.
    #[must_use]
    pub fn contains(self, unix_seconds: u64) -> bool {
        (self.valid_from..self.valid_until).contains(&unix_seconds)
    }
}
