//! Pending enrolments: read from a page or typed, shown to the person, not yet in the vault.

use base64ct::{Base64UrlUnpadded, Encoding};
use hkdf::Hkdf;
use serde::{Deserialize, Deserializer, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Vault;
use super::contents::account::{Account, Id};
use super::contents::bound::{Bound, Domains, Page};
use super::contents::{MAX_ACCOUNTS, Record};
use super::envelope::keys::make_bytes;
use super::error::Error;
use super::here::Twin;
use super::log::{Deed, Event};
use super::view::Parameters;
use crate::otp::{Algorithm, Digits, Kind, Otp, Period, Seed};
use crate::otpauth::{self, Enrolment, Other, Refused, clean_name};
use crate::sites::Site;
use crate::sites::borrows_name;

/// The most that may be pending: ten full codes of a Google export. Older ones make room; what one text offers stays
/// together, however much it is.
const MAX_PENDING: usize = 100;

/// Bytes of a handle: nobody finds two enrolments with the same one.
const HANDLE_BYTES: usize = 16;

/// An enrolment that waits for the person's word.
pub(super) struct Pending {
    handle: String,
    enrolment: Enrolment,
    site: Option<Site>,
    /// Another app's export, or one account that is new.
    deed: Deed,
}

/// What a text offers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// To be accepted one by one, by their handles.
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
    /// By which it is accepted: it stands for this seed, these names and this site, in whatever instance of the vault.
    pub handle: String,
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
    /// There is nothing to add: that account is where it would be then.
    pub bound: bool,
    /// Where its codes will go, as a person calls it; `None` when it is bound to no site.
    pub host: Option<String>,
    /// The other site that this one looks like, which is why it is bound to none.
    pub twin: Option<Twin>,
}

/// What a person accepts: what stood on their screen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Chosen {
    /// By which it was offered.
    pub handle: String,
    /// Who asks for the codes, as it was shown.
    pub issuer: String,
    /// Whose codes they are, as it was shown.
    pub name: String,
    /// Where the codes will go, as it was shown; empty for nowhere.
    pub host: String,
}

impl From<&PendingView> for Chosen {
    /// By whoever agrees to all that is shown.
    fn from(view: &PendingView) -> Self {
        let PendingView { handle, issuer, name, host, .. } = view;
        Self {
            handle: handle.clone(),
            issuer: issuer.clone(),
            name: name.clone(),
            host: host.clone().unwrap_or_default(),
        }
    }
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
    /// Takes the text of a QR code and keeps what it offers as pending, to be bound to the site of `page` when accepted.
    /// A code that is for no authenticator is named.
    ///
    /// # Errors
    /// Whatever [`otpauth::parse`] refuses of a text that is for an authenticator.
    pub fn offer(&mut self, text: &[u8], page: Option<&Page>) -> Result<Offer, otpauth::Error> {
        match Other::of(text) {
            Some(other) => Ok(Offer { pending: Vec::new(), refused: Vec::new(), parts: 1, other: Some(other.into()) }),
            None => self.offer_uri(text, page),
        }
    }

    fn offer_uri(&mut self, text: &[u8], page: Option<&Page>) -> Result<Offer, otpauth::Error> {
        let parsed = otpauth::parse(text)?;
        let parts = parsed.batch.map_or(1, |batch| batch.size.max(1));
        self.make_room(parsed.enrolments.len());
        let deed = if parsed.batch.is_some() { Deed::Import } else { Deed::Enrol };
        let mut pending: Vec<PendingView> = Vec::new();
        for enrolment in parsed.enrolments {
            let view = self.keep_pending(enrolment, page, deed);
            // An export may name one account twice.
            if !pending.iter().any(|other| other.handle == view.handle) {
                pending.push(view);
            }
        }
        let refused = parsed.refused.into_iter().map(RefusedView::from).collect();
        Ok(Offer { pending, refused, parts, other: None })
    }

    /// The same for what was typed, which is of no site: a URI, or a seed with its particulars.
    ///
    /// # Errors
    /// Whatever [`otpauth::parse`] refuses, and the seed or a parameter that can't be honoured.
    pub fn offer_typed(&mut self, typed: &Typed) -> Result<Offer, otpauth::Error> {
        if typed.text.contains("://") {
            return self.offer_uri(typed.text.as_bytes(), None);
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
        let pending = vec![self.keep_pending(enrolment, None, Deed::Enrol)];
        Ok(Offer { pending, refused: Vec::new(), parts: 1, other: None })
    }

    /// Takes a pending enrolment into the vault, if it is the one that the person saw, and answers with the account's id.
    /// It is bound to the site that they saw, or to none, and never to one that looks like another. A seed that the
    /// vault has already is not taken twice: that account is bound to the site, and taken out of the bin if it lies there.
    ///
    /// # Errors
    /// [`Error::NoSuchPending`], also when it is another one than was shown, or would go elsewhere; [`Error::TooLong`],
    /// [`Error::VaultFull`], [`Error::NoRandomness`].
    pub fn accept(&mut self, chosen: &Chosen, domains: Domains, now: u64) -> Result<String, Error> {
        let is_shown = |pending: &Pending| {
            let Pending { handle, enrolment, site, .. } = pending;
            let names = (&enrolment.issuer, &enrolment.account_name) == (&chosen.issuer, &chosen.name);
            let there = || self.destination(site.as_ref(), domains).0.is_some_and(|host| host == chosen.host);
            *handle == chosen.handle && names && (chosen.host.is_empty() || there())
        };
        let place = self.pending.iter().position(is_shown).ok_or(Error::NoSuchPending)?;
        let Pending { enrolment, site, deed, .. } = self.pending.remove(place);
        let (site, left) = if chosen.host.is_empty() { (None, site) } else { (site, None) };
        let event = site.iter().fold(Event::of(deed, now), Event::site);
        let version = self.next_version(now);
        if let Some(id) = self.known(&enrolment.otp) {
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
        let mut account = Account::from_enrolment(Id::from(make_bytes()?), enrolment, site, now)?;
        if let Some(left) = left {
            account.leave(&left, version);
        }
        let id = account.id.to_string();
        self.note(&event.account(account.label()));
        self.contents.records.push(Record::Account(Box::new(account)));
        Ok(id)
    }

    fn keep_pending(&mut self, enrolment: Enrolment, page: Option<&Page>, deed: Deed) -> PendingView {
        let site = page.map(|page| page.site);
        let (host, twin) = page.map_or((None, None), |page| self.destination(Some(page.site), page.domains));
        let known = self.known(&enrolment.otp);
        let account = known.as_deref().and_then(|id| self.contents.account(id).ok());
        let there = |account: &Account| account.sites.iter().any(|bound| Some(&bound.site) == site);
        let bound = account.is_some_and(|account| account.deleted.is_none() && (host.is_none() || there(account)));
        let handle = self.handle(&enrolment, site);
        let view = PendingView {
            handle: handle.clone(),
            issuer: enrolment.issuer.clone(),
            name: enrolment.account_name.clone(),
            parameters: Parameters::of(enrolment.otp.kind),
            warnings: self.warnings(&enrolment),
            known,
            bound,
            host,
            twin,
        };
        self.pending.retain(|other| other.handle != handle);
        self.pending.push(Pending { handle, enrolment, site: site.cloned(), deed });
        view
    }

    /// What a person should hear of: also when an issuer looks like one that they know, and is not written like it.
    fn warnings(&self, enrolment: &Enrolment) -> Vec<&'static str> {
        let known = self.contents.accounts().map(|account| account.issuer.as_str());
        let borrowed = borrows_name(&enrolment.issuer, known).then_some(otpauth::Warning::IssuerLookAlike);
        enrolment.warnings.iter().copied().chain(borrowed).map(otpauth::Warning::code).collect()
    }

    /// Where codes will go that are bound to a site, or why they go nowhere.
    fn destination(&self, site: Option<&Site>, domains: Domains) -> (Option<String>, Option<Twin>) {
        let Some(site) = site else { return (None, None) };
        match self.twin(&Page { site, path: "/", domains }.place(), domains) {
            Some(twin) => (None, Some(twin)),
            None => (Some(Bound::from(site.clone()).goes_to(domains)), None),
        }
    }

    /// A name that stands for all that would be taken. The worker's instance of the vault lives for seconds, while a
    /// screen may stand for hours: so every instance that is offered the same gives it the same name, and no other one,
    /// and the name says nothing about the seed to whoever lacks the vault's key.
    fn handle(&self, enrolment: &Enrolment, site: Option<&Site>) -> String {
        let (kind, algorithm, digits, number) = match enrolment.otp.kind {
            Kind::Totp { algorithm, digits, period } => ("totp", algorithm.as_str(), digits.get(), period.get().into()),
            Kind::Hotp { algorithm, digits, counter } => ("hotp", algorithm.as_str(), digits.get(), counter),
            Kind::Steam => ("steam", "", 0, 0),
        };
        let extra = enrolment.extra.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
        let parts = [
            enrolment.otp.seed.as_bytes(),
            kind.as_bytes(),
            algorithm.as_bytes(),
            &[digits],
            &u64::to_le_bytes(number),
            enrolment.issuer.as_bytes(),
            enrolment.account_name.as_bytes(),
            enrolment.label_issuer.as_deref().unwrap_or_default().as_bytes(),
            site.map_or("", Site::as_str).as_bytes(),
        ];
        // Each after its length, so that no two of them can be read as two others.
        let mut text = Zeroizing::new(Vec::new());
        for part in parts.into_iter().chain(extra) {
            text.extend_from_slice(&part.len().to_le_bytes());
            text.extend_from_slice(part);
        }
        let mut handle = [0; HANDLE_BYTES];
        let derived =
            Hkdf::<Sha256>::new(Some(b"halfminute-pending/1"), self.data_key.expose()).expand(&text, &mut handle);
        debug_assert!(derived.is_ok(), "HKDF gives 8,160 bytes");
        Base64UrlUnpadded::encode_string(&handle)
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
