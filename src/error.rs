//! One error for programs that use several parts of the library.

use std::fmt;

use interlocks_analysis::paths::StrengthsError;
use interlocks_core::model::DateError;
use interlocks_core::names::UnknownName;
use interlocks_core::store::ArchiveError;
use interlocks_dataset::DatasetError;
use interlocks_graph::{LookupError, OpenError};

/// Any error of this library, for `?` in programs.
///
/// Every function returns the error of its own part, listed here; all of them convert into this one.
///
/// | returned by | error |
/// |---|---|
/// | [`open`](crate::open), [`BoardGraph::from_path`](crate::BoardGraph::from_path) | [`OpenError`] |
/// | [`Dataset::open`](crate::Dataset::open) and its like | [`DatasetError`] |
/// | snapshots ([`graph::BoardGraph::open_snapshot`](crate::BoardGraph::open_snapshot)) | [`ArchiveError`] |
/// | [`BoardGraph::find`](crate::BoardGraph::find), `find_company`, `find_person` | [`LookupError`] |
/// | parsing a [`PartialDate`](crate::PartialDate) | [`DateError`] |
/// | parsing the name of a rule, a kind, a measure … | [`UnknownName`] |
/// | tables of strengths | [`StrengthsError`] |
/// | rankings (feature `measures`) | `RankError` |
/// | tables of rules, what-if plans, watch lists (feature `screens`) | `RulebookError`, `WhatIfError`, `ListError` |
/// | pictures (feature `render`) | `RenderError` |
///
/// `Debug` prints the message and its causes, so that `fn main() -> Result<(), interlocks::Error>` ends with a
/// sentence:
///
/// ```
/// let error: interlocks::Error = interlocks::open("no-such-folder").unwrap_err();
/// assert!(format!("{error:?}").contains("no-such-folder"), "{error:?}");
/// ```
#[non_exhaustive]
pub enum Error {
    /// Data or a snapshot could not be opened.
    Open(OpenError),
    /// Data could not be read.
    Dataset(DatasetError),
    /// A snapshot could not be opened, or is damaged.
    Snapshot(ArchiveError),
    /// A name stands for no entity, or for several.
    Lookup(LookupError),
    /// A date could not be parsed.
    Date(DateError),
    /// A word is not the name of any value.
    Name(UnknownName),
    /// A table of strengths is wrong.
    Strengths(StrengthsError),
    /// A ranking is not defined for these options.
    #[cfg(feature = "measures")]
    Rank(interlocks_measures::rank::RankError),
    /// A table of rules could not be read.
    #[cfg(feature = "screens")]
    Rulebook(interlocks_screens::rulebook::RulebookError),
    /// A change to try out could not be understood.
    #[cfg(feature = "screens")]
    WhatIf(interlocks_changes::whatif::WhatIfError),
    /// A watch list names somebody unknown.
    #[cfg(feature = "screens")]
    List(interlocks_changes::watch::ListError),
    /// A picture could not be drawn.
    #[cfg(feature = "render")]
    Render(interlocks_render::RenderError),
    /// A file could not be read or written.
    Io(std::io::Error),
}

impl Error {
    fn inner(&self) -> &(dyn std::error::Error + 'static) {
        match self {
            Error::Open(error) => error,
            Error::Dataset(error) => error,
            Error::Snapshot(error) => error,
            Error::Lookup(error) => error,
            Error::Date(error) => error,
            Error::Name(error) => error,
            Error::Strengths(error) => error,
            #[cfg(feature = "measures")]
            Error::Rank(error) => error,
            #[cfg(feature = "screens")]
            Error::Rulebook(error) => error,
            #[cfg(feature = "screens")]
            Error::WhatIf(error) => error,
            #[cfg(feature = "screens")]
            Error::List(error) => error,
            #[cfg(feature = "render")]
            Error::Render(error) => error,
            Error::Io(error) => error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.to_string();
        f.write_str(&shown)?;
        let mut cause = self.inner().source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Many messages already contain their cause.
            if !shown.contains(&text) {
                write!(f, "\n  caused by: {text}")?;
            }
            shown = text;
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner().source()
    }
}

macro_rules! from {
    ($($(#[$feature:meta])* $source:ty => $variant:ident),+ $(,)?) => {$(
        $(#[$feature])*
        impl From<$source> for Error {
            fn from(error: $source) -> Error {
                Error::$variant(error)
            }
        }
    )+};
}

from! {
    OpenError => Open,
    DatasetError => Dataset,
    ArchiveError => Snapshot,
    LookupError => Lookup,
    DateError => Date,
    UnknownName => Name,
    StrengthsError => Strengths,
    #[cfg(feature = "measures")]
    interlocks_measures::rank::RankError => Rank,
    #[cfg(feature = "screens")]
    interlocks_screens::rulebook::RulebookError => Rulebook,
    #[cfg(feature = "screens")]
    interlocks_changes::whatif::WhatIfError => WhatIf,
    #[cfg(feature = "screens")]
    interlocks_changes::watch::ListError => List,
    #[cfg(feature = "render")]
    interlocks_render::RenderError => Render,
    std::io::Error => Io,
}
