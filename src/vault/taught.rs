//! Fields that the person pointed out, by site.

use serde::{Deserialize, Serialize};

use super::{Site, Vault};
use crate::autofill::Look;
use crate::sites::Place;

/// The most fields that are kept: more than anybody points out. The oldest makes room.
const MAX_TAUGHT: usize = 200;

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Taught {
    site: Site,
    field: Look,
}

impl Vault {
    pub(super) fn looks_at(&self, site: &Site) -> Vec<&Look> {
        self.contents.taught.iter().filter(|taught| taught.site == *site).map(|taught| &taught.field).collect()
    }

    pub(super) fn teach(&mut self, site: &Site, field: Look) {
        let taught = &mut self.contents.taught;
        taught.retain(|known| known.site != *site || known.field != field);
        if taught.len() >= MAX_TAUGHT {
            taught.remove(0);
        }
        taught.push(Taught { site: site.clone(), field });
    }

    /// Whether a field was pointed out there, or on another host of the same domain.
    pub(super) fn has_taught(&self, site: &Site) -> bool {
        self.contents.taught.iter().any(|taught| is_near(&taught.site, site))
    }

    pub(super) fn forget(&mut self, site: &Site) {
        self.contents.taught.retain(|taught| !is_near(&taught.site, site));
    }
}

fn is_near(one: &Site, other: &Site) -> bool {
    let (one, other) = (Place::new(one, None, ""), Place::new(other, None, ""));
    one.host().domain() == other.host().domain()
}
