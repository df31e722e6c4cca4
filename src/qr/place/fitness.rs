//! How well a map puts the fixed patterns of a version where the picture has them, and how it can be moved to fit better.

use crate::qr::{
    picture::{Point, plane::Plane},
    place::{
        homography::Homography,
        layout::{self, Module},
    },
};

/// Points of the grid where every symbol of a version is dark or light.
pub(crate) struct Fitness {
    /// Each point with a sign: 1 is light, -1 is dark.
    points: Vec<(Point, f32)>,
}

/// About the number of points that is enough: more of them say no more.
const MANY: usize = 500;

impl Fitness {
    /// The points of the timing patterns.
    pub(crate) fn timing(version: usize) -> Self {
        let side = layout::side(version);
        let points = (8..side - 8).flat_map(|at| {
            let sign = if at % 2 == 0 { -1.0 } else { 1.0 };
            let along = at as f32 + 0.5;
            [((along, 6.5), sign), ((6.5, along), sign)]
        });
        Self { points: points.collect() }
    }

    /// The points of all fixed modules, or of every n-th if there are very many.
    pub(crate) fn all(modules: &[Module], side: usize) -> Self {
        let mut points: Vec<(Point, f32)> = modules
            .iter()
            .enumerate()
            .filter_map(|(index, module)| match module {
                Module::Fixed(dark) => {
                    let sign = if *dark { -1.0 } else { 1.0 };
                    Some((((index % side) as f32 + 0.5, (index / side) as f32 + 0.5), sign))
                }
                _ => None,
            })
            .collect();
        let stride = points.len() / MANY + 1;
        if stride > 1 {
            points = points.into_iter().step_by(stride).collect();
        }
        Self { points }
    }

    /// How well a map fits: 1 if all points are as they should be, -1 if all are the opposite.
    pub(crate) fn of(&self, plane: &Plane, map: &Homography, inverted: bool, contrast: f32) -> f32 {
        let (mut dark, mut light) = ((0.0_f32, 0.0_f32), (0.0_f32, 0.0_f32));
        for ((u, v), sign) in &self.points {
            let (x, y) = map.map((*u, *v));
            let value = plane.between(x, y);
            let (sum, count) = if *sign > 0.0 { &mut light } else { &mut dark };
            *sum += value;
            *count += 1.0;
        }
        let [dark, light] = [dark, light].map(|(sum, count)| sum / count.max(1.0));
        let difference = if inverted { dark - light } else { light - dark };
        (difference / contrast.max(1.0)).clamp(-1.0, 1.0)
    }

    /// Moves the four corners of a map for as long as it fits better by that and may still reach `least`; the map and its fitness.
    pub(crate) fn climb(
        &self,
        plane: &Plane,
        map: &Homography,
        side: usize,
        inverted: bool,
        contrast: f32,
        least: f32,
    ) -> (Homography, f32) {
        let far = side as f32 - 3.5;
        let grid = [(3.5, 3.5), (far, 3.5), (far, far), (3.5, far)];
        let mut corners = grid.map(|point| map.map(point));
        let mut best = (*map, self.of(plane, map, inverted, contrast));
        let (right, down) = map.steps((far / 2.0, far / 2.0));
        let module = f32::midpoint(right.0.hypot(right.1), down.0.hypot(down.1));
        let mut step = module * 0.8;
        for _ in 0..6 {
            let mut moved = true;
            let mut rounds = 0;
            while moved && rounds < 4 {
                moved = false;
                rounds += 1;
                for at in [2, 1, 3, 0] {
                    // The fourth corner is the least known: it moves furthest.
                    let reach = if at == 2 { step * 1.6 } else { step * 0.6 };
                    for (dx, dy) in [(reach, 0.0), (-reach, 0.0), (0.0, reach), (0.0, -reach)] {
                        let mut trial = corners;
                        let Some(corner) = trial.get_mut(at) else { continue };
                        *corner = (corner.0 + dx, corner.1 + dy);
                        let Some(map) = Homography::of_corners(grid, trial) else { continue };
                        let fitness = self.of(plane, &map, inverted, contrast);
                        if fitness > best.1 + 1e-4 {
                            best = (map, fitness);
                            corners = trial;
                            moved = true;
                        }
                    }
                }
            }
            step *= 0.5;
            // Small steps do not reach what large ones did not come near to.
            if best.1 < least - 0.1 {
                break;
            }
        }
        best
    }
}
