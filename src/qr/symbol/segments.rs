//! Reads the text in data codewords: the segments of ISO/IEC 18004, 7.4, and the padding behind them.

use zeroize::Zeroizing;

use crate::qr::symbol::{Appended, Encoding};

/// The text in the data codewords of a symbol.
pub(crate) struct Content {
    pub(crate) text: Zeroizing<Vec<u8>>,
    pub(crate) encoding: Encoding,
    pub(crate) appended: Option<Appended>,
    /// Whether the padding behind the terminator is as the standard wants it.
    pub(crate) padded: bool,
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn left(&self) -> usize {
        (self.bytes.len() * 8).saturating_sub(self.at)
    }

    fn take(&mut self, count: usize) -> Option<u32> {
        if count > self.left() {
            return None;
        }
        let mut value = 0;
        for at in self.at..self.at + count {
            let byte = self.bytes.get(at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - at % 8) & 1);
        }
        self.at += count;
        Some(value)
    }
}

/// The bytes of a segment, in the encoding that the symbol names.
struct Piece {
    bytes: Zeroizing<Vec<u8>>,
    charset: Charset,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Charset {
    Unsaid,
    Latin1,
    Utf8,
    /// An encoding that the caller decodes.
    Other(Encoding),
}

/// Reads the segments; `None` when they are not well formed.
pub(crate) fn read(codewords: &[u8], version: usize) -> Option<Content> {
    let mut bits = Bits { bytes: codewords, at: 0 };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut charset = Charset::Unsaid;
    let mut appended = None;
    let long = match version {
        ..10 => 0,
        10..27 => 1,
        _ => 2,
    };
    while bits.left() >= 4 {
        let mode = bits.take(4)?;
        let widths = match mode {
            0 => break,
            1 => [10, 12, 14],
            2 => [9, 11, 13],
            4 => [8, 16, 16],
            8 => [8, 10, 12],
            // Chinese characters of GB 2312 (GB/T 18284), the one subset that there is.
            13 if bits.take(4)? == 1 => [8, 10, 12],
            3 => {
                let (place, parity) = (bits.take(8)?, bits.take(8)?);
                let [place, parity] = [place, parity].map(|value| value.to_le_bytes()[0]);
                appended = Some(Appended { index: place >> 4, total: (place & 15) + 1, parity });
                continue;
            }
            5 => continue,
            7 => {
                charset = designated(&mut bits)?;
                continue;
            }
            9 => {
                bits.take(8)?;
                continue;
            }
            _ => return None,
        };
        let count = bits.take(*widths.get(long)?)? as usize;
        let mut bytes = Zeroizing::new(Vec::with_capacity(count * 2));
        match mode {
            1 => numeric(&mut bits, count, &mut bytes)?,
            2 => alphanumeric(&mut bits, count, &mut bytes)?,
            4 => {
                for _ in 0..count {
                    bytes.push(bits.take(8)?.to_le_bytes()[0]);
                }
            }
            8 => kanji(&mut bits, count, &mut bytes)?,
            _ => hanzi(&mut bits, count, &mut bytes)?,
        }
        let charset = match mode {
            8 => Charset::Other(Encoding::ShiftJis),
            13 => Charset::Other(Encoding::Gb18030),
            _ => charset,
        };
        pieces.push(Piece { bytes, charset });
    }
    let padded = rest_is_padding(&mut bits);
    let (text, encoding) = join(&pieces);
    Some(Content { text, encoding, appended, padded })
}

/// Whether the bits behind the terminator are padding: zeros to the end of the codeword, then 0xEC and 0x11 in turns. Some
/// encoders (segno) write a whole codeword of zeros where none is needed.
fn rest_is_padding(bits: &mut Bits<'_>) -> bool {
    let to_byte = bits.left() % 8;
    let zeros = bits.take(to_byte) == Some(0);
    let mut padded = zeros;
    let before = bits.at;
    if bits.take(8).is_some_and(|byte| byte != 0) {
        bits.at = before;
    }
    let mut pads = [0xec, 0x11].into_iter().cycle();
    while let (Some(byte), Some(pad)) = (bits.take(8), pads.next()) {
        padded &= byte == pad;
    }
    padded
}

fn designated(bits: &mut Bits<'_>) -> Option<Charset> {
    let first = bits.take(8)?;
    let number = if first & 0x80 == 0 {
        first
    } else if first & 0x40 == 0 {
        (first & 0x3f) << 8 | bits.take(8)?
    } else {
        (first & 0x1f) << 16 | bits.take(16)?
    };
    Some(match number {
        1 | 3 => Charset::Latin1,
        20 => Charset::Other(Encoding::ShiftJis),
        26 => Charset::Utf8,
        29 | 32 => Charset::Other(Encoding::Gb18030),
        _ => Charset::Unsaid,
    })
}

fn numeric(bits: &mut Bits<'_>, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    let mut left = count;
    while left > 0 {
        let digits = left.min(3);
        let value = bits.take(digits * 3 + 1)?;
        if value >= 10_u32.pow(u32::try_from(digits).ok()?) {
            return None;
        }
        for place in (0..digits).rev() {
            let digit = value / 10_u32.pow(u32::try_from(place).ok()?) % 10;
            bytes.push(b'0' + digit.to_le_bytes()[0]);
        }
        left -= digits;
    }
    Some(())
}

fn alphanumeric(bits: &mut Bits<'_>, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let letter = |value: u32| LETTERS.get(value as usize).copied();
    for _ in 0..count / 2 {
        let value = bits.take(11)?;
        bytes.push(letter(value / 45)?);
        bytes.push(letter(value % 45)?);
    }
    if count % 2 == 1 {
        bytes.push(letter(bits.take(6)?)?);
    }
    Some(())
}

fn kanji(bits: &mut Bits<'_>, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    for _ in 0..count {
        let value = bits.take(13)?;
        let joined = ((value / 0xc0) << 8) | (value % 0xc0);
        let code = joined + if joined < 0x1f00 { 0x8140 } else { 0xc140 };
        let [low, high, ..] = code.to_le_bytes();
        bytes.extend([high, low]);
    }
    Some(())
}

fn hanzi(bits: &mut Bits<'_>, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    for _ in 0..count {
        let value = bits.take(13)?;
        let joined = ((value / 0x60) << 8) | (value % 0x60);
        let code = joined + if joined < 0x0a00 { 0xa1a1 } else { 0xa6a1 };
        let [low, high, ..] = code.to_le_bytes();
        bytes.extend([high, low]);
    }
    Some(())
}

/// The text of all segments: UTF-8, unless one of them is in an encoding that the caller decodes.
fn join(pieces: &[Piece]) -> (Zeroizing<Vec<u8>>, Encoding) {
    let other = pieces.iter().find_map(|piece| match piece.charset {
        Charset::Other(encoding) => Some(encoding).filter(|_| !piece.bytes.is_ascii()),
        Charset::Unsaid if core::str::from_utf8(&piece.bytes).is_ok() => None,
        Charset::Unsaid => Some(Encoding::ShiftJis).filter(|_| looks_shift_jis(&piece.bytes)),
        Charset::Latin1 | Charset::Utf8 => None,
    });
    let mut text = Zeroizing::new(Vec::with_capacity(pieces.iter().map(|piece| piece.bytes.len() * 2).sum()));
    for piece in pieces {
        let latin1 = match piece.charset {
            Charset::Latin1 | Charset::Unsaid => core::str::from_utf8(&piece.bytes).is_err() && other.is_none(),
            Charset::Other(_) | Charset::Utf8 => false,
        };
        if latin1 {
            for byte in piece.bytes.iter() {
                text.extend_from_slice(char::from(*byte).encode_utf8(&mut [0; 2]).as_bytes());
            }
        } else {
            text.extend_from_slice(&piece.bytes);
        }
    }
    (text, other.unwrap_or(Encoding::Utf8))
}

/// Whether bytes that are not UTF-8 are Japanese rather than Latin-1: every byte has its place, and there are characters of
/// two bytes whose first is a control character in Latin-1, or voiced half-width kana, which in Latin-1 are a capital
/// thorn behind a sign or a capital with an accent. Other half-width kana say nothing: each is a Latin-1 letter too.
fn looks_shift_jis(bytes: &[u8]) -> bool {
    let mut wide = 0;
    let mut accents = 0;
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        match byte {
            ..=0x7f | 0xa1..=0xdf => {}
            0x81..=0x9f | 0xe0..=0xfc => match rest.next() {
                Some(0x40..=0x7e | 0x80..=0xfc) => {
                    wide += 1;
                    accents += usize::from(*byte >= 0xe0);
                }
                _ => return false,
            },
            _ => return false,
        }
    }
    let voiced = |run: &[u8; 3]| {
        matches!(run, [_, 0xb3 | 0xb6..=0xc4 | 0xca..=0xce, 0xde] | [_, 0xca..=0xce, 0xdf])
            && run.iter().all(|byte| *byte > 0xa0)
    };
    wide > accents || bytes.array_windows().any(voiced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_characters() {
        // "啊" is 0xB0A1: less 0xA6A1 that is 0x0A00, and 10 * 96 is 960.
        let content = read(&bits("1101 0001 00000001 0001111000000 0000"), 1).unwrap();
        assert_eq!((content.text.as_slice(), content.encoding), ([0xb0, 0xa1].as_slice(), Encoding::Gb18030));
        assert!(read(&bits("1101 0010 00000001 0001111000000 0000"), 1).is_none());
    }

    fn bits(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        digits.chunks(8).map(|byte| byte.iter().enumerate().fold(0, |sum, (at, bit)| sum | bit << (7 - at))).collect()
    }

    #[test]
    fn numeric_of_the_standard() {
        let codewords = bits("0001 0000001000 0000001100 0101011001 1000011 0000");
        let content = read(&codewords, 1).unwrap();
        assert_eq!(*content.text, b"01234567");
        assert!(content.padded);
    }

    #[test]
    fn alphanumeric_of_the_standard() {
        let content = read(&bits("0010 000000101 00111001110 11100111001 000010 0000"), 1).unwrap();
        assert_eq!(*content.text, b"AC-42");
    }

    #[test]
    fn kanji_of_the_standard() {
        let content = read(&bits("1000 00000010 0110110011111 1101010101010 0000"), 1).unwrap();
        assert_eq!(*content.text, [0x93, 0x5f, 0xe4, 0xaa]);
        assert_eq!(content.encoding, Encoding::ShiftJis);
    }

    #[test]
    fn latin_1_becomes_utf_8_and_utf_8_stays() {
        let latin = read(&[0x40, 0x2e, 0x97, 0xa0], 1).unwrap();
        assert_eq!(*latin.text, "éz".as_bytes());
        let utf8 = read(&[0x40, 0x2c, 0x3a, 0x90], 1).unwrap();
        assert_eq!(*utf8.text, "é".as_bytes());
    }

    #[test]
    fn kana_of_one_byte_are_latin_1_unless_voiced() {
        let bytes = |bytes: &[u8]| Piece { bytes: Zeroizing::new(bytes.to_vec()), charset: Charset::Unsaid };
        let (text, encoding) = join(&[bytes(&[0xc4, 0xd6, 0xdc, 0xbb])]);
        assert_eq!((text.as_slice(), encoding), ("ÄÖÜ»".as_bytes(), Encoding::Utf8));
        let (text, encoding) = join(&[bytes(&[0xc3, 0xde, 0xbb, 0xde, 0xb2, 0xdd])]);
        assert_eq!((text.as_slice(), encoding), ([0xc3, 0xde, 0xbb, 0xde, 0xb2, 0xdd].as_slice(), Encoding::ShiftJis));
        let double = [0x8f, 0xac, 0xc0, 0xde];
        let (text, encoding) = join(&[bytes(&double)]);
        assert_eq!((text.as_slice(), encoding), (double.as_slice(), Encoding::ShiftJis));
        // Letters with accents before others: as well formed, and still Latin-1.
        assert_eq!(join(&[bytes(b"caf\xe9s \xe0 l'\xe9t\xe9s")]).1, Encoding::Utf8);
        assert_eq!(join(&[bytes(&[0x8f, 0xac, 0x8f])]).1, Encoding::Utf8);
    }

    #[test]
    fn padding_is_checked() {
        let good = read(&[0x40, 0x14, 0x10, 0xec, 0x11, 0xec], 1).unwrap();
        assert!(good.padded);
        let bad = read(&[0x40, 0x14, 0x10, 0xec, 0x12, 0xec], 1).unwrap();
        assert!(!bad.padded);
        assert!(read(&[0x40, 0xff, 0x10], 1).is_none());
    }
}
