//! What a person changes of an account, and the three-way merge with what another window has changed meanwhile.

use serde::Deserialize;
use zeroize::Zeroizing;

use super::contents::account::{MAX_NAME_BYTES, MAX_NOTE_BYTES, MAX_TAG_BYTES, MAX_TAGS};
use super::contents::bound::Bound;
use super::error::Error;
use crate::otpauth::clean_name;

/// What an account is to be after an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Changes {
    /// Name of the service that asks for the codes.
    pub issuer: String,
    /// Name of the account at the service.
    pub name: String,
    /// Where it may be filled.
    pub sites: Vec<SiteChange>,
    /// Whether the form is sent as well after filling.
    pub submit: bool,
    /// Frames of other sites that it may still be filled into, as [`Details`](super::Details) shows them; none is added.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub frames: Vec<String>,
    /// What the person wrote beside it.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub note: String,
    /// Words by which the person finds it.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub tags: Vec<String>,
    /// Whether it stands before all others.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub pinned: bool,
}

/// One site that an account is bound to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct SiteChange {
    /// Its origin.
    pub origin: String,
    /// `domain`, `host`, or the beginning of a path.
    pub rule: String,
    /// Whether the field that was pointed out there stays remembered.
    pub taught: bool,
}

/// The edit of one of several accounts.
#[derive(Clone, Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Edit {
    /// By which the account is found.
    pub id: String,
    /// What the account was when the person began.
    #[cfg_attr(feature = "types", ts(optional))]
    pub seen: Option<Changes>,
    /// What it is to be.
    pub changes: Changes,
    /// The PIN that goes into its codes, where the person has typed one; without one it stays as it is.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub pin: Zeroizing<String>,
}

impl Changes {
    /// The same wish over what the account is `now`, where it was as `seen` when the person began: whatever they left as
    /// they had seen it stays as another window has made it, and of a value that both have changed this wish counts.
    pub(super) fn over(&self, seen: &Self, now: Self) -> Self {
        let stays = |frame: &String| self.frames.contains(frame) || !seen.frames.contains(frame);
        Self {
            issuer: changed(&self.issuer, &seen.issuer).unwrap_or(now.issuer),
            name: changed(&self.name, &seen.name).unwrap_or(now.name),
            submit: changed(&self.submit, &seen.submit).unwrap_or(now.submit),
            sites: self.sites_over(seen, &now.sites),
            frames: now.frames.into_iter().filter(stays).collect(),
            note: changed(&self.note, &seen.note).unwrap_or(now.note),
            tags: changed(&self.tags, &seen.tags).unwrap_or(now.tags),
            pinned: changed(&self.pinned, &seen.pinned).unwrap_or(now.pinned),
        }
    }

    /// The note and the tags as an account takes them: each tag once, without spaces around it.
    ///
    /// # Errors
    /// [`Error::TooLong`].
    pub(super) fn own(&self) -> Result<(&str, Vec<String>), Error> {
        let mut tags: Vec<String> = Vec::new();
        for tag in &self.tags {
            let tag = clean_name(tag).0.trim().to_owned();
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let is_long = |tag: &String| tag.len() > MAX_TAG_BYTES;
        if self.note.len() > MAX_NOTE_BYTES || tags.len() > MAX_TAGS || tags.iter().any(is_long) {
            return Err(Error::TooLong);
        }
        Ok((&self.note, tags))
    }

    /// Issuer and name as an account takes them.
    ///
    /// # Errors
    /// [`Error::TooLong`].
    pub(super) fn names(&self) -> Result<(String, String), Error> {
        if self.issuer.len().max(self.name.len()) > MAX_NAME_BYTES {
            return Err(Error::TooLong);
        }
        let [issuer, name] = [&self.issuer, &self.name].map(|name| clean_name(name).0.trim().to_owned());
        Ok((issuer, name))
    }

    /// Site by site: one that the person removed goes, one that another window added stays.
    fn sites_over(&self, seen: &Self, now: &[SiteChange]) -> Vec<SiteChange> {
        let wanted = self.sites.iter().filter_map(|site| {
            let untouched = of_origin(&seen.sites, site) == Some(site);
            if untouched { of_origin(now, site) } else { Some(site) }
        });
        let is_new = |site: &&SiteChange| of_origin(&seen.sites, site).or(of_origin(&self.sites, site)).is_none();
        wanted.chain(now.iter().filter(is_new)).cloned().collect()
    }
}

/// The sites that a person wants, each once.
///
/// # Errors
/// [`Error::NotASite`] and [`Error::NotAPath`].
pub(super) fn bounds_of(sites: &[SiteChange]) -> Result<Vec<Bound>, Error> {
    let mut bounds: Vec<Bound> = Vec::new();
    for change in sites {
        let bound = Bound::new(&change.origin, &change.rule)?;
        if !bounds.iter().any(|other| other.site == bound.site) {
            bounds.push(bound);
        }
    }
    Ok(bounds)
}

/// The value that a person wants, unless it is what they had seen.
fn changed<T: Clone + PartialEq>(wanted: &T, seen: &T) -> Option<T> {
    (wanted != seen).then(|| wanted.clone())
}

fn of_origin<'a>(sites: &'a [SiteChange], site: &SiteChange) -> Option<&'a SiteChange> {
    sites.iter().find(|other| other.origin == site.origin)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn sites() -> impl Strategy<Value = Vec<SiteChange>> {
        let rule = proptest::sample::select(vec!["domain", "host"]);
        let site = (0..4, rule, any::<bool>()).prop_map(|(origin, rule, taught)| SiteChange {
            origin: format!("https://{origin}.example"),
            rule: rule.to_owned(),
            taught,
        });
        proptest::collection::vec(site, 0..4).prop_map(|sites| by_origin(&sites).into_values().collect())
    }

    fn changes() -> impl Strategy<Value = Changes> {
        let frames = proptest::sample::subsequence(vec!["a", "b", "c", "d"], 0..=4);
        ("[ab]", "[ab]", sites(), any::<bool>(), frames).prop_map(|(issuer, name, sites, submit, frames)| Changes {
            issuer,
            name,
            sites,
            submit,
            frames: frames.into_iter().map(ToOwned::to_owned).collect(),
            ..Changes::default()
        })
    }

    fn by_origin(sites: &[SiteChange]) -> BTreeMap<String, SiteChange> {
        sites.iter().map(|site| (site.origin.clone(), site.clone())).collect()
    }

    proptest! {
        #[test]
        fn whoever_touches_nothing_changes_nothing(seen in changes(), now in changes()) {
            let after = seen.over(&seen, now.clone());
            prop_assert_eq!(by_origin(&after.sites), by_origin(&now.sites));
            prop_assert_eq!(Changes { sites: Vec::new(), ..after }, Changes { sites: Vec::new(), ..now });
        }

        #[test]
        fn where_nobody_else_was_the_wish_is_granted(seen in changes(), wanted in changes()) {
            let after = wanted.over(&seen, seen.clone());
            let frames = seen.frames.iter().filter(|frame| wanted.frames.contains(frame)).cloned().collect();
            prop_assert_eq!(after, Changes { frames, ..wanted });
        }

        #[test]
        fn each_value_is_the_wish_if_it_was_touched_and_else_what_the_other_window_made_it(
            seen in changes(), wanted in changes(), now in changes(),
        ) {
            let after = wanted.over(&seen, now.clone());
            prop_assert_eq!(&after.issuer, if wanted.issuer == seen.issuer { &now.issuer } else { &wanted.issuer });
            prop_assert_eq!(&after.name, if wanted.name == seen.name { &now.name } else { &wanted.name });
            prop_assert_eq!(after.submit, if wanted.submit == seen.submit { now.submit } else { wanted.submit });
            let of = |changes: &Changes| by_origin(&changes.sites);
            let (seen_sites, wanted_sites, now_sites, after_sites) = (of(&seen), of(&wanted), of(&now), of(&after));
            prop_assert_eq!(after_sites.len(), after.sites.len(), "each site once");
            for origin in (0..4).map(|number| format!("https://{number}.example")) {
                let untouched = wanted_sites.get(&origin) == seen_sites.get(&origin);
                let expected = if untouched { &now_sites } else { &wanted_sites };
                prop_assert_eq!(after_sites.get(&origin), expected.get(&origin), "{}", origin);
            }
            for frame in ["a", "b", "c", "d"].map(ToOwned::to_owned) {
                let removed = seen.frames.contains(&frame) && !wanted.frames.contains(&frame);
                prop_assert_eq!(after.frames.contains(&frame), now.frames.contains(&frame) && !removed, "{}", frame);
            }
        }
    }
}
