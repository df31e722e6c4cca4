//! Which view is opened when: the whole picture in the quick tier, then the parts that look like a code in the deep one.

use std::rc::Rc;

use crate::qr::{
    picture::{
        plane::Plane,
        threshold::Thresholds,
        view::{STAGES, Stage, View},
    },
    reader::{
        Progress, Reader,
        open_view::{OpenView, Placement},
        suspect::Suspect,
    },
};

/// Pixels of the largest picture that the deep tier reads in full size. A larger one is a photograph, not a screen, and its
/// modules are many pixels wide.
const LARGE: usize = 9_000_000;
/// The number of views, one of each kind, after which a suspect is given up if none of them showed a symbol.
const FIRST_LOOKS: usize = 9;

impl Reader<'_> {
    /// The tier of what comes next.
    pub(super) fn next_tier(&self) -> Progress {
        if let Some(view) = &self.open {
            return if view.stage.deep { Progress::Deep } else { Progress::Quick };
        }
        if self.found.is_enough() {
            Progress::Done
        } else if self.intake.is_some() || !self.quick.is_empty() || self.suspects.is_none() {
            Progress::Quick
        } else if self.deep.is_empty() {
            Progress::Done
        } else {
            Progress::Deep
        }
    }

    /// Opens a view of the whole picture.
    pub(super) fn open_quickly(&self, stage: Stage) -> Option<OpenView> {
        let (layer, scale) = match stage.view {
            View::Full => (self.layers.first()?, 1.0),
            _ => (self.layers.get(1)?, 2.0),
        };
        let thresholds = Thresholds::of(&layer.extremes, &layer.plane, stage.mode);
        let placement = Placement { left: 0.0, top: 0.0, scale };
        OpenView::new(stage, &layer.plane, thresholds, placement, Some(self.evidence.mask(scale)))
    }

    /// Opens a view of a suspect, unless the suspect was given up or has no such view.
    pub(super) fn open_deeply(&mut self, stage: Stage, suspect: usize) -> Option<OpenView> {
        let Suspect { area, base, tried, hopeful, .. } = self.suspects.as_mut()?.get_mut(suspect)?;
        if *tried >= FIRST_LOOKS && !*hopeful {
            return None;
        }
        *tried += 1;
        let (shown, scale) = match (stage.view, self.rgba.as_ref()) {
            (View::Full, _) => base.clone(),
            (View::Channel(at), Some(rgba)) => (Rc::new(Plane::channel(rgba, at, self.width, area)), 1.0),
            (View::Channel(_), None) => return None,
            (view, _) => view.of(&base.0).map(|(shown, scale)| (Rc::new(shown), scale * base.1))?,
        };
        let thresholds = Thresholds::new(&shown, stage.mode);
        let placement = Placement { left: area.left as f32, top: area.top as f32, scale };
        Some(OpenView { suspect, ..OpenView::new(stage, &shown, thresholds, placement, None)? })
    }

    /// Chooses what the deep tier looks at, and in which order.
    pub(super) fn choose_suspects(&mut self) {
        let areas = self.evidence.areas();
        let whole = self.layers.first().map(|layer| Rc::clone(&layer.plane));
        let areas = areas.into_iter().zip(whole.iter().cycle()).map(|(area, whole)| {
            let plane = if area.width() == whole.width && area.height() == whole.height {
                Rc::clone(whole)
            } else {
                Rc::new(whole.cropped(&area))
            };
            let half = (plane.data.len() > LARGE).then(|| (Rc::new(plane.halved()), 2.0));
            let base = half.unwrap_or_else(|| (Rc::clone(&plane), 1.0));
            Suspect { area, plane, base, tried: 0, hopeful: self.evidence.is_small() }
        });
        let suspects: Vec<_> = areas.collect();
        let stages = STAGES.into_iter().filter(|stage| stage.deep);
        self.deep = stages.flat_map(|stage| (0..suspects.len()).map(move |suspect| (stage, suspect))).collect();
        self.suspects = Some(suspects);
    }
}
