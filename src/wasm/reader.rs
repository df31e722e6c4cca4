//! QR codes out of pixels, in steps: the shell has the clock.
//!
//! The picture may show a seed. It is not wiped byte by byte: the shell drops the instance after each picture, and all its
//! memory goes with it.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::ImageData;

use super::errors;
use crate::qr::{self, Encoding, Level, Progress};

/// Reads the QR codes of a picture.
#[wasm_bindgen]
pub struct QrReader(qr::Reader<'static>);

#[wasm_bindgen]
impl QrReader {
    /// Takes a copy of the picture.
    ///
    /// # Errors
    /// `picture-wrong-length`, `picture-too-large`.
    #[wasm_bindgen(constructor)]
    pub fn new(picture: &ImageData) -> Result<QrReader, JsValue> {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        qr::Reader::new(picture.data().0, width, height).map(Self).map_err(errors::qr)
    }

    /// Does a small part of what is left, and says what comes next: `quick` is always worth it, `deep` can be given up.
    #[wasm_bindgen(unchecked_return_type = "'quick' | 'deep' | 'done'")]
    pub fn step(&mut self) -> String {
        match self.0.step() {
            Progress::Quick => "quick",
            Progress::Deep => "deep",
            Progress::Done => "done",
        }
        .into()
    }

    /// What was read.
    #[wasm_bindgen(unchecked_return_type = "QrSymbol[]")]
    #[must_use]
    pub fn finish(self) -> Array {
        self.0.into_symbols().into_iter().map(|symbol| JsValue::from(QrSymbol(symbol))).collect()
    }
}

/// One QR code.
#[wasm_bindgen]
pub struct QrSymbol(qr::Symbol);

#[wasm_bindgen]
impl QrSymbol {
    /// The text's bytes: to be handed to a vault's `offer`, then wiped.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn text(&self) -> Vec<u8> {
        self.0.text.to_vec()
    }

    /// What the bytes are, as `TextDecoder` calls it.
    #[wasm_bindgen(getter, unchecked_return_type = "'utf-8' | 'shift_jis' | 'gb18030'")]
    #[must_use]
    pub fn encoding(&self) -> String {
        match self.0.encoding {
            Encoding::Utf8 => "utf-8",
            Encoding::ShiftJis => "shift_jis",
            Encoding::Gb18030 => "gb18030",
        }
        .into()
    }

    /// x and y in pixels of the top left, top right, bottom right and bottom left corner, as the symbol is turned.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn corners(&self) -> Vec<f32> {
        self.0.corners.iter().flat_map(|(x, y)| [*x, *y]).collect()
    }

    /// 1 to 40.
    #[wasm_bindgen(getter)]
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "1 to 40")]
    pub fn version(&self) -> u8 {
        self.0.version as u8
    }

    /// Error correction level.
    #[wasm_bindgen(getter, unchecked_return_type = "'L' | 'M' | 'Q' | 'H'")]
    #[must_use]
    pub fn level(&self) -> String {
        match self.0.level {
            Level::L => "L",
            Level::M => "M",
            Level::Q => "Q",
            Level::H => "H",
        }
        .into()
    }

    /// Light on dark.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn inverted(&self) -> bool {
        self.0.inverted
    }

    /// Seen in a mirror.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn mirrored(&self) -> bool {
        self.0.mirrored
    }

    /// How well the picture agrees with the symbol that this text makes: 1 in every module, 0 just enough.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn quality(&self) -> f32 {
        self.0.quality
    }
}
