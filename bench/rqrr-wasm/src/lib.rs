//! `rqrr` as anybody would build it for a page: RGBA in, texts out. A panic is a trap, as it is in a browser.

use rqrr::PreparedImage;
use wasm_bindgen::prelude::wasm_bindgen;

/// The texts of all QR codes in a picture of straight, opaque RGBA pixels. With `inverted`, light is taken as dark.
#[wasm_bindgen]
#[must_use]
pub fn read(rgba: &[u8], width: usize, height: usize, inverted: bool) -> Vec<String> {
    let flip = if inverted { 255 } else { 0 };
    let gray = |[red, green, blue, _]: &[u8; 4]| {
        let sum = 306 * u32::from(*red) + 601 * u32::from(*green) + 117 * u32::from(*blue) + 512;
        u8::try_from(sum >> 10).unwrap_or(u8::MAX) ^ flip
    };
    let luma: Vec<u8> = rgba.as_chunks::<4>().0.iter().map(gray).collect();
    let mut image = PreparedImage::prepare_from_greyscale(width, height, |x, y| luma[y * width + x]);
    image.detect_grids().iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect()
}
