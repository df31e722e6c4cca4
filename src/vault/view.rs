//! What is shown of a vault: everything but seeds and keys.

use serde::Serialize;

use super::ask::Refusal;
use super::contents::account::Account;
use super::contents::bound::{Bound, Page};
use super::contents::framed::Framed;
use super::error::Error;
use super::genuine::Twin;
use super::opened::Vault;
use crate::autofill::{PageKind, Reason};
use crate::otp::{Algorithm, Code, Digits, Kind, Period};
use crate::qr::write::Drawing;
use crate::sites::{Fit, Site};
use crate::time::Millis;
use crate::time::Seconds;

/// The accounts, those of the site in front first, then by issuer and name.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    /// Those that are not in the bin.
    pub accounts: Vec<AccountView>,
    /// How many entries this build can't read. They are kept.
    pub unreadable: usize,
    /// Those in the bin, the last deleted first.
    pub bin: Vec<BinView>,
    /// The site in front, when it is one that codes may be filled into.
    pub site: Option<Site>,
    /// The other one that this site looks like.
    pub twin: Option<Twin>,
}

/// What became of one of several accounts: one of the two is there.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Done {
    /// The account.
    pub id: Option<String>,
    /// Why it was refused.
    pub refused: Option<Error>,
}

impl From<Result<String, Error>> for Done {
    fn from(done: Result<String, Error>) -> Self {
        match done {
            Ok(id) => Self { id: Some(id), refused: None },
            Err(error) => Self { id: None, refused: Some(error) },
        }
    }
}

/// One account of the list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// By which everything else is asked.
    pub id: String,
    /// Who asks for the codes.
    pub issuer: String,
    /// Whose codes they are.
    pub name: String,
    /// Bound to the site in front.
    pub here: bool,
    /// Bound to no site, and its issuer is a service that is known to be the one in front.
    pub proposed: bool,
    /// The code of now; `None` when it comes from a counter, since showing it would use it up.
    pub code: Option<ShownCode>,
}

/// A code on the screen.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ShownCode {
    /// The characters to type.
    pub text: String,
    /// The Unix second at which the next one takes over; `None` when it comes from a counter.
    pub valid_until: Option<u64>,
    /// How many seconds a code lasts; `None` when it comes from a counter.
    pub period: Option<u64>,
}

/// An account in the bin.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BinView {
    /// By which it is restored.
    pub id: String,
    /// Who asks for the codes.
    pub issuer: String,
    /// Whose codes they are.
    pub name: String,
    /// When it was deleted.
    pub deleted: u64,
}

/// One account in full, for the page that edits it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// By which it is edited.
    pub id: String,
    /// Who asks for the codes.
    pub issuer: String,
    /// Whose codes they are.
    pub name: String,
    /// Where it may be filled.
    pub sites: Vec<SiteView>,
    /// Into which frames of other sites: the origin of the page around, a space, that of the frame.
    pub frames: Vec<String>,
    /// Whether the form is sent as well after filling.
    pub submit: bool,
    /// When it was enrolled.
    pub created: u64,
    /// What the codes are made of, but the seed.
    pub parameters: Parameters,
}

/// A site that an account is bound to, as it is shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SiteView {
    /// Its origin.
    pub origin: Site,
    /// `domain`, `host`, or the beginning of a path.
    pub rule: String,
    /// A field was pointed out there.
    pub taught: bool,
}

/// What becomes of a wish to fill a code.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct AnswerView<'a> {
    /// The vault has changed and must be sealed before anything else happens.
    pub changed: bool,
    /// A code and where it goes, or why there is none.
    pub outcome: OutcomeView<'a>,
}

/// A code and where it goes, or why there is none.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum OutcomeView<'a> {
    /// One code for one document.
    Filling(FillingView<'a>),
    /// Why nothing is filled.
    Refusal(&'a Refusal),
}

/// A code, and the fields of a document that it is for.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FillingView<'a> {
    /// The characters to write.
    pub code: &'a str,
    /// Index of the document in what was asked.
    pub frame: usize,
    /// The site of that document, as an origin.
    pub site: &'a Site,
    /// Indices of fields in that document: one, or one for each character of the code.
    pub fields: &'a [usize],
    /// What the page asks for.
    pub page: PageKind,
    /// How sure that is, of 100.
    pub confidence: u8,
    /// Why these fields.
    pub reasons: &'a [Reason],
    /// Whether the person wants the form sent as well.
    pub submit: bool,
    /// When the code runs out; `None` when it comes from a counter.
    pub until: Option<Seconds>,
}

/// A recovery key, to be printed.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RecoveryKeyView<'a> {
    /// Eight groups of digits.
    pub text: &'a str,
    /// The same text as a QR code.
    pub drawing: &'a Drawing,
}

/// What codes are made of, but the seed.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Parameters {
    /// `totp`, `hotp` or `steam`.
    #[serde(rename = "type")]
    kind: &'static str,
    algorithm: Option<&'static str>,
    digits: Option<u8>,
    period: Option<u32>,
    /// As text, since it may have 64 bits.
    counter: Option<String>,
}

impl Parameters {
    pub(super) fn of(kind: Kind) -> Self {
        Self {
            kind: kind.name(),
            algorithm: kind.algorithm().map(Algorithm::as_str),
            digits: kind.digits().map(Digits::get),
            period: kind.period().map(Period::get),
            counter: kind.counter().map(|counter| counter.to_string()),
        }
    }
}

impl From<Code> for ShownCode {
    fn from(code: Code) -> Self {
        Self {
            text: code.text.to_string(),
            valid_until: code.window.map(|window| window.valid_until),
            period: code.window.map(|window| window.valid_until - window.valid_from),
        }
    }
}

/// What JavaScript counts exactly: a time beyond it comes from no clock.
const LAST_SHOWN: u64 = (1 << 53) - 1;

/// A time or a count, as far as it can be shown.
pub(super) fn shown(number: u64) -> u64 {
    number.min(LAST_SHOWN)
}

impl Vault {
    /// The accounts as they are shown on `page`, with their codes of `now`.
    #[must_use]
    pub fn list(&self, page: Option<&Page>, now: u64) -> Listing {
        let place = page.map(Page::place);
        let here = place.as_ref().zip(page);
        let belongs = |account: &Account| here.is_some_and(|(here, page)| account.belongs(here, page.domains));
        let known = self.contents.kept().any(belongs);
        let twin = here.and_then(|(here, page)| self.twin(here, page.domains));
        // Only where nothing is bound: whoever is known needs no guesses.
        let honest = here.filter(|_| !known && twin.is_none());
        let fit = |account: &Account| honest.map_or(Fit::None, |(here, _)| account.fit(here));
        let views = self.contents.kept().map(|account| {
            let (here, fit) = (known && belongs(account), fit(account));
            ((!here, core::cmp::Reverse(fit)), AccountView::of(account, here, fit == Fit::Proposes, now))
        });
        let mut accounts: Vec<_> = views.collect();
        accounts.sort_by_cached_key(|(rank, view)| (*rank, view.issuer.to_lowercase(), view.name.to_lowercase()));
        let accounts = accounts.into_iter().map(|(_, view)| view).collect();
        let mut bin: Vec<_> = self.contents.accounts().filter_map(BinView::of).collect();
        bin.sort_by_key(|view| core::cmp::Reverse(view.deleted));
        let unreadable = self.contents.len() - self.contents.accounts().count();
        Listing { accounts, unreadable, bin, site: page.map(|page| page.site.clone()), twin }
    }

    /// One account in full.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`].
    pub fn details(&self, id: &str) -> Result<Details, Error> {
        let account = self.contents.account(id)?;
        Ok(Details {
            id: account.id.to_string(),
            issuer: account.issuer.clone(),
            name: account.name.clone(),
            sites: account.sites.iter().map(|bound| self.site_view(bound)).collect(),
            frames: account.frames.iter().map(Framed::text).collect(),
            submit: account.submit,
            created: shown(account.created),
            parameters: Parameters::of(account.otp.kind),
        })
    }
}

impl Vault {
    fn site_view(&self, bound: &Bound) -> SiteView {
        SiteView {
            origin: bound.site.clone(),
            rule: bound.rule_name().to_owned(),
            taught: self.has_taught(&bound.site),
        }
    }
}

impl AccountView {
    fn of(account: &Account, here: bool, proposed: bool, now: u64) -> Self {
        let from_counter = matches!(account.otp.kind, Kind::Hotp { .. });
        Self {
            id: account.id.to_string(),
            issuer: account.issuer.clone(),
            name: account.name.clone(),
            here,
            proposed,
            code: (!from_counter).then(|| account.otp.code_at(Millis(now).seconds().0).into()),
        }
    }
}

impl BinView {
    fn of(account: &Account) -> Option<Self> {
        let deleted = shown(account.deleted?);
        Some(Self { id: account.id.to_string(), issuer: account.issuer.clone(), name: account.name.clone(), deleted })
    }
}
