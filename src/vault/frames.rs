//! Which frames of a tab a code may go into, and what the person is asked about the others.

use super::ask::{Ask, Gesture, Refusal};
use super::contents::account::{Account, MAX_SITES};
use super::contents::event::{Deed, Event};
use super::contents::framed::Framed;
use super::contents::version_key::VersionKey;
use super::error::Error;
use super::opened::Vault;
use crate::sites::{Place, Site};

/// The documents of a tab, as indices: those that an account's codes may go into, and those that the person would have to
/// be asked about.
pub(super) struct Documents {
    pub(super) open: Vec<usize>,
    pub(super) others: Vec<usize>,
}

impl Documents {
    pub(super) fn of(account: &Account, ask: &Ask, places: &[Place]) -> Self {
        let belongs = |at: usize| {
            let here = places.get(at).zip(ask.pages.get(at));
            account.deleted.is_none() && here.is_some_and(|(place, page)| account.belongs(place, page.domains))
        };
        let top = ask.top().filter(|_| belongs(0)).map(|page| page.site);
        // Within a page that the account is bound to, what is of another site.
        let framed = |at: usize| {
            let frame = ask.pages.get(at).map(|page| page.site);
            top.zip(frame).filter(|(top, frame)| at > 0 && top != frame)
        };
        let is_open = |at: usize| match (ask.into_frame, framed(at)) {
            (Some(named), found) => {
                let is_named = at > 0 && ask.pages.get(at).is_some_and(|page| page.site == named);
                is_named && (belongs(at) || found.is_some())
            }
            (None, Some((top, frame))) if account.has_frame(top, frame) => true,
            (None, _) => belongs(at),
        };
        let open: Vec<usize> = (0..places.len()).filter(|at| is_open(*at)).collect();
        let others = (1..places.len()).filter(|at| !open.contains(at) && framed(*at).is_some()).collect();
        Self { open, others }
    }
}

impl Vault {
    /// The frame of another site that the field is in, if there is one.
    pub(super) fn ask_frame(&self, ask: &Ask, places: &[Place], others: &[usize], length: usize) -> Option<Refusal> {
        let pointed = matches!(ask.gesture, Gesture::Field | Gesture::Teach);
        let choice = ask.judge.decide(others, length, pointed).ok().filter(|choice| others.contains(&choice.frame))?;
        let page = ask.pages.get(choice.frame)?;
        let twin = self.twin(places.get(choice.frame)?, page.domains);
        Some(twin.map_or_else(|| Refusal::AskFrame { site: page.site.clone() }, |twin| Refusal::LookAlike { twin }))
    }

    /// Keeps the person's word for a frame: it holds from now on, there and nowhere else. Says whether it is news.
    pub(super) fn remember_frame(&mut self, ask: &Ask, at: usize, places: &[Place], now: u64) -> Result<bool, Refusal> {
        let (Some(frame), Some(top)) = (ask.into_frame, ask.top()) else { return Ok(false) };
        let account = self.contents.account(ask.id)?;
        let place = places.get(at).ok_or(Refusal::NotBound)?;
        if account.has_frame(top.site, frame) || account.belongs(place, top.domains) {
            return Ok(false);
        }
        if let Some(twin) = self.twin(place, top.domains) {
            return Err(Refusal::LookAlike { twin });
        }
        self.allow_frame(ask.id, top.site, frame, now)?;
        Ok(true)
    }

    /// Lets an account's codes go into frames of `frame` within pages of `top`, because the person has said so.
    fn allow_frame(&mut self, id: &str, top: &Site, frame: &Site, now: u64) -> Result<(), Error> {
        let version = self.next_version(now);
        let account = self.contents.live_account_mut(id)?;
        if account.frames.len() >= MAX_SITES {
            return Err(Error::TooLong);
        }
        account.frames.push(Framed { top: top.clone(), frame: frame.clone() });
        account.versions.set(VersionKey::Frames, version);
        account.modified = now;
        let event = Event::of(Deed::Edit, now).account(account.label()).site(frame);
        self.note(&event);
        Ok(())
    }
}
