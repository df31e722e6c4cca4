//! What a picture is made of, and what of it may be a code.

pub(super) mod deblur;
pub(super) mod evidence;
pub(super) mod extremes;
pub(super) mod intake;
pub mod luma;
pub(super) mod plane;
pub(super) mod texture;
pub(super) mod threshold;
pub(super) mod view;
