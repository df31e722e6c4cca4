//! A page with otpauth links, which Stratum and others print.

use crate::formats::otpauth;
use crate::{Content, Error, Reading};

/// The id in the table of formats.
pub(crate) const ID: &str = "html";

pub(crate) fn sniff(content: &Content) -> bool {
    let text = content.text().trim_start();
    let is_page = ["<!doctype html", "<html"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start)));
    is_page && text.contains("otpauth://")
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let mut reading = Reading::new(ID);
    // A link ends where its element or its attribute does.
    for piece in content.text().split(['<', '>', '"', '\'', '\n']) {
        let link = piece.trim();
        if reading.is_full() {
            break;
        }
        if ["otpauth", "motp:", "steam:"].iter().any(|scheme| link.starts_with(scheme)) {
            otpauth::take(&link.replace("&amp;", "&"), &mut reading);
        }
    }
    Ok(reading)
}
