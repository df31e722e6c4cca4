//! The unlocked vault as an opaque handle.

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::errors;
use super::page::{domain_in, on_page, parts};
use super::values::{from_js, millis, to_js, wrong_shape};
use crate::vault::{Chosen, Domains, Done, Edit, Error, Page, Ticket, Typed, Vault};

/// An unlocked vault. `free()` locks it.
#[wasm_bindgen(js_name = Vault)]
pub struct JsVault(pub(super) Vault);

#[wasm_bindgen(js_class = Vault)]
impl JsVault {
    /// Opens an envelope with the session's ticket, on the device of this number.
    ///
    /// # Errors
    /// `vault-wrong-session` when the ticket is of another vault, `vault-tampered` when the envelope was changed, and
    /// other codes that begin with `vault-` when it is no envelope.
    pub fn open(envelope: &[u8], ticket: Vec<u8>, device: &[u8]) -> Result<JsVault, JsValue> {
        let device = device.try_into().map_err(wrong_shape)?;
        let vault = Vault::open(envelope, &Ticket::from_bytes(ticket)).map_err(errors::vault)?;
        Ok(Self(vault.on_device(device)))
    }

    /// The accounts as they are shown on the page in front, with their codes. `domain_of` tells the registrable domain
    /// of a host, and `url` is the page's address without query and fragment.
    ///
    /// # Errors
    /// None that the shell can cause.
    #[expect(clippy::needless_pass_by_value, reason = "as wasm-bindgen hands it over")]
    #[wasm_bindgen(unchecked_return_type = "types.Listing")]
    pub fn list(
        &self,
        url: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "DomainOf")] domain_of: &Function,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let domains: Domains = &|host| domain_in(domain_of, host);
        let parts = url.as_deref().and_then(parts);
        let page = parts.as_ref().map(|(site, path)| Page { site, path, domains });
        to_js(&self.0.list(page.as_ref(), millis(now)))
    }

    /// Binds an account to the site of a page.
    ///
    /// # Errors
    /// `not-a-site`, `no-such-account`, `account-deleted`, `too-long`, `fill-look-alike`.
    pub fn bind(
        &mut self,
        id: &str,
        url: &str,
        #[wasm_bindgen(unchecked_param_type = "DomainOf")] domain_of: &Function,
        now: f64,
    ) -> Result<(), JsValue> {
        on_page(url, domain_of, |page| self.0.bind(id, page, millis(now)).map_err(errors::vault))
    }

    /// Takes the person's word that the host of a page is what it says.
    ///
    /// # Errors
    /// `not-a-site`; `fill-look-alike` when no honest site looks like that.
    pub fn know(
        &mut self,
        url: &str,
        #[wasm_bindgen(unchecked_param_type = "DomainOf")] domain_of: &Function,
    ) -> Result<(), JsValue> {
        on_page(url, domain_of, |page| self.0.know(page).map_err(errors::vault))
    }

    /// The ending of a page's host, if it is this issuer's name and anybody may have registered it there.
    ///
    /// # Errors
    /// `not-a-site`.
    #[wasm_bindgen(js_name = freeEnding)]
    pub fn free_ending(
        issuer: &str,
        name: &str,
        url: &str,
        #[wasm_bindgen(unchecked_param_type = "DomainOf")] domain_of: &Function,
    ) -> Result<Option<String>, JsValue> {
        on_page(url, domain_of, |page| Ok(Vault::free_ending(issuer, name, page)))
    }

    /// One account in full, without its seed.
    ///
    /// # Errors
    /// `no-such-account`.
    #[wasm_bindgen(unchecked_return_type = "types.Details")]
    pub fn details(&self, id: &str) -> Result<JsValue, JsValue> {
        to_js(&self.0.details(id).map_err(errors::vault)?)
    }

    /// Takes the text of a QR code of the page at `url` and keeps what it offers as pending.
    ///
    /// # Errors
    /// Codes that begin with `text-`, `uri-`, `seed-` or `migration-`, for a text that is for an authenticator.
    #[expect(clippy::needless_pass_by_value, reason = "as wasm-bindgen hands it over")]
    #[wasm_bindgen(unchecked_return_type = "types.Offer")]
    pub fn offer(
        &mut self,
        text: Vec<u8>,
        url: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "DomainOf")] domain_of: &Function,
    ) -> Result<JsValue, JsValue> {
        let text = Zeroizing::new(text);
        let domains: Domains = &|host| domain_in(domain_of, host);
        let parts = url.as_deref().and_then(parts);
        let page = parts.as_ref().map(|(site, path)| Page { site, path, domains });
        to_js(&self.0.offer(&text, page.as_ref()).map_err(errors::otpauth)?)
    }

    /// Keeps what a person typed as pending: a URI, or a seed with its particulars. It is of no site.
    ///
    /// # Errors
    /// Codes that begin with `text-`, `uri-`, `seed-` or `migration-`.
    #[wasm_bindgen(js_name = offerTyped, unchecked_return_type = "types.Offer")]
    pub fn offer_typed(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "types.Typed")] typed: JsValue,
    ) -> Result<JsValue, JsValue> {
        let typed: Typed = from_js(typed)?;
        to_js(&self.0.offer_typed(&typed).map_err(errors::otpauth)?)
    }

    /// Takes pending enrolments into the vault, as far as each is what the person saw.
    ///
    /// # Errors
    /// A `TypeError` when an argument has the wrong type; whatever is refused of an enrolment stands in the answer.
    #[wasm_bindgen(js_name = acceptAll, unchecked_return_type = "types.Done[]")]
    pub fn accept_all(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "types.Chosen[]")] chosen: JsValue,
        #[wasm_bindgen(unchecked_param_type = "DomainOf")] domain_of: &Function,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let chosen: Vec<Chosen> = from_js(chosen)?;
        all_done(self.0.accept_all(&chosen, &|host| domain_in(domain_of, host), millis(now)))
    }

    /// Sets what people call accounts and where they may be filled.
    ///
    /// # Errors
    /// A `TypeError` when an argument has the wrong type; whatever is refused of an edit stands in the answer.
    #[wasm_bindgen(js_name = editAll, unchecked_return_type = "types.Done[]")]
    pub fn edit_all(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "types.Edit[]")] edits: JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let edits: Vec<Edit> = from_js(edits)?;
        all_done(self.0.edit_all(&edits, millis(now)))
    }

    /// Moves accounts to the bin.
    ///
    /// # Errors
    /// A `TypeError` when an argument has the wrong type; an account that is not there stands in the answer.
    #[wasm_bindgen(js_name = removeAll, unchecked_return_type = "types.Done[]")]
    pub fn remove_all(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] ids: JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let ids: Vec<String> = from_js(ids)?;
        all_done(self.0.remove_all(&ids, millis(now)))
    }

    /// Takes accounts out of the bin.
    ///
    /// # Errors
    /// A `TypeError` when an argument has the wrong type; an account that is not there stands in the answer.
    #[wasm_bindgen(js_name = restoreAll, unchecked_return_type = "types.Done[]")]
    pub fn restore_all(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] ids: JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let ids: Vec<String> = from_js(ids)?;
        all_done(self.0.restore_all(&ids, millis(now)))
    }

    /// Puts the accounts in this order, those that are not named behind them.
    ///
    /// # Errors
    /// `no-such-account`; a `TypeError` when an argument has the wrong type.
    pub fn arrange(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] ids: JsValue,
        now: f64,
    ) -> Result<(), JsValue> {
        let ids: Vec<String> = from_js(ids)?;
        self.0.arrange(&ids, millis(now)).map_err(errors::vault)
    }

    /// A code of an account was copied.
    ///
    /// # Errors
    /// `no-such-account`.
    #[wasm_bindgen(js_name = noteUse)]
    pub fn note_use(&mut self, id: &str, now: f64) -> Result<(), JsValue> {
        self.0.note_use(id, millis(now)).map_err(errors::vault)
    }

    /// Gives an account the icon of its site, and says whether the picture is one: a small PNG picture.
    ///
    /// # Errors
    /// `no-such-account`, `account-deleted`.
    #[wasm_bindgen(js_name = setIcon)]
    pub fn set_icon(&mut self, id: &str, picture: Vec<u8>, now: f64) -> Result<bool, JsValue> {
        self.0.set_icon(id, picture, millis(now)).map_err(errors::vault)
    }

    /// The icon of an account, as a PNG picture.
    #[must_use]
    pub fn icon(&self, id: &str) -> Option<Vec<u8>> {
        self.0.icon(id).map(ToOwned::to_owned)
    }

    /// The next code of a counter-based account, whose counter moves on: store the vault before it is shown.
    ///
    /// # Errors
    /// `no-such-account`; `not-counter-based`, also when the counter is at its end.
    #[wasm_bindgen(js_name = nextCode, unchecked_return_type = "types.ShownCode")]
    pub fn next_code(&mut self, id: &str, now: f64) -> Result<JsValue, JsValue> {
        to_js(&self.0.next_code(id, millis(now)).map_err(errors::vault)?)
    }

    /// One account as a QR code, for another device. Whoever asks has made sure that it is the person who unlocked.
    ///
    /// # Errors
    /// `no-such-account`; `too-long` when no QR code holds it.
    #[wasm_bindgen(js_name = qrCode, unchecked_return_type = "types.Drawing")]
    pub fn qr_code(&mut self, id: &str, now: f64) -> Result<JsValue, JsValue> {
        to_js(&self.0.qr_code(id, millis(now)).map_err(errors::vault)?)
    }

    /// Seals the vault as its next generation, to be stored.
    ///
    /// # Errors
    /// `no-randomness`.
    pub fn seal(&mut self, now: f64) -> Result<Vec<u8>, JsValue> {
        self.0.seal(millis(now)).map_err(errors::vault)
    }

    /// Throws unless `envelope`, as it was read back, opens and is the generation that was sealed last.
    ///
    /// # Errors
    /// Codes that begin with `vault-`: what is wrong with the envelope.
    pub fn verify(&self, envelope: &[u8]) -> Result<(), JsValue> {
        self.0.verify(envelope).map_err(errors::vault)
    }
}

fn all_done(done: Vec<Result<String, Error>>) -> Result<JsValue, JsValue> {
    to_js(&done.into_iter().map(Done::from).collect::<Vec<_>>())
}
