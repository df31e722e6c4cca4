//! Sites: where a code may be filled.

use serde::{Deserialize, Serialize};

use super::Error;

/// The longest origin that is kept: a DNS name has at most 253 characters.
const MAX_SITE_BYTES: usize = 300;

/// A site that an account is bound to: an origin (RFC 6454), as the browser itself serialises it, such as
/// `https://login.example`. It matches that origin and no other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Site(String);

impl Site {
    /// From an origin as `URL.origin` gives it.
    ///
    /// # Errors
    /// [`Error::NotASite`] unless the scheme is https, or http on a loopback name or address.
    pub fn from_origin(origin: &str) -> Result<Self, Error> {
        let host_and_port = match origin.split_once("://") {
            Some(("https", host_and_port)) => host_and_port,
            Some(("http", host_and_port)) if is_loopback(host_and_port) => host_and_port,
            _ => return Err(Error::NotASite),
        };
        let sound = !host_and_port.is_empty()
            && origin.len() <= MAX_SITE_BYTES
            && host_and_port.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_:[]".contains(&byte));
        if sound { Ok(Self(origin.to_owned())) } else { Err(Error::NotASite) }
    }

    /// The origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Site {
    type Error = Error;

    fn try_from(origin: String) -> Result<Self, Error> {
        Self::from_origin(&origin)
    }
}

fn is_loopback(host_and_port: &str) -> bool {
    let host = match host_and_port.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host_and_port,
    };
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_sites() {
        for origin in ["https://a.example", "https://a.example:8443", "https://xn--bcher-kva.example", "http://localhost",
            "http://portal.localhost:8080", "http://127.0.0.1:1", "http://[::1]:9"] {
            assert_eq!(Site::from_origin(origin).map(|site| site.0), Ok(origin.to_owned()));
        }
    }

    #[test]
    fn all_else_is_not() {
        for origin in ["", "null", "http://a.example", "http://localhost.evil.example", "http://127.0.0.1.evil.example",
            "http://127.0.0.1:80@evil.example", "ftp://a.example", "https://", "https://A.example", "https://a.example/path",
            "https://a.example?", "https://b\u{fc}cher.example", "file://", "moz-extension://x", "http://localhost:80:evil"] {
            assert_eq!(Site::from_origin(origin), Err(Error::NotASite), "{origin}");
        }
    }
}
