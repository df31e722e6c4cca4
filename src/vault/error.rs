//! Why the vault refuses.

use core::fmt;

use crate::codes::codes;
use crate::sites::{NotAPath, NotASite};

codes! {
    /// A refusal. No variant carries a secret, and none carries text from the bytes that were refused.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[serde(tag = "code", content = "args")]
    #[cfg_attr(feature = "types", ts(rename = "VaultError"))]
    pub enum Error {
        /// The bytes do not begin as an envelope, or are cut short.
        NotAnEnvelope = "vault-not-an-envelope",
        /// An envelope of a version that this build does not know.
        UnknownVersion = "vault-unknown-version",
        /// The header marks a field as critical that this build does not know.
        UnknownCritical = "vault-unknown-critical",
        /// The header is not what the format allows: a wrong length, a repeated slot, another spelling of the same.
        MalformedHeader = "vault-malformed-header",
        /// The cost of key derivation is below the floor or above the ceiling; refused before any work is done.
        KdfCost = "vault-kdf-cost",
        /// No slot opened with this passphrase.
        WrongPassphrase = "wrong-passphrase",
        /// The passphrase is shorter than [`super::MIN_PASSPHRASE_BYTES`] or longer than [`super::MAX_PASSPHRASE_BYTES`].
        PassphraseLength = "passphrase-length",
        /// A group of a recovery key that can't be right.
        RecoveryGroup {
            /// Which one, from 1.
            group: u8
        } = "recovery-group",
        /// A passkey's, a recovery key's or a device's secret that does not open its slot.
        WrongSecret = "wrong-secret",
        /// This device is trusted no longer.
        DeviceExpired = "device-expired",
        /// There is no way in with this id.
        NoSuchWay = "no-such-way",
        /// It is the last one that a person types.
        LastWay = "last-way",
        /// The ciphertext does not authenticate: it was changed, or belongs to another vault or generation.
        Tampered = "vault-tampered",
        /// The ciphertext authenticates, but what it holds is not a vault's contents.
        MalformedContents = "vault-malformed-contents",
        /// The session's key is not one of this vault.
        WrongSession = "vault-wrong-session",
        /// There is no account with this id.
        NoSuchAccount = "no-such-account",
        /// The account is in the bin: another window has put it there meanwhile.
        Deleted = "account-deleted",
        /// There is no pending enrolment with this number; the core was restarted since it was read.
        NoSuchPending = "no-such-pending",
        /// This account makes codes from the time, not from a counter.
        NotCounterBased = "not-counter-based",
        /// Text longer than its limit.
        TooLong = "too-long",
        /// Not a site that codes may be filled into: neither https nor loopback.
        NotASite = "not-a-site",
        /// Not the beginning of a path.
        NotAPath = "not-a-path",
        /// The host looks like another one: nothing is bound there.
        LookAlike = "fill-look-alike",
        /// The vault holds as many accounts as it may.
        VaultFull = "vault-full",
        /// The machine gave no random bytes.
        NoRandomness = "no-randomness",
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
