//! The fields that the person pointed out: they are remembered by site, and forgotten on request.

use super::contents::Contents;
use super::contents::taught::Taught;
use super::contents::version::Version;
use super::contents::version_key::VersionKey;
use super::opened::Vault;
use crate::autofill::Look;
use crate::sites::{Place, Site};

/// The most fields that are remembered: more than anybody points out. The oldest makes room.
const MAX_TAUGHT: usize = 200;

impl Vault {
    /// How the fields look that were pointed out on a site.
    pub(super) fn looks_at(&self, site: &Site) -> Vec<&Look> {
        self.contents.taught.iter().filter(|taught| taught.site == *site).map(|taught| &taught.field).collect()
    }

    /// Remembers a field that the person has pointed out on a site.
    pub(super) fn teach(&mut self, site: &Site, field: Look, now: u64) {
        let version = self.next_version(now);
        self.contents.versions.set(VersionKey::Taught(site), version);
        let taught = &mut self.contents.taught;
        let same = taught.iter().position(|other| other.site == *site && other.field == field);
        let later = same.map(|at| taught.remove(at).later).unwrap_or_default();
        if taught.len() >= MAX_TAUGHT {
            taught.remove(0);
        }
        taught.push(Taught { site: site.clone(), field, later });
    }

    /// Whether a field was pointed out there, or on another host of the same domain.
    pub(super) fn has_taught(&self, site: &Site) -> bool {
        self.contents.taught.iter().any(|taught| is_near(&taught.site, site))
    }

    /// Forgets the fields that were pointed out on a site, or on another host of the same domain.
    pub(super) fn forget(&mut self, site: &Site, version: Version) {
        let Contents { taught, versions, .. } = &mut self.contents;
        taught.retain(|taught| {
            let near = is_near(&taught.site, site);
            if near {
                versions.set(VersionKey::Taught(&taught.site), version);
            }
            !near
        });
    }
}

fn is_near(one: &Site, other: &Site) -> bool {
    let (one, other) = (Place::new(one, None, ""), Place::new(other, None, ""));
    one.host().domain() == other.host().domain()
}
