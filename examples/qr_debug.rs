//! Draws what the QR reader saw: `cargo run --release --features qr-debug --example qr_debug -- picture.png out.svg [shrink]`.

use std::{env, error::Error, fs, fs::File, io::BufReader};

use halfminute::qr;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(picture), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("qr_debug PICTURE.png OUT.svg [SHRINK]".into());
    };
    let shrink = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let mut decoder = png::Decoder::new(BufReader::new(File::open(picture)?));
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
    fs::write(out, qr::debug::svg(&rgba, width, height, shrink)?)?;
    for symbol in qr::read_rgba(&rgba, width, height, || true)? {
        println!(
            "version {} {:?}, quality {:.2}, {} bytes at {:?}",
            symbol.version,
            symbol.level,
            symbol.quality,
            symbol.text.len(),
            symbol.corners
        );
    }
    Ok(())
}
