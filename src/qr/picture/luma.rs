//! Luminance of RGBA pixels: the one value of each pixel that the reader looks at.

use crate::qr::picture::{Error, check_size};

/// Luminance of straight-alpha RGBA pixels by ITU-R BT.601 weights, as integers out of 256.
///
/// Transparent pixels are taken as lying on white, which is what a page shows behind them.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`MAX_PIXELS`](crate::qr::MAX_PIXELS) or [`MAX_SIDE`](crate::qr::MAX_SIDE), and
/// [`Error::WrongLength`] if `rgba` is not `width * height * 4` bytes long.
pub fn from_rgba(rgba: &[u8], width: usize, height: usize) -> Result<Vec<u8>, Error> {
    let pixels = check_size(width, height)?;
    if rgba.len() != pixels * 4 {
        return Err(Error::WrongLength);
    }
    let mut luma = vec![0; pixels];
    convert(rgba, &mut luma);
    Ok(luma)
}

/// Writes the luminance of the pixels, as many as both slices have room for.
pub(crate) fn convert(rgba: &[u8], luma: &mut [u8]) {
    let (blocks, rest) = rgba.as_chunks::<{ 4 * BLOCK }>();
    let (out, out_rest) = luma.as_chunks_mut::<BLOCK>();
    for (values, block) in out.iter_mut().zip(blocks) {
        let (quads, _) = block.as_chunks::<4>();
        let opaque = quads.iter().fold(255, |all, [.., alpha]| all & alpha) == 255;
        if opaque {
            // Without a branch, so that compilers make vectors of it.
            for (value, quad) in values.iter_mut().zip(quads) {
                let pixel = u32::from_le_bytes(*quad);
                let sum = 77 * (pixel & 255) + 150 * (pixel >> 8 & 255) + 29 * (pixel >> 16 & 255);
                *value = sum.to_le_bytes()[1];
            }
        } else {
            for (value, pixel) in values.iter_mut().zip(quads) {
                *value = over_white(*pixel);
            }
        }
    }
    for (value, pixel) in out_rest.iter_mut().zip(rest.as_chunks::<4>().0) {
        *value = over_white(*pixel);
    }
}

/// Pixels that are converted at once.
const BLOCK: usize = 16;

fn over_white([red, green, blue, alpha]: [u8; 4]) -> u8 {
    let luma = (77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue)) >> 8;
    let alpha = u32::from(alpha);
    let mixed = (luma * alpha + 255 * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_white_and_the_weights() {
        let rgba = [0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255];
        assert_eq!(from_rgba(&rgba, 5, 1).unwrap(), [0, 255, 76, 149, 28]);
    }

    #[test]
    fn transparent_is_white() {
        assert_eq!(from_rgba(&[0, 0, 0, 0], 1, 1).unwrap(), [255]);
    }

    #[test]
    fn length_must_match() {
        assert_eq!(from_rgba(&[0; 4], 2, 1), Err(Error::WrongLength));
        assert_eq!(from_rgba(&[], usize::MAX, 2), Err(Error::TooLarge));
    }
}
