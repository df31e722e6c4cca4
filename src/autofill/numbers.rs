//! Outcomes as numbers, which cross from one module of wasm into another.

use super::decision::{Choice, Decline, Outcome};

/// The outcomes as their first number; that of a [`Decline`] stands behind it.
const CHOSEN: u32 = 0;
const DECLINED: u32 = 1;

/// Every reason to decline, by its number.
const DECLINES: [Decline; 12] = [
    Decline::NoCodeField,
    Decline::SentBySms,
    Decline::SentByMail,
    Decline::Called,
    Decline::Sent,
    Decline::RecoveryCode,
    Decline::HardwareKey,
    Decline::Push,
    Decline::SeveralFields,
    Decline::NotEmpty,
    Decline::TooManyFields,
    Decline::PageTooLarge,
];

/// Writes an outcome as numbers.
#[must_use]
pub fn to_numbers(outcome: &Outcome) -> Vec<u32> {
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    match outcome {
        Ok(Choice { frame, fields }) => {
            [CHOSEN, small(*frame)].into_iter().chain(fields.iter().map(|field| small(*field))).collect()
        }
        Err(decline) => vec![DECLINED, small(DECLINES.iter().position(|known| known == decline).unwrap_or_default())],
    }
}

/// Reads what [`to_numbers`] writes. Anything else chooses nothing.
///
/// # Errors
/// The reason to decline that the numbers stand for; [`Decline::NoCodeField`] for numbers that stand for nothing.
pub fn from_numbers(numbers: &[u32]) -> Outcome {
    match numbers {
        [CHOSEN, frame, fields @ ..] if !fields.is_empty() => {
            Ok(Choice { frame: *frame as usize, fields: fields.iter().map(|field| *field as usize).collect() })
        }
        [DECLINED, decline] => Err(DECLINES.get(*decline as usize).copied().unwrap_or(Decline::NoCodeField)),
        _ => Err(Decline::NoCodeField),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let chosen = Ok(Choice { frame: 3, fields: vec![0, 1, 500] });
        assert_eq!(from_numbers(&to_numbers(&chosen)), chosen);
        for decline in DECLINES {
            assert_eq!(from_numbers(&to_numbers(&Err(decline))), Err(decline));
        }
    }

    #[test]
    fn numbers_that_stand_for_nothing_choose_nothing() {
        for numbers in [&[][..], &[0], &[0, 1], &[1], &[1, 99], &[2, 0, 0], &[1, 0, 0]] {
            assert_eq!(from_numbers(numbers), Err(Decline::NoCodeField));
        }
    }

    #[test]
    fn every_reason_has_a_number() {
        // A reason without one would be read as that there is no field.
        for decline in DECLINES {
            assert!(decline == Decline::NoCodeField || to_numbers(&Err(decline)) != [DECLINED, 0], "{decline:?}");
        }
    }
}
