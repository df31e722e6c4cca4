//! A code leaves the vault only for a site that its account is bound to, for a field that was chosen, and at a time when
//! it does no harm.

mod clocks;
mod fields;
mod frames;
mod judges;
mod places;
mod private_windows;
mod times;

use crate::support::envelopes::{self, NOW, contents_of, empty_vault};
use crate::support::sites::{self, bound_to, on, ruled, site, without_domains};
use halfminute::autofill::{Decline, Described, Field, Frame};
use halfminute::time::{Millis, Seconds};
use halfminute::vault::{Answer, Ask, Changes, Chosen, Error, Filling, Gesture, Page, Refusal, SiteChange, Vault};

const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const HERE: &str = "https://a.example";

fn enrol(rest: &str) -> (Vault, String) {
    let mut vault = empty_vault();
    let uri = format!("otpauth://{rest}&secret={SEED}");
    let offer = vault.offer(uri.as_bytes(), Some(&on(&site(HERE)))).unwrap();
    let id = vault.accept(&Chosen::from(&offer.pending[0]), &sites::domain_of, NOW).unwrap();
    (vault, id)
}

fn field(autocomplete: &str) -> Field {
    Field {
        kind: "text".to_owned(),
        name: "code".to_owned(),
        autocomplete: autocomplete.to_owned(),
        visible: true,
        writable: true,
        ..Field::default()
    }
}

fn frame(autocomplete: &str) -> Frame {
    Frame { fields: vec![field(autocomplete)], ..Frame::default() }
}

fn ask(vault: &mut Vault, id: &str, pages: &[Page], frames: &[Frame], gesture: Gesture, now: u64) -> Answer {
    let judge = Described(frames.to_vec());
    let times = vec![Millis(now); pages.len()];
    let ask = Ask {
        id,
        pages,
        has_top: true,
        judge: &judge,
        times: &times,
        gesture,
        look: false,
        into_frame: None,
        may_send_to: &[],
        min_seconds: Seconds(5),
        private: false,
    };
    vault.fill(&ask, now)
}

/// On one page of one site.
fn fill_at(vault: &mut Vault, id: &str, origin: &str, frame: &Frame, now: u64) -> Result<Filling, Refusal> {
    let here = site(origin);
    ask(vault, id, &[on(&here)], std::slice::from_ref(frame), Gesture::Page, now).outcome
}

fn fill(vault: &mut Vault, id: &str, frame: &Frame, now: u64) -> Result<Filling, Refusal> {
    fill_at(vault, id, HERE, frame, now)
}

fn code_page() -> Frame {
    frame("one-time-code")
}

/// A page that says that it did not take the last code.
fn complaining() -> Frame {
    Frame { text: "Invalid code".to_owned(), ..code_page() }
}
