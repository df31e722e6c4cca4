//! What has a version of its own, and the name under which the contents hold that version.

use std::borrow::Cow;

use crate::sites::Site;

/// One thing that has a version.
#[derive(Clone, Copy)]
pub(crate) enum VersionKey<'a> {
    /// An account's issuer.
    Issuer,
    /// An account's name.
    Name,
    /// Whether the form is sent as well after filling.
    Submit,
    /// All frames of an account together.
    Frames,
    /// Whether an account is in the bin, and since when.
    Deleted,
    /// A site that an account is or was bound to.
    Site(&'a Site),
    /// The person's word for a site: when they bound an account to it by hand.
    Word(&'a Site),
    /// The end of that word: when they took the site away, or added the account without it.
    Left(&'a Site),
    /// The fields that the person pointed out on a site.
    Taught(&'a Site),
    /// What people call the way in with this slot id.
    Way(&'a str),
    /// When the way in with this slot id was used last.
    Used(&'a str),
    /// A field of the contents that this build gives no version, by its name.
    Field(&'a str),
}

const LEFT: &str = "left ";

impl<'a> VersionKey<'a> {
    /// The name in the contents.
    pub(crate) fn name(self) -> Cow<'a, str> {
        let (prefix, rest) = match self {
            Self::Issuer => return "issuer".into(),
            Self::Name => return "name".into(),
            Self::Submit => return "submit".into(),
            Self::Frames => return "frames".into(),
            Self::Deleted => return "deleted".into(),
            Self::Field(name) => return name.into(),
            Self::Site(site) => ("site ", site.as_str()),
            Self::Word(site) => ("word ", site.as_str()),
            Self::Left(site) => (LEFT, site.as_str()),
            Self::Taught(site) => ("taught ", site.as_str()),
            Self::Way(slot) => ("way ", slot),
            Self::Used(slot) => ("used ", slot),
        };
        [prefix, rest].concat().into()
    }

    /// The site of a [`VersionKey::Left`], from its name.
    pub(crate) fn left_site(name: &str) -> Option<Site> {
        Site::from_origin(name.strip_prefix(LEFT)?).ok()
    }
}
