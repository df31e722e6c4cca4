//! A site: an origin that codes may be filled into.

use std::net::Ipv6Addr;

use serde::Serialize;

use crate::json::{FromJson, Json, ToJson, string};

/// The longest origin that is kept: a DNS name has at most 253 characters.
const MAX_SITE_BYTES: usize = 300;

/// A site that an account is bound to: an origin (RFC 6454), as the browser itself serialises it, such as
/// `https://login.example`. It matches that origin and no other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Site(String);

impl Site {
    /// Takes an origin, as `URL.origin` gives it.
    ///
    /// # Errors
    /// [`NotASite`] unless the scheme is https, or http on a loopback name or address.
    pub fn from_origin(origin: &str) -> Result<Self, NotASite> {
        let Origin { scheme, host, port } = Origin::split(origin).ok_or(NotASite)?;
        let default_port = match scheme {
            "https" => 443,
            "http" if is_loopback(host) => 80,
            _ => return Err(NotASite),
        };
        let sound =
            origin.len() <= MAX_SITE_BYTES && is_host(host) && port.is_none_or(|port| is_port(port, default_port));
        if sound { Ok(Self(origin.to_owned())) } else { Err(NotASite) }
    }

    /// The scheme, the host and the port.
    pub(super) fn origin(&self) -> Origin<'_> {
        // What was taken as a site has all three.
        Origin::split(&self.0).unwrap_or_default()
    }

    /// Whether it is reached by https.
    pub(crate) fn is_secure(&self) -> bool {
        self.origin().scheme == "https"
    }

    /// The origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An origin in its parts.
#[derive(Default)]
pub(super) struct Origin<'a> {
    pub(super) scheme: &'a str,
    pub(super) host: &'a str,
    /// As it is written: `None` for the scheme's own port.
    pub(super) port: Option<&'a str>,
}

impl<'a> Origin<'a> {
    fn split(origin: &'a str) -> Option<Self> {
        let (scheme, host_and_port) = origin.split_once("://")?;
        // The colons of an IPv6 address stand in brackets.
        let (host, port) = match host_and_port.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (host_and_port, None),
        };
        Some(Self { scheme, host, port })
    }
}

/// The refusal of an origin that codes are never filled into: neither https nor loopback, or not spelt as a browser spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASite;

impl core::fmt::Display for NotASite {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("not a site")
    }
}

impl core::error::Error for NotASite {}

impl FromJson for Site {
    fn from_json(json: &str) -> Option<Self> {
        Self::from_origin(&string(json)?).ok()
    }
}

impl ToJson for Site {
    fn to_json(&self, json: &mut Json) {
        json.string(&self.0);
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        // Browsers write no capitals there, and no decimals of IPv4.
        let plain = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b':');
        return address.bytes().all(plain) && address.parse::<Ipv6Addr>().is_ok();
    }
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    host.split('.').all(|label| !label.is_empty() && label.bytes().all(sound))
}

/// A port as a browser spells it, which leaves out the default one.
fn is_port(port: &str, default: u16) -> bool {
    port.parse::<u16>().is_ok_and(|number| number != default && number.to_string() == port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_sites() {
        for origin in [
            "https://a.example",
            "https://a.example:8443",
            "https://xn--bcher-kva.example",
            "https://[2001:db8::1]:8443",
            "http://localhost",
            "http://portal.localhost:8080",
            "http://127.0.0.1:1",
            "http://[::1]:9",
        ] {
            assert_eq!(Site::from_origin(origin).map(|site| site.0), Ok(origin.to_owned()));
        }
    }

    #[test]
    fn all_else_is_not() {
        for origin in [
            "",
            "null",
            "http://a.example",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "http://127.0.0.1:80@evil.example",
            "ftp://a.example",
            "https://",
            "https://A.example",
            "https://a.example/path",
            "https://a.example?",
            "https://b\u{fc}cher.example",
            "file://",
            "moz-extension://x",
            "http://localhost:80:evil",
            "https://a.example:",
            "https://a.example:443",
            "http://localhost:80",
            "https://a.example:08443",
            "https://a.example:65536",
            "https://a.example:+1",
            "https://a..example",
            "https://.example",
            "https://a.example.",
            "https://[::1",
            "https://[a.example]",
            "https://[2001:DB8::1]",
            "https://[::ffff:1.2.3.4]",
            "https://::1",
            "http://.localhost",
            "https://a.example:1:2",
            "https://]",
            "https://[]",
        ] {
            assert_eq!(Site::from_origin(origin), Err(NotASite), "{origin}");
        }
    }
}
