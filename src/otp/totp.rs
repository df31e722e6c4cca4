//! The moving factor of RFC 6238: T = floor((now - T0) / X), with T0 = 0.

use super::{Period, Window};

/// The step T at `unix_seconds` (RFC 6238 section 4.2).
#[must_use]
pub fn step(unix_seconds: u64, period: Period) -> u64 {
    unix_seconds / u64::from(period.get())
}

/// The seconds that belong to a step.
///
/// Ends that lie beyond the last second of a `u64` are put at it.
#[must_use]
pub fn window(step: u64, period: Period) -> Window {
    let length = u64::from(period.get());
    let valid_from = step.saturating_mul(length);
    Window { valid_from, valid_until: valid_from.saturating_add(length) }
}
