//! The part of reading that `rqrr` does: decoding the corrected symbol a second time, independently.
//!
//! What is found here is drawn again as a perfect symbol before `rqrr` sees it, so that nothing a hostile picture
//! contains reaches it unchecked.

use rqrr::{Grid, SimpleGrid};
use zeroize::Zeroizing;

use crate::qr::{
    Encoding,
    place::layout,
    symbol::{decode::Plan, format::Format, segments::Content},
};

/// Whether `rqrr` reads the same text from the symbol that the corrected codewords make. Where the two do not promise the
/// same (Shift-JIS, Latin-1, structured append) it is not asked.
pub(crate) fn agrees(plan: &Plan, format: Format, codewords: &[u8], content: &Content) -> bool {
    if content.encoding != Encoding::Utf8 || content.appended.is_some() || !content.text.is_ascii() {
        return true;
    }
    let dark = plan.draw(format.level, format.mask, codewords);
    let side = layout::side(plan.version());
    let grid = SimpleGrid::from_func(side, |x, y| dark.get(y * side + x).copied().unwrap_or(false));
    let mut text = Zeroizing::new(Vec::new());
    match Grid::new(grid).decode_to(&mut *text) {
        Ok(meta) => meta.version.0 == plan.version() && *text == *content.text,
        // What it has no name for (FNC1 above all) is no disagreement.
        Err(rqrr::DeQRError::UnknownDataType) => true,
        Err(_) => false,
    }
}
