//! What became of the codes that were filled. A portal takes a code once only, and locks people out who send wrong ones.

use std::mem::take;

use crate::json::{FromJson, Json, Later, Object, ToJson};
use crate::sites::Site;
use crate::time::Seconds;

/// This many refused codes in a row end the filling on a site. MOBOTIX CLOUD locks an account after four.
const MOST_REJECTED: u8 = 2;
/// A page that complains of a wrong code means ours when that was filled at most this many milliseconds ago.
const REMEMBERED: u64 = 60 * 60 * 1000;
/// This many fills without a complaint make earlier complaints forgotten.
const ENOUGH_CALM: u8 = 2;
/// The most sites of one account whose last code is remembered.
const MAX_TRIES: usize = 20;

/// The last code that was filled into one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Try {
    site: Site,
    /// When it ran out; `None`, in the contents 0, when it came from a counter.
    until: Option<Seconds>,
    /// When it was filled.
    at: u64,
    /// How many codes in a row the site did not take.
    rejected: u8,
    /// How many codes were filled since then without a complaint.
    calm: u8,
    /// Whether it is known what became of this code.
    judged: bool,
    /// Fields of a later version, kept.
    later: Later,
}

impl FromJson for Try {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self {
            site: fields.take("site")?,
            until: Some(Seconds(fields.take("until")?)).filter(|until| until.0 > 0),
            at: fields.take("at")?,
            rejected: fields.take_or_default("rejected")?,
            calm: fields.take_or_default("calm")?,
            judged: fields.take_or_default("judged")?,
            later: fields.later(),
        })
    }
}

impl ToJson for Try {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("site", &self.site);
            json.field("until", &self.until.unwrap_or_default().0);
            json.field("at", &self.at);
            json.optional("rejected", &self.rejected);
            json.optional("calm", &self.calm);
            json.optional("judged", &self.judged);
            json.later(&self.later);
        });
    }
}

impl Try {
    fn rank(&self) -> (u64, Option<Seconds>, bool, u8, u8, &Later) {
        (self.at, self.until, self.judged, self.rejected, self.calm, &self.later)
    }
}

/// The last codes of one account, one for each site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tries(Vec<Try>);

impl FromJson for Tries {
    fn from_json(json: &str) -> Option<Self> {
        FromJson::from_json(json).map(Self)
    }
}

impl ToJson for Tries {
    fn to_json(&self, json: &mut Json) {
        self.0.to_json(json);
    }

    fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

impl Tries {
    /// Joins two lists: of each site the last code, the oldest first.
    pub(crate) fn join(self, other: Self) -> Self {
        let mut tries: Vec<Try> = self.0.into_iter().chain(other.0).collect();
        tries.sort_by(|one, other| (one.site.as_str(), other.rank()).cmp(&(other.site.as_str(), one.rank())));
        tries.dedup_by(|one, kept| one.site == kept.site);
        tries.sort_by(|one, other| (one.at, one.site.as_str()).cmp(&(other.at, other.site.as_str())));
        Self(tries)
    }

    /// Takes over whatever is later in `others`.
    pub(crate) fn follow(&mut self, others: &Self) {
        *self = take(self).join(others.clone());
    }

    /// Takes note of how the site answered the last code, once. Says whether there was anything to note.
    pub(crate) fn judge(&mut self, site: &Site, complains: bool, now: u64) -> bool {
        let Some(last) = self.0.iter_mut().find(|last| last.site == *site && !last.judged) else { return false };
        last.judged = true;
        if complains && now.saturating_sub(last.at) <= REMEMBERED {
            last.rejected = last.rejected.saturating_add(1);
            last.calm = 0;
        } else {
            last.calm = last.calm.saturating_add(1);
            if last.calm >= ENOUGH_CALM {
                last.rejected = 0;
            }
        }
        true
    }

    /// The sites where a code was filled, and when the last one was.
    pub(crate) fn sites(&self) -> impl Iterator<Item = (&Site, u64)> {
        self.0.iter().map(|last| (&last.site, last.at))
    }

    /// Whether filling on a site has to stop until the person says otherwise.
    pub(crate) fn too_many(&self, site: &Site) -> bool {
        self.0.iter().any(|last| last.site == *site && last.rejected >= MOST_REJECTED)
    }

    /// Lets one more code be filled on a site, because the person has said so.
    pub(crate) fn once_more(&mut self, site: &Site) {
        for last in self.0.iter_mut().filter(|last| last.site == *site) {
            last.rejected = last.rejected.min(MOST_REJECTED - 1);
        }
    }

    /// Whether the code that runs out at `until` was filled on a site already.
    pub(crate) fn used(&self, site: &Site, until: Seconds) -> bool {
        self.0.iter().any(|last| last.site == *site && last.until == Some(until))
    }

    /// Notes that a code was filled.
    pub(crate) fn filled(&mut self, site: &Site, until: Option<Seconds>, now: u64) {
        let known = self.0.iter().position(|last| last.site == *site).map(|at| self.0.remove(at));
        let (rejected, calm, later) = known.map(|last| (last.rejected, last.calm, last.later)).unwrap_or_default();
        if self.0.len() >= MAX_TRIES {
            self.0.remove(0);
        }
        self.0.push(Try { site: site.clone(), until, at: now, rejected, calm, judged: false, later });
    }
}

/// The last codes in private windows, by account id. They stay in memory and are never sealed.
#[derive(Default)]
pub(crate) struct Unsealed(Vec<(String, Tries)>);

impl Unsealed {
    /// Takes out the codes of an account, to be put back with [`Self::put`].
    pub(crate) fn take(&mut self, id: &str) -> Tries {
        let at = self.0.iter().position(|(of, _)| of == id);
        at.map(|at| self.0.swap_remove(at).1).unwrap_or_default()
    }

    /// Puts the codes of an account back.
    pub(crate) fn put(&mut self, id: &str, tries: Tries) {
        self.0.push((id.to_owned(), tries));
    }

    pub(crate) fn to_json(&self) -> String {
        if self.0.iter().all(|(_, tries)| tries.is_nothing()) {
            return String::new();
        }
        let mut json = Json::default();
        json.object(|json| self.0.iter().for_each(|(id, tries)| json.optional(id, tries)));
        String::from_utf8_lossy(json.as_bytes()).into_owned()
    }

    pub(crate) fn from_json(json: &str) -> Self {
        let fields = Object::parse(json).into_iter().flat_map(Object::fields);
        Self(fields.filter_map(|(id, tries)| Some((id, FromJson::from_json(tries)?))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_700_000_000_000;

    fn site() -> Site {
        Site::from_origin("https://a.example").unwrap()
    }

    fn after(answers: &[bool]) -> Tries {
        let mut tries = Tries::default();
        for (at, complains) in answers.iter().enumerate() {
            tries.filled(&site(), Some(Seconds(at as u64)), NOW);
            tries.judge(&site(), *complains, NOW + 1000);
        }
        tries
    }

    #[test]
    fn two_in_a_row_are_too_many() {
        assert!(!after(&[true]).too_many(&site()));
        assert!(after(&[true, true]).too_many(&site()));
        assert!(after(&[false, true, true]).too_many(&site()));
        assert!(!after(&[true, false, false, true]).too_many(&site()));
        // One that nobody complained of may have been given up: it does not undo the one before.
        assert!(after(&[true, false, true]).too_many(&site()));
    }

    #[test]
    fn each_code_is_judged_once_and_by_a_page_of_its_time() {
        let mut tries = after(&[true]);
        assert!(!tries.judge(&site(), true, NOW));
        assert!(!tries.too_many(&site()));
        tries.filled(&site(), Some(Seconds(9)), NOW);
        assert!(tries.judge(&site(), true, NOW + REMEMBERED + 1));
        assert!(!tries.too_many(&site()));
    }

    #[test]
    fn once_more_is_once() {
        let mut tries = after(&[true, true]);
        tries.once_more(&site());
        assert!(!tries.too_many(&site()));
        tries.filled(&site(), Some(Seconds(9)), NOW);
        tries.judge(&site(), true, NOW);
        assert!(tries.too_many(&site()));
    }

    #[test]
    fn other_sites_are_other_stories_and_few_are_kept() {
        let mut tries = after(&[true, true]);
        let other = |number: usize| Site::from_origin(&format!("https://{number}.example")).unwrap();
        assert!(!tries.too_many(&other(0)));
        for number in 0..2 * MAX_TRIES {
            tries.filled(&other(number), None, NOW);
        }
        assert_eq!(tries.0.len(), MAX_TRIES);
    }
}
