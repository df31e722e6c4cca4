//! The part of reading that `rqrr` does: finding the grids of a picture and decoding them.

use rqrr::PreparedImage;
use zeroize::Zeroizing;

use super::Symbol;

/// Symbols that are darker than their background, where `luma_at` gives the value at `y * width + x`.
pub(super) fn read_dark_on_light(width: usize, height: usize, luma_at: impl Fn(usize) -> u8) -> Vec<Symbol> {
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let mut image = PreparedImage::prepare_from_greyscale(width, height, |x, y| luma_at(y * width + x));
    let grids = image.detect_grids();
    grids
        .iter()
        .filter_map(|grid| {
            let mut text = Zeroizing::new(Vec::new());
            grid.decode_to(&mut *text).ok()?;
            Some(Symbol { text, corners: grid.bounds.map(corner) })
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a picture has fewer pixels a side than an f32 counts exactly")]
fn corner(point: rqrr::Point) -> (f32, f32) {
    (point.x as f32, point.y as f32)
}
