//! Pixels of any kind into the QR reader. The first byte says how the rest becomes a picture: as it is (luminance or
//! RGBA), as a real symbol that was damaged, as a sound symbol around hostile codewords, or as noise.
#![no_main]

#[path = "support/pictures.rs"]
mod pictures;

use halfminute::qr::{Encoding, Progress, Reader, Symbol};
use libfuzzer_sys::fuzz_target;
use pictures::{Picture, Truth};

/// A picture of this size has a quick tier and some twenty views, each of at most 300 triples: far fewer steps.
const MOST_STEPS: usize = 2000;
/// Steps of the deep tier, which is long where nothing can be read, and is given up at any time by the shell too.
const DEEP_STEPS: usize = 12;
/// Of 256 first bytes, those above this one get the whole deep tier.
const PATIENT: u8 = 245;

fuzz_target!(|input: &[u8]| {
    let Some(picture) = pictures::of(input) else { return };
    let patient = input.first().is_some_and(|first| *first > PATIENT);
    for symbol in read(&picture, patient) {
        assert!((0.0..=1.0).contains(&symbol.quality), "quality {}", symbol.quality);
        assert!(symbol.corners.iter().all(|(x, y)| x.is_finite() && y.is_finite()), "{:?}", symbol.corners);
        assert!((1..=40).contains(&symbol.version));
        match &picture.truth {
            Truth::Nothing => panic!("{:?} was read from noise", symbol.text),
            Truth::Text(text) => assert_eq!(symbol.text.as_slice(), text.as_slice(), "misread"),
            Truth::Unknown => {}
        }
        write_and_read_again(&symbol);
    }
});

fn read(picture: &Picture, patient: bool) -> Vec<Symbol> {
    let mut reader = Reader::new(&picture.rgba, picture.width, picture.height).expect("a picture of this size is read");
    let (mut steps, mut deep) = (0, 0);
    loop {
        let next = reader.step();
        steps += 1;
        deep += usize::from(next == Progress::Deep);
        assert!(steps < MOST_STEPS, "no end is in sight");
        if next == Progress::Done || (deep > DEEP_STEPS && !patient) {
            return reader.into_symbols();
        }
    }
}

/// What was read can be written as a clean symbol, and is read from it.
fn write_and_read_again(symbol: &Symbol) {
    if symbol.encoding != Encoding::Utf8 || core::str::from_utf8(&symbol.text).is_err() {
        return;
    }
    // Longer ones only cost time: nothing that is special about a text is at its end.
    let text = symbol.text.get(..200).unwrap_or(&symbol.text);
    let Ok(text) = core::str::from_utf8(text) else { return };
    let clean = pictures::clean(text.as_bytes());
    let again = read(&clean, true);
    assert!(again.iter().any(|one| one.text.as_slice() == text.as_bytes()), "{text:?} was written and not read again");
}
