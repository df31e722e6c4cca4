//! A judge that names a document which the vault did not ask about.

use super::*;
use halfminute::autofill::{Choice, Judge, Look, Outcome};

/// Says always that the field is in the second document.
struct Lying(Described);

fn second() -> Choice {
    Choice { frame: 1, fields: vec![0] }
}

impl Judge for Lying {
    fn decide(&self, _: &[usize], _: usize, _: bool) -> Outcome {
        Ok(second())
    }

    fn pointed_out(&self, _: &[usize], _: usize) -> Outcome {
        Ok(second())
    }

    fn find(&self, _: &[usize], _: &[&Look], _: usize) -> Option<Outcome> {
        None
    }

    fn look(&self, choice: &Choice) -> Option<Look> {
        self.0.look(choice)
    }

    fn complains(&self, _: &Choice) -> bool {
        false
    }

    fn sends_to(&self, _: &Choice) -> Vec<String> {
        Vec::new()
    }

    fn closed(&self) -> Vec<String> {
        Vec::new()
    }
}

#[test]
fn a_code_goes_into_no_document_that_the_account_is_not_bound_to() {
    let (mut vault, id) = enrol("hotp/a?counter=1");
    let (here, other) = (site(HERE), site("https://other.example"));
    for gesture in [Gesture::Page, Gesture::Field, Gesture::Teach, Gesture::Anyway] {
        let ask = Ask {
            id: &id,
            pages: &[on(&here), on(&other)],
            has_top: true,
            judge: &Lying(Described(vec![code_page(), code_page()])),
            times: &[Millis(NOW), Millis(NOW)],
            gesture,
            look: false,
            into_frame: None,
            may_send_to: &[],
            min_seconds: Seconds(5),
            private: false,
        };
        let answer = vault.fill(&ask, NOW);
        assert_eq!(answer.outcome.map(|filling| filling.code), Err(Refusal::NotBound), "{gesture:?}");
        assert!(!answer.changed, "neither the counter nor a taught field: {gesture:?}");
    }
}
