//! The names under which a JSON format has the fields of an account.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::{Draft, RowError, Secret, json};

/// A name for each field; an empty one for a field that the format does not have.
pub(crate) struct Fields {
    pub(crate) kind: &'static str,
    pub(crate) issuer: &'static str,
    pub(crate) name: &'static str,
    pub(crate) secret: &'static str,
    pub(crate) algorithm: &'static str,
    pub(crate) digits: &'static str,
    pub(crate) period: &'static str,
    pub(crate) counter: &'static str,
    pub(crate) pin: &'static str,
    pub(crate) note: &'static str,
    pub(crate) pinned: &'static str,
    pub(crate) uses: &'static str,
    pub(crate) last_used: &'static str,
    pub(crate) position: &'static str,
}

impl Fields {
    /// The names that most formats have.
    pub(crate) const COMMON: Self = Self {
        kind: "type",
        issuer: "issuer",
        name: "label",
        secret: "secret",
        algorithm: "algorithm",
        digits: "digits",
        period: "period",
        counter: "counter",
        pin: "",
        note: "",
        pinned: "",
        uses: "",
        last_used: "",
        position: "",
    };

    /// Reads an account, of which the secret is in base32.
    ///
    /// # Errors
    ///
    /// [`RowError::Shape`] without a secret.
    pub(crate) fn read(&self, row: &Value) -> Result<Draft, RowError> {
        let mut draft = self.read_but_secret(row);
        draft.secret = Secret::base32(json::str(row, self.secret).ok_or(RowError::Shape)?);
        Ok(draft)
    }

    /// Reads an account without its secret.
    pub(crate) fn read_but_secret(&self, row: &Value) -> Draft {
        Draft {
            kind: json::text(row, self.kind),
            issuer: json::text(row, self.issuer),
            name: json::text(row, self.name),
            algorithm: json::text(row, self.algorithm),
            digits: json::number(row, self.digits),
            period: json::number(row, self.period),
            counter: json::number(row, self.counter),
            pin: json::str(row, self.pin).map(|pin| Zeroizing::new(pin.to_owned())),
            note: json::text(row, self.note),
            pinned: json::flag(row, self.pinned),
            uses: json::count(row, self.uses),
            last_used: json::count(row, self.last_used),
            position: json::number(row, self.position),
            ..Draft::default()
        }
    }
}
