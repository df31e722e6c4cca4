//! What the reader saw, as an SVG to be laid over the picture: `cargo run --example qr_debug`.

use core::fmt::Write;

use super::{
    Error, check_size, finder, layout,
    locate::Locator,
    luma,
    plane::Plane,
    sample::{self, Kernel},
    threshold::{Mode, Thresholds},
    triple,
};

/// Of a picture of straight-alpha RGBA pixels: finder patterns (blue; red for light ones; fainter if odd), the best guesses
/// of where a symbol is (green), and its modules of which little is certain (orange).
///
/// # Errors
/// As for [`super::read_rgba`].
pub fn svg(rgba: &[u8], width: usize, height: usize, shrink: usize) -> Result<String, Error> {
    check_size(width, height)?;
    let full = Plane::new(luma::from_rgba(rgba, width, height)?, width, height);
    let plane = if shrink > 1 { full.shrunk(shrink) } else { full };
    let scale = shrink.max(1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"><g transform=\"scale({scale})\" \
         fill=\"none\" stroke-width=\"0.6\">"
    );
    let finders = finder::find(&plane, &Thresholds::new(&plane, Mode::Steady), 1, 0.6);
    for found in &finders {
        let color = if found.inverted { "red" } else { "blue" };
        let points = found.reach.iter().enumerate().map(|(ray, reach)| {
            let (cos, sin) = finder::direction(ray);
            (found.x + cos * reach, found.y + sin * reach)
        });
        polygon(&mut out, points, color, 1.0 - found.oddity);
    }
    for triple in triple::group(&finders, 2.4).iter().take(20) {
        let three = [triple.corner, triple.right, triple.below].map(|at| finders.get(at));
        let [Some(corner), Some(right), Some(below)] = three else { continue };
        let locator = Locator { plane: &plane, finders: [corner, right, below] };
        let Some(guess) = locator.guesses().into_iter().next().filter(|guess| guess.fitness > 0.35) else { continue };
        let side = layout::side(guess.version);
        let far = side as f32;
        let map = locator.with_alignment(&guess).unwrap_or(guess.map);
        polygon(&mut out, [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)].map(|point| map.map(point)), "green", 1.0);
        let values = sample::values(&plane, side, 0, guess.inverted, Kernel::Middle, sample::by(&map));
        let soft = sample::judge(&values, side, 5);
        for index in (0..side * side).filter(|index| soft.index(*index).abs() < 0.4) {
            let (u, v) = ((index % side) as f32, (index / side) as f32);
            let corners = [(u, v), (u + 1.0, v), (u + 1.0, v + 1.0), (u, v + 1.0)];
            polygon(&mut out, corners.map(|point| map.map(point)), "orange", 1.0);
        }
    }
    out.push_str("</g></svg>");
    Ok(out)
}

fn polygon(out: &mut String, points: impl IntoIterator<Item = super::Point>, color: &str, opacity: f32) {
    out.push_str("<polygon points=\"");
    for (x, y) in points {
        // Writing to a string does not fail.
        let _ = write!(out, "{x:.1},{y:.1} ");
    }
    let _ = write!(out, "\" stroke=\"{color}\" stroke-opacity=\"{opacity:.2}\"/>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_picture_has_nothing_to_show() {
        let drawn = svg(&[255; 40 * 40 * 4], 40, 40, 1).unwrap();
        assert!(drawn.starts_with("<svg") && !drawn.contains("polygon"));
    }
}
