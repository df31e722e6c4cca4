//! The errors of the vault.

use core::fmt;

use crate::codes::codes;
use crate::sites::{NotAPath, NotASite};

codes! {
    /// Why the vault refused an operation. No variant carries a secret or text of the input that was refused.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "types", ts(rename = "VaultError"))]
    pub enum Error as ("code", "args") {
        /// The bytes do not begin as an envelope does, or are cut short.
        NotAnEnvelope = "vault-not-an-envelope",
        /// The envelope has a format version that this build does not know.
        UnknownVersion = "vault-unknown-version",
        /// The header marks a field as critical that this build does not know.
        UnknownCritical = "vault-unknown-critical",
        /// The header breaks the format: a wrong length, a repeated slot, or a value in another spelling than the one
        /// allowed.
        MalformedHeader = "vault-malformed-header",
        /// The cost of the key derivation is outside its limits. It is refused before anything is derived.
        KdfCost = "vault-kdf-cost",
        /// The passphrase opens no slot.
        WrongPassphrase = "wrong-passphrase",
        /// The passphrase is shorter than [`super::MIN_PASSPHRASE_BYTES`] or longer than
        /// [`super::MAX_PASSPHRASE_BYTES`].
        PassphraseLength = "passphrase-length",
        /// A typed recovery key has a mistyped group: its check fails.
        RecoveryGroup {
            /// Number of the group, from 1.
            group: u8
        } = "recovery-group",
        /// The secret of a passkey, a recovery key or a remembered device does not open its slot.
        WrongSecret = "wrong-secret",
        /// The time for which this device was remembered is over.
        DeviceExpired = "device-expired",
        /// No way to open the vault has this id.
        NoSuchWay = "no-such-way",
        /// This would remove the last way in that a person types: a passphrase or a recovery key.
        LastWay = "last-way",
        /// The ciphertext does not authenticate: it was changed, or is of another vault or generation.
        Tampered = "vault-tampered",
        /// The ciphertext authenticates, but what it holds is not a vault's contents.
        MalformedContents = "vault-malformed-contents",
        /// The session's ticket is damaged, or of another vault.
        WrongSession = "vault-wrong-session",
        /// No account has this id.
        NoSuchAccount = "no-such-account",
        /// The account is in the bin, so it can't be changed. Another window may have moved it there.
        Deleted = "account-deleted",
        /// No pending enrolment is the one that the person was shown. A restart of the background drops those that were
        /// pending.
        NoSuchPending = "no-such-pending",
        /// The account makes codes from the time and not from a counter, or its counter is at its end.
        NotCounterBased = "not-counter-based",
        /// No codes can be made of the account: its algorithm is not known here, or its PIN is not known.
        NoCodes = "account-no-codes",
        /// A text or a list is longer than its limit.
        TooLong = "too-long",
        /// The address is no site that codes may be filled into: it is neither https nor loopback.
        NotASite = "not-a-site",
        /// The text is not the beginning of a URL's path.
        NotAPath = "not-a-path",
        /// The host looks like another one, so no account is bound to it.
        LookAlike = "fill-look-alike",
        /// The vault has as many accounts as it may have.
        VaultFull = "vault-full",
        /// The system gave no random bytes.
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
