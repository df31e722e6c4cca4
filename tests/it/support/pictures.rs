//! Pictures among the fixtures, as pixels.

use std::{fs::File, io::BufReader, path::Path};

pub(crate) struct Picture {
    /// Straight-alpha RGBA.
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// A PNG below `tests/fixtures/qr`.
pub(crate) fn picture(name: &str) -> Picture {
    let file = File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/qr").join(name)).unwrap();
    let mut decoder = png::Decoder::new(BufReader::new(file));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let rgba = match info.color_type {
        png::ColorType::Rgba => bytes,
        png::ColorType::GrayscaleAlpha => {
            bytes.chunks(2).flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]).collect()
        }
        other => panic!("{other:?}"),
    };
    Picture { rgba, width: info.width as usize, height: info.height as usize }
}
