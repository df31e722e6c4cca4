//! Undoes a blur of about a module so far that finder patterns show again. Single modules do not: the equaliser reads those.

use crate::qr::picture::plane::Plane;

/// The plane with a blur of nearly a module undone.
///
/// Such a blur leaves no more than a shoulder of the ring of a finder pattern; here the ring is light again. Noise grows
/// tenfold.
pub(crate) fn deblurred(plane: &Plane) -> Plane {
    let lost = |plane: &Plane| {
        let soft = plane.blurred().blurred().blurred();
        let lost = plane.data.iter().zip(&soft.data).map(|(value, mean)| i32::from(*value) - i32::from(*mean));
        let lost = lost.map(|lost| (128 + lost).clamp(0, 255) as u8);
        Plane::new(lost.collect(), plane.width, plane.height)
    };
    let once = lost(plane);
    let twice = lost(&once);
    let data = plane.data.iter().zip(once.data.iter().zip(&twice.data)).map(|(value, (once, twice))| {
        let [value, once, twice] = [*value, *once, *twice].map(i32::from);
        (value + 2 * (once - 128) + 8 * (twice - 128)).clamp(0, 255) as u8
    });
    Plane::new(data.collect(), plane.width, plane.height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_that_was_a_shoulder_is_light_again() {
        // A row through a finder pattern of two pixels a module, blurred until its ring is no more.
        let row = |at: usize| if !(10..24).contains(&at) || matches!(at, 12 | 13 | 20 | 21) { 255 } else { 0 };
        let sharp = Plane::new((0..34 * 8).map(|at| row(at % 34)).collect(), 34, 8);
        let soft = (0..4).fold(sharp, |plane, _| plane.blurred());
        let at = |plane: &Plane, x: i32| plane.at(x, 4);
        let undone = deblurred(&soft);
        assert!(at(&soft, 13) - at(&soft, 10) < 60, "{:?}", soft.data);
        assert!(at(&undone, 13) - at(&undone, 10) > 60, "{:?} {:?}", soft.data, undone.data);
        assert!(at(&undone, 13) - at(&undone, 16) > 100);
    }
}
