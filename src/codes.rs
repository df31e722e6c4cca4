//! Stable codes for what a person is told in words.

/// Defines an enum of which each variant has a stable code: the name by which the shell finds its words, and that never
/// changes. `code()` gives the code, serde writes it, and the TypeScript type of the enum lists it.
///
/// ```text
/// codes! {
///     /// Why a text is refused.
///     #[serde(tag = "code", content = "args")]
///     pub enum Error {
///         /// Longer than the limit.
///         TooLong = "text-too-long",
///         /// The same parameter twice.
///         Repeated { name: &'static str } = "uri-repeated-parameter",
///     }
///     /// An error of its own, with a code of its own.
///     or Seed(SeedError)
/// }
/// ```
///
/// With `tag` and `content`, as in the example, a variant crosses into JavaScript as `{ code, args }`; without, a variant
/// that holds nothing crosses as its code.
macro_rules! codes {
    (
        $(#[$enum_attribute:meta])*
        pub enum $Name:ident {
            $(
                $(#[$attribute:meta])*
                $Variant:ident $(($($Value:ty),+))? $({ $($(#[$argument_attribute:meta])* $argument:ident: $Argument:ty),+ })?
                    = $code:tt
            ),+ $(,)?
        }
        $($(#[$other_attribute:meta])* or $Other:ident($Inner:ty))*
    ) => {
        #[derive(serde::Serialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        $(#[$enum_attribute])*
        pub enum $Name {
            $(
                $(#[$attribute])*
                #[serde(rename = $code)]
                $Variant $(($($Value),+))? $({ $($(#[$argument_attribute])* $argument: $Argument),+ })?,
            )+
            $(
                $(#[$other_attribute])*
                #[serde(untagged)]
                $Other($Inner),
            )*
        }

        impl $Name {
            /// The stable code, by which the shell finds the words.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$Variant { .. } => $code,)+
                    $(Self::$Other(inner) => inner.code(),)*
                }
            }
        }
    };
}

pub(crate) use codes;
