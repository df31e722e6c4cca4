//! CRC-32 as zip and gzip have it (ISO 3309). The kept crate `crc32fast` has tables of 16 KiB, a tenth of a module.

/// The polynomial, its lowest power in the highest bit.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// The remainders of the sixteen values of four bits.
const TABLE: [u32; 16] = [
    of_bits(0),
    of_bits(1),
    of_bits(2),
    of_bits(3),
    of_bits(4),
    of_bits(5),
    of_bits(6),
    of_bits(7),
    of_bits(8),
    of_bits(9),
    of_bits(10),
    of_bits(11),
    of_bits(12),
    of_bits(13),
    of_bits(14),
    of_bits(15),
];

const fn of_bits(value: u32) -> u32 {
    let mut crc = value;
    let mut bit = 0;
    while bit < 4 {
        crc = if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 };
        bit += 1;
    }
    crc
}

/// Takes one more byte into a remainder, without the inversions at the beginning and the end.
pub(crate) fn step(crc: u32, byte: u8) -> u32 {
    let half = |crc: u32| crc >> 4 ^ TABLE.get((crc & 15) as usize).copied().unwrap_or_default();
    half(half(crc ^ u32::from(byte)))
}

/// The check value of bytes.
pub(crate) fn crc_32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| step(crc, *byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_the_check_value_of_the_catalogue() {
        // CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
        assert_eq!(crc_32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc_32(b""), 0);
    }
}
