//! The symbols that were read, where they lie, and where something is still to be read.

use crate::qr::{
    picture::Point,
    place::{finder::Finder, homography::Homography, layout, locate::Guess},
    reader::open_view::Placement,
    symbol::{Symbol, decode::Decoded},
};

/// What was found in the picture so far.
#[derive(Default)]
pub(super) struct Found {
    pub(super) symbols: Vec<Symbol>,
    /// The middles of the finder patterns of each symbol.
    patterns: Vec<[Point; 3]>,
    /// The middles of what looked like a code and was not read.
    promising: Vec<Point>,
}

impl Found {
    /// Whether the caller has what they came for: a text for an authenticator, or every code that was seen.
    pub(super) fn is_enough(&self) -> bool {
        self.symbols.iter().any(|symbol| symbol.text.starts_with(b"otpauth"))
            || (!self.symbols.is_empty() && self.promising.is_empty())
    }

    /// Remembers the middle of what looks like a code, until a symbol is read around it.
    pub(super) fn promise(&mut self, middle: Point) {
        self.promising.push(middle);
    }

    /// Whether a pattern belongs to a symbol that was read: it is one of the three of that symbol, or an odd one inside. A much
    /// smaller one inside may belong to another symbol, in the place of a logo.
    pub(super) fn is_read(&self, finder: &Finder, placement: Placement) -> bool {
        let (x, y) = placement.out((finder.x, finder.y));
        self.symbols.iter().zip(&self.patterns).any(|(symbol, patterns)| {
            let near = finder.module * placement.scale * 2.0;
            let alike = finder.oddity > 0.1 && finder.module * placement.scale > symbol.module() * 0.6;
            (alike && is_inside(&symbol.corners, (x, y)))
                || patterns.iter().any(|(px, py)| (px - x).abs() < near && (py - y).abs() < near)
        })
    }

    /// Takes up a symbol that was read by a guess, whose map may have been refined.
    pub(super) fn keep(&mut self, decoded: Decoded, guess: &Guess, map: &Homography, placement: Placement) {
        let far = layout::side(guess.version) as f32;
        let mut corners = layout::corners(guess.version).map(|point| placement.out(map.map(point)));
        if decoded.mirrored {
            corners.swap(1, 3);
        }
        self.symbols.push(Symbol {
            text: decoded.text,
            encoding: decoded.encoding,
            corners,
            version: decoded.version,
            level: decoded.level,
            inverted: guess.inverted,
            mirrored: decoded.mirrored,
            quality: decoded.quality,
            appended: decoded.appended,
        });
        self.patterns.push([(3.5, 3.5), (far - 3.5, 3.5), (3.5, far - 3.5)].map(|point| placement.out(map.map(point))));
        self.promising.retain(|point| !is_inside(&corners, *point));
    }
}

/// Whether a point lies in a convex quadrilateral, of either orientation.
fn is_inside(corners: &[Point; 4], (x, y): Point) -> bool {
    let next = corners.iter().cycle().skip(1);
    let turns = corners.iter().zip(next).map(|(a, b)| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0));
    let (mut left, mut right) = (false, false);
    for turn in turns {
        left |= turn < 0.0;
        right |= turn > 0.0;
    }
    !(left && right)
}
