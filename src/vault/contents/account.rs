//! One account: what it holds, how it is enrolled, and how it stands in the contents.

use zeroize::Zeroizing;

use super::bound::Bound;
use super::framed::Framed;
use super::icon::Icon;
use super::tries::Tries;
use super::version::Versions;
use crate::json::{Bytes, FromJson, Json, Later, Object, ToJson, string};
use crate::otp::{Algorithm, Digits, Kind, Otp, Period, Pin, Seed};
use crate::otpauth::{Enrolment, clean_name};
use crate::sites::Site;
use crate::vault::error::Error;

/// The longest issuer or account name: what a QR code can hold is more, what a person can read is less.
pub const MAX_NAME_BYTES: usize = 1024;
/// The most bytes of the names and values of other parameters. Other apps put a person's notes there.
const MAX_PARAMETER_BYTES: usize = 16 * 1024;
/// The most sites that one account may be bound to.
pub const MAX_SITES: usize = 50;
/// The longest note: a page of recovery codes is a tenth of it.
pub(crate) const MAX_NOTE_BYTES: usize = 16 * 1024;
/// The most tags of one account, and the longest of them: more than a row of the list shows.
pub(crate) const MAX_TAGS: usize = 20;
/// The longest tag.
pub(crate) const MAX_TAG_BYTES: usize = 100;
const ID_BYTES: usize = 16;

/// An account's identifier: random, unique, without meaning.
pub(crate) type Id = Bytes<ID_BYTES>;

/// A seed with what people call it and where its codes may go.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) id: Id,
    pub(crate) issuer: String,
    pub(crate) name: String,
    pub(crate) otp: Otp,
    pub(crate) sites: Vec<Bound>,
    /// The frames of other sites that its codes may go into.
    pub(crate) frames: Vec<Framed>,
    /// Whether the form is sent as well after filling.
    pub(crate) submit: bool,
    /// What the person wrote beside it, as recovery codes.
    pub(crate) note: Zeroizing<String>,
    pub(crate) tags: Vec<String>,
    /// Whether it stands before all others.
    pub(crate) pinned: bool,
    /// The icon of its site.
    pub(crate) icon: Option<Icon>,
    pub(crate) tries: Tries,
    /// How often a code of it was copied or filled.
    pub(crate) uses: u64,
    /// When the last one was; 0 for never.
    pub(crate) used: u64,
    /// When it was enrolled.
    pub(crate) created: u64,
    /// When it was last edited, deleted or restored.
    pub(crate) modified: u64,
    /// When it was moved to the bin.
    pub(crate) deleted: Option<u64>,
    /// The issuer in the label of its Key Uri: codes do not need it, and an export writes it again.
    pub(crate) label_issuer: Option<String>,
    pub(crate) parameters: Vec<(String, String)>,
    /// The versions of what was changed since it was enrolled.
    pub(crate) versions: Versions,
    /// Fields of a later version, kept.
    pub(crate) later: Later,
}

impl Account {
    /// Makes an account from an enrolment.
    ///
    /// # Errors
    /// [`Error::TooLong`] when the issuer, the name or the other parameters are longer than their limits.
    pub(crate) fn from_enrolment(id: Id, enrolment: Enrolment, site: Option<Site>, now: u64) -> Result<Self, Error> {
        if Self::is_too_long(&enrolment) {
            return Err(Error::TooLong);
        }
        Ok(Self {
            id,
            issuer: enrolment.issuer,
            name: enrolment.account_name,
            otp: enrolment.otp,
            sites: site.into_iter().map(Bound::from).collect(),
            frames: Vec::new(),
            submit: false,
            note: Zeroizing::default(),
            tags: Vec::new(),
            pinned: false,
            icon: None,
            tries: Tries::default(),
            uses: 0,
            used: 0,
            created: now,
            modified: now,
            deleted: None,
            label_issuer: enrolment.label_issuer,
            parameters: enrolment.extra,
            versions: Versions::default(),
            later: Later::default(),
        })
    }

    /// Whether a text of an enrolment is longer than an account may have it.
    pub(crate) fn is_too_long(enrolment: &Enrolment) -> bool {
        let parameters: usize = enrolment.extra.iter().map(|(name, value)| name.len() + value.len()).sum();
        enrolment.issuer.len().max(enrolment.account_name.len()) > MAX_NAME_BYTES || parameters > MAX_PARAMETER_BYTES
    }

    /// The issuer and the name, for the log.
    pub(crate) fn label(&self) -> String {
        clean_name(&[self.issuer.as_str(), self.name.as_str()].join(" ")).0.trim().to_owned()
    }

    /// The account as it could be enrolled elsewhere. The issuer of today stands in the label too: there are readers
    /// that look nowhere else.
    pub(crate) fn to_enrolment(&self) -> Enrolment {
        let issuer = Some(&self.issuer).filter(|issuer| !issuer.is_empty());
        Enrolment {
            issuer: self.issuer.clone(),
            account_name: self.name.clone(),
            label_issuer: issuer.or(self.label_issuer.as_ref()).cloned(),
            otp: self.otp.clone(),
            extra: self.parameters.clone(),
            warnings: Vec::new(),
        }
    }
}

impl FromJson for Account {
    fn from_json(json: &str) -> Option<Self> {
        let mut fields = Object::parse(json)?;
        Some(Self {
            id: fields.take("id")?,
            issuer: fields.take("issuer")?,
            name: fields.take("name")?,
            otp: take_otp(&mut fields)?,
            sites: fields.take_or_default("sites")?,
            frames: fields.take_or_default("frames")?,
            submit: fields.take_or_default("submit")?,
            note: fields.take_or_default::<String>("note")?.into(),
            tags: fields.take_or_default("tags")?,
            pinned: fields.take_or_default("pinned")?,
            icon: fields.take_optional("picture")?,
            tries: fields.take_or_default("tries")?,
            uses: fields.take_or_default("uses")?,
            used: fields.take_or_default("used")?,
            created: fields.take("created")?,
            modified: fields.take("modified")?,
            deleted: fields.take_optional("deleted")?,
            label_issuer: fields.take_optional("labelIssuer")?,
            parameters: fields.take_or_default("parameters")?,
            versions: fields.take_or_default("versions")?,
            later: fields.later(),
        })
    }
}

/// Takes the fields that codes are made of. Fields that belong to another type are taken as well, and not kept.
fn take_otp(fields: &mut Object) -> Option<Otp> {
    let kind: String = fields.take("type")?;
    let seed: Seed = fields.take("secret")?;
    let algorithm = fields.take::<String>("algorithm");
    let digits = fields.take::<u8>("digits");
    let period = fields.take::<u32>("period");
    let counter = fields.take::<u64>("counter");
    let pin = fields.take_optional::<Pin>("pin");
    let algorithm = || {
        let name = algorithm.as_deref()?;
        // Other writers of a Key Uri use small letters; here there is one spelling.
        Algorithm::parse_any(name).filter(|algorithm| algorithm.as_str() == name)
    };
    let digits = || Digits::new(digits?);
    let kind = match &*kind {
        "totp" => Kind::Totp { algorithm: algorithm()?, digits: digits()?, period: Period::new(period?)? },
        "hotp" => Kind::Hotp { algorithm: algorithm()?, digits: digits()?, counter: counter? },
        "steam" => Kind::Steam,
        "motp" if core::str::from_utf8(seed.as_bytes()).is_ok() => Kind::Motp { pin: pin?.unwrap_or_default() },
        "yandex" => Kind::Yandex { pin: pin?.unwrap_or_default() },
        _ => return None,
    };
    Some(Otp { seed, kind })
}

impl ToJson for Account {
    fn to_json(&self, json: &mut Json) {
        let kind = &self.otp.kind;
        json.object(|json| {
            json.field("id", &self.id);
            json.field("type", &kind.name());
            json.field("issuer", &self.issuer);
            json.field("name", &self.name);
            json.field("secret", &self.otp.seed);
            json.optional("algorithm", &kind.algorithm().map(Algorithm::as_str));
            json.optional("digits", &kind.digits().map(Digits::get));
            json.optional("period", &kind.period().map(Period::get));
            json.optional("counter", &kind.counter());
            json.optional("pin", &kind.pin().filter(|pin| !pin.is_empty()));
            json.optional("sites", &self.sites);
            json.optional("frames", &self.frames);
            json.optional("submit", &self.submit);
            json.optional("note", &Some(self.note.as_str()).filter(|note| !note.is_empty()));
            json.optional("tags", &self.tags);
            json.optional("pinned", &self.pinned);
            json.optional("picture", &self.icon);
            json.optional("tries", &self.tries);
            json.optional("uses", &Some(self.uses).filter(|uses| *uses > 0));
            json.optional("used", &Some(self.used).filter(|used| *used > 0));
            json.field("created", &self.created);
            json.field("modified", &self.modified);
            json.optional("deleted", &self.deleted);
            json.optional("labelIssuer", &self.label_issuer);
            json.optional("parameters", &self.parameters);
            json.optional("versions", &self.versions);
            json.later(&self.later);
        });
    }
}

/// A seed in JSON is base32 text in one spelling only. No plain copy of it is left in memory.
impl FromJson for Seed {
    fn from_json(json: &str) -> Option<Self> {
        let text = string(json)?;
        Self::from_base32(&text).ok().filter(|seed| *seed.to_base32() == *text)
    }
}

impl ToJson for Seed {
    fn to_json(&self, json: &mut Json) {
        json.string(&self.to_base32());
    }
}

impl FromJson for Pin {
    fn from_json(json: &str) -> Option<Self> {
        Self::new(&string(json)?)
    }
}

impl ToJson for &Pin {
    fn to_json(&self, json: &mut Json) {
        json.string(self.as_str());
    }
}
