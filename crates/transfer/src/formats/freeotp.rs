//! `FreeOTP` 1 (Android's shared preferences, a token each) and `FreeOTP+` (`{tokenOrder, tokens}`): the same tokens.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::fields::Fields;
use crate::{Content, Draft, Error, Reading, RowError, Secret, json, xml};

/// The id of `FreeOTP` in the table of formats.
pub(crate) const ID: &str = "freeotp";
/// The id of `FreeOTP+` in the table of formats.
pub(crate) const PLUS_ID: &str = "freeotp-plus";

const FIELDS: Fields = Fields { issuer: "issuerExt", algorithm: "algo", ..Fields::COMMON };

/// The name of the preference that is no token but their order.
const ORDER: &str = "tokenOrder";

pub(crate) fn sniff(content: &Content) -> bool {
    xml::is_preferences(content.text()) && content.text().contains("tokenOrder")
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let preferences = xml::preferences(content.text()).ok_or(Error::Malformed { format: ID })?;
    let order = json::str(&preferences, ORDER).and_then(|text| json::parse(text).ok().flatten()).unwrap_or_default();
    let places = json::places(&order);
    let mut reading = Reading::new(ID);
    let tokens = preferences.as_object().into_iter().flatten().filter(|(name, _)| *name != ORDER);
    for (name, text) in tokens {
        let Some(token) = json::parse(text.as_str().unwrap_or_default())? else {
            reading.refuse(RowError::Shape, "", name);
            continue;
        };
        let position = json::number(&places, name);
        reading.take(draft(&token).map(|draft| Draft { position, ..draft }));
    }
    Ok(reading)
}

pub(crate) fn sniff_plus(content: &Content) -> bool {
    content.field("tokens").is_some() && content.field(ORDER).is_some()
}

pub(crate) fn read_plus(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let mut reading = Reading::new(PLUS_ID);
    for token in content.field("tokens").and_then(Value::as_array).map_or(&[][..], Vec::as_slice) {
        reading.take(draft(token));
    }
    Ok(reading)
}

fn draft(token: &Value) -> Result<Draft, RowError> {
    let mut draft = fields(token);
    draft.secret = secret(token)?;
    if draft.issuer.is_empty() {
        draft.issuer = json::text(token, "issuerInt");
    }
    Ok(draft)
}

/// What a token says besides its secret.
pub(crate) fn fields(token: &Value) -> Draft {
    let mut draft = FIELDS.read_but_secret(token);
    // The apps make a code from the counter that is stored, and then add one to it: it is that of the next code. On enrolment
    // FreeOTP 1 and FreeOTP+ store one less than they are told, which gives -1 for a token that was never used.
    draft.counter = draft.counter.map(|counter| counter.max(0));
    draft
}

/// The secret, an array of signed bytes.
fn secret(token: &Value) -> Result<Secret, RowError> {
    let bytes: Option<Vec<u8>> = json::items(token, "secret")
        .iter()
        .map(|byte| byte.as_i64().and_then(|byte| i8::try_from(byte).ok()).map(i8::cast_unsigned))
        .collect();
    Ok(Secret::Bytes(Zeroizing::new(bytes.ok_or(RowError::Shape)?)))
}
