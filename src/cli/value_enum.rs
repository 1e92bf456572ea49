//! Values of the library as values of options.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Returns a parser for one of the values that the library lists; help and errors show the same list.
pub fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|value| name(*value)))
        .try_map(move |text| all.iter().copied().find(|value| name(*value) == text).ok_or("unknown value"))
}
