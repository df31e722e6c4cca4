//! An account as a person types it.

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::otp::{Algorithm, Digits, Kind, Otp, Period, Seed};
use crate::otpauth::{self, Enrolment, clean_name};

/// An account as a person types it.
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Typed {
    /// A seed as base32, or a whole URI; then the rest is ignored.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub text: Zeroizing<String>,
    /// Who asks for the codes.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub issuer: String,
    /// Whose codes they are.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub name: String,
    /// `totp`, `hotp` or `steam`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub kind: String,
    /// `SHA1`, `SHA256` or `SHA512`.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub algorithm: String,
    /// 1 to 10.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub digits: u8,
    /// In seconds.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub period: u32,
    /// The counter of the next code.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<_>"))]
    pub counter: u64,
}

impl Typed {
    fn kind(&self) -> Result<Kind, otpauth::Error> {
        if self.kind == "steam" {
            return Ok(Kind::Steam);
        }
        let algorithm = Algorithm::parse(&self.algorithm).ok_or(otpauth::Error::UnknownAlgorithm)?;
        let digits = Digits::new(self.digits).ok_or(otpauth::Error::Digits)?;
        match self.kind.as_str() {
            "totp" => {
                let period = Period::new(self.period).ok_or(otpauth::Error::Period)?;
                Ok(Kind::Totp { algorithm, digits, period })
            }
            "hotp" => Ok(Kind::Hotp { algorithm, digits, counter: self.counter }),
            _ => Err(otpauth::Error::UnknownType),
        }
    }

    /// What was typed beside a seed, as an enrolment.
    pub(super) fn to_enrolment(&self) -> Result<Enrolment, otpauth::Error> {
        let seed = Seed::read_base32(&self.text)?;
        let ((issuer, odd_issuer), (name, odd_name)) = (clean_name(&self.issuer), clean_name(&self.name));
        let odd_seed = seed.trailing_bits.then_some(otpauth::Warning::SeedTrailingBits);
        let odd_names = (odd_issuer || odd_name).then_some(otpauth::Warning::OddCharacters);
        Ok(Enrolment {
            issuer: issuer.trim().to_owned(),
            account_name: name.trim().to_owned(),
            label_issuer: None,
            otp: Otp { seed: seed.seed, kind: self.kind()? },
            extra: Vec::new(),
            warnings: odd_seed.into_iter().chain(odd_names).collect(),
        })
    }
}
