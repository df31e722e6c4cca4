//! Stands in for the crate `g2p` under `rqrr` (see `[patch.crates-io]` in the root's `Cargo.toml`).
//!
//! The original multiplies in GF(256) by a table of 64 KiB that does not compress: a third of what the whole core
//! weighs. This one multiplies by logarithms, with tables of 768 bytes. It has the part of the interface that `rqrr`
//! uses: [`g2p!`] and [`GaloisField`].

use core::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

/// A finite field GF(2^p).
pub trait GaloisField:
    Add<Output = Self>
    + AddAssign
    + Sub<Output = Self>
    + SubAssign
    + Mul<Output = Self>
    + MulAssign
    + Div<Output = Self>
    + Copy
    + PartialEq
    + Eq
{
    /// The number of elements.
    const SIZE: usize;
    /// The neutral element of addition.
    const ZERO: Self;
    /// The neutral element of multiplication.
    const ONE: Self;
    /// An element whose powers are all elements but zero: the polynomial x.
    const GENERATOR: Self;

    /// `self` to the power of `exponent`; zero to the power of zero is one.
    #[must_use]
    fn pow(self, exponent: usize) -> Self;
}

/// Powers of x modulo a primitive polynomial, twice over so that a sum of two logarithms is an index, and their
/// logarithms.
#[derive(Debug)]
pub struct Tables {
    powers: [u8; 512],
    logarithms: [u8; 256],
    /// Elements but zero.
    order: usize,
}

impl Tables {
    /// For GF(2^`bits`), at most 8 bits, by a primitive polynomial that is given with its highest term.
    #[must_use]
    #[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "runs while compiling, on constants")]
    pub const fn new(bits: u32, modulus: usize) -> Self {
        let order = (1 << bits) - 1;
        let mut tables = Self { powers: [0; 512], logarithms: [0; 256], order };
        let mut power = 1;
        let mut exponent = 0;
        while exponent < order {
            tables.powers[exponent] = power as u8;
            tables.powers[exponent + order] = power as u8;
            tables.logarithms[power] = exponent as u8;
            power <<= 1;
            if power > order {
                power ^= modulus;
            }
            exponent += 1;
        }
        tables
    }

    /// `a * b`.
    #[must_use]
    pub fn multiply(&self, a: u8, b: u8) -> u8 {
        if a == 0 || b == 0 { 0 } else { self.power(self.logarithm(a) + self.logarithm(b)) }
    }

    /// `a / b`.
    ///
    /// # Panics
    /// When `b` is zero, as the original does.
    #[must_use]
    pub fn divide(&self, a: u8, b: u8) -> u8 {
        assert!(b != 0, "division by zero");
        if a == 0 { 0 } else { self.power(self.logarithm(a) + self.order - self.logarithm(b)) }
    }

    /// `a` to the power of `exponent`.
    #[must_use]
    pub fn raise(&self, a: u8, exponent: usize) -> u8 {
        match (a, exponent) {
            (_, 0) => 1,
            (0, _) => 0,
            _ => self.power(self.logarithm(a) * (exponent % self.order) % self.order),
        }
    }

    fn power(&self, exponent: usize) -> u8 {
        self.powers.get(exponent).copied().unwrap_or(0)
    }

    fn logarithm(&self, a: u8) -> usize {
        self.logarithms.get(usize::from(a)).copied().map_or(0, usize::from)
    }
}

/// `g2p!(Name, bits, modulus: polynomial)` declares the field's type, a tuple struct over `u8`.
#[macro_export]
macro_rules! g2p {
    ($name:ident, $bits:literal, modulus: $modulus:literal) => {
        /// An element of the field.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(unreachable_pub, reason = "as the original declares it")]
        pub struct $name(pub u8);

        impl $name {
            const TABLES: &'static $crate::Tables = &$crate::Tables::new($bits, $modulus);
        }

        impl $crate::GaloisField for $name {
            const SIZE: usize = 1 << $bits;
            const ZERO: Self = $name(0);
            const ONE: Self = $name(1);
            const GENERATOR: Self = $name(2);

            fn pow(self, exponent: usize) -> Self {
                $name(Self::TABLES.raise(self.0, exponent))
            }
        }

        impl ::core::ops::Add for $name {
            type Output = Self;

            #[allow(clippy::suspicious_arithmetic_impl, reason = "in characteristic 2 a sum is an exclusive or")]
            fn add(self, other: Self) -> Self {
                $name(self.0 ^ other.0)
            }
        }

        impl ::core::ops::AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl ::core::ops::Sub for $name {
            type Output = Self;

            #[allow(clippy::suspicious_arithmetic_impl, reason = "in characteristic 2 a sum is an exclusive or")]
            fn sub(self, other: Self) -> Self {
                $name(self.0 ^ other.0)
            }
        }

        impl ::core::ops::SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }

        impl ::core::ops::Mul for $name {
            type Output = Self;

            fn mul(self, other: Self) -> Self {
                $name(Self::TABLES.multiply(self.0, other.0))
            }
        }

        impl ::core::ops::MulAssign for $name {
            fn mul_assign(&mut self, other: Self) {
                *self = *self * other;
            }
        }

        impl ::core::ops::Div for $name {
            type Output = Self;

            fn div(self, other: Self) -> Self {
                $name(Self::TABLES.divide(self.0, other.0))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    g2p!(GF16, 4, modulus: 0b1_0011);
    g2p!(GF256, 8, modulus: 0b1_0001_1101);

    /// Multiplication by the definition: polynomials, reduced.
    fn by_definition(a: u8, b: u8, bits: u32, modulus: u32) -> u8 {
        let mut product = (0..8).filter(|bit| b >> bit & 1 == 1).fold(0, |sum, bit| sum ^ (u32::from(a) << bit));
        for bit in (bits..16).rev() {
            if product >> bit & 1 == 1 {
                product ^= modulus << (bit - bits);
            }
        }
        u8::try_from(product).unwrap()
    }

    #[test]
    fn products_and_quotients() {
        for a in 0..=255 {
            for b in 0..=255 {
                let product = GF256(a) * GF256(b);
                assert_eq!(product.0, by_definition(a, b, 8, 0b1_0001_1101));
                assert!(b == 0 || product / GF256(b) == GF256(a));
                if a < 16 && b < 16 {
                    assert_eq!((GF16(a) * GF16(b)).0, by_definition(a, b, 4, 0b1_0011));
                }
            }
        }
    }

    #[test]
    fn powers() {
        for a in 0..=255 {
            let mut product = GF256::ONE;
            for exponent in 0..600 {
                assert_eq!(GF256(a).pow(exponent), product, "{a}^{exponent}");
                product *= GF256(a);
            }
        }
        assert_eq!(GF16::GENERATOR.pow(15), GF16::ONE);
    }
}
