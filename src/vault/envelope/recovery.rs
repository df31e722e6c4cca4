//! The recovery key in writing: eight groups of six digits. A group is a sixteenth of the key, times eleven, plus its
//! place: a mistyped digit, two neighbouring digits or two groups that changed places leave another remainder, and the
//! group can be named.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::keys::make_bytes;
use crate::vault::error::Error;

/// 128 bits: what no machine guesses, without a slow derivation.
const KEY_BYTES: usize = 16;
/// Number of groups of a recovery key in writing.
pub const GROUPS: usize = KEY_BYTES / 2;
/// Number of digits of a group.
pub const GROUP_DIGITS: usize = 6;
/// The smallest prime above the number of groups: places fit below it, and it is prime to ten.
const PRIME: u32 = 11;

/// Opens the vault when everything else is lost. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct RecoveryKey([u8; KEY_BYTES]);

impl RecoveryKey {
    /// Makes a random recovery key.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub(crate) fn make() -> Result<Self, Error> {
        Ok(Self(make_bytes()?))
    }

    /// The 16 bytes that it stands for.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As it is printed.
    pub(crate) fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (GROUP_DIGITS + 1)));
        for (place, pair) in (0..).zip(self.0.chunks_exact(2)) {
            if place > 0 {
                text.push('-');
            }
            let value = pair.iter().fold(0, |value, byte| value << 8 | u32::from(*byte));
            let group = value * PRIME + place;
            for digit in (0..6).rev() {
                text.push(char::from_digit(group / 10_u32.pow(digit) % 10, 10).unwrap_or('0'));
            }
        }
        text
    }

    /// What a person typed, when it is a recovery key and no passphrase: 48 digits, with spaces and dashes wherever.
    ///
    /// # Errors
    /// [`Error::RecoveryGroup`] names the first group that can't be right.
    pub(crate) fn parse(typed: &[u8]) -> Result<Option<Self>, Error> {
        let mut digits = Zeroizing::new(Vec::with_capacity(GROUPS * GROUP_DIGITS));
        for byte in typed {
            match byte {
                // One more would be a passphrase, of which no copy is made.
                b'0'..=b'9' if digits.len() == GROUPS * GROUP_DIGITS => return Ok(None),
                b'0'..=b'9' => digits.push(*byte - b'0'),
                b' ' | b'-' => {}
                _ => return Ok(None),
            }
        }
        if digits.len() != GROUPS * GROUP_DIGITS {
            return Ok(None);
        }
        let mut key = Self([0; KEY_BYTES]);
        for ((place, group), pair) in (0_u8..).zip(digits.chunks_exact(GROUP_DIGITS)).zip(key.0.chunks_exact_mut(2)) {
            let group = group.iter().fold(0, |value, digit| value * 10 + u32::from(*digit));
            let value = u16::try_from(group / PRIME).ok().filter(|_| group % PRIME == u32::from(place));
            pair.copy_from_slice(&value.ok_or(Error::RecoveryGroup { group: place + 1 })?.to_be_bytes());
        }
        Ok(Some(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(text: &str) -> Option<Error> {
        RecoveryKey::parse(text.as_bytes()).err()
    }

    #[test]
    fn there_and_back() {
        for bytes in [[0; 16], [0xff; 16], core::array::from_fn(|at| u8::try_from(at * 17).unwrap_or(0))] {
            let text = RecoveryKey(bytes).to_text();
            assert_eq!(text.len(), 55);
            let spaced = format!(" {} ", text.replace('-', " "));
            for typed in [text.as_str(), &spaced, &text.replace('-', "")] {
                assert_eq!(
                    RecoveryKey::parse(typed.as_bytes()).ok().flatten().map(|key| key.0),
                    Some(bytes),
                    "{typed}"
                );
            }
        }
        assert_eq!(RecoveryKey([0; 16]).to_text().as_str(), "000000-000001-000002-000003-000004-000005-000006-000007");
    }

    /// Every other digit in every place, every two neighbours and every two groups exchanged.
    #[test]
    fn a_mistyped_group_is_named() {
        let key = RecoveryKey(core::array::from_fn(|at| u8::try_from(at * 37 % 251).unwrap_or(0)));
        let text = key.to_text();
        let groups: Vec<&str> = text.split('-').collect();
        for (at, group_before) in groups.iter().enumerate() {
            let named = Some(Error::RecoveryGroup { group: u8::try_from(at).unwrap_or(0) + 1 });
            let with = |changed: &str| {
                let mut groups = groups.clone();
                groups.splice(at..=at, [changed]);
                groups.join("-")
            };
            for place in 0..6 {
                for digit in '0'..='9' {
                    let mut changed: Vec<char> = group_before.chars().collect();
                    changed.splice(place..=place, [digit]);
                    let changed: String = changed.into_iter().collect();
                    assert_eq!(group(&with(&changed)), named.filter(|_| changed != *group_before), "{changed}");
                }
                let mut swapped: Vec<char> = group_before.chars().collect();
                swapped.swap(place, (place + 1).min(5));
                let swapped: String = swapped.into_iter().collect();
                assert_eq!(group(&with(&swapped)), named.filter(|_| swapped != *group_before), "{swapped}");
            }
            for other in 0..8 {
                let mut groups = groups.clone();
                groups.swap(at, other);
                assert_eq!(group(&groups.join("-")).is_some(), at != other);
            }
        }
    }

    #[test]
    fn what_is_none() {
        for typed in ["", "correct horse", "123456", &"1".repeat(47), &"1".repeat(49), "000000-00000x"] {
            assert!(matches!(RecoveryKey::parse(typed.as_bytes()), Ok(None)), "{typed}");
        }
    }
}
