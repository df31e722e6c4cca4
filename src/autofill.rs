//! Decides which field of a page takes the code, or why none does.
//!
//! The script that is injected into the page (`extension/page/collect.js`) describes what a person sees and judges
//! nothing; all judgement is here. [`decide`] chooses among the fields of the page, [`pointed_out`] takes the one that
//! the person points at and [`find`] finds that one again later, and [`complains`] tells whether a code was refused.
//!
//! When in doubt the answer is no: a code that is not filled costs a click, a code in the wrong field costs trust, and a
//! wrong try may cost the account.

mod boxes;
mod choose;
mod complaint;
mod context;
mod decision;
mod field;
mod judge;
mod matching;
mod numbers;
mod page;
mod taught;
mod words;

pub use choose::{choose, decide};
pub use complaint::complains;
pub use decision::{Choice, Decision, Decline, Outcome, PageKind, Reason};
pub use field::{Field, Frame};
pub use judge::{Described, Judge};
pub use numbers::{from_numbers, to_numbers};
pub use taught::{Look, find, pointed_out};

/// Number of fields above which a page is not looked at. A login page has a few; a page with hundreds is a table or an
/// attack.
pub const MAX_FIELDS: usize = 500;
