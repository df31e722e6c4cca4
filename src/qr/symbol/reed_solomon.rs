//! Reed-Solomon codes over GF(256) as QR codes use them: errors, and erasures that the caller names.

#![allow(
    clippy::indexing_slicing,
    reason = "polynomials are arrays of 256, indexed by degrees below 256; logarithms are of bytes"
)]

/// Powers of x modulo x^8 + x^4 + x^3 + x^2 + 1, twice over so that a sum of two logarithms is an index.
const POWERS: [u8; 512] = tables().0;
const LOGARITHMS: [u8; 256] = tables().1;

const fn tables() -> ([u8; 512], [u8; 256]) {
    let mut powers = [0; 512];
    let mut logarithms = [0; 256];
    let mut power: u16 = 1;
    let mut exponent = 0;
    while exponent < 255 {
        powers[exponent] = power.to_le_bytes()[0];
        powers[exponent + 255] = power.to_le_bytes()[0];
        logarithms[power as usize] = exponent.to_le_bytes()[0];
        power <<= 1;
        if power > 255 {
            power ^= 0x11d;
        }
        exponent += 1;
    }
    (powers, logarithms)
}

fn multiply(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        0
    } else {
        POWERS[usize::from(LOGARITHMS[usize::from(a)]) + usize::from(LOGARITHMS[usize::from(b)])]
    }
}

fn divide(a: u8, b: u8) -> u8 {
    if a == 0 {
        0
    } else {
        POWERS[usize::from(LOGARITHMS[usize::from(a)]) + 255 - usize::from(LOGARITHMS[usize::from(b)])]
    }
}

fn power(exponent: usize) -> u8 {
    POWERS[exponent % 255]
}

/// A polynomial, the coefficient of x^0 first.
type Polynomial = [u8; 256];

fn evaluate(polynomial: &[u8], x: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, coefficient| multiply(sum, x) ^ coefficient)
}

/// Corrects a block whose last `parity` bytes are for error correction, and whose bytes at `erased` may be anything.
///
/// Returns the number of other bytes that were changed. `None` if the block cannot be corrected; its bytes are then useless.
pub(crate) fn correct(block: &mut [u8], parity: usize, erased: &[usize]) -> Option<usize> {
    let length = block.len();
    if length > 255 || parity > length || erased.len() > parity || erased.iter().any(|at| *at >= length) {
        return None;
    }
    let mut syndromes: Polynomial = [0; 256];
    for (exponent, syndrome) in syndromes.iter_mut().enumerate().take(parity) {
        *syndrome = block.iter().fold(0, |sum, byte| multiply(sum, power(exponent)) ^ byte);
    }
    if syndromes.iter().all(|syndrome| *syndrome == 0) {
        return Some(0);
    }
    let (locator, degree) = locate(&syndromes, parity, erased, length)?;
    // The evaluator: syndromes times locator, modulo x^parity.
    let mut evaluator: Polynomial = [0; 256];
    for (at, value) in evaluator.iter_mut().enumerate().take(parity) {
        *value = (0..=at.min(degree)).fold(0, |sum, back| sum ^ multiply(locator[back], syndromes[at - back]));
    }
    let mut found = 0;
    let mut outside = 0;
    for (at, byte) in block.iter_mut().enumerate() {
        let exponent = length - 1 - at;
        let inverse = power(255 - exponent % 255);
        if evaluate(&locator[..=degree], inverse) != 0 {
            continue;
        }
        found += 1;
        // The formal derivative has the odd terms only.
        let square = multiply(inverse, inverse);
        let derivative =
            (0..degree.div_ceil(2)).rev().fold(0, |sum, half| multiply(sum, square) ^ locator[2 * half + 1]);
        if derivative == 0 {
            return None;
        }
        let magnitude = multiply(power(exponent), divide(evaluate(&evaluator[..parity], inverse), derivative));
        *byte ^= magnitude;
        outside += usize::from(magnitude != 0 && !erased.contains(&at));
    }
    if found != degree {
        return None;
    }
    let clean =
        (0..parity).all(|exponent| block.iter().fold(0, |sum, byte| multiply(sum, power(exponent)) ^ byte) == 0);
    clean.then_some(outside)
}

/// Berlekamp and Massey's algorithm, begun with the erasures: the locator and its degree.
fn locate(syndromes: &Polynomial, parity: usize, erased: &[usize], length: usize) -> Option<(Polynomial, usize)> {
    let mut locator: Polynomial = [0; 256];
    locator[0] = 1;
    for (count, at) in erased.iter().enumerate() {
        let root = power(length - 1 - at);
        for degree in (0..=count).rev() {
            locator[degree + 1] ^= multiply(root, locator[degree]);
        }
    }
    let mut previous = locator;
    let mut degree = erased.len();
    for step in erased.len()..parity {
        let discrepancy = (0..=step).fold(0, |sum, back| sum ^ multiply(locator[back], syndromes[step - back]));
        previous.rotate_right(1);
        previous[0] = 0;
        if discrepancy == 0 {
            continue;
        }
        let before = locator;
        for (value, other) in locator.iter_mut().zip(&previous) {
            *value ^= multiply(discrepancy, *other);
        }
        if 2 * degree <= step + erased.len() {
            degree = step + 1 + erased.len() - degree;
            for (value, old) in previous.iter_mut().zip(&before) {
                *value = divide(*old, discrepancy);
            }
        }
    }
    let highest = locator.iter().rposition(|value| *value != 0)?;
    (highest == degree && 2 * degree <= parity + erased.len()).then_some((locator, degree))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(data: &[u8], parity: usize) -> Vec<u8> {
        let mut generator = vec![1_u8];
        for exponent in 0..parity {
            generator.push(0);
            for at in (1..generator.len()).rev() {
                generator[at] ^= multiply(generator[at - 1], power(exponent));
            }
        }
        let mut rest = data.to_vec();
        rest.resize(data.len() + parity, 0);
        for at in 0..data.len() {
            let lead = rest[at];
            for (value, factor) in rest[at..].iter_mut().zip(&generator) {
                *value ^= multiply(lead, *factor);
            }
        }
        [data, &rest[data.len()..]].concat()
    }

    #[test]
    fn errors_and_erasures_up_to_the_bound_and_not_beyond() {
        let clean = encode(b"a seed must never be read wrong", 16);
        for erasures in 0..=16_usize {
            let errors = (16 - erasures) / 2;
            let mut block = clean.clone();
            for at in 0..errors + erasures {
                block[at * 2] ^= u8::try_from(at * 7 + 1).unwrap();
            }
            let erased: Vec<usize> = (errors..errors + erasures).map(|at| at * 2).collect();
            assert_eq!(correct(&mut block, 16, &erased), Some(errors), "{erasures}");
            assert_eq!(block, clean);
        }
        let mut block = clean.clone();
        for at in 0..9 {
            block[at * 3] ^= 0x5a;
        }
        assert_eq!(correct(&mut block, 16, &[]), None);
    }

    #[test]
    fn a_right_erasure_is_no_error() {
        let clean = encode(b"otpauth", 10);
        let mut block = clean.clone();
        block[2] ^= 1;
        assert_eq!(correct(&mut block, 10, &[0, 1, 2, 3]), Some(0));
        assert_eq!(block, clean);
    }
}
