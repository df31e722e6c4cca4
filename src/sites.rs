//! Sites: whether a host is the one that an account is bound to, looks like it, or may be.
//!
//! Three questions, from the strictest to the loosest:
//!
//! 1. [`Rule::allows`]: may codes of an account that is bound there be filled here? Decided by origins and by the
//!    registrable domains that the browser tells, by nothing else.
//! 2. [`look_alike`]: does the host look like another one? A reason to refuse in words, and to bind nothing.
//! 3. [`proposed`]: does an account that is bound nowhere fit? A reason to ask the person, never to fill; and
//!    [`free_ending`]: may anybody have registered its name there? A reason to warn when they bind it.
//!
//! ```
//! use halfminute::sites::{Fit, Host, Place, Reason, Rule, Site, look_alike, proposed};
//!
//! let github = Place::new(&Site::from_origin("https://github.com")?, Some("github.com"), "/");
//! let gist = Place::new(&Site::from_origin("https://gist.github.com")?, Some("github.com"), "/");
//! assert!(Rule::Domain.allows(&github, &gist).is_ok());
//! assert!(Rule::Host.allows(&github, &gist).is_err());
//!
//! let twin = Host::new("github-login.example", Some("github-login.example"));
//! let found = look_alike(&twin, &[github.host().clone()]).map(|found| (found.reason, found.imitates));
//! assert_eq!(found, Some((Reason::NameInside, "github.com".to_owned())));
//!
//! assert_eq!(proposed("GitHub", "alice", gist.host()), Fit::Proposes);
//! # Ok::<(), halfminute::sites::NotASite>(())
//! ```
//!
//! Reading order: `host` (what a host is made of), `rule`; `look_alike` with `inside`, `skeleton`, `edit` and
//! `punycode`; `propose` with `well_known`; `borrowed`.

mod borrowed;
mod edit;
mod host;
mod inside;
mod look_alike;
mod propose;
mod punycode;
mod rule;
mod site;
mod skeleton;
mod well_known;

pub use borrowed::KnownNames;
pub use host::Host;
pub use look_alike::{LookAlike, Reason, imitates, look_alike};
pub use propose::{Fit, free_ending, may_belong, proposed};
pub use rule::{NotAPath, Outside, PathPrefix, Place, Rule};
pub use site::{NotASite, Site};
