//! Names the purpose of a QR code that is for no authenticator, so that a person learns more than "not found". Nothing is
//! followed or opened.

use crate::codes::codes;
use core::str;

use super::margin::is_margin;

codes! {
    /// The purpose of a QR code that is for no authenticator.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "types", ts(rename = "OtherCode"))]
    pub enum Other as ("kind", "name") {
        /// A web page, with its host if that is a plain name.
        WebAddress(host: Option<String>) = "web-address",
        /// A wireless network and its password.
        Wifi = "wifi",
        /// A visiting card.
        Contact = "contact",
        /// An e-mail to be written.
        Mail = "mail",
        /// A number to be called.
        Phone = "phone",
        /// A message to be sent.
        Sms = "sms",
        /// A place on the map.
        Place = "place",
        /// A date for the calendar.
        Event = "event",
        /// A transfer of money.
        Payment = "payment",
        /// A sign-in by a passkey on another device.
        Passkey = "passkey",
        /// An enrolment for this other app, which no other authenticator can read.
        OtherApp(app: &'static str) = "other-app",
        /// A link that an app opens.
        AppLink = "app-link",
        /// Plain text.
        Text = "text",
        /// Bytes that are no text.
        Data = "data",
    }
}

/// Bytes of the longest host that is shown.
const MAX_HOST: usize = 60;

/// The schemes that are for an authenticator: a text with one of them that cannot be read has an error of its own.
const OURS: [&str; 4] = ["otpauth", "otpauth-migration", "steam", "motp"];

/// The beginnings of texts, in small letters, with their purposes.
const BEGINNINGS: [(&str, Other); 47] = [
    ("wifi:", Other::Wifi),
    ("dpp:", Other::Wifi),
    ("begin:vcard", Other::Contact),
    ("mecard:", Other::Contact),
    ("bizcard:", Other::Contact),
    ("mailto:", Other::Mail),
    ("matmsg:", Other::Mail),
    ("smtp:", Other::Mail),
    ("tel:", Other::Phone),
    ("sms:", Other::Sms),
    ("smsto:", Other::Sms),
    ("mms:", Other::Sms),
    ("mmsto:", Other::Sms),
    ("geo:", Other::Place),
    ("begin:vevent", Other::Event),
    ("begin:vcalendar", Other::Event),
    // The transfers of the European Payments Council, of Switzerland and of EMVCo (in much of the world).
    ("bcd\n", Other::Payment),
    ("bcd\r\n", Other::Payment),
    ("spc\n", Other::Payment),
    ("spc\r\n", Other::Payment),
    ("000201", Other::Payment),
    ("payto:", Other::Payment),
    ("upi:", Other::Payment),
    ("bitcoin:", Other::Payment),
    ("lightning:", Other::Payment),
    ("ethereum:", Other::Payment),
    ("litecoin:", Other::Payment),
    ("monero:", Other::Payment),
    ("fido:/", Other::Passkey),
    ("phonefactor:", Other::OtherApp("Microsoft Authenticator")),
    ("msauth:", Other::OtherApp("Microsoft Authenticator")),
    ("ms-msa:", Other::OtherApp("Microsoft Authenticator")),
    ("oktaverify:", Other::OtherApp("Okta Verify")),
    ("com-okta-authenticator:", Other::OtherApp("Okta Verify")),
    ("duo:", Other::OtherApp("Duo Mobile")),
    ("pingid:", Other::OtherApp("PingID")),
    ("pushauth:", Other::OtherApp("ForgeRock Authenticator")),
    ("mfauth:", Other::OtherApp("ForgeRock Authenticator")),
    ("com.rsa.securid:", Other::OtherApp("RSA Authenticator")),
    ("com.rsa.securid.iphone:", Other::OtherApp("RSA Authenticator")),
    ("http://127.0.0.1/securidmobile/", Other::OtherApp("RSA Authenticator")),
    ("vipaccess:", Other::OtherApp("Symantec VIP")),
    ("authy:", Other::OtherApp("Authy")),
    ("bankid:", Other::OtherApp("BankID")),
    ("urlto:", Other::WebAddress(None)),
    ("mebkm:", Other::WebAddress(None)),
    ("www.", Other::WebAddress(None)),
];

impl Other {
    /// The purpose of a text; `None` if its scheme is one that [`parse`](super::parse) reads.
    #[must_use]
    pub fn of(text: &[u8]) -> Option<Self> {
        // What is no UTF-8, such as a transfer in Latin-1, is still known by how it begins.
        let valid = match str::from_utf8(text) {
            Ok(text) => text,
            Err(error) => str::from_utf8(text.get(..error.valid_up_to())?).unwrap_or_default(),
        };
        let text_only = valid.len() == text.len();
        let text = valid.trim_start_matches(is_margin);
        let scheme = scheme(text);
        if scheme.is_some_and(|scheme| OURS.iter().any(|ours| scheme.eq_ignore_ascii_case(ours))) {
            return None;
        }
        if let Some((_, other)) = BEGINNINGS.iter().find(|(beginning, _)| begins(text, beginning)) {
            return Some(other.clone());
        }
        Some(match scheme {
            _ if !text_only => Self::Data,
            Some(scheme) if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") => {
                Self::WebAddress(host(text))
            }
            // "Note: milk" has a colon too.
            Some(_) if !text.trim_end_matches(is_margin).contains(char::is_whitespace) => Self::AppLink,
            _ => Self::Text,
        })
    }

    /// The part of the text that may be shown: the host of a web address, or the app of an enrolment.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::WebAddress(host) => host.as_deref(),
            Self::OtherApp(app) => Some(app),
            _ => None,
        }
    }
}

fn begins(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// The text before the first colon, if that can be a scheme (RFC 3986, 3.1) of more than one letter.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let fits = scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(allowed);
    (fits && !rest.is_empty()).then_some(scheme)
}

/// The host of a web address as a browser would find it, if it is a plain name. A host in another alphabet, or dressed up as
/// another host, is not shown.
fn host(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let fits = host.len() <= MAX_HOST && host.contains('.') && host.bytes().all(plain);
    fits.then(|| host.to_ascii_lowercase())
}
