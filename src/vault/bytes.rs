//! Bytes of a known length, in JSON as unpadded base64url (RFC 4648 section 5).

use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// `N` public bytes: an identifier, a salt, a nonce, a wrapped key. Never a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Bytes<const N: usize>(pub(super) [u8; N]);

impl<const N: usize> Bytes<N> {
    /// From base64url text; `None` unless it is the canonical spelling of exactly `N` bytes.
    pub(super) fn parse(text: &str) -> Option<Self> {
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

impl<const N: usize> Serialize for Bytes<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Bytes<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<const N: usize>;
        impl<const N: usize> Visitor<'_> for Text<N> {
            type Value = Bytes<N>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{N} bytes as unpadded base64url")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Bytes<N>, E> {
                Bytes::parse(text).ok_or_else(|| E::custom("not base64url of the right length"))
            }
        }
        deserializer.deserialize_str(Text::<N>).map_err(D::Error::custom)
    }
}

impl<const N: usize> From<[u8; N]> for Bytes<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}
