//! Why the vault refuses.

use core::fmt;

use crate::sites::{NotAPath, NotASite};

/// A refusal. No variant carries a secret, and none carries text from the bytes that were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The bytes do not begin as an envelope, or are cut short.
    NotAnEnvelope,
    /// An envelope of a version that this build does not know.
    UnknownVersion,
    /// The header marks a field as critical that this build does not know.
    UnknownCritical,
    /// The header is not what the format allows: a wrong length, a repeated slot, another spelling of the same.
    MalformedHeader,
    /// The cost of key derivation is below the floor or above the ceiling; refused before any work is done.
    KdfCost,
    /// No slot opened with this passphrase.
    WrongPassphrase,
    /// The passphrase is shorter than [`super::MIN_PASSPHRASE_BYTES`] or longer than [`super::MAX_PASSPHRASE_BYTES`].
    PassphraseLength,
    /// A group of a recovery key, from 1, that can't be right.
    RecoveryGroup(u8),
    /// A passkey's, a recovery key's or a device's secret that does not open its slot.
    WrongSecret,
    /// This device is trusted no longer.
    DeviceExpired,
    /// There is no way in with this id.
    NoSuchWay,
    /// It is the last one that a person types.
    LastWay,
    /// The ciphertext does not authenticate: it was changed, or belongs to another vault or generation.
    Tampered,
    /// The ciphertext authenticates, but what it holds is not a vault's contents.
    MalformedContents,
    /// The session's key is not one of this vault.
    WrongSession,
    /// There is no account with this id.
    NoSuchAccount,
    /// The account is in the bin: another window has put it there meanwhile.
    Deleted,
    /// There is no pending enrolment with this number; the core was restarted since it was read.
    NoSuchPending,
    /// This account makes codes from the time, not from a counter.
    NotCounterBased,
    /// Text longer than its limit.
    TooLong,
    /// Not a site that codes may be filled into: neither https nor loopback.
    NotASite,
    /// Not the beginning of a path.
    NotAPath,
    /// The host looks like another one: nothing is bound there.
    LookAlike,
    /// The vault holds as many accounts as it may.
    VaultFull,
    /// The machine gave no random bytes.
    NoRandomness,
}

const RECOVERY_GROUPS: [&str; 9] = [
    "recovery-group",
    "recovery-group-1",
    "recovery-group-2",
    "recovery-group-3",
    "recovery-group-4",
    "recovery-group-5",
    "recovery-group-6",
    "recovery-group-7",
    "recovery-group-8",
];

impl Error {
    /// A stable name, for the shell to translate.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAnEnvelope => "vault-not-an-envelope",
            Self::UnknownVersion => "vault-unknown-version",
            Self::UnknownCritical => "vault-unknown-critical",
            Self::MalformedHeader => "vault-malformed-header",
            Self::KdfCost => "vault-kdf-cost",
            Self::WrongPassphrase => "wrong-passphrase",
            Self::PassphraseLength => "passphrase-length",
            Self::RecoveryGroup(group) => RECOVERY_GROUPS.get(usize::from(group)).copied().unwrap_or("wrong-secret"),
            Self::WrongSecret => "wrong-secret",
            Self::DeviceExpired => "device-expired",
            Self::NoSuchWay => "no-such-way",
            Self::LastWay => "last-way",
            Self::Tampered => "vault-tampered",
            Self::MalformedContents => "vault-malformed-contents",
            Self::WrongSession => "vault-wrong-session",
            Self::NoSuchAccount => "no-such-account",
            Self::Deleted => "account-deleted",
            Self::NoSuchPending => "no-such-pending",
            Self::NotCounterBased => "not-counter-based",
            Self::TooLong => "too-long",
            Self::NotASite => "not-a-site",
            Self::NotAPath => "not-a-path",
            Self::LookAlike => "fill-look-alike",
            Self::VaultFull => "vault-full",
            Self::NoRandomness => "no-randomness",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for Error {}

impl From<NotASite> for Error {
    fn from(_: NotASite) -> Self {
        Self::NotASite
    }
}

impl From<NotAPath> for Error {
    fn from(_: NotAPath) -> Self {
        Self::NotAPath
    }
}
