//! Slots that a long random secret opens: a passkey's PRF output, a recovery key, a key that never leaves this device.

use hkdf::Hkdf;
use sha2::Sha256;

use super::keys::{KeyEncryptionKey, make_bytes};
use super::lock::{Lock, without_taken_names};
use super::wrapping::{Format, SlotId};
use crate::json::{Bytes, FromJson, Json, Later, Object, ToJson, string};
use crate::vault::error::Error;
use base64ct::{Base64UrlUnpadded, Encoding};

/// Length of the salt from which a passkey, a recovery key or a device derives its secret.
pub const SALT_BYTES: usize = 32;
/// The longest credential id that there is (Web Authentication, section 5.1).
const MAX_CREDENTIAL_BYTES: usize = 1023;
const HKDF_SHA256: &str = "hkdf-sha256";
/// The last time that a device can be trusted until: JavaScript counts no further.
const LAST_EXPIRY: u64 = 1 << 53;

fn can_expire(at: u64) -> bool {
    (1..=LAST_EXPIRY).contains(&at)
}

/// Where the secret comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// What an authenticator's PRF gives, 32 bytes.
    Passkey,
    /// A sheet of paper, 16 bytes.
    Recovery,
    /// A key in this browser that can't be read out, 32 bytes.
    Device,
}

impl SecretKind {
    /// The name in the header.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Recovery => "recovery",
            Self::Device => "device",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Passkey, Self::Recovery, Self::Device].into_iter().find(|kind| kind.name() == name)
    }

    fn secret_bytes(self) -> usize {
        if self == Self::Recovery { 16 } else { 32 }
    }
}

/// What a slot for a long random secret is made of, besides that secret.
pub struct Particulars {
    /// Where the secret comes from.
    pub kind: SecretKind,
    /// The input from which the secret was derived: random, and different for every slot.
    pub salt: [u8; SALT_BYTES],
    /// The credential id of a passkey; `None` for every other kind.
    pub credential: Option<Vec<u8>>,
    /// The time until which a device is trusted; `None` for every other kind.
    pub expires: Option<u64>,
}

/// A slot whose key-encryption key HKDF (RFC 5869) derives from a long random secret.
#[derive(Clone)]
pub(crate) struct SecretSlot {
    pub(crate) id: SlotId,
    pub(crate) kind: SecretKind,
    pub(crate) credential: Option<Credential>,
    pub(crate) expires: Option<u64>,
    pub(crate) salt: Bytes<SALT_BYTES>,
    pub(super) lock: Lock,
    /// Fields of a later version, kept.
    later: Later,
}

/// The credential id by which a browser finds a passkey.
#[derive(Clone)]
pub(crate) struct Credential(Vec<u8>);

impl Credential {
    fn new(bytes: Vec<u8>) -> Option<Self> {
        (1..=MAX_CREDENTIAL_BYTES).contains(&bytes.len()).then_some(Self(bytes))
    }

    pub(crate) fn to_text(&self) -> String {
        Base64UrlUnpadded::encode_string(&self.0)
    }
}

impl FromJson for Credential {
    fn from_json(json: &str) -> Option<Self> {
        Self::new(Base64UrlUnpadded::decode_vec(&string(json)?).ok()?)
    }
}

impl ToJson for Credential {
    fn to_json(&self, json: &mut Json) {
        json.string(&self.to_text());
    }
}

impl SecretSlot {
    /// Reads a slot of a header of this version; `None` when it is malformed.
    pub(crate) fn parse(json: &str, format: Format) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        let [kind, kdf]: [String; 2] = [fields.take("kind")?, fields.take("kdf")?];
        let kind = SecretKind::parse(&kind)?;
        let credential = if kind == SecretKind::Passkey { Some(fields.take("credential")?) } else { None };
        let expires = if kind == SecretKind::Device { Some(fields.take("expires")?) } else { None };
        let slot = Self {
            id: fields.take("id")?,
            kind,
            credential,
            expires,
            salt: fields.take("salt")?,
            lock: Lock::take(&mut fields, format)?,
            later: fields.later(),
        };
        (kdf == HKDF_SHA256 && slot.expires.is_none_or(can_expire) && slot.later.has_one_spelling()).then_some(slot)
    }
}

impl ToJson for SecretSlot {
    fn to_json(&self, json: &mut Json) {
        json.object(|json| {
            json.field("kind", &self.kind.name());
            json.field("id", &self.id);
            json.field("kdf", &HKDF_SHA256);
            json.optional("credential", &self.credential);
            json.optional("expires", &self.expires);
            json.field("salt", &self.salt);
            self.lock.put(json);
            json.later(&self.later);
        });
    }
}

impl SecretSlot {
    /// Makes a slot without a lock, and its key-encryption key.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when something is missing or of the wrong length; [`Error::NoRandomness`].
    pub(super) fn make(particulars: Particulars, secret: &[u8]) -> Result<(Self, KeyEncryptionKey), Error> {
        let Particulars { kind, salt, credential, expires } = particulars;
        let credential = credential.and_then(Credential::new);
        let complete = credential.is_some() == (kind == SecretKind::Passkey)
            && expires.is_some() == (kind == SecretKind::Device)
            && expires.is_none_or(can_expire)
            && secret.len() == kind.secret_bytes();
        if !complete {
            return Err(Error::WrongSecret);
        }
        let slot = Self {
            id: Bytes(make_bytes()?),
            kind,
            credential,
            expires,
            salt: Bytes(salt),
            lock: Lock::none(),
            later: Later::default(),
        };
        let key = slot.derive_key(secret)?;
        Ok((slot, key))
    }

    /// The slot with another lock.
    pub(super) fn with(&self, lock: Lock) -> Self {
        Self { lock, later: without_taken_names(&self.later), ..self.clone() }
    }

    /// Derives the key-encryption key. A wrong secret derives a key that opens nothing.
    ///
    /// # Errors
    /// [`Error::DeviceExpired`] when the device is trusted no longer at `now`.
    pub(crate) fn key_at(&self, secret: &[u8], now: u64) -> Result<KeyEncryptionKey, Error> {
        if self.expires.is_some_and(|expires| expires <= now) {
            return Err(Error::DeviceExpired);
        }
        self.derive_key(secret)
    }

    fn derive_key(&self, secret: &[u8]) -> Result<KeyEncryptionKey, Error> {
        let info = ["halfminute-kek/1 ", self.kind.name()].concat();
        let hkdf = Hkdf::<Sha256>::new(Some(&self.salt.0), secret);
        KeyEncryptionKey::derive_with(|out| hkdf.expand(info.as_bytes(), out).map_err(|_| Error::WrongSecret))
    }

    /// The terms of the slot, which must not be changed beside its keys.
    pub(crate) fn terms(&self) -> String {
        let Self { kind, salt, .. } = self;
        let credential = self.credential.as_ref().map(|credential| format!(" credential={}", credential.to_text()));
        let expires = self.expires.map(|expires| format!(" expires={expires}"));
        let more = [credential, expires].into_iter().flatten().collect::<String>();
        format!("{} {HKDF_SHA256} salt={salt}{more}", kind.name())
    }
}
