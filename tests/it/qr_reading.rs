//! Pictures by other generators (`fixtures/qr`), read.

use crate::support::pictures::{Picture, picture};
use halfminute::qr::{Error, MAX_PIXELS, MAX_SIDE, Symbol, luma, read};
use serde_json::Value;

fn read_rgba(picture: &Picture) -> Vec<Symbol> {
    let luma = luma::from_rgba(&picture.rgba, picture.width, picture.height).unwrap();
    read(&luma, picture.width, picture.height).unwrap()
}

fn manifest() -> Vec<Value> {
    serde_json::from_str(include_str!("../fixtures/qr/manifest.json")).unwrap()
}

fn text(symbol: &Symbol) -> &str {
    std::str::from_utf8(&symbol.text).unwrap()
}

#[test]
fn every_symbol_and_nothing_else() {
    for entry in manifest() {
        let file = entry["file"].as_str().unwrap();
        let mut found: Vec<String> = read_rgba(&picture(file)).iter().map(|symbol| text(symbol).to_owned()).collect();
        let symbols = entry["symbols"].as_array().unwrap();
        let mut expected: Vec<&str> = symbols.iter().map(|symbol| symbol["text"].as_str().unwrap()).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{file}");
    }
}

/// Within two modules of where they were drawn, in the order that is promised.
#[test]
fn corners_are_where_the_symbol_is() {
    let mut checked = 0;
    for entry in manifest() {
        let file = entry["file"].as_str().unwrap();
        let found = read_rgba(&picture(file));
        for symbol in entry["symbols"].as_array().unwrap() {
            let Some(edges) = symbol["box"].as_array() else { continue };
            let edges: Vec<f64> = edges.iter().map(|edge| edge.as_f64().unwrap()).collect();
            let [left, top, right, bottom] = edges[..] else { panic!("{file}") };
            let one = found.iter().find(|one| text(one) == symbol["text"]).unwrap();
            for ((x, y), (drawn_x, drawn_y)) in
                one.corners.iter().zip([(left, top), (right, top), (right, bottom), (left, bottom)])
            {
                let apart = (f64::from(*x) - drawn_x).abs().max((f64::from(*y) - drawn_y).abs());
                assert!(apart <= 8.0, "{file}: ({x}, {y}) for ({drawn_x}, {drawn_y})");
            }
            checked += 1;
        }
    }
    assert!(checked >= 9);
}

/// A quarter turn moves the first corner a quarter round.
#[test]
fn corners_turn_with_the_symbol() {
    let Picture { rgba, width, height } = picture("plain.png");
    let pixels = rgba.as_chunks::<4>().0;
    let turned = (0..width).flat_map(|y| (0..height).map(move |x| (x, y)));
    let rgba = turned.flat_map(|(x, y)| pixels[(height - 1 - x) * width + y]).collect();
    let symbols = read_rgba(&Picture { rgba, width: height, height: width });
    let [first, second, ..] = symbols[0].corners;
    assert!(first.0 > 100.0 && first.1 < 40.0, "top left is now at the top right: {first:?}");
    assert!(second.0 > 100.0 && second.1 > 100.0, "{second:?}");
}

#[test]
fn what_is_covered_or_cut_off_is_not_misread() {
    let Picture { rgba, width, height } = picture("plain.png");
    let whole = text(&read_rgba(&Picture { rgba: rgba.clone(), width, height })[0]).to_owned();
    for rows in (1..height).step_by(3) {
        let cut = Picture { rgba: rgba[..rows * width * 4].to_vec(), width, height: rows };
        assert!(read_rgba(&cut).iter().all(|symbol| text(symbol) == whole), "{rows} rows");
    }
    for covered in (0..height - 20).step_by(5) {
        let mut rgba = rgba.clone();
        rgba[covered * width * 4..(covered + 20) * width * 4].fill(255);
        assert!(read_rgba(&Picture { rgba, width, height }).iter().all(|symbol| text(symbol) == whole), "{covered}");
    }
}

#[test]
fn pictures_of_no_size_or_one_colour() {
    for (width, height) in [(0, 0), (0, 5), (5, 0), (1, 1), (1, 500), (500, 1), (7, 7)] {
        for shade in [0, 127, 255] {
            assert_eq!(
                read(&vec![shade; width * height], width, height).unwrap().len(),
                0,
                "{width}x{height} of {shade}"
            );
        }
    }
}

#[test]
fn sizes_have_limits() {
    let refusal = |length: usize, width, height| read(&vec![0; length], width, height).err();
    assert_eq!(refusal(0, MAX_SIDE + 1, 0), Some(Error::TooLarge));
    assert_eq!(refusal(0, 1, MAX_SIDE + 1), Some(Error::TooLarge));
    assert_eq!(refusal(0, MAX_SIDE, MAX_PIXELS / MAX_SIDE + 1), Some(Error::TooLarge));
    assert_eq!(refusal(0, usize::MAX, usize::MAX), Some(Error::TooLarge));
    assert_eq!(refusal(0, MAX_SIDE, MAX_PIXELS / MAX_SIDE), Some(Error::WrongLength));
    assert_eq!(refusal(99, 10, 10), Some(Error::WrongLength));
    assert_eq!(refusal(101, 10, 10), Some(Error::WrongLength));
    assert_eq!(refusal(100, 10, 10), None);
    assert_eq!(luma::from_rgba(&[0; 399], 10, 10), Err(Error::WrongLength));
    assert_eq!(luma::from_rgba(&[], MAX_SIDE + 1, 1), Err(Error::TooLarge));
}
