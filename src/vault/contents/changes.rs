//! What changes in an account after it was enrolled. Each change of a value is noted with its version.

use zeroize::Zeroizing;

use super::account::{Account, MAX_SITES};
use super::bound::Bound;
use super::icon::Icon;
use super::version::Version;
use super::version_key::VersionKey;
use crate::sites::Site;
use crate::vault::error::Error;

impl Account {
    /// Sets the bound sites. `by_hand` says of a site that is new, or has another rule, whether it is the person's own word.
    pub(crate) fn set_sites(&mut self, sites: Vec<Bound>, version: Version, by_hand: impl Fn(&Site) -> bool) {
        let of = |sites: &[Bound], site: &Site| sites.iter().find(|bound| bound.site == *site).cloned();
        let before = core::mem::take(&mut self.sites);
        for Bound { site, .. } in before.iter().chain(&sites) {
            let (earlier, next) = (of(&before, site), of(&sites, site));
            if earlier == next {
                continue;
            }
            self.versions.set(VersionKey::Site(site), version);
            if next.is_none() {
                self.leave(site, version);
            } else if by_hand(site) {
                self.give_word(site, version);
            }
        }
        self.sites = sites;
    }

    /// Binds the account to the sites of `more` that it is not bound to yet, by the person's own word.
    ///
    /// # Errors
    /// [`Error::TooLong`] when there would be too many; then nothing has changed.
    pub(crate) fn add_sites(&mut self, more: Vec<Bound>, version: Version) -> Result<(), Error> {
        let mut sites = self.sites.clone();
        sites.extend(more.into_iter().filter(|bound| !self.sites.iter().any(|other| other.site == bound.site)));
        if sites.len() > MAX_SITES {
            return Err(Error::TooLong);
        }
        self.set_sites(sites, version, |_| true);
        Ok(())
    }

    /// Sets the issuer, the name, and whether the form is sent as well.
    pub(crate) fn set_names(&mut self, issuer: &str, name: &str, submit: bool, version: Version) {
        if self.issuer != issuer {
            issuer.clone_into(&mut self.issuer);
            self.versions.set(VersionKey::Issuer, version);
        }
        if self.name != name {
            name.clone_into(&mut self.name);
            self.versions.set(VersionKey::Name, version);
        }
        if self.submit != submit {
            self.submit = submit;
            self.versions.set(VersionKey::Submit, version);
        }
    }

    /// Sets what the person has put beside the account: the note, the tags, and whether it is pinned.
    pub(crate) fn set_own(&mut self, note: &str, tags: &[String], pinned: bool, version: Version) {
        if *self.note != note {
            self.note = note.to_owned().into();
            self.versions.set(VersionKey::Field("note"), version);
        }
        if self.tags != tags {
            tags.clone_into(&mut self.tags);
            self.versions.set(VersionKey::Field("tags"), version);
        }
        if self.pinned != pinned {
            self.pinned = pinned;
            self.versions.set(VersionKey::Field("pinned"), version);
        }
    }

    /// Sets the icon of the account's site.
    pub(crate) fn set_icon(&mut self, icon: Icon, version: Version) {
        if self.icon.as_ref() != Some(&icon) {
            self.icon = Some(icon);
            self.versions.set(VersionKey::Field("picture"), version);
        }
    }

    /// Drops the note, where recovery codes may stand, and the icon: the account leaves the bin. It is a change like any other,
    /// so that no copy of the vault brings them back.
    pub(crate) fn drop_note(&mut self, version: Version) {
        if !self.note.is_empty() {
            self.note = Zeroizing::default();
            self.versions.set(VersionKey::Field("note"), version);
        }
        if self.icon.take().is_some() {
            self.versions.set(VersionKey::Field("picture"), version);
        }
    }

    /// Notes that a code was copied or filled.
    pub(crate) fn note_use(&mut self, now: u64) {
        self.uses = self.uses.saturating_add(1);
        self.used = self.used.max(now);
    }

    /// Moves the account to the bin, or takes it out.
    pub(crate) fn set_deleted(&mut self, deleted: Option<u64>, version: Version) {
        self.deleted = deleted;
        self.versions.set(VersionKey::Deleted, version);
    }

    /// Binds the account to a site, if it is not bound to it yet, and says whether that changed anything.
    ///
    /// # Errors
    /// [`Error::TooLong`] when it is bound to [`MAX_SITES`] sites.
    pub(crate) fn bind(&mut self, site: &Site, version: Version) -> Result<bool, Error> {
        if self.sites.iter().any(|bound| bound.site == *site) {
            return Ok(false);
        }
        if self.sites.len() >= MAX_SITES {
            return Err(Error::TooLong);
        }
        self.sites.push(Bound::from(site.clone()));
        self.versions.set(VersionKey::Site(site), version);
        Ok(true)
    }

    /// Notes that the person has bound the account to a site by hand.
    pub(crate) fn give_word(&mut self, site: &Site, version: Version) {
        self.versions.set(VersionKey::Word(site), version);
    }

    /// Notes that the person has taken a site away, or added the account without it.
    pub(crate) fn leave(&mut self, site: &Site, version: Version) {
        self.versions.set(VersionKey::Left(site), version);
    }

    /// Drops every frame that is not in `left`. None is added.
    pub(crate) fn leave_frames(&mut self, left: &[String], version: Version) {
        let before = self.frames.len();
        self.frames.retain(|framed| left.contains(&framed.text()));
        if self.frames.len() != before {
            self.versions.set(VersionKey::Frames, version);
        }
    }
}
