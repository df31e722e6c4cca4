//! The vault: accounts in memory while it is unlocked, an envelope of sealed bytes everywhere else.
//!
//! ```
//! use halfminute::vault::{Cost, Created, Vault, unlock};
//!
//! let now = 1_700_000_000_000;
//! let Created { envelope, ticket } = Vault::create(b"correct horse battery staple", Cost::default(), now)?;
//! let vault = Vault::open(&envelope, &ticket)?;
//! assert_eq!(vault.list(None, now).accounts.len(), 0);
//! assert!(unlock(&envelope, b"wrong horse battery staple", now).is_err());
//! # Ok::<(), halfminute::vault::Error>(())
//! ```
//!
//! Reading order: `envelope` (what is stored), `slot`, `lock`, `sealing` and `keys` (how it is locked), `unlock`,
//! `contents` and `account` (what is inside), `pending` and `edit` (how it changes), `here` and `genuine` (which page it
//! is), `ways` and `revoke` (who may open it), `version` and `merge` (how two copies become one), `history`, `log`, `view`
//! (all that is shown of it), `show` (and what is shown on request). The format is specified in `docs/vault-format.md`.
//!
//! Times are milliseconds since the Unix epoch, and always an argument.

mod accept;
mod ask;
mod bin;
mod contents;
mod edit;
mod envelope;
mod error;
mod fill;
mod frames;
mod genuine;
mod here;
mod history;
mod log;
mod merge;
mod offer;
mod opened;
mod pending;
mod revoke;
mod show;
mod taught;
mod three_way;
mod typed;
mod unlock;
mod view;
mod ways;

pub use crate::sites::Site;
pub use accept::Chosen;
pub use ask::{Answer, Ask, Filling, Gesture, Refusal};
pub use bin::BIN_DAYS;
pub use contents::MAX_ACCOUNTS;
pub use contents::account::{MAX_NAME_BYTES, MAX_SITES};
pub use contents::bound::{Domains, Page};
pub use envelope::passphrase_slot::{Cost, MAX_PASSPHRASE_BYTES, MIN_MEMORY_KIB, MIN_PASSES, MIN_PASSPHRASE_BYTES};
pub use envelope::secret_slot::{Particulars, SecretKind};
pub use envelope::ticket::Ticket;
pub use error::Error;
pub use genuine::Twin;
pub use history::Generation;
pub use log::{EntryView, LogView};
pub use offer::{Offer, OtherView, PendingView, RefusedView};
pub use opened::{Created, Vault};
pub use show::Migration;
pub use three_way::{Changes, Edit, SiteChange};
pub use typed::Typed;
pub use unlock::{Unlocked, make_passphrase_slot, unlock, unlock_with};
pub use view::{AccountView, Details, Listing, ShownCode, SiteView};
pub use ways::{WayView, ways_into};
