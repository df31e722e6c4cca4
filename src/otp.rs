//! One-time codes: HOTP (RFC 4226), TOTP (RFC 6238), Steam Guard, Mobile-OTP and Yandex Key.
//!
//! ```
//! use halfminute::otp::{Algorithm, Digits, Kind, Otp, Period, Seed};
//!
//! let otp = Otp {
//!     seed: Seed::from_base32("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")?,
//!     kind: Kind::Totp {
//!         algorithm: Algorithm::Sha1,
//!         digits: Digits::default(),
//!         period: Period::default(),
//!     },
//! };
//! let code = otp.code_at(59);
//! assert_eq!(code.text.as_str(), "287082");
//! assert_eq!(code.window.map(|window| window.seconds_left(59)), Some(1));
//! # Ok::<(), halfminute::otp::SeedError>(())
//! ```
//!
//! Time is always an argument, in whole seconds since the Unix epoch.
//!
//! Reading order: [`hotp()`] holds the whole computation; a [`Kind`] says where the counter comes
//! from (stored, or the step of [`totp`]) and how the truncated value is spelt (decimal digits, or
//! the alphabet of [`steam`]). [`motp`] and [`yandex`] have a computation and a PIN of their own.

use zeroize::Zeroizing;

mod algorithm;
mod base32;
mod code;
mod digits;
mod hotp;
mod md5;
pub mod motp;
mod period;
mod pin;
mod seed;
mod seed_error;
pub mod steam;
pub mod totp;
pub mod yandex;

pub use algorithm::Algorithm;
pub use code::{Code, Window};
pub use digits::Digits;
pub use hotp::{dynamic_truncation, hotp};
pub use period::Period;
pub use pin::Pin;
pub use seed::{Base32Seed, Seed};
pub use seed_error::SeedError;

/// The way in which codes are made from a seed: what changes from code to code, and how a code is spelt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Time based, RFC 6238.
    Totp {
        /// The hash under the HMAC.
        algorithm: Algorithm,
        /// The length of a code.
        digits: Digits,
        /// The time step X, in seconds.
        period: Period,
    },
    /// Counter based, RFC 4226.
    Hotp {
        /// The hash under the HMAC; RFC 4226 itself knows SHA-1 only.
        algorithm: Algorithm,
        /// The length of a code.
        digits: Digits,
        /// The counter C of the next code to be shown.
        counter: u64,
    },
    /// Steam Guard: SHA-1, 30 s and five characters, all fixed.
    Steam,
    /// Mobile-OTP: MD5, 10 s and six hexadecimal digits, all fixed. The seed holds the characters of the secret.
    Motp {
        /// The PIN that the person chose; empty if it is not known.
        pin: Pin,
    },
    /// Yandex Key: SHA-256, 30 s and eight letters, all fixed.
    Yandex {
        /// The PIN that the person chose; empty if it is not known.
        pin: Pin,
    },
}

impl Kind {
    /// The name of the type in the vault: `totp`, `hotp`, `steam`, `motp` or `yandex`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Totp { .. } => "totp",
            Self::Hotp { .. } => "hotp",
            Self::Steam => "steam",
            Self::Motp { .. } => "motp",
            Self::Yandex { .. } => "yandex",
        }
    }

    /// The hash under the HMAC, where it can be chosen.
    pub(crate) fn algorithm(&self) -> Option<Algorithm> {
        match self {
            Self::Totp { algorithm, .. } | Self::Hotp { algorithm, .. } => Some(*algorithm),
            _ => None,
        }
    }

    /// The length of a code, where it can be chosen.
    pub(crate) fn digits(&self) -> Option<Digits> {
        match self {
            Self::Totp { digits, .. } | Self::Hotp { digits, .. } => Some(*digits),
            _ => None,
        }
    }

    /// The time step, where it can be chosen.
    pub(crate) fn period(&self) -> Option<Period> {
        if let Self::Totp { period, .. } = self { Some(*period) } else { None }
    }

    /// The counter of [`Kind::Hotp`], `None` for the others.
    pub(crate) fn counter(&self) -> Option<u64> {
        if let Self::Hotp { counter, .. } = self { Some(*counter) } else { None }
    }

    /// The PIN of [`Kind::Motp`] and [`Kind::Yandex`], `None` for the others.
    pub(crate) fn pin(&self) -> Option<&Pin> {
        if let Self::Motp { pin } | Self::Yandex { pin } = self { Some(pin) } else { None }
    }

    /// Sets the PIN of a kind that has one.
    pub(crate) fn set_pin(&mut self, value: Pin) {
        if let Self::Motp { pin } | Self::Yandex { pin } = self {
            *pin = value;
        }
    }

    /// Whether this is `other`, whatever the counters are.
    pub(crate) fn is_but_for_counter(&self, other: &Self) -> bool {
        let mut kind = self.clone();
        kind.set_counter(other.counter().unwrap_or_default());
        kind == *other
    }

    /// Sets the counter; a kind without one stays as it is.
    pub(crate) fn set_counter(&mut self, value: u64) {
        if let Self::Hotp { counter, .. } = self {
            *counter = value;
        }
    }
}

/// A seed and its kind: everything that a code depends on, except the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otp {
    /// The shared secret K.
    pub seed: Seed,
    /// The way in which codes are made from the seed.
    pub kind: Kind,
}

impl Otp {
    /// The code to show at `unix_seconds`.
    ///
    /// For [`Kind::Hotp`] the time does not matter and the counter stays where it is: call
    /// [`advance`](Self::advance) once the code has been used.
    #[must_use]
    pub fn code_at(&self, unix_seconds: u64) -> Code {
        match (self.period(), self.kind.counter()) {
            (Some(period), _) => self.code_of_step(totp::step(unix_seconds, period), period),
            (None, counter) => Code { text: self.text(counter.unwrap_or_default()), window: None },
        }
    }

    /// Whether codes can be made. They can't with an algorithm that is only kept, and without the PIN that they need: then the
    /// text of every code is empty.
    #[must_use]
    pub fn makes_codes(&self) -> bool {
        self.kind.algorithm().is_none_or(Algorithm::is_computed) && self.kind.pin().is_none_or(|pin| !pin.is_empty())
    }

    /// The code that follows the one of `unix_seconds`.
    ///
    /// `None` for [`Kind::Hotp`], where the next code exists only after this one has been used, and
    /// for a step that would begin after the last second of a `u64`.
    #[must_use]
    pub fn next_code_at(&self, unix_seconds: u64) -> Option<Code> {
        let period = self.period()?;
        let step = totp::step(unix_seconds, period).checked_add(1)?;
        step.checked_mul(u64::from(period.get()))?;
        Some(self.code_of_step(step, period))
    }

    /// The time step of a time-based kind, `None` for [`Kind::Hotp`].
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        match self.kind {
            Kind::Totp { period, .. } => Some(period),
            Kind::Steam => Some(steam::PERIOD),
            Kind::Motp { .. } => Some(motp::PERIOD),
            Kind::Yandex { .. } => Some(yandex::PERIOD),
            Kind::Hotp { .. } => None,
        }
    }

    /// Moves the counter of [`Kind::Hotp`] on by one and says whether it moved.
    ///
    /// `false` for time-based kinds, and for a counter at its very end: starting again from zero
    /// would repeat old codes.
    #[must_use]
    pub fn advance(&mut self) -> bool {
        let Kind::Hotp { counter, .. } = &mut self.kind else {
            return false;
        };
        let Some(next) = counter.checked_add(1) else {
            return false;
        };
        *counter = next;
        true
    }

    fn code_of_step(&self, step: u64, period: Period) -> Code {
        Code { text: self.text(step), window: Some(totp::window(step, period)) }
    }

    /// The code of a moving factor, which is a counter or a step.
    fn text(&self, factor: u64) -> Zeroizing<String> {
        if !self.makes_codes() {
            return Zeroizing::default();
        }
        match &self.kind {
            Kind::Totp { algorithm, digits, .. } | Kind::Hotp { algorithm, digits, .. } => {
                hotp(&self.seed, *algorithm, factor, *digits)
            }
            Kind::Steam => steam::code(&self.seed, factor),
            Kind::Motp { pin } => motp::code(&self.seed, pin, factor),
            Kind::Yandex { pin } => yandex::code(&self.seed, pin, factor),
        }
    }
}
