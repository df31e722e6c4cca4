//! Stable codes for what a person is told in words. Public for the other crates of this workspace alone.

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// Defines an enum of which each variant has a stable code: the name by which the shell finds its words, and that never
/// changes. `code()` gives the code, serde writes it, and the TypeScript type of the enum lists it.
///
/// ```text
/// codes! {
///     /// Why a text is refused.
///     pub enum Error as ("code", "args") {
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
/// With `as`, a variant crosses into JavaScript as `{ code, args }`, and without `args` when it holds nothing; without `as`, it
/// crosses as its code. What `args` are is what a variant holds: an object with its fields, or the one value itself.
#[macro_export]
macro_rules! codes {
    (@plain $serializer:ident, $code:expr) => { $serializer.serialize_str($code) };
    (@plain $serializer:ident, $code:expr, $tag:tt) => { $crate::codes::plain($serializer, Self::NAMES, $code) };
    (@name $argument:ident) => { stringify!($argument) };
    (@name $argument:ident $shown:tt) => { $shown };
    (@arguments) => { () };
    (@arguments [$argument:ident $($shown:tt)?] $($rest:tt)*) => {
        $crate::codes::Argument($crate::codes!(@name $argument $($shown)?), $argument, $crate::codes!(@arguments $($rest)*))
    };
    (
        $(#[$enum_attribute:meta])*
        pub enum $Name:ident $(as ($tag:tt, $content:tt))? {
            $(
                $(#[$attribute:meta])*
                $Variant:ident
                    $(($value:ident: $Value:ty))?
                    $({ $($(#[$argument_attribute:meta])* $argument:ident $(as $shown:tt)?: $Argument:ty),+ $(,)? })?
                    = $code:tt
            ),+ $(,)?
        }
        $($(#[$other_attribute:meta])* or $Other:ident($Inner:ty))*
    ) => {
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        $(#[$enum_attribute])*
        $(#[cfg_attr(feature = "types", ts(tag = $tag, content = $content))])?
        pub enum $Name {
            $(
                $(#[$attribute])*
                #[cfg_attr(feature = "types", ts(rename = $code))]
                $Variant
                    $(($Value))?
                    $({
                        $(
                            $(#[$argument_attribute])*
                            $(#[cfg_attr(feature = "types", ts(rename = $shown))])?
                            $argument: $Argument
                        ),+
                    })?,
            )+
            $(
                $(#[$other_attribute])*
                #[cfg_attr(feature = "types", ts(untagged))]
                $Other($Inner),
            )*
        }

        impl $Name {
            $(const NAMES: [&'static str; 2] = [$tag, $content];)?

            /// The stable code, by which the shell finds the words.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$Variant { .. } => $code,)+
                    $(Self::$Other(inner) => inner.code(),)*
                }
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$Other(inner) => inner.serialize(serializer),)*
                    $(
                        $(Self::$Variant($value) => $crate::codes::with(serializer, Self::NAMES, $code, $value),)?
                        $(Self::$Variant { $($argument),+ } => {
                            let arguments = $crate::codes!(@arguments $([$argument $($shown)?])+);
                            $crate::codes::with(serializer, Self::NAMES, $code, &arguments)
                        })?
                    )+
                    _ => $crate::codes!(@plain serializer, self.code() $(, $tag)?),
                }
            }
        }
    };
}

pub use codes;

/// Writes a code without arguments. Here for all enums: what serde derives for each of them would be a tenth of the core's own
/// code.
///
/// # Errors
///
/// Those of the serializer.
pub fn plain<S: Serializer>(serializer: S, [tag, _]: [&'static str; 2], code: &str) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_struct("", 1)?;
    object.serialize_field(tag, code)?;
    object.end()
}

/// Writes a code with its arguments.
///
/// # Errors
///
/// Those of the serializer.
pub fn with<S: Serializer>(
    serializer: S,
    [tag, content]: [&'static str; 2],
    code: &str,
    args: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_struct("", 2)?;
    object.serialize_field(tag, code)?;
    object.serialize_field(content, args)?;
    object.end()
}

/// An argument by its name, and those after it: an [`Argument`] or `()`. It crosses as an object.
pub struct Argument<'a, T, R>(pub &'static str, pub &'a T, pub R);

/// Arguments that are written into an object.
pub trait Arguments {
    /// The number of arguments.
    const COUNT: usize;

    /// Writes them.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write<S: SerializeStruct>(&self, object: &mut S) -> Result<(), S::Error>;
}

impl Arguments for () {
    const COUNT: usize = 0;

    fn write<S: SerializeStruct>(&self, _object: &mut S) -> Result<(), S::Error> {
        Ok(())
    }
}

impl<T: Serialize, R: Arguments> Arguments for Argument<'_, T, R> {
    const COUNT: usize = 1 + R::COUNT;

    fn write<S: SerializeStruct>(&self, object: &mut S) -> Result<(), S::Error> {
        object.serialize_field(self.0, self.1)?;
        self.2.write(object)
    }
}

impl<T: Serialize, R: Arguments> Serialize for Argument<'_, T, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", Self::COUNT)?;
        self.write(&mut object)?;
        object.end()
    }
}
