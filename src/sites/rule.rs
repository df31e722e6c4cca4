//! How far around a bound site codes may go, and whether a place lies within.

use super::host::Host;
use super::site::{Origin, Site};

/// The longest path that a rule may name.
const MAX_PATH_BYTES: usize = 500;

/// A page's place: its origin, what the browser knows of its domain, and its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    secure: bool,
    host: Host,
    /// As it is written, so empty for the scheme's own.
    port: String,
    path: String,
}

impl Place {
    /// Takes an origin, the registrable domain that the browser's `publicSuffix` tells for its host (`None` where there
    /// is no such API, or no such domain), and `URL.pathname`.
    ///
    /// Domains are asked for anew each time and never stored: the list of public suffixes grows.
    #[must_use]
    pub fn new(site: &Site, registrable: Option<&str>, path: &str) -> Self {
        let Origin { host, port, .. } = site.origin();
        Self {
            secure: site.is_secure(),
            host: Host::new(host, registrable),
            port: port.unwrap_or_default().to_owned(),
            path: path.to_owned(),
        }
    }

    /// The host.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// The port as it is written; empty for the scheme's own port.
    #[must_use]
    pub fn port(&self) -> &str {
        &self.port
    }
}

/// How far around the bound site codes may go. The person chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// This scheme, host and port.
    Host,
    /// Every https host of the same registrable domain, on the same port.
    Domain,
    /// This scheme, host and port, and paths that begin so.
    Path(PathPrefix),
}

/// The beginning of a path, in whole segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPrefix(String);

impl PathPrefix {
    /// From text such as `/team` or `/team/`, which mean the same.
    ///
    /// # Errors
    /// [`NotAPath`] unless it is the beginning of what `URL.pathname` gives.
    pub fn new(text: &str) -> Result<Self, NotAPath> {
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>`{}^|".contains(&byte));
        let sound = text.starts_with('/') && text.len() <= MAX_PATH_BYTES && plain && is_straight(text);
        if sound { Ok(Self(text.trim_end_matches('/').to_owned())) } else { Err(NotAPath) }
    }

    /// The prefix, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn begins(&self, path: &str) -> bool {
        let within = path.strip_prefix(self.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        within && is_straight(path)
    }
}

/// Whether a path has no step back and nothing that only some servers read as a slash: `/team/..%2fother` is not in `/team`.
fn is_straight(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let hidden = ["%2e", "%2f", "%5c", "\\", "%00", "%25"];
    !hidden.iter().any(|part| path.contains(part)) && !path.split('/').any(|segment| matches!(segment, "." | ".."))
}

/// The refusal of text that is not the beginning of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPath;

impl core::fmt::Display for NotAPath {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("not a path")
    }
}

impl core::error::Error for NotAPath {}

/// Why a place is not one that a rule allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Another registrable domain, address or local name.
    OtherDomain,
    /// The browser doesn't tell the domain, so only the very host counts.
    DomainUnknown,
    /// Another host of the same domain.
    OtherHost,
    /// The same host, by https the one and by http the other.
    OtherScheme,
    /// The same host on another port.
    OtherPort,
    /// The same origin, elsewhere on it.
    OtherPath,
}

impl Outside {
    /// A stable name, for the shell to translate.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OtherDomain => "site-other-domain",
            Self::DomainUnknown => "site-domain-unknown",
            Self::OtherHost => "site-other-host",
            Self::OtherScheme => "site-other-scheme",
            Self::OtherPort => "site-other-port",
            Self::OtherPath => "site-other-path",
        }
    }
}

impl Rule {
    /// Whether the codes of an account that is bound to `bound` may be filled at `here`.
    ///
    /// # Errors
    /// [`Outside`]: why not.
    pub fn allows(&self, bound: &Place, here: &Place) -> Result<(), Outside> {
        self.allows_host(bound, here)?;
        if bound.secure != here.secure {
            return Err(Outside::OtherScheme);
        }
        if bound.port != here.port {
            return Err(Outside::OtherPort);
        }
        match self {
            Self::Path(prefix) if !prefix.begins(&here.path) => Err(Outside::OtherPath),
            _ => Ok(()),
        }
    }

    fn allows_host(&self, bound: &Place, here: &Place) -> Result<(), Outside> {
        if bound.host.name() == here.host.name() {
            return Ok(());
        }
        let widens = matches!(self, Self::Domain);
        match (bound.host.registrable(), here.host.registrable()) {
            // Plain http is for this machine alone, and a local name has no owner but itself.
            (Some(a), Some(b)) if a == b && widens && bound.secure && here.secure => Ok(()),
            (Some(a), Some(b)) if a == b => Err(Outside::OtherHost),
            (Some(_), Some(_)) => Err(Outside::OtherDomain),
            _ if widens && !bound.host.is_address() && !here.host.is_address() => Err(Outside::DomainUnknown),
            _ => Err(Outside::OtherDomain),
        }
    }
}
