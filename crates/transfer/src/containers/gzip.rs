//! gzip (RFC 1952), of one member. The kept crate (`flate2`) brings the tables of `crc32fast`, a tenth of the module.

use super::ContainerError;
use super::crc::crc_32;
use super::inflate::inflate;
use crate::ciphers::Secret;

const MAGIC: [u8; 2] = [0x1f, 0x8b];
const DEFLATED: u8 = 8;

/// The flags of what stands between the header and what is packed.
const HEADER_CHECK: u8 = 0x02;
const EXTRA: u8 = 0x04;
const NAME: u8 = 0x08;
const COMMENT: u8 = 0x10;

/// Unpacks gzip, up to a limit.
///
/// # Errors
/// [`ContainerError::TooComplex`] for more than the limit; [`ContainerError::Malformed`].
pub fn gunzip(bytes: &[u8], most: usize) -> Result<Secret, ContainerError> {
    let (packed, [crc, length]) = parts(bytes).ok_or(ContainerError::Malformed)?;
    // The length is that of the last 32 bits, and no limit is as large.
    let length = usize::try_from(length).ok().filter(|length| *length <= most).ok_or(ContainerError::TooComplex)?;
    let unpacked = inflate(packed, length)?;
    if crc_32(&unpacked) == crc { Ok(unpacked) } else { Err(ContainerError::Malformed) }
}

/// What is packed, and the check value and the length behind it.
fn parts(bytes: &[u8]) -> Option<(&[u8], [u32; 2])> {
    // A time and two numbers that say nothing about the content follow the flags.
    let (&[first, second, method, flags, ..], mut rest) = bytes.split_first_chunk::<10>()?;
    if [first, second] != MAGIC || method != DEFLATED {
        return None;
    }
    if flags & EXTRA != 0 {
        let (length, extra) = rest.split_first_chunk::<2>()?;
        rest = extra.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for _ in 0..(flags & NAME).count_ones() + (flags & COMMENT).count_ones() {
        let end = rest.iter().position(|byte| *byte == 0)?;
        rest = rest.get(end + 1..)?;
    }
    if flags & HEADER_CHECK != 0 {
        rest = rest.get(2..)?;
    }
    let (rest, length) = rest.split_last_chunk::<4>()?;
    let (packed, crc) = rest.split_last_chunk::<4>()?;
    Some((packed, [u32::from_le_bytes(*crc), u32::from_le_bytes(*length)]))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, GzBuilder};

    use super::*;

    fn packed(builder: GzBuilder, text: &[u8]) -> Vec<u8> {
        let mut writer = builder.write(Vec::new(), Compression::best());
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn what_another_library_packs_is_unpacked() {
        let text = b"what another library packs".repeat(40);
        let all = GzBuilder::new().extra(vec![1, 2, 3]).filename("name").comment("a comment").mtime(7);
        for builder in [GzBuilder::new(), GzBuilder::new().filename("name"), all] {
            assert_eq!(**gunzip(&packed(builder, &text), 10_000).unwrap(), text);
        }
        assert_eq!(**gunzip(&packed(GzBuilder::new(), b""), 10).unwrap(), *b"");
    }

    #[test]
    fn what_unpacks_to_more_than_the_limit_is_refused() {
        let packed = packed(GzBuilder::new(), &vec![b' '; 100_000]);
        assert_eq!(gunzip(&packed, 100_000).unwrap().len(), 100_000);
        assert_eq!(gunzip(&packed, 99_999), Err(ContainerError::TooComplex));
    }

    #[test]
    fn what_is_cut_off_or_altered_is_refused() {
        let text = b"what another library packs".repeat(3);
        let whole = packed(GzBuilder::new().filename("name"), &text);
        for length in 0..whole.len() {
            assert!(gunzip(&whole[..length], 10_000).is_err(), "{length}");
        }
        for at in (whole.len() - 8)..whole.len() {
            let mut altered = whole.clone();
            altered[at] ^= 1;
            // A length that is longer, or shorter, is over a limit.
            let expected = [ContainerError::Malformed, ContainerError::TooComplex];
            assert!(gunzip(&altered, 10_000).is_err_and(|error| expected.contains(&error)), "{at}");
        }
    }
}
