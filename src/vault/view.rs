//! Views: what the screens show of a vault. None holds a seed.

use serde::Serialize;

use super::ask::Refusal;
use super::contents::account::Account;
use super::contents::bound::{Bound, Page};
use super::contents::framed::Framed;
use super::error::Error;
use super::genuine::Twin;
use super::opened::Vault;
use crate::otp::{Algorithm, Code, Digits, Kind, Otp, Period};
use crate::qr::write::Drawing;
use crate::sites::{Fit, Site};
use crate::time::Millis;
use crate::time::Seconds;

/// The accounts of a vault for one page.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    /// The accounts outside the bin: first those that are bound to the site of the page, then by issuer and name.
    pub accounts: Vec<AccountView>,
    /// Number of entries that this build can't read and keeps as they are.
    pub unreadable: usize,
    /// The accounts in the bin, the last deleted first.
    pub bin: Vec<BinView>,
    /// The site of the page; `None` when no codes may be filled into it.
    pub site: Option<Site>,
    /// What the site of the page looks like, when it looks like another one.
    pub twin: Option<Twin>,
}

/// The result for one of several accounts: either `id` or `refused` is there.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Done {
    /// The account's id.
    pub id: Option<String>,
    /// Why the change was refused.
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
#[expect(clippy::struct_excessive_bools, reason = "one for each mark that a row may show")]
pub struct AccountView {
    /// The account's id, which all other calls take.
    pub id: String,
    /// Name of the service that asks for the codes.
    pub issuer: String,
    /// Name of the account at the service.
    pub name: String,
    /// Whether the account is bound to the site of the page.
    pub here: bool,
    /// Whether the account may belong to the site of the page: it is bound to no site, and the well-known service that
    /// its issuer names is the one at that site.
    pub proposed: bool,
    /// The current code; `None` when codes come from a counter, because showing one would use it up, and when `inert`.
    pub code: Option<ShownCode>,
    /// Whether no codes can be made of it: its algorithm is not known here, or its PIN is not known.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub inert: bool,
    /// The counter as decimal text, when codes come from one.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub counter: Option<String>,
    /// Whether it is bound to the very host of the page, not to another one of its domain.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub exact: bool,
    /// Whether its name fits the site of the page, though it is bound to another one: it stands before the others.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub fits: bool,
    /// When it was used last on the site of the page, in milliseconds since the Unix epoch.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub used_here: Option<u64>,
    /// Whether the page looks like a site that it belongs to, and is another one.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub imitated: bool,
    /// Whether it stands before all others.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub pinned: bool,
    /// Words by which the person finds it.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub tags: Vec<String>,
    /// The hosts that it is bound to.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub hosts: Vec<String>,
    /// How often a code of it was copied or filled.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub uses: u64,
    /// When the last one was, in milliseconds since the Unix epoch; 0 for never.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub used: u64,
    /// Its place in the order that the person gave the accounts, from zero.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub place: Option<usize>,
    /// Whether it has an icon.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub has_icon: bool,
    /// Whether it has a note.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub has_note: bool,
}

/// Whether a value says nothing, so that it is left out: an object of JavaScript is made field by field.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A code as it is shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ShownCode {
    /// The characters to type.
    pub text: String,
    /// The code after it; `None` when codes come from a counter.
    pub next: Option<String>,
    /// When the next code replaces it, in seconds since the Unix epoch; `None` when codes come from a counter.
    pub valid_until: Option<u64>,
    /// The period of the codes in seconds; `None` when they come from a counter.
    pub period: Option<u64>,
}

/// An account in the bin.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BinView {
    /// The account's id.
    pub id: String,
    /// Name of the service that asks for the codes.
    pub issuer: String,
    /// Name of the account at the service.
    pub name: String,
    /// When the account was deleted, in milliseconds since the Unix epoch.
    pub deleted: u64,
}

/// One account in full, for the page that edits it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// The account's id.
    pub id: String,
    /// Name of the service that asks for the codes.
    pub issuer: String,
    /// Name of the account at the service.
    pub name: String,
    /// The sites that the account is bound to.
    pub sites: Vec<SiteView>,
    /// Frames of other sites that codes may be filled into. Each is the origin of the page around the frame, a space,
    /// and the origin of the frame.
    pub frames: Vec<String>,
    /// Whether the form is submitted once a code was filled.
    pub submit: bool,
    /// What the person wrote beside it.
    pub note: String,
    /// Words by which the person finds it.
    pub tags: Vec<String>,
    /// Whether it stands before all others.
    pub pinned: bool,
    /// When the account was added, in milliseconds since the Unix epoch.
    pub created: u64,
    /// The parameters of its codes.
    pub parameters: Parameters,
}

/// A site that an account is bound to, as it is shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SiteView {
    /// The site's origin.
    pub origin: Site,
    /// Where around the origin codes may go: `domain` (its registrable domain), `host`, or the beginning of a path.
    pub rule: String,
    /// Whether the person has pointed out the field for codes on this site.
    pub taught: bool,
}

/// The answer to a request to fill a code.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct AnswerView<'a> {
    /// Whether the vault has changed, so that it must be sealed before a code is written.
    pub changed: bool,
    /// The code and its fields, or why nothing is filled.
    pub outcome: OutcomeView<'a>,
}

/// The code and its fields, or why nothing is filled.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum OutcomeView<'a> {
    /// The code and its fields.
    Filling(FillingView<'a>),
    /// Why nothing is filled.
    Refusal(&'a Refusal),
}

/// A code and the fields that it is to be written into, all of one document.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FillingView<'a> {
    /// The characters of the code.
    pub code: &'a str,
    /// Index of the document among those of the request.
    pub frame: usize,
    /// The site of the document.
    pub site: &'a Site,
    /// Indices of the fields in the document: one, or one for each character of the code.
    pub fields: &'a [usize],
    /// Whether the form is to be submitted once the code was filled.
    pub submit: bool,
    /// When the code expires by the site's clock, in seconds since the Unix epoch; `None` when it comes from a counter.
    pub until: Option<Seconds>,
}

/// A recovery key, to be printed.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RecoveryKeyView<'a> {
    /// The key as eight groups of digits.
    pub text: &'a str,
    /// The key as a QR code.
    pub drawing: &'a Drawing,
}

/// The parameters of an account's codes, without the seed.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Parameters {
    /// `totp`, `hotp`, `steam`, `motp` or `yandex`.
    #[serde(rename = "type")]
    kind: &'static str,
    algorithm: Option<&'static str>,
    digits: Option<u8>,
    period: Option<u32>,
    /// The counter as decimal text, because a number of JavaScript does not hold 64 bits.
    counter: Option<String>,
}

impl Parameters {
    pub(super) fn of(kind: &Kind) -> Self {
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
            next: None,
            valid_until: code.window.map(|window| window.valid_until),
            period: code.window.map(|window| window.valid_until - window.valid_from),
        }
    }
}

impl ShownCode {
    /// The code at `now`, in seconds since the Unix epoch, and the one after it.
    fn with_next(otp: &Otp, now: u64) -> Self {
        let mut code = Self::from(otp.code_at(now));
        code.next = code.valid_until.map(|next| otp.code_at(next).text.to_string());
        code
    }
}

/// The largest integer that a number of JavaScript holds exactly. No real time or count is larger.
const LAST_SHOWN: u64 = (1 << 53) - 1;

/// A time or a count, cut to [`LAST_SHOWN`].
pub(super) fn shown(number: u64) -> u64 {
    number.min(LAST_SHOWN)
}

impl Vault {
    /// Lists the accounts for `page`, with their codes at `now`.
    #[must_use]
    pub fn list(&self, page: Option<&Page>, now: u64) -> Listing {
        let place = page.map(Page::place);
        let here = place.as_ref().zip(page);
        let belongs = |account: &Account| here.is_some_and(|(here, page)| account.belongs(here, page.domains));
        let known = self.contents.kept().any(belongs);
        let twin = here.and_then(|(here, page)| self.twin(here, page.domains));
        // Accounts are proposed only where none is bound.
        let honest = here.filter(|_| !known && twin.is_none());
        let fit = |account: &Account| honest.map_or(Fit::None, |(here, _)| account.fit(here));
        let places = self.contents.places();
        let views = self.contents.kept().map(|account| {
            let (is_here, fit) = (known && belongs(account), fit(account));
            let mut view = AccountView::of(account, is_here, fit == Fit::Proposes, now);
            if let Some((here, page)) = here.filter(|_| is_here) {
                view.exact = account.sites.iter().any(|bound| bound.host_name() == here.host().name());
                view.used_here = account.used_at(page.site).map(shown);
            }
            view.fits = fit == Fit::Ranks;
            view.imitated =
                twin.as_ref().zip(page).is_some_and(|(twin, page)| account.is_imitated(&twin.imitates, page.domains));
            view.place =
                places.binary_search_by_key(&account.id, |(id, _)| *id).ok().and_then(|at| Some(places.get(at)?.1));
            ((!is_here, core::cmp::Reverse(fit)), view)
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
            note: account.note.as_str().to_owned(),
            tags: account.tags.clone(),
            pinned: account.pinned,
            created: shown(account.created),
            parameters: Parameters::of(&account.otp.kind),
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
        let inert = !account.otp.makes_codes();
        let counter = account.otp.kind.counter();
        let shows = !inert && counter.is_none();
        Self {
            id: account.id.to_string(),
            issuer: account.issuer.clone(),
            name: account.name.clone(),
            here,
            proposed,
            code: shows.then(|| ShownCode::with_next(&account.otp, Millis(now).seconds().0)),
            inert,
            counter: counter.map(|counter| counter.to_string()),
            exact: false,
            fits: false,
            used_here: None,
            imitated: false,
            pinned: account.pinned,
            tags: account.tags.clone(),
            hosts: account.sites.iter().map(Bound::host_name).collect(),
            uses: shown(account.uses),
            used: shown(account.used),
            place: None,
            has_icon: account.icon.is_some(),
            has_note: !account.note.is_empty(),
        }
    }
}

impl BinView {
    fn of(account: &Account) -> Option<Self> {
        let deleted = shown(account.deleted?);
        Some(Self { id: account.id.to_string(), issuer: account.issuer.clone(), name: account.name.clone(), deleted })
    }
}
