//! Draws what the QR reader saw: `./build.sh qr-debug PICTURE` calls it with a PNG.
//!
//! `qr_debug PICTURE.png OUT.svg [--at X,Y] [--show-text]`

use std::{env, error::Error, fmt::Write, fs, io::Cursor};

use base64ct::{Base64, Encoding};
use halfminute::qr::{self, debug::Options};

const USAGE: &str = "qr_debug PICTURE.png OUT.svg [--at X,Y] [--show-text]";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [picture, out, options @ ..] = arguments.as_slice() else { return Err(USAGE.into()) };
    let (mut show_text, mut at) = (false, None);
    let mut options = options.iter().map(String::as_str);
    while let Some(option) = options.next() {
        match (option, options.clone().next().and_then(|point| point.split_once(','))) {
            ("--show-text", _) => show_text = true,
            ("--at", Some((x, y))) => {
                at = Some((x.parse()?, y.parse()?));
                options.next();
            }
            _ => return Err(USAGE.into()),
        }
    }
    let file = fs::read(picture)?;
    let mut decoder = png::Decoder::new(Cursor::new(&file));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info()?;
    let mut bytes = vec![0; reader.output_buffer_size().ok_or("too large")?];
    let info = reader.next_frame(&mut bytes)?;
    let rgba = match info.color_type {
        png::ColorType::GrayscaleAlpha => {
            bytes.as_chunks::<2>().0.iter().flat_map(|[gray, alpha]| [*gray, *gray, *gray, *alpha]).collect()
        }
        _ => bytes,
    };
    let (width, height) = (info.width as usize, info.height as usize);
    let href = format!("data:image/png;base64,{}", Base64::encode_string(&file));
    fs::write(out, qr::debug::svg(&rgba, width, height, &Options { picture: &href, show_text, at })?)?;
    for symbol in qr::read_rgba(&rgba, width, height, || true)? {
        let corners = symbol.corners.iter().fold(String::new(), |mut list, (x, y)| {
            // Writing to a string does not fail.
            let _ = write!(list, " ({x:.0}, {y:.0})");
            list
        });
        let text = if show_text { String::from_utf8_lossy(&symbol.text) } else { "".into() };
        println!(
            "read: version {}, level {:?}, quality {:.2}, {} bytes, at{corners} {text}",
            symbol.version,
            symbol.level,
            symbol.quality,
            symbol.text.len(),
        );
    }
    Ok(())
}
