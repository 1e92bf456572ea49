//! Compact columns: packed numbers, texts, dictionaries; in memory or in a mapped file.
//!
//! A table of ten million rows is kept as a few columns, each in as few bits a row as its values
//! need. The same columns are written to a snapshot byte by byte and read from it in place, so a
//! graph does not know whether it was built or mapped. Nothing here knows of people or companies.

mod archive;
mod atomic_write;
mod bit_packed;
mod bytes;
mod front_coded;
mod interner;
mod mapped;
mod string_column;
mod words;

pub use archive::{Archive, ArchiveError, ArchiveWriter};
pub use atomic_write::atomic_write;
pub use bit_packed::BitPacked;
pub use bytes::Bytes;
pub use front_coded::FrontCoded;
pub use interner::{DictColumn, Interner, PerValue, merged};
pub use string_column::{StringColumn, StringColumnBuilder, StringRun};
pub use words::WordIndex;

/// The first of the numbers `from..to` that is not `below`; those that are must come before those that
/// are not. Columns are no slices, so they are halved here.
fn halved(from: usize, to: usize, below: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if below(middle) { low = middle + 1 } else { high = middle }
    }
    low
}
