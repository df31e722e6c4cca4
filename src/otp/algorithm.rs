/// The hash function under the HMAC (RFC 6238 section 1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// HMAC-SHA-1, the only one of RFC 4226 and the default of every format.
    #[default]
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
    /// One that other apps offer and no code is made with here. An account that came from one of them is kept.
    Kept(&'static str),
}

/// The algorithms that are kept: those of 2FAS, Aegis and Authenticator-Extension besides the three that are computed. With
/// MD5, dynamic truncation (RFC 4226 section 5.3) would read beyond the end of the HMAC.
const KEPT: [&str; 5] = ["MD5", "SHA224", "SHA384", "GOST3411_2012_256", "GOST3411_2012_512"];

impl Algorithm {
    /// MD5, which is only kept: the one of those that Google Authenticator has a number for.
    pub(crate) const MD5: Self = Self::Kept("MD5");

    /// The name in the Key Uri Format: `SHA1`, `SHA256` or `SHA512`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
            Self::Kept(name) => name,
        }
    }

    /// Whether codes are made with it.
    pub(crate) fn is_computed(self) -> bool {
        !matches!(self, Self::Kept(_))
    }

    /// Reads what [`parse`](Self::parse) reads, and the names of algorithms that are only kept.
    #[must_use]
    pub fn parse_any(text: &str) -> Option<Self> {
        let kept = || KEPT.iter().find(|name| name.eq_ignore_ascii_case(text)).map(|name| Self::Kept(name));
        Self::parse(text).or_else(kept)
    }

    /// Reads the spellings that are in use, in any case: `SHA256` (Key Uri Format), `HmacSHA256`
    /// (Java, and so most Android apps) and `HMAC-SHA-256` (`KeePass`).
    ///
    /// `SHA-256` alone is no spelling of any of these formats and gives `None`, as does every other
    /// hash: an algorithm that is guessed gives codes that are wrong without a word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_uppercase().as_str() {
            "SHA1" | "HMACSHA1" | "HMAC-SHA-1" => Some(Self::Sha1),
            "SHA256" | "HMACSHA256" | "HMAC-SHA-256" => Some(Self::Sha256),
            "SHA512" | "HMACSHA512" | "HMAC-SHA-512" => Some(Self::Sha512),
            _ => None,
        }
    }
}
