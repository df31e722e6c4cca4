//! Pictures out of a fuzzer's bytes.

use qrcode::{
    Color, EcLevel, QrCode, Version,
    bits::Bits,
    canvas::{Canvas, MaskPattern},
    ec,
};

/// Pixels, straight-alpha RGBA.
pub(crate) struct Picture {
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) truth: Truth,
}

/// What may be read from a picture.
pub(crate) enum Truth {
    Unknown,
    Nothing,
    Text(Vec<u8>),
}

const LARGEST_SIDE: usize = 96;
const LEVELS: [EcLevel; 4] = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H];

/// The picture that `input` stands for.
pub(crate) fn of(input: &[u8]) -> Option<Picture> {
    let (kind, rest) = input.split_first()?;
    match kind % 5 {
        0 => raw(rest, 1),
        1 => raw(rest, 4),
        2 => damaged(rest),
        3 => hostile(rest),
        _ => noise(rest),
    }
}

/// A clean symbol of a text, in byte mode alone.
pub(crate) fn clean(text: &[u8]) -> Picture {
    let code = encoded(text, EcLevel::M).expect("200 bytes fit into version 10");
    Look { scale: 3, margin: 4, dark: 0, light: 255, mirrored: false }.draw(&code.to_colors(), code.width())
}

/// Width, then pixels as they are, rows as far as there are bytes.
fn raw(input: &[u8], channels: usize) -> Option<Picture> {
    let (width, pixels) = input.split_first()?;
    let width = usize::from(*width) % LARGEST_SIDE + 1;
    let height = (pixels.len() / (width * channels)).min(LARGEST_SIDE);
    let pixels = pixels.get(..width * height * channels)?;
    let rgba = match channels {
        1 => pixels.iter().flat_map(|value| [*value, *value, *value, 255]).collect(),
        _ => pixels.to_vec(),
    };
    Some(Picture { rgba, width, height, truth: Truth::Unknown })
}

/// Level and look, the length of a text, the text, then what is done to its picture: rectangles that are filled,
/// inverted or dimmed.
fn damaged(input: &[u8]) -> Option<Picture> {
    let ([look, level, length], rest) = input.split_first_chunk()?;
    let (text, marks) = rest.split_at_checked(usize::from(*length) % 64)?;
    // Bytes that are not UTF-8 would be read as Latin-1, which is another text.
    let text = String::from_utf8_lossy(text).into_owned();
    let code = encoded(text.as_bytes(), LEVELS[usize::from(*level) % 4])?;
    let mut picture = Look::of(*look).draw(&code.to_colors(), code.width());
    for [kind, x, y, width, height] in marks.as_chunks::<5>().0.iter().take(64) {
        let (left, top) = (usize::from(*x) % picture.width, usize::from(*y) % picture.height);
        let (right, bottom) = (left + usize::from(*width) % 24 + 1, top + usize::from(*height) % 24 + 1);
        for y in top..bottom.min(picture.height) {
            for x in left..right.min(picture.width) {
                for channel in &mut picture.rgba[(y * picture.width + x) * 4..][..3] {
                    *channel = match kind % 4 {
                        0 => 255,
                        1 => 0,
                        2 => !*channel,
                        _ => *channel / 2 + kind / 2,
                    };
                }
            }
        }
    }
    // What damage leaves over may be read, and nothing else.
    picture.truth = Truth::Text(text.into_bytes());
    Some(picture)
}

/// Version, level, mask and look, then the data codewords: whatever they say, their correction is right.
fn hostile(input: &[u8]) -> Option<Picture> {
    let ([version, level, mask, look], rest) = input.split_first_chunk()?;
    let version = Version::Normal(i16::from(version % 8) + 1);
    let level = LEVELS[usize::from(*level) % 4];
    let mut data = rest.to_vec();
    data.resize(Bits::new(version).max_len(level).ok()? / 8, 0);
    let (data, correction) = ec::construct_codewords(&data, version, level).ok()?;
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    canvas.apply_mask(MASKS[usize::from(*mask) % 8]);
    Some(Look::of(*look).draw(&canvas.into_colors(), usize::try_from(version.width()).ok()?))
}

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// Size, coarseness and a seed: no symbol, however it looks.
fn noise(input: &[u8]) -> Option<Picture> {
    let ([width, height, cell], seed) = input.split_first_chunk()?;
    let (width, height) = (usize::from(*width) % LARGEST_SIDE + 1, usize::from(*height) % LARGEST_SIDE + 1);
    let cell = usize::from(*cell) % 6 + 1;
    let start = seed
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |state, byte| (state ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    let value = |x: usize, y: usize| {
        let place = ((y / cell * LARGEST_SIDE + x / cell) as u64).wrapping_add(1);
        let mut state = start ^ place.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        if (state ^ (state >> 31)) & 1 == 0 { 0 } else { 255 }
    };
    let rgba = (0..width * height).map(|at| value(at % width, at / width)).flat_map(|value| [value, value, value, 255]);
    Some(Picture { rgba: rgba.collect(), width, height, truth: Truth::Nothing })
}

/// The smallest symbol for a text in byte mode: `QrCode::new` takes pairs of bytes for Shift-JIS where it can.
fn encoded(text: &[u8], level: EcLevel) -> Option<QrCode> {
    (1..=10).find_map(|version| {
        let mut bits = Bits::new(Version::Normal(version));
        bits.push_byte_data(text).ok()?;
        bits.push_terminator(level).ok()?;
        QrCode::with_bits(bits, level).ok()
    })
}

/// How a symbol is drawn.
struct Look {
    scale: usize,
    margin: usize,
    dark: u8,
    light: u8,
    mirrored: bool,
}

impl Look {
    fn of(byte: u8) -> Self {
        let (dark, light) = if byte & 1 == 0 { (0, 255) } else { (255, 0) };
        let dim = if byte & 2 == 0 { 0 } else { 90 };
        Self {
            scale: usize::from((byte >> 2) & 1) + 2,
            margin: usize::from((byte >> 3) & 3) + 1,
            dark: dark / 2 + dim,
            light: light / 2 + dim,
            mirrored: byte & 32 != 0,
        }
    }

    fn draw(&self, colors: &[Color], modules: usize) -> Picture {
        let side = (modules + 2 * self.margin) * self.scale;
        let mut rgba = Vec::with_capacity(side * side * 4);
        for y in 0..side {
            for x in 0..side {
                let x = if self.mirrored { side - 1 - x } else { x };
                let (u, v) = ((x / self.scale).checked_sub(self.margin), (y / self.scale).checked_sub(self.margin));
                let dark = match (u, v) {
                    (Some(u), Some(v)) if u < modules && v < modules => colors[v * modules + u] == Color::Dark,
                    _ => false,
                };
                let value = if dark { self.dark } else { self.light };
                rgba.extend([value, value, value, 255]);
            }
        }
        Picture { rgba, width: side, height: side, truth: Truth::Unknown }
    }
}
