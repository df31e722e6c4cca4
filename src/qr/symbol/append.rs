//! Structured append: joins symbols that hold one text together.

use zeroize::Zeroizing;

use crate::qr::symbol::{Appended, Symbol};

/// The symbols, with the parts of a text joined to one symbol at the place of the first part, if no part is missing.
pub(crate) fn join(mut symbols: Vec<Symbol>) -> Vec<Symbol> {
    let firsts: Vec<Appended> =
        symbols.iter().filter_map(|symbol| symbol.appended.filter(|part| part.index == 0 && part.total > 1)).collect();
    for first in firsts {
        let place = |index: u8| {
            let part = Appended { index, ..first };
            symbols.iter().position(|symbol| symbol.appended == Some(part))
        };
        let Some(places) = (0..first.total).map(place).collect::<Option<Vec<usize>>>() else { continue };
        let mut text = Zeroizing::new(Vec::new());
        for at in &places {
            text.extend_from_slice(symbols.get(*at).map_or(&[], |symbol| symbol.text.as_slice()));
        }
        // The parity is of the bytes as they were encoded, which Latin-1 no longer is.
        if text.is_ascii() && text.iter().fold(0, |sum, byte| sum ^ byte) != first.parity {
            continue;
        }
        let mut at = 0;
        symbols.retain_mut(|symbol| {
            let is_first = places.first() == Some(&at);
            let is_part = places.contains(&at);
            at += 1;
            if is_first {
                symbol.text = core::mem::take(&mut text);
                symbol.appended = None;
            }
            is_first || !is_part
        });
    }
    symbols
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::symbol::{Encoding, Level};

    fn part(text: &[u8], index: u8, total: u8) -> Symbol {
        let parity = b"otpauth".iter().fold(0, |sum, byte| sum ^ byte);
        Symbol {
            text: Zeroizing::new(text.to_vec()),
            encoding: Encoding::Utf8,
            corners: [(0.0, 0.0); 4],
            version: 1,
            level: Level::M,
            inverted: false,
            mirrored: false,
            quality: 1.0,
            appended: Some(Appended { index, total, parity }),
        }
    }

    #[test]
    fn all_parts_in_any_order_are_one() {
        let joined = join(vec![part(b"uth", 1, 2), part(b"otpa", 0, 2)]);
        assert_eq!(joined.len(), 1);
        assert_eq!(*joined[0].text, b"otpauth");
        assert_eq!(joined[0].appended, None);
    }

    #[test]
    fn a_missing_or_foreign_part_leaves_them_as_they_are() {
        assert_eq!(join(vec![part(b"otpa", 0, 3), part(b"uth", 1, 3)]).len(), 2);
        assert_eq!(join(vec![part(b"otpa", 0, 2), part(b"UTH", 1, 2)]).len(), 2);
    }
}
