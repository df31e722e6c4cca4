//! MD5 (RFC 1321), for Mobile-OTP alone. It is here because the crate for it would weigh more than all of the codes.

use zeroize::Zeroizing;

const BLOCK_BYTES: usize = 64;
/// Bytes of the length behind the padding.
const LENGTH_BYTES: usize = 8;

/// The table T of section 3.4: 2^32 times the sine of 1 to 64, without sign and fraction.
#[rustfmt::skip]
const T: [u32; 64] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
    0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
    0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
    0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
    0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
];

/// How far the operations of each round rotate, four by turns.
const ROTATIONS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// The hash of a message.
pub(super) fn md5(message: &[u8]) -> [u8; 16] {
    // All of it at once: a buffer that grows leaves a copy of the secret behind.
    let length = (message.len() + 1 + LENGTH_BYTES).next_multiple_of(BLOCK_BYTES);
    let mut padded = Zeroizing::new(Vec::with_capacity(length));
    padded.extend_from_slice(message);
    padded.push(0x80);
    padded.resize(length - LENGTH_BYTES, 0);
    padded.extend_from_slice(&(message.len() as u64 * 8).to_le_bytes());
    let (blocks, _) = padded.as_chunks::<BLOCK_BYTES>();
    let state = blocks.iter().fold([0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476], add_block);
    let mut hash = [0; 16];
    for (to, word) in hash.as_chunks_mut().0.iter_mut().zip(state) {
        *to = word.to_le_bytes();
    }
    hash
}

fn add_block(state: [u32; 4], block: &[u8; BLOCK_BYTES]) -> [u32; 4] {
    let word = |at: usize| block.as_chunks().0.get(at % 16).map_or(0, |bytes| u32::from_le_bytes(*bytes));
    let [mut a, mut b, mut c, mut d] = state;
    for (step, sine) in T.into_iter().enumerate() {
        let (mixed, at) = match step / 16 {
            0 => (b & c | !b & d, step),
            1 => (d & b | !d & c, 5 * step + 1),
            2 => (b ^ c ^ d, 3 * step + 5),
            _ => (c ^ (b | !d), 7 * step),
        };
        let by = ROTATIONS.as_flattened().get(step / 16 * 4 + step % 4).copied().unwrap_or_default();
        let sum = a.wrapping_add(mixed).wrapping_add(sine).wrapping_add(word(at));
        (a, d, c, b) = (d, c, b, b.wrapping_add(sum.rotate_left(by)));
    }
    let mut sums = [a, b, c, d];
    for (sum, before) in sums.iter_mut().zip(state) {
        *sum = sum.wrapping_add(before);
    }
    sums
}
