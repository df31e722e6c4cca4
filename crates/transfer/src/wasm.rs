//! What crosses into JavaScript, and nothing but glue. Two modules are built from it: `transfer`, which reads every file but
//! databases and writes those of other apps, and `databases`, which reads the databases of
//! `KeePass` and `SQLite`, and XML.
//!
//! An [`Imported`] keeps the accounts in this module's memory. What leaves it is a view without secrets, and the links of the
//! accounts that a person takes: bytes for the vault, wiped by the shell. The shell drops the instance after each import.

#![allow(
    unreachable_pub,
    reason = "wasm-bindgen exports them by themselves, and one of the two modules has few of them"
)]

use js_sys::{Array, Error as JsError, JSON, Object, Reflect, TypeError, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

#[cfg(feature = "transfer")]
use crate::view::LossView;
#[cfg(feature = "transfer")]
use crate::{Content, Entry, FileReading, Loss, WRITERS, Writer, Writing, formats::csv};
use crate::{Error, Import, Input, writers};

/// What the signatures name: the types that `tools/types` writes.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "import type * as types from './types.js';";

/// Files that were read, with the accounts in them.
#[wasm_bindgen]
pub struct Imported(Import);

#[wasm_bindgen]
impl Imported {
    /// Reads files, each by its content. With a password it takes as long as the key derivations of sealed files, so that it
    /// runs where it can be ended.
    ///
    /// # Errors
    /// `TypeError` for an argument of the wrong shape. What a file is refused for stands in the view.
    pub fn read(
        #[wasm_bindgen(unchecked_param_type = "{ name: string, bytes: Uint8Array }[]")] inputs: &Array,
        password: Option<Vec<u8>>,
    ) -> Result<Imported, JsValue> {
        let inputs = inputs.iter().map(|input| input_of(&input)).collect::<Result<Vec<_>, _>>()?;
        let password = password.map(text_of).transpose()?;
        Ok(Self(crate::read(&inputs, password.as_ref().map(|password| password.as_str()))))
    }

    /// What a person sees before anything is taken.
    ///
    /// # Errors
    /// None that a caller can cause.
    #[wasm_bindgen(unchecked_return_type = "types.ImportView")]
    pub fn view(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.view())
    }

    /// The links of the accounts with these numbers, a line each: to be handed to the vault, then wiped.
    #[wasm_bindgen(js_name = takeLines)]
    #[must_use]
    pub fn take_lines(&self, indices: &[u32]) -> Vec<u8> {
        let wanted = self.0.entries().zip(0_u32..).filter(|(_, index)| indices.contains(index));
        writers::to_lines(wanted.map(|(entry, _)| entry))
    }

    /// The bytes of a file in an archive, by its name in the view, where its error asks for more: a password, the columns of a
    /// table, the module `databases`. They are read as any other file then.
    #[wasm_bindgen(js_name = innerFile)]
    #[must_use]
    pub fn inner_file(&self, name: &str) -> Option<Vec<u8>> {
        self.0.files.iter().find(|file| file.name == name)?.bytes.as_ref().map(|bytes| bytes.to_vec())
    }
}

/// The first rows of a table whose columns a person has to name. Cells that may be secrets are masked.
///
/// # Errors
/// `TypeError` for bytes that are no text.
#[cfg(feature = "transfer")]
#[wasm_bindgen(js_name = previewTable, unchecked_return_type = "types.CsvPreview")]
pub fn preview_table(bytes: Vec<u8>) -> Result<JsValue, JsValue> {
    let text = text_of(bytes)?;
    to_js(&csv::masked_preview(Content::of(text.as_bytes()).map_err(thrown)?.text()))
}

/// Reads a table whose columns a person has named.
///
/// # Errors
/// Those of a file; `TypeError` for columns of the wrong shape.
#[cfg(feature = "transfer")]
#[wasm_bindgen(js_name = readTable)]
pub fn read_table(
    bytes: Vec<u8>,
    name: &str,
    #[wasm_bindgen(unchecked_param_type = "types.CsvColumns")] columns: &JsValue,
) -> Result<Imported, JsValue> {
    let columns = JSON::stringify(columns).ok().map(String::from).and_then(|text| csv::Columns::of_json(&text));
    let text = text_of(bytes)?;
    let outcome = csv::read_columns(text.trim_start_matches('\u{feff}'), &columns.ok_or_else(wrong_shape)?);
    Ok(Imported(Import { files: vec![FileReading::of(name, outcome)], ..Import::default() }))
}

/// What a format cannot hold of the accounts in these links. Accounts that lose nothing are left out.
///
/// # Errors
/// Those of a file.
#[cfg(feature = "transfer")]
#[wasm_bindgen(unchecked_return_type = "types.LossView[]")]
pub fn losses(format: &str, lines: Vec<u8>) -> Result<JsValue, JsValue> {
    let (entries, writer) = (entries_of(lines)?, writer_of(format)?);
    let losses = |entry: &Entry| -> Vec<Loss> { (writer.losses)(entry) };
    let views =
        entries.iter().map(|entry| LossView { issuer: &entry.issuer, name: &entry.name, losses: losses(entry) });
    to_js(&views.filter(|view| !view.losses.is_empty()).collect::<Vec<_>>())
}

/// Writes the accounts in these links: one file, or one text for each QR code.
///
/// `now` is the time in milliseconds, and `perCode` the greatest number of accounts in a QR code.
///
/// # Errors
/// Those of a file; `transfer-no-randomness`.
#[cfg(feature = "transfer")]
#[wasm_bindgen(js_name = writeFiles, unchecked_return_type = "Uint8Array[]")]
pub fn write(
    format: &str,
    lines: Vec<u8>,
    password: Option<Vec<u8>>,
    now: f64,
    #[wasm_bindgen(js_name = perCode)] per_code: usize,
) -> Result<Array, JsValue> {
    let (entries, writer) = (entries_of(lines)?, writer_of(format)?);
    let password = password.map(text_of).transpose()?.unwrap_or_default();
    let mut random = |bytes: &mut [u8]| getrandom::fill(bytes).is_ok();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    let now = now as u64;
    let mut writing = Writing { password: &password, random: &mut random, now, per_code };
    let written = (writer.write)(&entries, &mut writing).map_err(thrown)?;
    Ok(written.iter().map(|bytes| JsValue::from(Uint8Array::from(bytes.as_slice()))).collect())
}

#[cfg(feature = "transfer")]
fn writer_of(format: &str) -> Result<&'static Writer, JsValue> {
    WRITERS.iter().find(|writer| writer.id == format).ok_or_else(wrong_shape)
}

/// The accounts in links that the vault wrote.
#[cfg(feature = "transfer")]
fn entries_of(lines: Vec<u8>) -> Result<Vec<Entry>, JsValue> {
    let import = crate::read(&[Input { name: String::new(), bytes: Zeroizing::new(lines) }], None);
    let mut entries = Vec::new();
    for file in import.files {
        entries.extend(file.outcome.map_err(thrown)?.entries);
    }
    Ok(entries)
}

fn input_of(input: &JsValue) -> Result<Input, JsValue> {
    let name = Reflect::get(input, &"name".into())?.as_string().ok_or_else(wrong_shape)?;
    let bytes = Reflect::get(input, &"bytes".into())?;
    let bytes = Uint8Array::new(&bytes).to_vec();
    Ok(Input { name, bytes: Zeroizing::new(bytes) })
}

/// A text that crosses as bytes, so that JavaScript has no string of it.
fn text_of(bytes: Vec<u8>) -> Result<Zeroizing<String>, JsValue> {
    let text = String::from_utf8(bytes).map(Zeroizing::new);
    text.map_err(|error| {
        drop(Zeroizing::new(error.into_bytes()));
        wrong_shape()
    })
}

/// A value as JavaScript has it, by way of JSON, whose writer is in this module anyhow.
fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    JSON::parse(&serde_json::to_string(value).map_err(|_| wrong_shape())?)
}

/// An `Error` with the `code` and the `args` of this one.
#[allow(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn thrown(error: Error) -> JsValue {
    let thrown = JsError::new(error.code());
    match to_js(&error) {
        Ok(fields) => Object::assign(&thrown, &Object::from(fields)).into(),
        Err(defect) => defect,
    }
}

/// A value that the shell passes has the wrong shape. That is a defect of the shell, and has no code.
fn wrong_shape() -> JsValue {
    TypeError::new("wrong shape").into()
}
