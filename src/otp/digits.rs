/// The number of decimal digits of a code, 1 to 10.
///
/// RFC 4226 asks for at least 6 (requirement R4); shorter ones exist and are honoured. More than 10
/// cannot say more: the truncated value has 31 bits, so even the tenth digit is 0, 1 or 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits(u8);

impl Digits {
    /// The most digits a code can have.
    pub const MAX: u8 = 10;

    /// Takes a number of digits; `None` outside 1 to 10.
    #[must_use]
    pub const fn new(digits: u8) -> Option<Self> {
        if digits >= 1 && digits <= Self::MAX { Some(Self(digits)) } else { None }
    }

    /// The number of digits.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Ten to the power of the digits: what the truncated value is reduced by (RFC 4226 section
    /// 5.3, step 3). A `u64`, since 10^10 is beyond 32 bits.
    #[must_use]
    pub(crate) const fn modulus(self) -> u64 {
        10u64.pow(self.0 as u32)
    }
}

impl Default for Digits {
    fn default() -> Self {
        Self(6)
    }
}
