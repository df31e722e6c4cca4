use core::fmt;

use zeroize::Zeroizing;

/// The PIN that goes into the codes of Mobile-OTP and of Yandex Key; wiped when dropped. `Debug` does not show it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// The longest PIN, in bytes: Yandex Key takes up to 16 digits, and Mobile-OTP up to 4.
    pub const MAX_BYTES: usize = 64;

    /// Takes a PIN; `None` beyond [`Self::MAX_BYTES`].
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        (text.len() <= Self::MAX_BYTES).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The characters of the PIN.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the PIN is not known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}
