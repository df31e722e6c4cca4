//! What runs in a scratch instance: a lot of memory for a moment.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::errors;
use super::values::millis;
use crate::vault::{self, Vault};

/// A vault that was just made.
#[wasm_bindgen]
pub struct Created(vault::Created);

#[wasm_bindgen]
impl Created {
    /// The first generation, to be stored.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn envelope(&self) -> Vec<u8> {
        self.0.envelope.clone()
    }

    /// The session's ticket: opaque, for `storage.session` only.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn ticket(&self) -> Uint8Array {
        Uint8Array::from(self.0.ticket.as_bytes())
    }
}

/// Makes an empty vault. The passphrase is UTF-8 in NFC.
///
/// # Errors
/// An `Error` with a stable name.
#[wasm_bindgen]
pub fn create(passphrase: Vec<u8>, now: f64) -> Result<Created, JsValue> {
    let passphrase = Zeroizing::new(passphrase);
    Vault::create(&passphrase, millis(now)).map(Created).map_err(errors::vault)
}

/// Unlocks an envelope and answers with the session's ticket: opaque, for `storage.session` only.
///
/// # Errors
/// An `Error` with a stable name, `wrong-passphrase` above all.
#[wasm_bindgen]
pub fn unlock(envelope: &[u8], passphrase: Vec<u8>) -> Result<Uint8Array, JsValue> {
    let passphrase = Zeroizing::new(passphrase);
    let ticket = vault::unlock(envelope, &passphrase).map_err(errors::vault)?;
    Ok(Uint8Array::from(ticket.as_bytes()))
}

/// The next generation of an envelope, with another passphrase.
///
/// # Errors
/// An `Error` with a stable name.
#[wasm_bindgen(js_name = changePassphrase)]
pub fn change_passphrase(envelope: &[u8], current: Vec<u8>, next: Vec<u8>, now: f64) -> Result<Vec<u8>, JsValue> {
    let (current, next) = (Zeroizing::new(current), Zeroizing::new(next));
    vault::change_passphrase(envelope, &current, &next, millis(now)).map_err(errors::vault)
}
