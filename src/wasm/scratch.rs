//! What runs in a scratch instance, which is dropped with its memory: it takes a lot of that, or leaves seeds in it.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::errors;
use super::values::{millis, to_js};
use crate::qr;
use crate::vault::{self, Cost, Ticket, Vault};

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
/// `passphrase-length`, `vault-kdf-cost`, `no-randomness`.
#[wasm_bindgen]
pub fn create(passphrase: Vec<u8>, memory_kib: u32, passes: u32, now: f64) -> Result<Created, JsValue> {
    let passphrase = Zeroizing::new(passphrase);
    Vault::create(&passphrase, Cost { memory_kib, passes }, millis(now)).map(Created).map_err(errors::vault)
}

/// What opens a vault for a session, and by which slot.
#[wasm_bindgen]
pub struct Unlocked(vault::Unlocked);

#[wasm_bindgen]
impl Unlocked {
    /// The session's ticket: opaque, for `storage.session` only.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn ticket(&self) -> Uint8Array {
        Uint8Array::from(self.0.ticket.as_bytes())
    }

    /// The slot's id.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn slot(&self) -> String {
        self.0.slot.clone()
    }

    /// Opaque, for `renewWay`: the slot with a key pair of its own, when it has none that the vault knows.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn renewed(&self) -> Option<Vec<u8>> {
        self.0.renewed.clone()
    }
}

/// Unlocks an envelope by what a person typed: a passphrase, or a recovery key.
///
/// # Errors
/// `wrong-passphrase`; `recovery-group` with the `group` that is mistyped; `wrong-secret` for a recovery key; codes that begin
/// with `vault-` for what is wrong with the envelope.
#[wasm_bindgen]
pub fn unlock(envelope: &[u8], typed: Vec<u8>, now: f64) -> Result<Unlocked, JsValue> {
    let typed = Zeroizing::new(typed);
    vault::unlock(envelope, &typed, millis(now)).map(Unlocked).map_err(errors::vault)
}

/// Unlocks an envelope by the secret of a passkey or of this device.
///
/// # Errors
/// `no-such-way`, `wrong-secret`, `device-expired`; codes that begin with `vault-` for what is wrong with the envelope.
#[wasm_bindgen(js_name = unlockWith)]
pub fn unlock_with(envelope: &[u8], slot: &str, secret: Vec<u8>, now: f64) -> Result<Unlocked, JsValue> {
    let secret = Zeroizing::new(secret);
    vault::unlock_with(envelope, slot, &secret, millis(now)).map(Unlocked).map_err(errors::vault)
}

/// The ways into an envelope: what its header tells of them.
///
/// # Errors
/// Codes that begin with `vault-`: what is wrong with the envelope.
#[wasm_bindgen(js_name = waysInto, unchecked_return_type = "types.WayView[]")]
pub fn ways_into(envelope: &[u8]) -> Result<JsValue, JsValue> {
    to_js(&vault::ways_into(envelope).map_err(errors::vault)?)
}

/// A slot for a passphrase, for `setPassphrase`. The ticket says for which vault.
///
/// # Errors
/// `passphrase-length`, `vault-kdf-cost`, `vault-wrong-session`, `no-randomness`.
#[wasm_bindgen(js_name = makePassphraseSlot)]
pub fn make_passphrase_slot(
    ticket: Vec<u8>,
    passphrase: Vec<u8>,
    memory_kib: u32,
    passes: u32,
) -> Result<Vec<u8>, JsValue> {
    let passphrase = Zeroizing::new(passphrase);
    let cost = Cost { memory_kib, passes };
    vault::make_passphrase_slot(&Ticket::from_bytes(ticket), &passphrase, cost).map_err(errors::vault)
}

/// Each of these lines as a QR code for another device: links of accounts, or parts of an export.
///
/// # Errors
/// `too-long` when no QR code holds a line.
#[wasm_bindgen(js_name = drawLines, unchecked_return_type = "types.Drawing[]")]
pub fn draw_lines(lines: Vec<u8>) -> Result<JsValue, JsValue> {
    let lines = Zeroizing::new(lines);
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let drawings: Result<Vec<_>, _> = lines.map(qr::write::write).collect();
    to_js(&drawings.map_err(|_| errors::vault(vault::Error::TooLong))?)
}
