//! What a text or a person's typing offers: pending enrolments as they are shown.

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
use crate::sites::{Site, borrows_name};

/// The most that may be pending: ten full codes of a Google export. Older ones make room; what one text offers stays
/// together, however much it is.
const MAX_PENDING: usize = 100;

/// What a text offers.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// To be accepted one by one, by their handles.
    pub pending: Vec<PendingView>,
    /// Entries of a migration payload that can't be honoured.
    pub refused: Vec<RefusedView>,
    /// Of how many parts this is one; 1 unless it is a part of a Google export.
    pub parts: i32,
    /// What the text is when it is for no authenticator; then it offers nothing.
    pub other: Option<Other>,
}

/// A pending enrolment as it is shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
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
    /// What a person should hear of.
    pub warnings: Vec<otpauth::Warning>,
    /// The account that has this very seed already.
    pub known: Option<String>,
    /// There is nothing to add: that account is where it would be then.
    pub bound: bool,
    /// Where its codes will go, as a person calls it; `None` when it is bound to no site.
    pub host: Option<String>,
    /// The other site that this one looks like, which is why it is bound to none.
    pub twin: Option<Twin>,
}

/// An entry that can't be honoured, as it is shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RefusedView {
    /// As far as it could be read.
    pub issuer: String,
    /// As far as it could be read.
    pub name: String,
    /// Why it can't be honoured.
    pub reason: otpauth::Error,
}

impl Vault {
    /// Takes the text of a QR code and keeps what it offers as pending, to be bound to the site of `page` when accepted.
    /// A code that is for no authenticator is named.
    ///
    /// # Errors
    /// Whatever [`otpauth::parse`] refuses of a text that is for an authenticator.
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
    fn warnings(&self, enrolment: &Enrolment) -> Vec<otpauth::Warning> {
        let known = self.contents.accounts().map(|account| account.issuer.as_str());
        let borrowed = borrows_name(&enrolment.issuer, known).then_some(otpauth::Warning::IssuerLookAlike);
        enrolment.warnings.iter().copied().chain(borrowed).collect()
    }

    /// Where codes will go that are bound to a site, or why they go nowhere.
    pub(super) fn destination(&self, site: Option<&Site>, domains: Domains) -> (Option<String>, Option<Twin>) {
        let Some(site) = site else { return (None, None) };
        match self.twin(&Page { site, path: "/", domains }.place(), domains) {
            Some(twin) => (None, Some(twin)),
            None => (Some(Bound::from(site.clone()).goes_to(domains)), None),
        }
    }

    /// Drops the oldest, so that with `more` there are no more than [`MAX_PENDING`].
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
