//! Enums whose values have names: the words that options accept and that output prints.

/// A name that no value of an enum has: the error of the `FromStr` that [`enum_names!`](crate::enum_names) writes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what} '{name}'; use {}", .known.join(", "))]
pub struct UnknownName {
    /// The kind of thing that was named, such as `verdict`.
    pub what: &'static str,
    /// The unknown name.
    pub name: String,
    /// The known names.
    pub known: Vec<&'static str>,
}

/// Implements `Display` by the enum's `as_str`.
#[macro_export]
macro_rules! display_name {
    ($type:ty) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

/// Implements `Display` and `FromStr` by the enum's `as_str` and its list `ALL`.
///
/// ```
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Ink { Red, Blue }
/// impl Ink {
///     const ALL: [Ink; 2] = [Ink::Red, Ink::Blue];
///     fn as_str(self) -> &'static str {
///         match self { Ink::Red => "red", Ink::Blue => "blue" }
///     }
/// }
/// interlocks_core::enum_names!(Ink, "ink");
/// assert_eq!("blue".parse(), Ok(Ink::Blue));
/// assert_eq!("pink".parse::<Ink>().unwrap_err().to_string(), "there is no ink 'pink'; use red, blue");
/// ```
#[macro_export]
macro_rules! enum_names {
    ($type:ty, $what:literal) => {
        $crate::display_name!($type);

        impl ::std::str::FromStr for $type {
            type Err = $crate::names::UnknownName;

            fn from_str(name: &str) -> ::std::result::Result<Self, Self::Err> {
                let all = <$type>::ALL.iter().copied();
                all.clone().find(|value| value.as_str() == name).ok_or_else(|| $crate::names::UnknownName {
                    what: $what,
                    name: name.to_owned(),
                    known: all.map(<$type>::as_str).collect(),
                })
            }
        }
    };
}
