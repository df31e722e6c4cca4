//! Time as JavaScript has it.

/// `Date.now()` as whole milliseconds; what is before 1970 or not a number is 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, which is what is wanted"
)]
pub(super) fn millis(now: f64) -> u64 {
    now as u64
}
