//! Compact columns: bit-packed numbers, strings, dictionaries; in memory or in a memory-mapped file.
//!
//! This module is internal. It is public because the other crates of `interlocks` use it, and it may change in any
//! release; read data through the board graph instead.
//!
//! A table of ten million rows is stored as a few columns, each with only as many bits per row as its values
//! need. The same columns are written to a snapshot byte by byte and read from it in place, so a
//! graph does not know whether it was built or mapped. Nothing here knows about people or companies.
//!
//! Reading never fails: what is out of range or damaged reads as 0 or as the empty string, and
//! [`Archive::check_pages_read`] reports the damage.

mod archive;
mod atomic_write;
mod bit_packed;
mod bytes;
mod folder_write;
mod front_coded;
mod interner;
mod mapped;
mod string_column;
mod temporary_file;
mod words;

pub use archive::{Archive, ArchiveError, ArchiveWriter};
pub use atomic_write::atomic_write;
pub use bit_packed::BitPacked;
pub use bytes::Bytes;
pub use folder_write::{FolderWrite, is_unfinished};
pub use front_coded::FrontCoded;
pub use interner::{DictColumn, Interner, PerValue, merge_texts};
pub use string_column::{StringColumn, StringColumnBuilder, StringRun};
pub use temporary_file::remove_temporary_files;
pub use words::WordIndex;

/// Reads a value for the side effect of loading its cache line: a portable prefetch.
///
/// Independent reads that follow each other directly overlap in the memory system, while reads with work in
/// between wait for each other. A loop that calls `touch` for every row of a batch before it works on the batch
/// therefore waits for memory about once, not once per row.
///
/// This is [`std::hint::black_box`], which keeps the compiler from removing the read. Neither promises anything about
/// caches, so use it only where it was measured. It was: batches of deals went from 34 ms to 20 ms
/// (`docs/performance.md`, "Deals").
#[inline]
pub fn touch<T>(value: T) {
    std::hint::black_box(value);
}

/// Binary search: returns the first of the numbers `from..to` for which `below` is `false`. All numbers for which
/// it is `true` must come before all others. (Columns are not slices, so `slice::partition_point` cannot be used.)
fn partition_point(from: usize, to: usize, below: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if below(middle) { low = middle + 1 } else { high = middle }
    }
    low
}
