//! Fields that the person pointed out, by site.

use super::contents::Contents;
use super::contents::taught::Taught;
use super::contents::version::Version;
use super::contents::version_key::VersionKey;
use super::opened::Vault;
use crate::autofill::Look;
use crate::sites::{Place, Site};

/// The most fields that are kept: more than anybody points out. The oldest makes room.
const MAX_TAUGHT: usize = 200;

impl Vault {
    pub(super) fn looks_at(&self, site: &Site) -> Vec<&Look> {
        self.contents.taught.iter().filter(|taught| taught.site == *site).map(|taught| &taught.field).collect()
    }

    pub(super) fn teach(&mut self, site: &Site, field: Look, now: u64) {
        let version = self.next_version(now);
        self.contents.versions.set(VersionKey::Taught(site), version);
        let taught = &mut self.contents.taught;
        let known = taught.iter().position(|known| known.site == *site && known.field == field);
        let later = known.map(|at| taught.remove(at).later).unwrap_or_default();
        if taught.len() >= MAX_TAUGHT {
            taught.remove(0);
        }
        taught.push(Taught { site: site.clone(), field, later });
    }

    /// Whether a field was pointed out there, or on another host of the same domain.
    pub(super) fn has_taught(&self, site: &Site) -> bool {
        self.contents.taught.iter().any(|taught| is_near(&taught.site, site))
    }

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
