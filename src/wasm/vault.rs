//! The unlocked vault as an opaque handle.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::errors;
use super::page::{domain_in, on_page, parts};
use super::values::{from_js, millis, to_js};
use crate::qr::write::Drawing;
use crate::vault::{Chosen, Domains, Edit, Error, Page, Ticket, Typed, Vault};

/// An unlocked vault. `free()` locks it.
#[wasm_bindgen(js_name = Vault)]
pub struct JsVault(pub(super) Vault);

#[wasm_bindgen(js_class = Vault)]
impl JsVault {
    /// Opens an envelope with the session's ticket, on the device of this number.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    pub fn open(envelope: &[u8], ticket: Vec<u8>, device: &[u8]) -> Result<JsVault, JsValue> {
        let device = device.try_into().map_err(errors::wrong_shape)?;
        let vault = Vault::open(envelope, &Ticket::from_bytes(ticket)).map_err(errors::vault)?;
        Ok(Self(vault.on_device(device)))
    }

    /// The accounts as they are shown on the page in front, with their codes. `domain_of` tells the registrable domain
    /// of a host, and `url` is the page's address without query and fragment.
    ///
    /// # Errors
    /// None that the shell can cause.
    #[expect(clippy::needless_pass_by_value, reason = "as wasm-bindgen hands it over")]
    #[wasm_bindgen(unchecked_return_type = "import('../lib/views.js').Listing")]
    pub fn list(
        &self,
        url: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').DomainOf")] domain_of: &Function,
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
    /// An `Error` with a stable name.
    pub fn bind(
        &mut self,
        id: &str,
        url: &str,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').DomainOf")] domain_of: &Function,
        now: f64,
    ) -> Result<(), JsValue> {
        on_page(url, domain_of, |page| self.0.bind(id, page, millis(now)).map_err(errors::vault))
    }

    /// Takes the person's word that the host of a page is what it says.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    pub fn know(
        &mut self,
        url: &str,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').DomainOf")] domain_of: &Function,
    ) -> Result<(), JsValue> {
        on_page(url, domain_of, |page| self.0.know(page).map_err(errors::vault))
    }

    /// The ending of a page's host, if it is this issuer's name and anybody may have registered it there.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    #[wasm_bindgen(js_name = freeEnding)]
    pub fn free_ending(
        issuer: &str,
        name: &str,
        url: &str,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').DomainOf")] domain_of: &Function,
    ) -> Result<Option<String>, JsValue> {
        on_page(url, domain_of, |page| Ok(Vault::free_ending(issuer, name, page)))
    }

    /// One account in full, without its seed.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    #[wasm_bindgen(unchecked_return_type = "import('../lib/views.js').Details")]
    pub fn details(&self, id: &str) -> Result<JsValue, JsValue> {
        to_js(&self.0.details(id).map_err(errors::vault)?)
    }

    /// Takes the text of a QR code of the page at `url` and keeps what it offers as pending.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    #[expect(clippy::needless_pass_by_value, reason = "as wasm-bindgen hands it over")]
    #[wasm_bindgen(unchecked_return_type = "import('../lib/views.js').Offer")]
    pub fn offer(
        &mut self,
        text: Vec<u8>,
        url: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').DomainOf")] domain_of: &Function,
    ) -> Result<JsValue, JsValue> {
        let text = Zeroizing::new(text);
        let domains: Domains = &|host| domain_in(domain_of, host);
        let parts = url.as_deref().and_then(parts);
        let page = parts.as_ref().map(|(site, path)| Page { site, path, domains });
        to_js(&self.0.offer(&text, page.as_ref()).map_err(errors::otpauth)?)
    }

    /// The same for what a person typed, which is of no site.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    #[wasm_bindgen(js_name = offerTyped, unchecked_return_type = "import('../lib/views.js').Offer")]
    pub fn offer_typed(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').Typed")] typed: JsValue,
    ) -> Result<JsValue, JsValue> {
        let typed: Typed = from_js(typed)?;
        to_js(&self.0.offer_typed(&typed).map_err(errors::otpauth)?)
    }

    /// Takes pending enrolments into the vault, as far as each is what the person saw.
    ///
    /// # Errors
    /// `wrong-shape` when an argument has the wrong type; whatever is refused of an enrolment stands in the answer.
    #[wasm_bindgen(js_name = acceptAll, unchecked_return_type = "import('../lib/views.js').Done[]")]
    pub fn accept_all(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').Chosen[]")] chosen: JsValue,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').DomainOf")] domain_of: &Function,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let chosen: Vec<Chosen> = from_js(chosen)?;
        all_done(self.0.accept_all(&chosen, &|host| domain_in(domain_of, host), millis(now)))
    }

    /// Sets what people call accounts and where they may be filled.
    ///
    /// # Errors
    /// `wrong-shape` when an argument has the wrong type; whatever is refused of an edit stands in the answer.
    #[wasm_bindgen(js_name = editAll, unchecked_return_type = "import('../lib/views.js').Done[]")]
    pub fn edit_all(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "import('../lib/views.js').Edit[]")] edits: JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let edits: Vec<Edit> = from_js(edits)?;
        all_done(self.0.edit_all(&edits, millis(now)))
    }

    /// Moves accounts to the bin.
    ///
    /// # Errors
    /// `wrong-shape` when an argument has the wrong type; an account that is not there stands in the answer.
    #[wasm_bindgen(js_name = removeAll, unchecked_return_type = "import('../lib/views.js').Done[]")]
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
    /// `wrong-shape` when an argument has the wrong type; an account that is not there stands in the answer.
    #[wasm_bindgen(js_name = restoreAll, unchecked_return_type = "import('../lib/views.js').Done[]")]
    pub fn restore_all(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] ids: JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let ids: Vec<String> = from_js(ids)?;
        all_done(self.0.restore_all(&ids, millis(now)))
    }

    /// The next code of a counter-based account, whose counter moves on: store the vault before it is shown.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    #[wasm_bindgen(js_name = nextCode, unchecked_return_type = "import('../lib/views.js').ShownCode")]
    pub fn next_code(&mut self, id: &str, now: f64) -> Result<JsValue, JsValue> {
        to_js(&self.0.next_code(id, millis(now)).map_err(errors::vault)?)
    }

    /// One account as a QR code, for another device. Whoever asks has made sure that it is the person who unlocked.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    #[wasm_bindgen(js_name = qrCode, unchecked_return_type = "import('../lib/views.js').Drawing")]
    pub fn qr_code(&mut self, id: &str, now: f64) -> Result<JsValue, JsValue> {
        to_js(&DrawingView::from(&self.0.qr_code(id, millis(now)).map_err(errors::vault)?))
    }

    /// All accounts as QR codes that other apps import. Whoever asks has made sure as above.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    #[wasm_bindgen(unchecked_return_type = "import('../lib/views.js').Migration")]
    pub fn migration(&mut self, now: f64) -> Result<JsValue, JsValue> {
        let migration = self.0.migration(millis(now)).map_err(errors::vault)?;
        let parts = migration.parts.iter().map(DrawingView::from).collect();
        let left_out = migration.left_out.iter().map(|(issuer, name)| NameView { issuer, name }).collect();
        to_js(&MigrationView { parts, left_out })
    }

    /// Seals the vault as its next generation, to be stored.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    pub fn seal(&mut self, now: f64) -> Result<Vec<u8>, JsValue> {
        self.0.seal(millis(now)).map_err(errors::vault)
    }

    /// Throws unless `envelope`, as it was read back, opens and is the generation that was sealed last.
    ///
    /// # Errors
    /// An `Error` with a stable name.
    pub fn verify(&self, envelope: &[u8]) -> Result<(), JsValue> {
        self.0.verify(envelope).map_err(errors::vault)
    }
}

/// What became of one of several accounts: either of the two is there.
#[derive(Serialize)]
struct Done {
    /// The account.
    id: Option<String>,
    /// Why it was refused.
    refused: Option<&'static str>,
}

fn all_done(done: Vec<Result<String, Error>>) -> Result<JsValue, JsValue> {
    let view =
        |one: Result<String, Error>| Done { refused: one.as_ref().err().map(|error| error.code()), id: one.ok() };
    to_js(&done.into_iter().map(view).collect::<Vec<_>>())
}

/// A QR code to be drawn.
#[derive(Serialize)]
pub(super) struct DrawingView<'a> {
    size: u32,
    path: &'a str,
}

impl<'a> From<&'a Drawing> for DrawingView<'a> {
    fn from(drawing: &'a Drawing) -> Self {
        Self { size: drawing.size, path: &drawing.path }
    }
}

/// An export, and what it lacks.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MigrationView<'a> {
    parts: Vec<DrawingView<'a>>,
    left_out: Vec<NameView<'a>>,
}

#[derive(Serialize)]
struct NameView<'a> {
    issuer: &'a str,
    name: &'a str,
}
