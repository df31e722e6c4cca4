//! Argon2id by itself: what no way of unlocking by a passphrase can do without.

use argon2::{Algorithm, Argon2, Params, Version};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// A key of 32 bytes.
///
/// # Errors
/// Parameters that Argon2 does not know.
#[wasm_bindgen]
pub fn derive(passphrase: &[u8], salt: &[u8], memory_kib: u32, passes: u32, lanes: u32) -> Result<Vec<u8>, JsError> {
    let mut key = vec![0; 32];
    Params::new(memory_kib, passes, lanes, Some(key.len()))
        .and_then(|params| {
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(passphrase, salt, &mut key)
        })
        .map_err(|error| JsError::new(&error.to_string()))?;
    Ok(key)
}
