//! What a symbol says.

pub(super) mod append;
pub(super) mod cross_check;
pub(super) mod decode;
pub(super) mod equalise;
pub(super) mod follow;
pub(super) mod format;
pub(super) mod reed_solomon;
pub(super) mod sample;
pub(super) mod segments;
pub(super) mod soft;
