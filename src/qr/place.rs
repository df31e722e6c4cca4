//! The middle floor of the reader: finder patterns, sets of three of them, and where the modules of a symbol lie.

pub(super) mod body;
pub(super) mod finder;
pub(super) mod fitness;
pub(super) mod homography;
pub(super) mod layout;
pub(super) mod locate;
pub(super) mod mesh;
pub(super) mod order;
pub(super) mod pair;
pub(super) mod search;
pub(super) mod triple;
