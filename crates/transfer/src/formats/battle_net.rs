//! Battle.net: Android's shared preferences of the app, with the secret and the serial number behind a fixed mask.

use zeroize::Zeroizing;

use crate::{Content, Draft, Error, Reading, Secret, draft, json, xml};

/// The id in the table of formats.
pub(crate) const ID: &str = "battle-net";

const SECRET: &str = "com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET";
const SERIAL: &str = "com.blizzard.messenger.AUTHENTICATOR_SERIAL";

/// The bytes that the app combines with each text by exclusive or, the same in every copy of it.
const MASK: [u8; 57] = [
    0x39, 0x8e, 0x27, 0xfc, 0x50, 0x27, 0x6a, 0x65, 0x60, 0x65, 0xb0, 0xe5, 0x25, 0xf4, 0xc0, 0x6c, 0x04, 0xc6, 0x10,
    0x75, 0x28, 0x6b, 0x8e, 0x7a, 0xed, 0xa5, 0x9d, 0xa9, 0x81, 0x3b, 0x5d, 0xd6, 0xc8, 0x0d, 0x2f, 0xb3, 0x80, 0x68,
    0x77, 0x3f, 0xa5, 0x9b, 0xa4, 0x7c, 0x17, 0xca, 0x6c, 0x64, 0x79, 0x01, 0x5c, 0x1d, 0x5b, 0x8b, 0x8f, 0x6b, 0x9a,
];

/// The length of a code.
const DIGITS: i64 = 8;

pub(crate) fn sniff(content: &Content) -> bool {
    xml::is_preferences(content.text()) && content.text().contains(SECRET)
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    let malformed = Error::Malformed { format: ID };
    let preferences = xml::preferences(content.text()).ok_or(malformed.clone())?;
    let secret = json::str(&preferences, SECRET).and_then(unmask).ok_or(malformed)?;
    let serial = json::str(&preferences, SERIAL).and_then(unmask);
    let mut reading = Reading::new(ID);
    reading.take(Ok(Draft {
        issuer: "Battle.net".to_owned(),
        name: serial.map(|serial| serial.to_string()).unwrap_or_default(),
        secret: Secret::Hex(secret),
        digits: Some(DIGITS),
        ..Draft::default()
    }));
    Ok(reading)
}

/// The text behind the mask.
fn unmask(text: &str) -> Option<Zeroizing<String>> {
    // No more than the mask covers.
    let bytes = draft::hex(Some(text).filter(|text| text.len() <= 2 * MASK.len())?)?;
    Some(Zeroizing::new(bytes.iter().zip(MASK).map(|(byte, mask)| char::from(byte ^ mask)).collect()))
}
