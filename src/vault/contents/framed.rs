//! Frames of another site that an account's codes may go into, each within pages of one site only.

use crate::json::{FromJson, Json, ToJson, string};
use crate::sites::Site;

/// A pair: pages of `top`, and in them frames of `frame`. Both are origins, and no rule widens them. In the contents it is
/// both with a space between: `https://shop.example https://id.example`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Framed {
    pub(crate) top: Site,
    pub(crate) frame: Site,
}

impl Framed {
    /// As it stands in the contents.
    pub(crate) fn text(&self) -> String {
        [self.top.as_str(), self.frame.as_str()].join(" ")
    }
}

impl FromJson for Framed {
    fn from_json(json: &str) -> Option<Self> {
        let text = string(json)?;
        let (top, frame) = text.split_once(' ')?;
        Some(Self { top: Site::from_origin(top).ok()?, frame: Site::from_origin(frame).ok()? })
    }
}

impl ToJson for Framed {
    fn to_json(&self, json: &mut Json) {
        json.string(&self.text());
    }
}
