//! The ways in, earlier generations, and the log.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::errors;
use super::values::{millis, to_js, wrong_shape};
use super::vault::JsVault;
use crate::qr::write::write;
use crate::vault::{Particulars, RecoveryKeyView, SecretKind, Ticket};

#[wasm_bindgen(js_class = Vault)]
impl JsVault {
    /// The ways in.
    ///
    /// # Errors
    /// None that the shell can cause.
    #[wasm_bindgen(unchecked_return_type = "types.WayView[]")]
    pub fn ways(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.ways())
    }

    /// Adds a passkey, by its `credential`.
    ///
    /// # Errors
    /// `wrong-secret` when something is missing or of the wrong length; `too-long`, `no-randomness`.
    #[wasm_bindgen(js_name = addPasskey)]
    pub fn add_passkey(
        &mut self,
        credential: Vec<u8>,
        salt: &[u8],
        secret: Vec<u8>,
        name: &str,
        now: f64,
    ) -> Result<(), JsValue> {
        self.add(SecretKind::Passkey, salt, Some(credential), None, secret, name, now)
    }

    /// Trusts this device until `expires`.
    ///
    /// # Errors
    /// `wrong-secret` when something is missing or of the wrong length; `too-long`, `no-randomness`.
    #[wasm_bindgen(js_name = trustDevice)]
    pub fn trust_device(
        &mut self,
        expires: f64,
        salt: &[u8],
        secret: Vec<u8>,
        name: &str,
        now: f64,
    ) -> Result<(), JsValue> {
        self.add(SecretKind::Device, salt, None, Some(millis(expires)), secret, name, now)
    }

    /// Adds a recovery key, and answers with it as it is printed: it is kept nowhere.
    ///
    /// # Errors
    /// `too-long`, `no-randomness`.
    #[wasm_bindgen(js_name = addRecoveryKey, unchecked_return_type = "types.RecoveryKeyView")]
    pub fn add_recovery_key(&mut self, name: &str, now: f64) -> Result<JsValue, JsValue> {
        let text = self.0.add_recovery_key(name, millis(now)).map_err(errors::vault)?;
        let drawing = write(text.as_bytes()).map_err(wrong_shape)?;
        to_js(&RecoveryKeyView { text: &text, drawing: &drawing })
    }

    /// Puts a slot of `makePassphraseSlot` in the place of the passphrase's, and makes a new data key: `ticket` has it.
    ///
    /// # Errors
    /// `vault-malformed-header` when it is no such slot; `vault-kdf-cost`, `no-randomness`. Then nothing has changed.
    #[wasm_bindgen(js_name = setPassphrase)]
    pub fn set_passphrase(&mut self, slot: &[u8], now: f64) -> Result<(), JsValue> {
        self.0.set_passphrase(slot, millis(now)).map_err(errors::vault)
    }

    /// Names a way in.
    ///
    /// # Errors
    /// `no-such-way`, `too-long`.
    #[wasm_bindgen(js_name = renameWay)]
    pub fn rename_way(&mut self, id: &str, name: &str, now: f64) -> Result<(), JsValue> {
        self.0.rename_way(id, name, millis(now)).map_err(errors::vault)
    }

    /// Puts what unlocking has `renewed` in the place of the slot by which it was unlocked, and makes a new data key.
    ///
    /// # Errors
    /// `vault-malformed-header` when it is not the same way in; `no-such-way`, `no-randomness`. Then nothing has changed.
    #[wasm_bindgen(js_name = renewWay)]
    pub fn renew_way(&mut self, renewed: &[u8], now: f64) -> Result<(), JsValue> {
        self.0.renew_way(renewed, millis(now)).map_err(errors::vault)
    }

    /// Revokes a way in, `with_inherited` every other one too that is inherited, and makes a new data key. Earlier
    /// generations have to be sealed anew.
    ///
    /// # Errors
    /// `no-such-way`; `last-way` when nothing would be left that a person types; `no-randomness`. Then nothing has changed.
    pub fn revoke(&mut self, id: &str, with_inherited: bool, now: f64) -> Result<(), JsValue> {
        self.0.revoke(id, with_inherited, millis(now)).map_err(errors::vault)
    }

    /// Makes a new data key for all ways in. Earlier generations have to be sealed anew.
    ///
    /// # Errors
    /// `last-way` when nothing would be left that a person types; `no-randomness`. Then nothing has changed.
    pub fn rotate(&mut self, now: f64) -> Result<(), JsValue> {
        self.0.rotate(millis(now)).map_err(errors::vault)
    }

    /// The ticket of the data key of now: opaque, for `storage.session` once the vault is stored, and for `reseal` before
    /// there is a new one.
    #[must_use]
    pub fn ticket(&self) -> Uint8Array {
        Uint8Array::from(self.0.ticket().as_bytes())
    }

    /// When a generation was written, and how many accounts it has.
    ///
    /// # Errors
    /// Codes that begin with `vault-`: what is wrong with the envelope.
    #[wasm_bindgen(js_name = lookInto, unchecked_return_type = "types.Generation")]
    pub fn look_into(&self, envelope: &[u8]) -> Result<JsValue, JsValue> {
        to_js(&self.0.look_into(envelope).map_err(errors::vault)?)
    }

    /// An earlier generation, which `ticket` opens, under the slots, their public keys and the data key of now.
    ///
    /// # Errors
    /// Codes that begin with `vault-`: what is wrong with the envelope; `no-randomness`.
    pub fn reseal(&self, envelope: &[u8], ticket: Vec<u8>) -> Result<Vec<u8>, JsValue> {
        self.0.reseal(envelope, &Ticket::from_bytes(ticket)).map_err(errors::vault)
    }

    /// Takes the accounts of an earlier generation back.
    ///
    /// # Errors
    /// Codes that begin with `vault-`: what is wrong with the envelope. Then nothing has changed.
    #[wasm_bindgen(js_name = rollBack)]
    pub fn roll_back(&mut self, envelope: &[u8], now: f64) -> Result<(), JsValue> {
        self.0.roll_back(envelope, millis(now)).map_err(errors::vault)
    }

    /// Notes attempts that failed, the last one at `last`; none are not noted.
    pub fn failed(&mut self, attempts: u32, last: f64) {
        self.0.failed(attempts, millis(last));
    }

    /// Notes that the vault was unlocked by this slot.
    ///
    /// # Errors
    /// `no-such-way`.
    pub fn unlocked(&mut self, slot: &str, now: f64) -> Result<(), JsValue> {
        self.0.unlocked(slot, millis(now)).map_err(errors::vault)
    }

    /// Notes the policy in force, unless it was noted already. Says whether it did.
    #[wasm_bindgen(js_name = notePolicy)]
    pub fn note_policy(&mut self, policy: String, now: f64) -> bool {
        self.0.note_policy(policy, millis(now))
    }

    /// What was done, on this device and on others.
    ///
    /// # Errors
    /// None that the shell can cause.
    #[wasm_bindgen(unchecked_return_type = "types.LogView[]")]
    pub fn logs(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.logs())
    }
}

impl JsVault {
    #[expect(clippy::too_many_arguments, reason = "an object would be taken apart by name, which weighs more")]
    fn add(
        &mut self,
        kind: SecretKind,
        salt: &[u8],
        credential: Option<Vec<u8>>,
        expires: Option<u64>,
        secret: Vec<u8>,
        name: &str,
        now: f64,
    ) -> Result<(), JsValue> {
        let secret = Zeroizing::new(secret);
        let salt = salt.try_into().map_err(wrong_shape)?;
        let what = Particulars { kind, salt, credential, expires };
        self.0.add_way(what, &secret, name, millis(now)).map(|_| ()).map_err(errors::vault)
    }
}
