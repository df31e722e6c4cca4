/// An oddity of a text that was honoured, which a person should know before trusting the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The secret ends in bits that belong to no byte; see
    /// [`Seed::read_base32`](crate::otp::Seed::read_base32).
    SeedTrailingBits,
    /// Fewer than the six digits that RFC 4226 asks for (requirement R4).
    FewDigits,
    /// The `issuer` parameter and the issuer in the label are two different names. The parameter is used.
    IssuerMismatch,
    /// HOTP without `counter`, which the Key Uri Format requires. The counter is then zero, as in the app of Google; the first
    /// codes are wrong if the service has counted further.
    CounterMissing,
    /// The issuer is Steam but the type is not: some apps would show Steam Guard codes.
    MaybeSteam,
    /// A Steam URI with an algorithm, a period or digits that Steam Guard does not have. They are
    /// kept but not used.
    SteamParameter,
    /// A `%` that is no escape, or escapes that are no UTF-8: kept as they stand.
    PercentLiteral,
    /// A migration entry of unspecified type, read as TOTP.
    TypeUnspecified,
    /// Characters that nobody sees, or that turn the text around them, were taken out of the issuer or the account name;
    /// see [`clean_name`](super::clean_name).
    OddCharacters,
    /// The issuer looks like the name of a well-known service, or of one that the vault has, in other letters.
    IssuerLookAlike,
}

impl Warning {
    /// A stable name of the warning, for translation.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SeedTrailingBits => "seed-trailing-bits",
            Self::FewDigits => "few-digits",
            Self::IssuerMismatch => "issuer-mismatch",
            Self::CounterMissing => "counter-missing",
            Self::MaybeSteam => "maybe-steam",
            Self::SteamParameter => "steam-parameter",
            Self::PercentLiteral => "percent-literal",
            Self::TypeUnspecified => "type-unspecified",
            Self::OddCharacters => "odd-characters",
            Self::IssuerLookAlike => "issuer-look-alike",
        }
    }
}
