//! Bytes of a known length, in JSON as unpadded base64url (RFC 4648 section 5).

use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};

use super::read::{FromJson, string};
use super::write::{Json, ToJson};

/// `N` public bytes: an identifier, a salt, a nonce, a wrapped key. Never a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Bytes<const N: usize>(pub(crate) [u8; N]);

impl<const N: usize> Bytes<N> {
    /// From base64url text; `None` unless it is the canonical spelling of exactly `N` bytes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; N];
        let decoded = Base64UrlUnpadded::decode(text, &mut bytes).ok()?;
        (decoded.len() == N).then_some(Self(bytes))
    }
}

impl<const N: usize> fmt::Display for Bytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Base64UrlUnpadded::encode_string(&self.0))
    }
}

impl<const N: usize> ToJson for Bytes<N> {
    fn to_json(&self, json: &mut Json) {
        json.string(&self.to_string());
    }
}

impl<const N: usize> FromJson for Bytes<N> {
    fn from_json(json: &str) -> Option<Self> {
        Self::parse(&string(json)?)
    }
}

impl<const N: usize> From<[u8; N]> for Bytes<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}

impl<const N: usize> Default for Bytes<N> {
    fn default() -> Self {
        Self([0; N])
    }
}
