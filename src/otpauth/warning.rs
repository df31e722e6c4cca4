use crate::codes::codes;

codes! {
    /// An oddity of a text that was honoured, which a person should know before trusting the account.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "types", ts(rename = "OtpauthWarning"))]
    pub enum Warning {
        /// The secret ends in bits that belong to no byte; see
        /// [`Seed::read_base32`](crate::otp::Seed::read_base32).
        SeedTrailingBits = "seed-trailing-bits",
        /// Fewer than the six digits that RFC 4226 asks for (requirement R4).
        FewDigits = "few-digits",
        /// The `issuer` parameter and the issuer in the label are two different names. The parameter is used.
        IssuerMismatch = "issuer-mismatch",
        /// HOTP without `counter`, which the Key Uri Format requires. The counter is then zero, as in the app of Google; the first
        /// codes are wrong if the service has counted further.
        CounterMissing = "counter-missing",
        /// The issuer is Steam but the type is not: some apps would show Steam Guard codes.
        MaybeSteam = "maybe-steam",
        /// A Steam URI with an algorithm, a period or digits that Steam Guard does not have. They are
        /// kept but not used.
        SteamParameter = "steam-parameter",
        /// A `%` that is no escape, or escapes that are no UTF-8: kept as they stand.
        PercentLiteral = "percent-literal",
        /// A migration entry of unspecified type, read as TOTP.
        TypeUnspecified = "type-unspecified",
        /// Characters that nobody sees, or that turn the text around them, were taken out of the issuer or the account name;
        /// see [`clean_name`](super::clean_name).
        OddCharacters = "odd-characters",
        /// The issuer looks like the name of a well-known service, or of one that the vault has, in other letters.
        IssuerLookAlike = "issuer-look-alike",
    }
}
