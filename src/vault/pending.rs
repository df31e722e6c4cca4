//! Pending enrolments: read from a page or typed, shown to the person, not yet in the vault.

use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroizing;

use super::account::{Account, Id};
use super::contents::{MAX_ACCOUNTS, Record};
use super::keys::make_bytes;
use super::log::{Deed, Event};
use super::view::Parameters;
use super::{Error, Site, Vault};
use crate::otp::{Algorithm, Digits, Kind, Otp, Period, Seed};
use crate::otpauth::{self, Enrolment, Other, Refused, clean_name};
use crate::sites::borrows_name;

/// The most that may be pending: ten full codes of a Google export. Older ones make room; what one text offers stays
/// together, however much it is.
const MAX_PENDING: usize = 100;

/// An enrolment that waits for the person's word.
pub(super) struct Pending {
    number: u32,
    enrolment: Enrolment,
    site: Option<Site>,
    /// Another app's export, or one account that is new.
    deed: Deed,
}

/// What a text offers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// To be accepted one by one, by their numbers.
    pub pending: Vec<PendingView>,
    /// Entries of a migration payload that can't be honoured.
    pub refused: Vec<RefusedView>,
    /// Of how many parts this is one; 1 unless it is a part of a Google export.
    pub parts: i32,
    /// What the text is when it is for no authenticator; then it offers nothing.
    pub other: Option<OtherView>,
}

/// A QR code that is for no authenticator, as it is shown: never its text.
#[derive(Debug, Serialize)]
pub struct OtherView {
    /// The stable name of what it is.
    pub kind: &'static str,
    /// The host of a web address, or the app that it is for.
    pub name: Option<String>,
}

/// A pending enrolment as it is shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingView {
    /// By which it is accepted.
    pub number: u32,
    /// Who asks for the codes.
    pub issuer: String,
    /// Whose codes they are.
    pub name: String,
    /// What the codes are made of, but the seed.
    pub parameters: Parameters,
    /// Stable names of what a person should hear of.
    pub warnings: Vec<&'static str>,
    /// The account that has this very seed already.
    pub known: Option<String>,
    /// That account is bound to the site already: there is nothing to add.
    pub bound: bool,
}

/// An entry that can't be honoured, as it is shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusedView {
    /// As far as it could be read.
    pub issuer: String,
    /// As far as it could be read.
    pub name: String,
    /// The stable name of the reason.
    pub reason: &'static str,
}

/// An account as a person types it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Typed {
    /// A seed as base32, or a whole URI; then the rest is ignored.
    #[serde(deserialize_with = "wiped")]
    pub text: Zeroizing<String>,
    /// Who asks for the codes.
    pub issuer: String,
    /// Whose codes they are.
    pub name: String,
    /// `totp`, `hotp` or `steam`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `SHA1`, `SHA256` or `SHA512`.
    pub algorithm: String,
    /// 1 to 10.
    pub digits: u8,
    /// In seconds.
    pub period: u32,
    /// The counter of the next code.
    pub counter: u64,
}

impl Vault {
    /// Takes the text of a QR code and keeps what it offers as pending, to be bound to `site` when accepted. A code
    /// that is for no authenticator is named.
    ///
    /// # Errors
    /// Whatever [`otpauth::parse`] refuses of a text that is for an authenticator.
    pub fn offer(&mut self, text: &[u8], site: Option<&Site>) -> Result<Offer, otpauth::Error> {
        match Other::of(text) {
            Some(other) => Ok(Offer { pending: Vec::new(), refused: Vec::new(), parts: 1, other: Some(other.into()) }),
            None => self.offer_uri(text, site),
        }
    }

    fn offer_uri(&mut self, text: &[u8], site: Option<&Site>) -> Result<Offer, otpauth::Error> {
        let parsed = otpauth::parse(text)?;
        let parts = parsed.batch.map_or(1, |batch| batch.size.max(1));
        self.make_room(parsed.enrolments.len());
        let deed = if parsed.batch.is_some() { Deed::Import } else { Deed::Enrol };
        let pending = parsed.enrolments.into_iter().map(|enrolment| self.keep_pending(enrolment, site, deed)).collect();
        let refused = parsed.refused.into_iter().map(RefusedView::from).collect();
        Ok(Offer { pending, refused, parts, other: None })
    }

    /// The same for what was typed: a URI, or a seed with its particulars.
    ///
    /// # Errors
    /// Whatever [`otpauth::parse`] refuses, and the seed or a parameter that can't be honoured.
    pub fn offer_typed(&mut self, typed: &Typed, site: Option<&Site>) -> Result<Offer, otpauth::Error> {
        if typed.text.contains("://") {
            return self.offer_uri(typed.text.as_bytes(), site);
        }
        let seed = Seed::read_base32(&typed.text)?;
        let ((issuer, odd_issuer), (name, odd_name)) = (clean_name(&typed.issuer), clean_name(&typed.name));
        let odd_seed = seed.trailing_bits.then_some(otpauth::Warning::SeedTrailingBits);
        let odd_names = (odd_issuer || odd_name).then_some(otpauth::Warning::OddCharacters);
        let enrolment = Enrolment {
            issuer: issuer.trim().to_owned(),
            account_name: name.trim().to_owned(),
            label_issuer: None,
            otp: Otp { seed: seed.seed, kind: typed.kind()? },
            extra: Vec::new(),
            warnings: odd_seed.into_iter().chain(odd_names).collect(),
        };
        self.make_room(1);
        let pending = vec![self.keep_pending(enrolment, site, Deed::Enrol)];
        Ok(Offer { pending, refused: Vec::new(), parts: 1, other: None })
    }

    /// Takes a pending enrolment into the vault and answers with the account's id. A seed that the vault has already
    /// is not taken twice: that account is bound to the site, and taken out of the bin if it lies there.
    ///
    /// # Errors
    /// [`Error::NoSuchPending`], [`Error::TooLong`], [`Error::VaultFull`], [`Error::NoRandomness`].
    pub fn accept(&mut self, number: u32, now: u64) -> Result<String, Error> {
        let place = self.pending.iter().position(|pending| pending.number == number).ok_or(Error::NoSuchPending)?;
        let Pending { enrolment, site, deed, .. } = self.pending.remove(place);
        let event = Event::of(deed, now);
        let event = site.iter().fold(event, Event::site);
        if let Some(id) = self.known(&enrolment.otp) {
            let version = self.next_version(now);
            let account = self.contents.account_mut(&id)?;
            if let Some(site) = site {
                account.bind(&site, version)?;
            }
            if account.deleted.is_some() {
                account.set_deleted(None, version);
            }
            account.modified = now;
            let event = event.account(account.label());
            self.note(&event);
            return Ok(id);
        }
        if self.contents.records.len() >= MAX_ACCOUNTS {
            return Err(Error::VaultFull);
        }
        let account = Account::from_enrolment(Id::from(make_bytes()?), enrolment, site, now)?;
        let id = account.id.to_string();
        self.note(&event.account(account.label()));
        self.contents.records.push(Record::Account(Box::new(account)));
        Ok(id)
    }

    fn keep_pending(&mut self, enrolment: Enrolment, site: Option<&Site>, deed: Deed) -> PendingView {
        let known = self.known(&enrolment.otp);
        let account = known.as_deref().and_then(|id| self.contents.account(id).ok());
        let bound = account.is_some_and(|account| {
            account.deleted.is_none() && site.is_none_or(|site| account.sites.iter().any(|bound| bound.site == *site))
        });
        self.offered = self.offered.wrapping_add(1);
        let number = self.offered;
        let view = PendingView {
            number,
            issuer: enrolment.issuer.clone(),
            name: enrolment.account_name.clone(),
            parameters: Parameters::of(enrolment.otp.kind),
            warnings: self.warnings(&enrolment),
            known,
            bound,
        };
        self.pending.push(Pending { number, enrolment, site: site.cloned(), deed });
        view
    }

    /// What a person should hear of: also when an issuer looks like one that they know, and is not written like it.
    fn warnings(&self, enrolment: &Enrolment) -> Vec<&'static str> {
        let known = self.contents.accounts().map(|account| account.issuer.as_str());
        let borrowed = borrows_name(&enrolment.issuer, known).then_some(otpauth::Warning::IssuerLookAlike);
        enrolment.warnings.iter().copied().chain(borrowed).map(otpauth::Warning::code).collect()
    }

    /// Drops the oldest, so that with `more` there are no more than [`MAX_PENDING`].
    fn make_room(&mut self, more: usize) {
        let excess = (self.pending.len() + more).saturating_sub(MAX_PENDING);
        self.pending.drain(..excess.min(self.pending.len()));
    }

    /// The account that makes the same codes: the same seed and, but for the counter, the same kind.
    fn known(&self, otp: &Otp) -> Option<String> {
        let same = |other: &Otp| other.seed == otp.seed && other.kind.with_counter(0) == otp.kind.with_counter(0);
        self.contents.accounts().find(|account| same(&account.otp)).map(|account| account.id.to_string())
    }
}

fn wiped<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(deserializer).map(Zeroizing::new)
}

impl Typed {
    fn kind(&self) -> Result<Kind, otpauth::Error> {
        if self.kind == "steam" {
            return Ok(Kind::Steam);
        }
        let algorithm = Algorithm::parse(&self.algorithm).ok_or(otpauth::Error::UnknownAlgorithm)?;
        let digits = Digits::new(self.digits).ok_or(otpauth::Error::Digits)?;
        match self.kind.as_str() {
            "totp" => {
                let period = Period::new(self.period).ok_or(otpauth::Error::Period)?;
                Ok(Kind::Totp { algorithm, digits, period })
            }
            "hotp" => Ok(Kind::Hotp { algorithm, digits, counter: self.counter }),
            _ => Err(otpauth::Error::UnknownType),
        }
    }
}

impl From<Refused> for RefusedView {
    fn from(refused: Refused) -> Self {
        Self { issuer: refused.issuer, name: refused.account_name, reason: refused.error.code() }
    }
}

impl From<Other> for OtherView {
    fn from(other: Other) -> Self {
        Self { kind: other.code(), name: other.name().map(ToOwned::to_owned) }
    }
}
