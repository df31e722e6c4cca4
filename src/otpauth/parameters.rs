//! The parameters in the query of a URI: names in any case, values decoded, in their order.

use zeroize::Zeroizing;

use super::{Error, percent};
use crate::otp::{Kind, steam};

/// The parameters that nobody has taken yet.
pub(super) struct Parameters {
    list: Vec<(String, Zeroizing<String>)>,
    /// Whether a `%` was kept as it stands, because it begins no valid escape.
    pub(super) literal: bool,
}

impl Parameters {
    /// Reads everything behind the `?`. Only the first `=` separates: the others belong to the value.
    pub(super) fn read(query: &str) -> Self {
        let mut literal = false;
        let mut decode = |text: &str| {
            let decoded = percent::decode_query(text);
            literal |= decoded.literal;
            decoded.text
        };
        let list = query
            .split('&')
            // A link copied from the source of a page has `&amp;` for `&`.
            .map(|pair| pair.strip_prefix("amp;").unwrap_or(pair))
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (core::mem::take(&mut *decode(name)), decode(value)))
            .collect();
        Self { list, literal }
    }

    /// The value of a parameter. An empty one counts as absent: templates leave it so.
    ///
    /// # Errors
    ///
    /// [`Error::Repeated`] when it is there with different values.
    pub(super) fn get(&self, name: &'static str) -> Result<Option<&str>, Error> {
        let mut values =
            self.list.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str());
        let Some(first) = values.next() else {
            return Ok(None);
        };
        if values.any(|value| value != first) {
            return Err(Error::Repeated { name });
        }
        Ok(Some(first).filter(|value| !value.is_empty()))
    }

    /// Takes the value of a parameter out, so that [`rest`](Self::rest) no longer has it.
    ///
    /// # Errors
    ///
    /// [`Error::Repeated`] when it is there with different values.
    pub(super) fn take(&mut self, name: &'static str) -> Result<Option<Zeroizing<String>>, Error> {
        let value = self.get(name)?.map(|value| Zeroizing::new(value.to_owned()));
        self.list.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        Ok(value)
    }

    /// The parameters that were not taken.
    pub(super) fn rest(self) -> Vec<(String, String)> {
        self.list.into_iter().map(|(name, mut value)| (name, core::mem::take(&mut *value))).collect()
    }
}

/// Reads a decimal number without sign, because `str::parse` accepts `+6`.
pub(super) fn number<N: core::str::FromStr>(text: &str) -> Option<N> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Whether an extra parameter would change what a URI of this kind says.
pub(super) fn is_honoured(name: &str, value: &str, kind: &Kind) -> bool {
    match name.to_ascii_lowercase().as_str() {
        "secret" | "issuer" => true,
        "algorithm" | "digits" => kind.digits().is_some(),
        "pin" => kind.pin().is_some(),
        "period" => kind.period().is_some(),
        "counter" => kind.counter().is_some(),
        // An empty one names no encoder: it says nothing, and is written as it was read.
        "encoder" if value.is_empty() => false,
        "encoder" => !matches!(kind, Kind::Steam) || !value.eq_ignore_ascii_case(steam::ENCODER),
        _ => false,
    }
}
