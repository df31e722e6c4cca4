//! Writes QR codes for another device to read, by the crate `qrcodegen`.
//!
//! ```
//! let drawing = halfminute::qr::write::write(b"otpauth://totp/a?secret=MFRGGZDF")?;
//! assert_eq!(drawing.size, 29);
//! assert!(drawing.path.starts_with("M0 0h7v1h-7z"));
//! # Ok::<(), halfminute::qr::write::TooLong>(())
//! ```

use core::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};
use zeroize::Zeroizing;

/// A QR code to be drawn. It holds whatever secret the text has.
pub struct Drawing {
    /// Side in modules, without the quiet zone of four modules that belongs around the symbol.
    pub size: u32,
    /// The dark modules as the path of an SVG, in which a module has a side of 1.
    pub path: Zeroizing<String>,
}

/// The text is longer than a QR code of the largest version holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// Writes a text as a QR code of the smallest version that holds it, with as much error correction as that version has
/// room for, and level M if any version has.
///
/// # Errors
/// [`TooLong`] beyond 2,953 bytes.
pub fn write(text: &[u8]) -> Result<Drawing, TooLong> {
    let code = QrCode::encode_binary(text, QrCodeEcc::Medium)
        .or_else(|_| QrCode::encode_binary(text, QrCodeEcc::Low))
        .map_err(|_| TooLong)?;
    let side = code.size();
    // All of it at once: a buffer that grows leaves copies behind. A run of dark modules takes at most 24 characters,
    // and no row has more runs than half its modules.
    let room = usize::try_from(side * (side / 2 + 1) * 24).map_err(|_| TooLong)?;
    let mut path = Zeroizing::new(String::with_capacity(room));
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let run = (x..side).take_while(|x| code.get_module(*x, y)).count();
            if run > 0 {
                write!(path, "M{x} {y}h{run}v1h-{run}z").map_err(|_| TooLong)?;
            }
            x += i32::try_from(run).map_err(|_| TooLong)?.max(1);
        }
    }
    Ok(Drawing { size: u32::try_from(side).map_err(|_| TooLong)?, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_no_version_holds() {
        assert!(write(&[b'a'; 2953]).is_ok());
        assert_eq!(write(&[b'a'; 2954]).err(), Some(TooLong));
    }

    #[test]
    fn the_least_version_and_level_m_if_there_is_room() {
        assert_eq!(write(b"abcdefghijklmn").unwrap().size, 21);
        assert_eq!(write(b"abcdefghijklmno").unwrap().size, 25);
    }

    #[test]
    fn the_path_has_its_room_from_the_start() {
        for length in [1, 100, 2953] {
            let drawing = write(&vec![b'x'; length]).unwrap();
            let room = drawing.size as usize * (drawing.size as usize / 2 + 1) * 24;
            assert!(drawing.path.len() <= room && drawing.path.starts_with("M0 0h7v1h-7z"));
        }
    }
}
