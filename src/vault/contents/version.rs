//! Versions: they say which of two values of one thing is the later one, on whatever device each was written.
//!
//! A hybrid logical clock (Kulkarni et al. 2014): the time of the wall clock where that has moved on, else a count
//! beside the latest time that was ever seen. What was written after something was seen is later than it, however
//! wrong the clocks are.

use core::fmt;

use super::version_key::VersionKey;
use crate::json::{Bytes, FromJson, Json, Object, ToJson, string};
use crate::sites::Site;

const DEVICE_BYTES: usize = 8;

/// The random number of a device that writes.
pub(crate) type Device = Bytes<DEVICE_BYTES>;

/// The version of one value. No version at all is earlier than any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) at: u64,
    count: u32,
    device: Device,
}

impl Version {
    /// The version of a change on `device` at `now`, later than `latest`.
    pub(crate) fn next(latest: Option<Self>, now: u64, device: Device) -> Self {
        match latest {
            Some(latest) if latest.at >= now => {
                let (at, count) = match (latest.count.checked_add(1), latest.at.checked_add(1)) {
                    (Some(count), _) => (latest.at, count),
                    (None, Some(at)) => (at, 0),
                    // After the end of time nothing is later.
                    (None, None) => (latest.at, latest.count),
                };
                Self { at, count, device }
            }
            _ => Self { at: now, count: 0, device },
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, count, device } = self;
        write!(f, "{at}-{count}-{device}")
    }
}

impl FromJson for Version {
    fn from_json(json: &str) -> Option<Self> {
        let text = string(json)?;
        let mut parts = text.splitn(3, '-');
        let version = Self {
            at: u64::from_json(parts.next()?)?,
            count: u32::from_json(parts.next()?)?,
            device: Device::parse(parts.next()?)?,
        };
        // One spelling only.
        (version.to_string() == *text).then_some(version)
    }
}

impl ToJson for Version {
    fn to_json(&self, json: &mut Json) {
        json.string(&self.to_string());
    }
}

/// The versions of several values, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Versions(Vec<(String, Version)>);

impl Versions {
    /// The version of one thing.
    pub(crate) fn get(&self, key: VersionKey) -> Option<Version> {
        // Most accounts were never changed: then no name has to be put together.
        if self.0.is_empty() { None } else { self.named(&key.name()) }
    }

    fn named(&self, name: &str) -> Option<Version> {
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.0.get(at).map(|(_, version)| *version)
    }

    /// Sets the version of one thing.
    pub(crate) fn set(&mut self, key: VersionKey, version: Version) {
        self.set_named(&key.name(), version);
    }

    fn set_named(&mut self, name: &str, version: Version) {
        match self.0.binary_search_by(|(known, _)| known.as_str().cmp(name)) {
            Ok(at) => {
                if let Some((_, known)) = self.0.get_mut(at) {
                    *known = version;
                }
            }
            Err(at) => self.0.insert(at, (name.to_owned(), version)),
        }
    }

    /// The sites of every [`VersionKey::Left`].
    pub(crate) fn left_sites(&self) -> impl Iterator<Item = Site> {
        self.0.iter().filter_map(|(name, _)| VersionKey::left_site(name))
    }

    /// The latest of them.
    pub(crate) fn latest(&self) -> Option<Version> {
        self.0.iter().map(|(_, version)| *version).max()
    }

    /// Takes over every version of `other` that is later.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (name, version) in &other.0 {
            if self.named(name) < Some(*version) {
                self.set_named(name, *version);
            }
        }
    }
}

impl FromJson for Versions {
    fn from_json(json: &str) -> Option<Self> {
        let mut versions = Self::default();
        for (name, version) in Object::parse(json)?.fields() {
            versions.set_named(&name, Version::from_json(version)?);
        }
        Some(versions)
    }
}

impl ToJson for Versions {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            for (name, version) in &self.0 {
                json.field(name, version);
            }
        });
    }

    fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }
}
