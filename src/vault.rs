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
//! Three floors, each of which imports only what stands below it:
//!
//! 1. `envelope` seals any bytes: the keys, the slots that lead to the data key, the header, the session's ticket. It
//!    knows no account.
//! 2. `contents` is what is sealed: accounts, bound sites, versions, tombstones, logs, and how two copies are merged. It
//!    knows no key.
//! 3. The files beside them are what a person does with an open vault, one file for each: enrol (`offer`, `accept`),
//!    `import`, `edit`, `bin`, `fill`, `ways`, `revoke`, `history`, `merge`, `backup`, `log`, `show`. `opened` defines
//!    [`Vault`].
//!
//! `docs/vault-format.md` specifies the format.
//!
//! Time is always an argument: `now` is in milliseconds since the Unix epoch.

mod accept;
mod arrange;
mod ask;
mod backup;
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
mod import;
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
pub use contents::merge::Comparison;
pub use envelope::passphrase_slot::{
    Cost, MAX_MEMORY_KIB, MAX_PASSES, MAX_PASSPHRASE_BYTES, MAX_WORK, MIN_MEMORY_KIB, MIN_PASSES, MIN_PASSPHRASE_BYTES,
};
pub use envelope::recovery::{GROUP_DIGITS, GROUPS};
pub use envelope::secret_slot::{Particulars, SALT_BYTES, SecretKind};
pub use envelope::ticket::Ticket;
pub use error::Error;
pub use genuine::Twin;
pub use history::Generation;
pub use import::{JudgedView, Verdict};
pub use log::{EntryView, LogView};
pub use offer::{Offer, PendingView, RefusedView};
pub use opened::{Created, Vault};
pub use three_way::{Changes, Edit, SiteChange};
pub use typed::Typed;
pub use unlock::{Unlocked, make_passphrase_slot, unlock, unlock_with};
pub use view::{
    AccountView, AnswerView, Details, Done, FillingView, Listing, OutcomeView, RecoveryKeyView, ShownCode, SiteView,
};
pub use ways::{WayView, ways_into};
