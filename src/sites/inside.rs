//! Finds the name of a genuine site within somebody else's host: `github.com.evil.example`, `github-login.example`.

use super::edit::one_edit;
use super::host::Host;
use super::punycode::shown;
use super::skeleton::skeleton;

/// Lures: words that stand beside a name in hosts of pages that want a code. Alone they are nobody's name.
const LURES: &[&str] = &[
    "2fa",
    "access",
    "account",
    "accounts",
    "admin",
    "alert",
    "app",
    "apps",
    "auth",
    "billing",
    "center",
    "centre",
    "cloud",
    "code",
    "codes",
    "com",
    "confirm",
    "connect",
    "customer",
    "customers",
    "desk",
    "email",
    "help",
    "helpdesk",
    "id",
    "identity",
    "invoice",
    "login",
    "logins",
    "logon",
    "mail",
    "mfa",
    "my",
    "net",
    "oauth",
    "official",
    "online",
    "org",
    "otp",
    "pay",
    "payment",
    "payments",
    "portal",
    "protect",
    "recover",
    "recovery",
    "reset",
    "safe",
    "secure",
    "secured",
    "security",
    "server",
    "service",
    "services",
    "session",
    "sign",
    "signin",
    "signon",
    "signup",
    "sso",
    "staff",
    "support",
    "team",
    "token",
    "totp",
    "unlock",
    "update",
    "user",
    "users",
    "verification",
    "verify",
    "wallet",
    "web",
    "webmail",
    "www",
];

/// The shortest name that is looked for without a lure beside it.
const MIN_ALONE: usize = 4;
/// The shortest name that is looked for at all.
const MIN_NAME: usize = 3;
/// The shortest name that is looked for in one word with a lure, or with a slip in it: shorter names are in too many words.
const MIN_JOINED: usize = 5;

/// How a name stands in a host that is not its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// The whole domain: `github.com.evil.example`, `github-com.example`.
    Domain,
    /// The name beside a lure in what was registered: `github-login.example`, `secure.githublogin.example`.
    Lured,
    /// The name beside other words, or in a subdomain beside anything.
    Beside,
    /// A subdomain by itself, as firms have at other firms: `firm.somewhere.example`.
    Subdomain,
}

/// A label that is a common word of login pages and nobody's name.
pub(super) fn is_lure(label: &str) -> bool {
    LURES.contains(&label)
}

/// The looks of a host, worked out once to be compared with many names.
pub(super) struct Looks {
    /// The label that was registered, as it is read.
    pub(super) label: String,
    /// The skeleton of that label.
    pub(super) skeleton: String,
    /// The skeletons of all labels before the public suffix.
    own: Vec<String>,
    /// The parts of those between hyphens.
    parts: Vec<String>,
}

impl Looks {
    pub(super) fn of(host: &Host) -> Self {
        let label = host.label();
        let own: Vec<String> = host.own_labels().iter().map(|label| skeleton(label)).collect();
        let parts = own.iter().flat_map(|label| label.split('-')).map(str::to_owned).collect();
        Self { skeleton: skeleton(&label), label, own, parts }
    }
}

/// How the name of a genuine domain stands in `here`, which is somebody else's.
pub(super) fn inside(here: &Looks, name: &Name, domain: &str) -> Option<Inside> {
    if has_domain(here, name, domain) {
        return Some(Inside::Domain);
    }
    let (registered, above) = here.own.split_last()?;
    if name.length < MIN_NAME {
        return None;
    }
    let found = [name.beside(registered).map(|lured| if lured { Inside::Lured } else { Inside::Beside })]
        .into_iter()
        .chain(above.iter().map(|label| name.beside(label).map(|_| Inside::Beside)));
    let found = found.flatten().next().or_else(|| {
        let alone = name.length >= MIN_ALONE && above.contains(&name.text);
        alone.then_some(Inside::Subdomain)
    });
    // Asked late, since it is dear.
    found.filter(|_| !is_lure(&name.label))
}

/// Whether the parts of a genuine domain follow each other in what somebody else chose of a host, however they are
/// joined.
pub(super) fn has_domain(here: &Looks, name: &Name, domain: &str) -> bool {
    let labels = || domain.split(['.', '-']);
    let same = |(part, label): (&String, &str)| *part == skeleton(&shown(label));
    // Most have nothing that begins like it, and need no closer look; what punycode says is not what it is split by.
    let begins = here.parts.iter().any(|part| name.text.starts_with(part.as_str()));
    (begins || !domain.starts_with(&name.label))
        && name.length >= MIN_NAME
        && here.parts.windows(labels().count()).any(|window| window.iter().zip(labels()).all(same))
}

/// The name of a genuine domain: the label that was registered.
pub(super) struct Name {
    /// As it is read.
    pub(super) label: String,
    /// As it looks.
    pub(super) text: String,
    /// In letters.
    pub(super) length: usize,
}

impl Name {
    pub(super) fn of(domain: &str) -> Self {
        let label = shown(domain.split('.').next().unwrap_or_default());
        Self { text: skeleton(&label), length: label.chars().count(), label }
    }

    /// Whether a label has the name beside something else, and whether that is a lure.
    fn beside(&self, label: &str) -> Option<bool> {
        // Most labels are one word.
        if !label.contains('-') {
            return (self.length >= MIN_JOINED && self.is_joined(label)).then_some(true);
        }
        let parts: Vec<&str> = label.split('-').collect();
        let name: Vec<&str> = self.text.split('-').collect();
        // Asked late: it is the dearest of all.
        let lured = || parts.iter().any(|part| looks_like_lure(part));
        if parts.len() > name.len() && parts.windows(name.len()).any(|window| window == name) {
            let lured = lured();
            return (lured || self.length >= MIN_ALONE).then_some(lured);
        }
        if self.length < MIN_JOINED {
            return None;
        }
        let slipped = |part: &&str| one_edit(part, &self.text) && !looks_like_lure(part);
        let slip = self.length > MIN_JOINED && parts.iter().any(slipped) && lured();
        // A name with a hyphen is in no part, but may be in the whole.
        let joined = self.is_joined(label) || parts.iter().any(|part| self.is_joined(part));
        (slip || joined).then_some(true)
    }

    /// `githublogin`, `mygithub`.
    fn is_joined(&self, part: &str) -> bool {
        let rest = part.strip_prefix(self.text.as_str()).into_iter().chain(part.strip_suffix(self.text.as_str()));
        rest.into_iter().any(looks_like_lure)
    }
}

fn looks_like_lure(part: &str) -> bool {
    !part.is_empty() && LURES.iter().any(|lure| skeleton(lure) == part)
}
