//! Decodes a corrected symbol a second time with an independent decoder, the crate `rqrr`, so that a wrong text is refused.
//!
//! That crate is given the perfect symbol that the corrected codewords make, so that nothing of a hostile picture reaches it
//! unchecked.

use rqrr::{Grid, SimpleGrid};
use zeroize::Zeroizing;

use crate::qr::{
    place::layout,
    symbol::{Encoding, format::Format, plan::Plan, segments::Content},
};

/// Whether the crate `rqrr` reads the same text from the symbol that the corrected codewords make. Texts that the two decoders
/// hand out differently by design (Shift-JIS, Latin-1, structured append) are not compared.
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
        // A mode that the other decoder does not know (FNC1 above all) is no disagreement.
        Err(rqrr::DeQRError::UnknownDataType) => true,
        Err(_) => false,
    }
}
