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
}

impl Algorithm {
    /// The name in the Key Uri Format: `SHA1`, `SHA256` or `SHA512`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
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
