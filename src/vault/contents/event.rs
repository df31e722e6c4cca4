//! The events of the log: what can be done with a vault, and one thing that was done.

use crate::json::Json;
use crate::sites::Site;

/// The longest label or detail that is noted.
const MAX_TEXT: usize = 200;

/// What can be done with a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// The vault was unlocked.
    Unlock,
    /// Somebody tried to unlock the vault and could not.
    UnlockFailed,
    /// An account was added.
    Enrol,
    /// An account was changed.
    Edit,
    /// An account went to the bin.
    Delete,
    /// An account came back from the bin.
    Restore,
    /// A secret was shown.
    Reveal,
    /// All secrets were exported.
    Export,
    /// Accounts came from another app.
    Import,
    /// A code was filled.
    Fill,
    /// The organisation's policy is another one.
    Policy,
    /// A way in was added.
    WayAdded,
    /// A way in was named anew.
    WayRenamed,
    /// A way in was revoked.
    WayRevoked,
    /// The data key was made anew.
    KeyRotated,
    /// An earlier generation was taken back.
    RolledBack,
}

impl Deed {
    /// The stable name of a deed, as the log has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unlock => "unlock",
            Self::UnlockFailed => "unlock-failed",
            Self::Enrol => "enrol",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Restore => "restore",
            Self::Reveal => "reveal",
            Self::Export => "export",
            Self::Import => "import",
            Self::Fill => "fill",
            Self::Policy => "policy",
            Self::WayAdded => "way-added",
            Self::WayRenamed => "way-renamed",
            Self::WayRevoked => "way-revoked",
            Self::KeyRotated => "key-rotated",
            Self::RolledBack => "rolled-back",
        }
    }
}

/// One thing that was done, as JSON.
pub(crate) struct Event {
    at: u64,
    what: Deed,
    account: Option<String>,
    site: Option<Site>,
    pub(crate) detail: Option<String>,
}

impl Event {
    pub(crate) fn of(what: Deed, at: u64) -> Self {
        Self { at, what, account: None, site: None, detail: None }
    }

    pub(crate) fn account(mut self, label: String) -> Self {
        self.account = Some(shortened(label));
        self
    }

    pub(crate) fn site(mut self, site: &Site) -> Self {
        self.site = Some(site.clone());
        self
    }

    pub(crate) fn detail(mut self, detail: String) -> Self {
        self.detail = Some(shortened(detail));
        self
    }

    pub(super) fn to_text(&self) -> String {
        let mut json = Json::default();
        json.object(|json| {
            json.field("at", &self.at);
            json.field("what", &self.what.name());
            json.optional("account", &self.account);
            json.optional("site", &self.site);
            json.optional("detail", &self.detail);
        });
        String::from_utf8_lossy(json.as_bytes()).into_owned()
    }
}

fn shortened(mut text: String) -> String {
    let end = (0..=MAX_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or_default());
    text
}
