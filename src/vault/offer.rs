//! Offers: the accounts that a text holds, such as a QR code's or a typed one. They wait as pending enrolments.

use serde::Serialize;

use super::contents::account::Account;
use super::contents::bound::{Bound, Domains, Page};
use super::contents::event::Deed;
use super::genuine::Twin;
use super::opened::Vault;
use super::pending::Pending;
use super::typed::Typed;
use super::view::Parameters;
use crate::otpauth::{self, Enrolment, Other, Refused};
use crate::sites::Site;

/// The most pending enrolments: ten full QR codes of a Google export. New ones replace the oldest. What one text offers
/// is kept whole, even if it is more than this.
const MAX_PENDING: usize = 100;

/// The accounts that a text offers.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// The enrolments that a person can accept, each by its handle.
    pub pending: Vec<PendingView>,
    /// The entries of a Google export that no account can be made of.
    pub refused: Vec<RefusedView>,
    /// Number of QR codes that a Google export is spread over, of which the text is one; otherwise 1.
    pub parts: i32,
    /// What the text is when it is not for an authenticator and so offers no account; otherwise `None`.
    pub other: Option<Other>,
}

/// A pending enrolment as it is shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PendingView {
    /// The handle by which it is accepted. It stands for the seed, the parameters, the names and the site, and is the
    /// same in every instance of the vault, because the background restarts while a screen stays open.
    pub handle: String,
    /// Name of the service that asks for the codes.
    pub issuer: String,
    /// Name of the account at the service.
    pub name: String,
    /// The parameters of its codes.
    pub parameters: Parameters,
    /// What the person is warned of.
    pub warnings: Vec<otpauth::Warning>,
    /// Id of the account that makes the same codes already.
    pub known: Option<String>,
    /// Whether accepting it would change nothing: the account that makes the same codes is not in the bin, and is bound
    /// to the site.
    pub bound: bool,
    /// The host that the account will be bound to, as it is shown to a person; `None` when it will be bound to none.
    pub host: Option<String>,
    /// What the site looks like, when it looks like another one. The account is then bound to none.
    pub twin: Option<Twin>,
}

/// An entry of a Google export that no account can be made of, as it is shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RefusedView {
    /// Name of the service, as far as it could be read.
    pub issuer: String,
    /// Name of the account at the service, as far as it could be read.
    pub name: String,
    /// Why no account can be made of it.
    pub reason: otpauth::Error,
}

impl Vault {
    /// Reads the text of a QR code and keeps the accounts that it offers as pending enrolments, to be bound to the site
    /// of `page` when they are accepted. A text that is not for an authenticator offers none, and the answer names its
    /// kind.
    ///
    /// # Errors
    /// The errors of [`otpauth::parse`] for a text that is for an authenticator.
    pub fn offer(&mut self, text: &[u8], page: Option<&Page>) -> Result<Offer, otpauth::Error> {
        match Other::of(text) {
            Some(other) => Ok(Offer { pending: Vec::new(), refused: Vec::new(), parts: 1, other: Some(other) }),
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
            // An export may hold one account twice.
            if !pending.iter().any(|other| other.handle == view.handle) {
                pending.push(view);
            }
        }
        let refused = parsed.refused.into_iter().map(RefusedView::from).collect();
        Ok(Offer { pending, refused, parts, other: None })
    }

    /// Keeps the account that a person has typed, as a URI or as a seed with its parameters, as a pending enrolment
    /// without a site.
    ///
    /// # Errors
    /// The errors of [`otpauth::parse`], also for a seed or a parameter that no code can be made of.
    pub fn offer_typed(&mut self, typed: &Typed) -> Result<Offer, otpauth::Error> {
        if typed.text.contains("://") {
            return self.offer_uri(typed.text.as_bytes(), None);
        }
        let enrolment = typed.to_enrolment()?;
        self.make_room(1);
        let pending = vec![self.keep_pending(enrolment, None, Deed::Enrol)];
        Ok(Offer { pending, refused: Vec::new(), parts: 1, other: None })
    }

    fn keep_pending(&mut self, enrolment: Enrolment, page: Option<&Page>, deed: Deed) -> PendingView {
        let site = page.map(|page| page.site);
        let (host, twin) = page.map_or((None, None), |page| self.destination(Some(page.site), page.domains));
        let known = self.known(&enrolment.otp);
        let account = known.as_deref().and_then(|id| self.contents.account(id).ok());
        let there = |account: &Account| account.sites.iter().any(|bound| Some(&bound.site) == site);
        let bound = account.is_some_and(|account| account.deleted.is_none() && (host.is_none() || there(account)));
        let handle = Pending::handle(&self.data_key, &enrolment, site);
        let view = PendingView {
            handle: handle.clone(),
            issuer: enrolment.issuer.clone(),
            name: enrolment.account_name.clone(),
            parameters: Parameters::of(&enrolment.otp.kind),
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

    /// The warnings of an enrolment, and one more when its issuer looks like a known name but is spelt in other letters.
    pub(super) fn warnings(&self, enrolment: &Enrolment) -> Vec<otpauth::Warning> {
        let borrowed = self.contents.borrows_name(&enrolment.issuer).then_some(otpauth::Warning::IssuerLookAlike);
        enrolment.warnings.iter().copied().chain(borrowed).collect()
    }

    /// The host that an account will be bound to when it is bound to `site`, or what `site` looks like when it looks
    /// like another one. Then, and without a site, there is no host.
    pub(super) fn destination(&self, site: Option<&Site>, domains: Domains) -> (Option<String>, Option<Twin>) {
        let Some(site) = site else { return (None, None) };
        match self.twin(&Page { site, path: "/", domains }.place(), domains) {
            Some(twin) => (None, Some(twin)),
            None => (Some(Bound::from(site.clone()).goes_to(domains)), None),
        }
    }

    /// Drops the oldest pending enrolments, so that with `more` new ones there are at most [`MAX_PENDING`].
    fn make_room(&mut self, more: usize) {
        let excess = (self.pending.len() + more).saturating_sub(MAX_PENDING);
        self.pending.drain(..excess.min(self.pending.len()));
    }
}

impl From<Refused> for RefusedView {
    fn from(refused: Refused) -> Self {
        Self { issuer: refused.issuer, name: refused.account_name, reason: refused.error }
    }
}
