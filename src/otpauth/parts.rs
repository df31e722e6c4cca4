use zeroize::Zeroizing;

use super::{Error, MAX_BYTES, clean_name, label, margin::is_margin, parameters::Parameters, percent};

/// The parts of a URI of the shape of the Key Uri Format, before anything of it is honoured.
///
/// They are for importing from other apps: their files hold accounts that no code is made of here, and that are kept all the
/// same.
#[derive(Debug)]
pub struct Parts {
    /// The type: `totp`, `hotp`, or what another app writes in that place. For `motp:` it is `motp`.
    pub kind: String,
    /// The `issuer` parameter, else the issuer in the label, else empty.
    pub issuer: String,
    /// The account name in the label.
    pub account_name: String,
    /// The decoded parameters, in their order, the secret among them.
    pub parameters: Vec<(String, Zeroizing<String>)>,
}

impl Parts {
    /// Writes the URI that [`parts()`] splits into these parts.
    #[must_use]
    pub fn to_uri(&self) -> Zeroizing<String> {
        let prefix = Some(self.issuer.as_str()).filter(|issuer| !issuer.is_empty());
        let label = label::join(prefix, &self.account_name, &self.issuer);
        let length: usize = self.parameters.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
        // All of it at once: a buffer that grows leaves a copy of the secret behind.
        let mut uri = Zeroizing::new(String::with_capacity(64 + 3 * (label.len() + self.kind.len() + length)));
        match self.kind.as_str() {
            "motp" => uri.push_str("motp://"),
            kind => {
                uri.push_str("otpauth://");
                percent::encode_onto(&mut uri, kind);
                uri.push('/');
            }
        }
        percent::encode_onto(&mut uri, &label);
        let mut separator = '?';
        for (name, value) in &self.parameters {
            uri.push(separator);
            percent::encode_onto(&mut uri, name);
            uri.push('=');
            percent::encode_onto(&mut uri, value);
            separator = '&';
        }
        uri
    }
}

/// Splits an `otpauth` or `motp` URI into its parts.
///
/// # Errors
///
/// [`Error::TooLong`], [`Error::Fragment`], [`Error::UnknownScheme`], and [`Error::Repeated`] for two issuers.
pub fn parts(text: &str) -> Result<Parts, Error> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong);
    }
    let (scheme, rest) = text.trim_matches(is_margin).split_once(':').ok_or(Error::UnknownScheme)?;
    let rest = rest.trim_start_matches('/');
    if rest.contains('#') {
        return Err(Error::Fragment);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, label) = match scheme.to_ascii_lowercase().as_str() {
        "otpauth" => path.split_once('/').unwrap_or((path, "")),
        "motp" => ("motp", path),
        _ => return Err(Error::UnknownScheme),
    };
    let parameters = Parameters::read(query);
    let (issuer, _) = clean_name(parameters.get("issuer")?.unwrap_or_default());
    let (label, _) = clean_name(&percent::decode_label(label).text);
    let (label_issuer, account_name) = label::split(&label, &issuer);
    Ok(Parts {
        kind: kind.to_owned(),
        issuer: if issuer.is_empty() { label_issuer.unwrap_or_default().to_owned() } else { issuer },
        account_name: account_name.to_owned(),
        parameters: parameters.rest().into_iter().map(|(name, value)| (name, Zeroizing::new(value))).collect(),
    })
}
