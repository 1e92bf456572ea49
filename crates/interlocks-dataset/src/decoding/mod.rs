//! Text that is not UTF-8, behind the feature `encodings`.

#[cfg(feature = "encodings")]
mod standard;
#[cfg(not(feature = "encodings"))]
mod utf8_only;

use std::sync::{Arc, OnceLock};

#[cfg(feature = "encodings")]
pub use standard::TextEncoding;
#[cfg(not(feature = "encodings"))]
pub use utf8_only::TextEncoding;

#[cfg(feature = "encodings")]
pub(crate) use standard::DecodingReader;
#[cfg(not(feature = "encodings"))]
pub(crate) use utf8_only::DecodingReader;

/// The encoding that a reader found and decoded; empty as long as the text is UTF-8.
#[derive(Clone, Debug, Default)]
pub(crate) struct FoundEncoding(Arc<OnceLock<&'static str>>);

impl FoundEncoding {
    /// Sets the name of the encoding, unless it is set.
    #[cfg(feature = "encodings")]
    fn set(&self, name: &'static str) {
        let _ = self.0.set(name);
    }

    /// Returns the name of the encoding, if the text was not UTF-8 and no encoding was given.
    pub(crate) fn name(&self) -> Option<&'static str> {
        self.0.get().copied()
    }
}
