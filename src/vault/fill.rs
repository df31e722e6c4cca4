//! Filling: decides whether a code may be filled into a page, which code, and into which fields.

use super::ask::{Answer, Ask, Filling, Gesture, Refusal};
use super::contents::bound::Page;
use super::contents::event::{Deed, Event};
use super::contents::tries::Unsealed;
use super::error::Error;
use super::frames::Documents;
use super::opened::Vault;
use crate::autofill::{Choice, Decline, Outcome};
use crate::sites::{Place, Site};
use crate::time::{Millis, Seconds};

/// A request to fill a code while it is being answered.
struct Attempt<'v, 'a> {
    vault: &'v mut Vault,
    ask: &'v Ask<'a>,
    now: Millis,
    /// Whether answering it has changed the vault.
    changed: bool,
}

impl Attempt<'_, '_> {
    fn run(&mut self) -> Result<Filling, Refusal> {
        let ask = self.ask;
        let account = self.vault.contents.account(ask.id)?;
        if !account.otp.makes_codes() {
            return Err(Error::NoCodes.into());
        }
        let places: Vec<Place> = ask.pages.iter().map(Page::place).collect();
        let Documents { open, others } = Documents::of(account, ask, &places);
        if open.is_empty() {
            if ask.into_frame.is_some() {
                return Err(Decline::NoCodeField.into());
            }
            return Err(self.vault.refuse_place(places.first(), ask));
        }
        let length = account.otp.code_at(self.now.seconds().0).text.chars().count();
        let submit = account.submit;
        // Documents that the code may not go into have no say in the choice of the field.
        let outcome = self.decide(&open, length);
        let choice = outcome.map_err(|decline| self.vault.refuse_page(decline, ask, &places, &others, length))?;
        let at = choice.frame;
        // Whatever the judge says, a code goes into no other document.
        if !open.contains(&at) {
            return Err(Refusal::NotBound);
        }
        let site = ask.pages.get(at).ok_or(Refusal::NotBound)?.site;
        if ask.look {
            let other = ask.top().is_some_and(|top| top.site != site);
            return Err(if other { Refusal::AskFrame { site: site.clone() } } else { Refusal::Found });
        }
        let sends_to = self.vault.sends_elsewhere(ask, &choice)?;
        let complains = ask.judge.complains(&choice);
        self.changed |= self.vault.remember_frame(ask, at, &places, self.now.0)?;

        let time = ask.times.get(at).copied().unwrap_or(self.now);
        let code = self.vault.contents.account(ask.id)?.otp.code_at(time.seconds().0);
        let window = code.window.map(|window| (Seconds(window.valid_from), Seconds(window.valid_until)));
        let until = window.map(|(_, until)| until);
        let used = self.judge(site, complains, until)?;
        if let Some((from, until)) = window {
            let on_this_clock = until.millis().0.saturating_add(self.now.0).saturating_sub(time.0);
            let next = Millis(on_this_clock).next_second();
            if used {
                return Err(Refusal::Used { until: next });
            }
            // A short period would never have as much left: a third of it is enough then.
            let too_few = ask.min_seconds.min(Seconds((until.0 - from.0) / 3));
            if until.millis().0.saturating_sub(time.0) < too_few.millis().0 {
                return Err(Refusal::RunsOut { until: next });
            }
        } else {
            self.vault.next_code(ask.id, self.now.0)?;
            self.changed = true;
        }
        // A form that sends the code to another place is never submitted for the person.
        let submit = submit && !sends_to;
        Ok(Filling { choice, code: code.text.to_string(), until, submit })
    }

    /// Records whether the site has accepted the last code that was filled there, and returns whether the code that
    /// expires at `until` was filled there already.
    ///
    /// # Errors
    /// [`Refusal::Rejected`] when the site has rejected too many codes.
    fn judge(&mut self, site: &Site, complains: bool, until: Option<Seconds>) -> Result<bool, Refusal> {
        let ask = self.ask;
        let sealed = &mut self.vault.contents.account_mut(ask.id)?.tries;
        let mut unsealed = self.vault.unsealed.take(ask.id);
        if ask.private {
            unsealed.follow(sealed);
        }
        let kept = if ask.private { &mut unsealed } else { &mut *sealed };
        let mut noted = kept.judge(site, complains, self.now.0);
        if ask.gesture == Gesture::Anyway {
            unsealed.once_more(site);
            if !ask.private {
                sealed.once_more(site);
            }
            noted = true;
        }
        self.changed |= noted && !ask.private;
        let rejected = unsealed.too_many(site) || (!ask.private && sealed.too_many(site));
        let used = until.is_some_and(|until| sealed.used(site, until) || unsealed.used(site, until));
        self.vault.unsealed.put(ask.id, unsealed);
        if rejected { Err(Refusal::Rejected) } else { Ok(used) }
    }

    /// Decides on the field: the one that the person points out now, else one that they pointed out on this site
    /// before, else the one that fits best by the page's own words.
    fn decide(&mut self, open: &[usize], length: usize) -> Outcome {
        let ask = self.ask;
        if ask.gesture == Gesture::Teach && !ask.look {
            let choice = ask.judge.pointed_out(open, length)?;
            let page = ask.pages.get(choice.frame).filter(|_| open.contains(&choice.frame));
            if let Some((page, look)) = page.zip(ask.judge.look(&choice)) {
                self.vault.teach(page.site, look, self.now.0);
                self.changed = true;
            }
            return Ok(choice);
        }
        let sites = open.iter().filter_map(|at| ask.pages.get(*at)).map(|page| page.site);
        let looks: Vec<_> = sites.flat_map(|site| self.vault.looks_at(site)).collect();
        let found = ask.judge.find(open, &looks, length);
        found.unwrap_or_else(|| ask.judge.decide(open, length, ask.gesture == Gesture::Field))
    }
}

impl Vault {
    /// Answers a request to fill a code at `now`, the computer's time.
    pub fn fill(&mut self, ask: &Ask, now: u64) -> Answer {
        let mut attempt = Attempt { vault: self, ask, now: Millis(now), changed: false };
        let outcome = attempt.run();
        Answer { outcome, changed: attempt.changed }
    }

    /// Whether the form sends the code to a place that the account is not bound to.
    ///
    /// # Errors
    /// [`Refusal::SendsTo`] with these places when the person has not allowed all of them.
    fn sends_elsewhere(&self, ask: &Ask, choice: &Choice) -> Result<bool, Refusal> {
        let account = self.contents.account(ask.id)?;
        let domains = ask.pages.first().ok_or(Refusal::NotBound)?.domains;
        let is_bound = |target: &str| {
            let site = Site::from_origin(target).ok();
            site.is_some_and(|site| account.belongs(&Page { site: &site, path: "/", domains }.place(), domains))
        };
        let foreign: Vec<String> = ask.judge.sends_to(choice).into_iter().filter(|target| !is_bound(target)).collect();
        if foreign.iter().all(|target| ask.may_send_to.contains(target)) {
            Ok(!foreign.is_empty())
        } else {
            Err(Refusal::SendsTo { sends_to: foreign })
        }
    }

    fn refuse_place(&self, here: Option<&Place>, ask: &Ask) -> Refusal {
        let domains = ask.pages.first().map(|page| page.domains);
        let twin = here.zip(domains).and_then(|(here, domains)| self.twin(here, domains));
        twin.map_or(Refusal::NotBound, |twin| Refusal::LookAlike { twin })
    }

    /// Why nothing is filled when no document that the code may go into has a field. The field may be in a frame: of a
    /// site that the person has to be asked about, or one that the browser does not let the extension into.
    fn refuse_page(&self, decline: Decline, ask: &Ask, places: &[Place], others: &[usize], length: usize) -> Refusal {
        let Ok(account) = self.contents.account(ask.id) else { return decline.into() };
        if decline != Decline::NoCodeField || ask.into_frame.is_some() {
            return decline.into();
        }
        if let Some(refusal) = self.ask_frame(ask, places, others, length) {
            return refusal;
        }
        let seen = ask.judge.closed();
        let closed = || {
            seen.iter()
                .filter_map(|origin| Site::from_origin(origin).ok())
                .filter(|site| !ask.pages.iter().any(|page| page.site == site))
        };
        let Some(page) = ask.pages.first() else { return decline.into() };
        let belongs =
            |site: &Site| account.belongs(&Page { site, path: "/", domains: page.domains }.place(), page.domains);
        let of_top = ask.top().is_some_and(|top| belongs(top.site));
        let first = || closed().next().filter(|_| of_top);
        closed().find(belongs).or_else(first).map_or(decline.into(), |site| Refusal::InFrame { site })
    }

    /// Records that a code was written into a page of `site`, so that the same code is not filled there again. `until`
    /// is when the code expires.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub fn filled(&mut self, id: &str, site: &Site, until: Option<Seconds>, now: u64) -> Result<(), Error> {
        let account = self.contents.account_mut(id)?;
        account.tries.filled(site, until, now);
        account.note_use(now);
        let event = Event::of(Deed::Fill, now).account(account.label()).site(site);
        self.note(&event);
        Ok(())
    }

    /// Records that a code was written into a page of `site` in a private window, so that the same code is not filled
    /// there again until the vault is locked. Nothing of it is sealed. `until` is when the code expires.
    pub fn filled_in_private(&mut self, id: &str, site: &Site, until: Option<Seconds>, now: u64) {
        let mut tries = self.unsealed.take(id);
        tries.filled(site, until, now);
        self.unsealed.put(id, tries);
    }

    /// The records of codes in private windows as text, for [`Self::recall`] after a restart of the background; empty
    /// when there are none.
    #[must_use]
    pub fn unsealed(&self) -> String {
        self.unsealed.to_json()
    }

    /// Restores the records of codes in private windows from the text that [`Self::unsealed`] returned. A record that
    /// can't be read is left out.
    pub fn recall(&mut self, unsealed: &str) {
        self.unsealed = Unsealed::from_json(unsealed);
    }
}
