/// The time step X of RFC 6238 section 4.1, in whole seconds, 1 to 86,400.
///
/// A day is the upper bound of `KeePassXC` as well; a code that lives longer is a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(u32);

impl Period {
    /// One day.
    pub const MAX: u32 = 86_400;

    /// 30 seconds: the recommended step of RFC 6238 section 5.2, and the one of Steam Guard.
    pub(crate) const THIRTY: Self = Self(30);

    /// 10 seconds: the step of Mobile-OTP.
    pub(crate) const TEN: Self = Self(10);

    /// Takes a number of seconds; `None` outside 1 to 86,400.
    #[must_use]
    pub const fn new(seconds: u32) -> Option<Self> {
        if seconds >= 1 && seconds <= Self::MAX { Some(Self(seconds)) } else { None }
    }

    /// The length in seconds.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::THIRTY
    }
}
