//! Judging the documents of a tab by their numbers, so that whoever asks need not hold them.

use super::choose::decide;
use super::complaint::complains;
use super::decision::{Choice, Decline, Outcome};
use super::field::{Field, Frame};
use super::taught::{Look, find, pointed_out};

/// What is asked about the documents of a tab. [`Choice::frame`] is the number of a document, and `among` are the numbers of
/// the documents that have a say.
///
/// In the browser the documents lie in a module of their own, and the core asks that module.
pub trait Judge {
    /// Chooses a field as [`decide`] does.
    ///
    /// # Errors
    /// Why nothing is to be filled.
    fn decide(&self, among: &[usize], code_length: usize, pointed_at: bool) -> Outcome;

    /// The field with the cursor, as [`pointed_out`] takes it.
    ///
    /// # Errors
    /// Why nothing is to be filled.
    fn pointed_out(&self, among: &[usize], code_length: usize) -> Outcome;

    /// The field that was pointed out before, as [`find`] finds it.
    fn find(&self, among: &[usize], looks: &[&Look], code_length: usize) -> Option<Outcome>;

    /// What the chosen field is recognised by on a later visit.
    fn look(&self, choice: &Choice) -> Option<Look>;

    /// Whether the document refuses the code that was filled before, as [`complains`] tells.
    fn complains(&self, choice: &Choice) -> bool;

    /// The origins other than the document's own to which the form of the chosen fields would send the code.
    fn sends_to(&self, choice: &Choice) -> Vec<String>;

    /// The origins of the visible frames that cannot be looked into.
    fn closed(&self) -> Vec<String>;
}

/// The described documents of a tab, in the order of their numbers.
pub struct Described(pub Vec<Frame>);

impl Described {
    /// Copies of these documents.
    fn frames(&self, among: &[usize]) -> Vec<Frame> {
        among.iter().filter_map(|at| self.0.get(*at)).cloned().collect()
    }

    fn fields(&self, choice: &Choice) -> impl Iterator<Item = &Field> {
        let frame = self.0.get(choice.frame);
        choice.fields.iter().filter_map(move |at| frame?.fields.get(*at))
    }
}

/// Gives a document that was chosen among some its own number.
fn numbered(outcome: Outcome, among: &[usize]) -> Outcome {
    let Choice { frame, fields } = outcome?;
    let frame = *among.get(frame).ok_or(Decline::NoCodeField)?;
    Ok(Choice { frame, fields })
}

impl Judge for Described {
    fn decide(&self, among: &[usize], code_length: usize, pointed_at: bool) -> Outcome {
        numbered(decide(&self.frames(among), code_length, pointed_at).outcome, among)
    }

    fn pointed_out(&self, among: &[usize], code_length: usize) -> Outcome {
        numbered(pointed_out(&self.frames(among), code_length).map(|(choice, _)| choice), among)
    }

    fn find(&self, among: &[usize], looks: &[&Look], code_length: usize) -> Option<Outcome> {
        find(&self.frames(among), looks, code_length).map(|outcome| numbered(outcome, among))
    }

    fn look(&self, choice: &Choice) -> Option<Look> {
        Look::of(self.0.get(choice.frame)?, &choice.fields)
    }

    fn complains(&self, choice: &Choice) -> bool {
        self.0.get(choice.frame).is_some_and(|frame| complains(frame, choice))
    }

    fn sends_to(&self, choice: &Choice) -> Vec<String> {
        let mut origins: Vec<String> = Vec::new();
        for origin in self.fields(choice).flat_map(|field| &field.sends_to) {
            if !origins.contains(origin) {
                origins.push(origin.clone());
            }
        }
        origins
    }

    fn closed(&self) -> Vec<String> {
        self.0.iter().flat_map(|frame| frame.closed.iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tab() -> Described {
        let field = Field {
            kind: "text".to_owned(),
            name: "totp".to_owned(),
            autocomplete: "one-time-code".to_owned(),
            visible: true,
            writable: true,
            focused: true,
            sends_to: vec!["https://b.example".to_owned(), "https://b.example".to_owned()],
            ..Field::default()
        };
        let with_field = Frame { fields: vec![field], ..Frame::default() };
        Described(vec![
            Frame { closed: vec!["https://c.example".to_owned()], ..Frame::default() },
            with_field.clone(),
            with_field,
        ])
    }

    #[test]
    fn a_choice_names_the_document_by_its_number() {
        let (tab, chosen) = (tab(), Choice { frame: 2, fields: vec![0] });
        assert_eq!(tab.decide(&[0, 2], 6, false), Ok(chosen.clone()));
        assert_eq!(tab.pointed_out(&[2], 6), Ok(chosen.clone()));
        let look = tab.look(&chosen).unwrap();
        assert_eq!(tab.find(&[0, 2], &[&look], 6), Some(Ok(chosen.clone())));
        assert_eq!(tab.find(&[0], &[&look], 6), None);
        assert_eq!(tab.sends_to(&chosen), ["https://b.example"]);
        assert_eq!(tab.closed(), ["https://c.example"]);
    }

    #[test]
    fn documents_that_have_no_say_change_nothing() {
        let tab = tab();
        assert_eq!(tab.decide(&[0], 6, false), Err(Decline::NoCodeField));
        assert_eq!(tab.decide(&[1, 2], 6, false), Err(Decline::SeveralFields));
        assert_eq!(tab.decide(&[7], 6, false), Err(Decline::NoCodeField));
    }
}
