//! Reads a picture in steps: take it in, look for finder patterns in one view of it after the other, make sets of three,
//! say where a symbol would lie, sample it and decode it.
//!
//! [`Reader::step`] names these in their order. There are two tiers: the quick one looks at the whole picture, the deep one
//! at the parts of it that look like a code.

mod found;
mod open_view;
mod suspect;
mod tiers;
pub(super) mod tolerance;

use std::{borrow::Cow, collections::VecDeque, rc::Rc};

use crate::qr::{
    picture::{
        Error, check_size,
        evidence::Evidence,
        intake::{Intake, Layer},
        plane::Plane,
        view::{STAGES, Stage},
    },
    place::{
        body, layout,
        locate::{Guess, Locator},
        pair,
        search::Search,
        triple::{self, Triple},
    },
    reader::{
        found::Found,
        open_view::OpenView,
        suspect::{Suspect, is_hopeful},
        tolerance::{QUICK, Tolerance},
    },
    symbol::{Symbol, append, follow},
};

/// Which part of its work a [`Reader`] does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// What comes next belongs to the quick tier, which is short.
    Quick,
    /// What comes next belongs to the deep tier: it can be given up at any time.
    Deep,
    /// Nothing is left to try.
    Done,
}

/// Reads a picture in steps, so that the caller, who has a clock, can stop between them.
pub struct Reader<'a> {
    rgba: Option<Rc<Cow<'a, [u8]>>>,
    width: usize,
    intake: Option<Intake<'a>>,
    /// The whole picture and half of it.
    layers: Vec<Layer>,
    evidence: Evidence,
    /// The views of the quick tier that were not opened yet.
    quick: VecDeque<Stage>,
    /// Where something looks like a code, once the quick tier is through.
    suspects: Option<Vec<Suspect>>,
    /// The views of the deep tier that were not opened yet, each with the index of its suspect.
    deep: VecDeque<(Stage, usize)>,
    open: Option<OpenView>,
    found: Found,
}

/// Pixels taken in, work of a search, and triples tried in one step: each takes a few milliseconds.
const PIXELS_A_STEP: usize = 1 << 20;
const WORK_A_STEP: usize = 8_000_000;
const TRIPLES_A_STEP: usize = 8;
/// Guesses at one triple that are followed up.
const MOST_GUESSES: usize = 3;

impl<'a> Reader<'a> {
    /// Begins with straight-alpha RGBA pixels, four bytes each, row by row.
    ///
    /// # Errors
    /// [`Error::TooLarge`] beyond [`MAX_PIXELS`](crate::qr::MAX_PIXELS) or [`MAX_SIDE`](crate::qr::MAX_SIDE), and
    /// [`Error::WrongLength`] if `rgba` is not `width * height * 4` bytes long.
    pub fn new(rgba: impl Into<Cow<'a, [u8]>>, width: usize, height: usize) -> Result<Self, Error> {
        let rgba = Rc::new(rgba.into());
        if rgba.len() != check_size(width, height)? * 4 {
            return Err(Error::WrongLength);
        }
        let intake = Intake::of_rgba(Rc::clone(&rgba), width, height);
        Ok(Self::of(Some(rgba), intake, width, height))
    }

    /// Begins with luminance, of the length that was checked.
    pub(super) fn of_luma(data: Vec<u8>, width: usize, height: usize) -> Self {
        Self::of(None, Intake::of_luma(Plane::new(data, width, height)), width, height)
    }

    fn of(rgba: Option<Rc<Cow<'a, [u8]>>>, intake: Intake<'a>, width: usize, height: usize) -> Self {
        let usable = width >= layout::SMALLEST && height >= layout::SMALLEST;
        let quick = STAGES.into_iter().filter(|stage| !stage.deep && usable);
        Self {
            rgba,
            width,
            intake: usable.then_some(intake),
            layers: Vec::new(),
            evidence: Evidence::of(width, height),
            quick: quick.collect(),
            suspects: (!usable).then(Vec::new),
            deep: VecDeque::new(),
            open: None,
            found: Found::default(),
        }
    }

    /// The symbols that were read so far.
    #[must_use]
    pub fn symbols(&self) -> &[Symbol] {
        &self.found.symbols
    }

    /// The symbols that were read. The parts of a structured append are joined if all of them are there.
    #[must_use]
    pub fn into_symbols(self) -> Vec<Symbol> {
        append::join(self.found.symbols)
    }

    /// Does a small part of what is left, and says what comes next.
    pub fn step(&mut self) -> Progress {
        if let Some(intake) = self.intake.take() {
            self.take_in(intake);
        } else if let Some(view) = self.open.take() {
            self.read_view(view);
        } else if self.evidence.is_open() {
            self.evidence.advance(&self.layers);
        } else if let Some(stage) = self.quick.pop_front() {
            self.open = self.open_quickly(stage);
        } else if self.suspects.is_none() {
            self.choose_suspects();
        } else if let Some((stage, suspect)) = self.deep.pop_front() {
            self.open = self.open_deeply(stage, suspect);
        }
        self.next_tier()
    }

    fn take_in(&mut self, mut intake: Intake<'a>) {
        if intake.advance(PIXELS_A_STEP) {
            self.intake = Some(intake);
        } else {
            self.layers = intake.finish().into();
        }
    }

    /// Reads on in a view: finds patterns, makes sets of three of them, reads the sets; and leaves it open while any are left.
    fn read_view(&mut self, mut view: OpenView) {
        let is_searching = if let Some(search) = view.search.take() {
            self.find_patterns(&mut view, search)
        } else {
            self.read_sets(&mut view);
            false
        };
        if is_searching || !view.triples.is_empty() {
            self.open = Some(view);
        }
    }

    /// Searches on for finder patterns, and makes sets of them when the search is through; whether it is not.
    fn find_patterns(&self, view: &mut OpenView, mut search: Search) -> bool {
        let is_searching = search.advance(WORK_A_STEP);
        if is_searching {
            view.search = Some(search);
        } else {
            view.finders = search.finish();
            view.finders.retain(|finder| !self.found.is_read(finder, view.placement));
            make_sets(view);
        }
        is_searching
    }

    /// Reads a few sets, or one if that takes some time.
    fn read_sets(&mut self, view: &mut OpenView) {
        for _ in 0..TRIPLES_A_STEP {
            let Some(triple) = view.triples.pop_front() else { break };
            if self.read_set(view, triple) {
                break;
            }
        }
    }

    /// Says where the symbol of a set would lie, samples it there and decodes it; whether that took some time.
    fn read_set(&mut self, view: &OpenView, triple: Triple) -> bool {
        let finders = [triple.corner, triple.right, triple.below].map(|at| view.finders.get(at));
        let [Some(corner), Some(right), Some(below)] = finders else { return false };
        if [corner, right, below].iter().any(|finder| self.found.is_read(finder, view.placement)) {
            return false;
        }
        if !view.is_deblurred() && !body::is_alike(&view.plane, [corner, right, below]) {
            return false;
        }
        let locator = Locator { plane: &view.plane, finders: [corner, right, below] };
        let least = Tolerance::of(view.stage).fitness;
        let whole = self.suspect_of(view).map(|suspect| (Rc::clone(&suspect.plane), view.placement.scale));
        let mut took = false;
        for guess in locator.guesses().iter().take(MOST_GUESSES).take_while(|guess| guess.fitness >= least) {
            took = true;
            self.remember(view, guess);
            let whole = whole.as_ref().map(|(plane, scale)| (&**plane, *scale));
            if let Some((decoded, map)) = follow::follow(&view.plane, whole, &locator, guess) {
                self.found.keep(decoded, guess, &map, view.placement);
                break;
            }
        }
        took
    }

    /// Remembers that a guess fitted: where something is to be read yet, and what the deep tier should look at.
    fn remember(&mut self, view: &OpenView, guess: &Guess) {
        let far = layout::side(guess.version) as f32;
        if guess.fitness >= QUICK.fitness {
            self.found.promise(view.placement.out(guess.map.map((far / 2.0, far / 2.0))));
        }
        if !view.stage.deep {
            let corners = layout::corners(guess.version).map(|point| view.placement.out(guess.map.map(point)));
            self.evidence.guessed(corners);
        } else if is_hopeful(guess)
            && let Some(suspect) = self.suspects.iter_mut().flatten().nth(view.suspect)
        {
            suspect.hopeful = true;
        }
    }

    /// The suspect that a view of the deep tier shows.
    fn suspect_of(&self, view: &OpenView) -> Option<&Suspect> {
        self.suspects.iter().flatten().nth(view.suspect).filter(|_| view.stage.deep)
    }
}

/// Makes sets of three of the patterns of a view; in the deep tier also of two, with the third where it would be.
fn make_sets(view: &mut OpenView) {
    let tolerance = Tolerance::of(view.stage);
    view.triples = triple::group(&view.finders, tolerance.strangeness).into();
    view.triples.truncate(tolerance.triples);
    if view.stage.deep && !view.is_deblurred() {
        // Few, and asked first: there are hundreds of triples on a page of text.
        for triple in pair::completed(&mut view.finders).into_iter().rev() {
            view.triples.push_front(triple);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many steps a picture of 1000 x 800 takes, quick and deep ones.
    fn steps(draw: impl Fn(usize, usize) -> u8) -> (usize, usize) {
        let data = (0..1000 * 800).map(|at| draw(at % 1000, at / 1000)).collect();
        let mut reader = Reader::of_luma(data, 1000, 800);
        let (mut quick, mut deep) = (1, 0);
        loop {
            match reader.step() {
                Progress::Quick => quick += 1,
                Progress::Deep => deep += 1,
                Progress::Done => return (quick, deep),
            }
        }
    }

    /// The pattern of seven modules, `scale` pixels each, and one between it and the next.
    fn tiled(x: usize, y: usize, scale: usize) -> u8 {
        let ring = (x / scale % 8).abs_diff(3).max((y / scale % 8).abs_diff(3));
        if ring == 2 || ring > 3 { 255 } else { 0 }
    }

    #[test]
    fn a_page_without_a_code_ends_early() {
        assert_eq!(steps(|_, _| 255).1, 0);
        // Lines of round letters, each much like a finder pattern.
        let letters = |x: usize, y: usize| {
            if x % 16 < 11 && y % 30 < 11 { tiled(x % 16 * 7 / 11, y % 30 * 7 / 11, 1) } else { 255 }
        };
        let (quick, deep) = steps(letters);
        assert!(quick < 30 && deep == 0, "{quick} {deep}");
    }

    // Sixteen ways to look, each with 300 triples, one in a step, and what it takes to find them.
    #[test]
    fn hostile_pictures_have_an_end() {
        for scale in [1, 2, 4] {
            let (quick, deep) = steps(|x, y| tiled(x, y, scale));
            assert!(quick < 80 && deep < 5200, "{scale}: {quick} {deep}");
        }
        let chequered = steps(|x, y| ((x / 3 + y / 3) % 2 * 255) as u8);
        assert!(chequered.0 < 80 && chequered.1 < 5200, "{chequered:?}");
    }
}
