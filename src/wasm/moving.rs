//! Moving in and out: the lines of another app's accounts, and backups.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::errors;
use super::values::{from_js, millis, to_js};
use super::vault::JsVault;
use crate::vault::Ticket;

#[wasm_bindgen(js_class = Vault)]
impl JsVault {
    /// Judges what importing these lines would do, one answer for each line, and changes nothing.
    ///
    /// # Errors
    /// `too-long` for more lines than a vault has accounts.
    #[wasm_bindgen(unchecked_return_type = "types.JudgedView[]")]
    pub fn judge(&self, lines: Vec<u8>) -> Result<JsValue, JsValue> {
        let lines = Zeroizing::new(lines);
        to_js(&self.0.judge(&lines).map_err(errors::vault)?)
    }

    /// Imports these lines, and answers how many accounts were added or taken out of the bin.
    ///
    /// # Errors
    /// `too-long`, `vault-full`, `no-randomness`. Then nothing has changed.
    pub fn import(&mut self, lines: Vec<u8>, now: f64) -> Result<usize, JsValue> {
        let lines = Zeroizing::new(lines);
        self.0.import(&lines, millis(now)).map_err(errors::vault)
    }

    /// The accounts with these ids, or all outside the bin if there are none, as lines with every seed. Whoever asks has made
    /// sure that it is the person who unlocked.
    ///
    /// # Errors
    /// `no-such-account`; a `TypeError` when an argument has the wrong type.
    pub fn export(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] ids: JsValue,
        now: f64,
    ) -> Result<Vec<u8>, JsValue> {
        let ids: Vec<String> = from_js(ids)?;
        Ok(self.0.export(&ids, millis(now)).map_err(errors::vault)?.to_vec())
    }

    /// A sealed copy of the vault that only a passphrase opens: that of a slot of `makePassphraseSlot`, or that of the vault.
    ///
    /// # Errors
    /// `vault-malformed-header` when it is no such slot; `last-way` when the vault has no passphrase; `no-randomness`.
    #[expect(clippy::needless_pass_by_value, reason = "as wasm-bindgen hands it over")]
    pub fn backup(&mut self, slot: Option<Vec<u8>>, now: f64) -> Result<Vec<u8>, JsValue> {
        self.0.backup(slot.as_deref(), millis(now)).map_err(errors::vault)
    }

    /// What a backup, which this ticket opens, has against what is here. Changes nothing.
    ///
    /// # Errors
    /// `vault-wrong-session` when the ticket is not that of the backup, and other codes that begin with `vault-`.
    #[wasm_bindgen(unchecked_return_type = "types.Comparison")]
    pub fn examine(&self, backup: &[u8], ticket: Vec<u8>) -> Result<JsValue, JsValue> {
        to_js(&self.0.examine(backup, &Ticket::from_bytes(ticket)).map_err(errors::vault)?)
    }

    /// Takes over what a backup has that is later or is not here.
    ///
    /// # Errors
    /// `vault-wrong-session` when the ticket is not that of the backup, and other codes that begin with `vault-`. Then nothing
    /// has changed.
    #[wasm_bindgen(js_name = mergeBackup)]
    pub fn merge_backup(&mut self, backup: &[u8], ticket: Vec<u8>, now: f64) -> Result<(), JsValue> {
        self.0.merge_backup(backup, &Ticket::from_bytes(ticket), millis(now)).map_err(errors::vault)
    }
}
