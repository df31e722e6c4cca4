//! Codes for a site whose clock is ahead or behind.

use super::*;

#[test]
fn each_document_goes_by_the_clock_of_its_own_site() {
    let (mut vault, id) = enrol("totp/a?");
    let (here, other) = (site(HERE), site("https://other.example"));
    let mut at = |pages: &[Page], frames: &[&Frame], times: &[u64]| {
        let times: Vec<Millis> = times.iter().copied().map(Millis).collect();
        let ask = Ask {
            id: &id,
            pages,
            has_top: true,
            look: false,
            into_frame: None,
            may_send_to: &[],
            judge: &Described(frames.iter().map(|frame| (*frame).clone()).collect()),
            times: &times,
            gesture: Gesture::Page,
            min_seconds: Seconds(5),
            private: false,
        };
        vault.fill(&ask, 45_000).outcome.map(|filling| (filling.code, filling.until))
    };
    let page = code_page();
    let right = ("287082".to_owned(), Some(Seconds(60)));
    assert_eq!(at(&[on(&here)], &[&page], &[45_000]), Ok(right.clone()));
    // What another site's document in the same tab goes by is nothing to it.
    assert_eq!(at(&[on(&other), on(&here)], &[&page, &page], &[72_000_000, 45_000]), Ok(right));
    // Its own clock also says whether the code is about to run out, and this computer's when the next one comes.
    assert_eq!(at(&[on(&here)], &[&page], &[88_000]), Err(Refusal::RunsOut { until: Seconds(47) }));
    assert_eq!(at(&[on(&here)], &[&page], &[28_000]), Err(Refusal::RunsOut { until: Seconds(47) }));
}
