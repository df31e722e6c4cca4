//! Symbols by another encoder, distorted, read back: never a wrong text, and within mild bounds always the right one.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are those of small pictures"
)]

use halfminute::qr::{read, read_rgba};
use proptest::prelude::*;
use qrcode::{Color, EcLevel, QrCode, Version, bits::Bits};

/// What is done to a symbol before it is read.
#[derive(Clone, Debug)]
struct Distortion {
    /// Pixels a module.
    scale: f32,
    /// Radians.
    turn: f32,
    /// How much nearer one side is than the other.
    perspective: f32,
    /// Standard deviation in modules.
    blur: f32,
    /// Largest difference.
    noise: f32,
    dark: f32,
    light: f32,
    inverted: bool,
    mirrored: bool,
    /// How much wider than high the picture was made.
    stretch: f32,
    /// How much darker the right side is than the left.
    shadow: f32,
}

impl Distortion {
    /// What has to be read, come what may.
    fn is_mild(&self) -> bool {
        self.scale > 3.5 && self.perspective < 0.12 && self.noise < 15.0 && self.shadow < 40.0
    }
}

fn distortions() -> impl Strategy<Value = Distortion> {
    let shape = (2.5_f32..9.0, -3.2_f32..3.2, 0.0_f32..0.25, any::<bool>(), 0.85_f32..1.18);
    let light = (0.0_f32..0.3, 0.0_f32..25.0, 0.0_f32..90.0, any::<bool>(), 0.0_f32..60.0);
    (shape, light).prop_map(|((scale, turn, perspective, mirrored, stretch), (blur, noise, dark, inverted, shadow))| {
        Distortion {
            scale,
            turn,
            perspective,
            blur,
            noise,
            dark,
            light: dark + 130.0,
            inverted,
            mirrored,
            stretch,
            shadow,
        }
    })
}

/// The symbol as a picture: RGBA, and its side in pixels.
fn draw(code: &QrCode, distortion: &Distortion) -> (Vec<u8>, usize) {
    let modules = code.width() as f32;
    let colors = code.to_colors();
    let side = ((modules + 10.0) * distortion.scale * 1.5) as usize;
    let middle = side as f32 / 2.0;
    let (sin, cos) = distortion.turn.sin_cos();
    let dark_at = |u: f32, v: f32| {
        let inside = u >= 0.0 && v >= 0.0 && u < modules && v < modules;
        inside && colors[v as usize * code.width() + u as usize] == Color::Dark
    };
    let mut state = 0x2545_f491_u32;
    let mut pixels = Vec::with_capacity(side * side * 4);
    for y in 0..side {
        for x in 0..side {
            let mut sum = 0.0;
            // Sixteen points, spread by the blur around the pixel.
            for at in 0..16_u8 {
                let spread = 1.0 + distortion.blur * distortion.scale * 3.0;
                let (dx, dy) = ((f32::from(at % 4) - 1.5) / 4.0 * spread, (f32::from(at / 4) - 1.5) / 4.0 * spread);
                let px = (x as f32 + 0.5 + dx - middle) * if distortion.mirrored { -1.0 } else { 1.0 };
                let py = (y as f32 + 0.5 + dy - middle) * distortion.stretch;
                let (a, b) = (px * cos + py * sin, py * cos - px * sin);
                let depth = 1.0 + distortion.perspective * b / middle;
                let (u, v) =
                    (a / depth / distortion.scale + modules / 2.0, b / depth / distortion.scale + modules / 2.0);
                sum += if dark_at(u, v) == distortion.inverted { distortion.light } else { distortion.dark };
            }
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let noise = ((state >> 16) as f32 / 65536.0 - 0.5) * 2.0 * distortion.noise;
            let shadow = distortion.shadow * x as f32 / side as f32;
            let value = (sum / 16.0 + noise - shadow).clamp(0.0, 255.0) as u8;
            pixels.extend([value, value, value, 255]);
        }
    }
    (pixels, side)
}

/// `QrCode::new` would take pairs of bytes of UTF-8 for Shift-JIS where it can.
fn in_byte_mode(text: &str, level: EcLevel) -> QrCode {
    (1..=40)
        .find_map(|version| {
            let mut bits = Bits::new(Version::Normal(version));
            bits.push_byte_data(text.as_bytes()).ok()?;
            bits.push_terminator(level).ok()?;
            QrCode::with_bits(bits, level).ok()
        })
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn read_back_or_not_at_all(seed in "[A-Z2-7]{16,52}", level in 0_usize..4, distortion in distortions()) {
        let text = format!("otpauth://totp/Example:alice?secret={seed}&issuer=Example");
        let level = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H][level];
        let code = QrCode::with_error_correction_level(&text, level).unwrap();
        let (pixels, side) = draw(&code, &distortion);
        let symbols = read_rgba(&pixels, side, side, || true).unwrap();
        for symbol in &symbols {
            prop_assert_eq!(symbol.text.as_slice(), text.as_bytes());
        }
        let mild = distortion.is_mild();
        prop_assert!(symbols.len() == 1 || (symbols.is_empty() && !mild), "{:?} {}", distortion, symbols.len());
        prop_assert!(symbols.iter().all(|symbol| symbol.inverted == distortion.inverted));
        prop_assert!(symbols.iter().all(|symbol| symbol.mirrored == distortion.mirrored));
    }

    /// In a clean picture of whatever version holds it. A symbol that says nothing is no symbol.
    #[test]
    fn every_text_arrives(text in any::<String>(), level in 0_usize..4, scale in 2_usize..5) {
        prop_assume!(!text.is_empty() && text.len() < 400);
        let level = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H][level];
        let code = in_byte_mode(&text, level);
        let colors = code.to_colors();
        let side = (code.width() + 8) * scale;
        let dark = |x: usize, y: usize| {
            let (u, v) = ((x / scale).wrapping_sub(4), (y / scale).wrapping_sub(4));
            u < code.width() && v < code.width() && colors[v * code.width() + u] == Color::Dark
        };
        let luma: Vec<u8> = (0..side * side).map(|at| if dark(at % side, at / side) { 0 } else { 255 }).collect();
        let symbols = read(&luma, side, side).unwrap();
        prop_assert_eq!(symbols.len(), 1);
        prop_assert_eq!(str::from_utf8(&symbols[0].text), Ok(text.as_str()));
    }

    #[test]
    fn noise_is_no_symbol(bytes in proptest::collection::vec(any::<u8>(), 64 * 64 * 4)) {
        prop_assert!(read_rgba(&bytes, 64, 64, || true).unwrap().is_empty());
    }
}
