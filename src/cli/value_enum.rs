//! Words of the library as values of options.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// One of the words the library has for some things: help, errors and values come from its own list.
pub fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|one| word(*one)))
        .try_map(move |text| all.iter().copied().find(|one| word(*one) == text).ok_or("no such word"))
}
