//! Cuts a text into blocks of whole records, so that several workers can read one table in parallel.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::error::DatasetError;
use super::input::{CheckedReader, reading_error};
use super::progress::ProgressHandle;

/// The bytes of a block, unless one record is longer: small enough to stay in a core's cache.
const BLOCK: usize = 1 << 19;

/// The longest record, in bytes; a longer one has an unclosed quote.
const LONGEST_RECORD: usize = 1 << 26;

/// Whole records of a table; blocks are numbered in the order of the file.
#[derive(Debug)]
pub(crate) struct Block {
    pub number: usize,
    /// The line on which the first record begins.
    pub line: u64,
    pub bytes: Vec<u8>,
    /// `true` if some cell may be quoted. Without quotes, every separator separates cells.
    pub quoted: bool,
}

/// Cuts a stream at the ends of records, outside quotes.
pub(crate) struct Blocks {
    stream: CheckedReader,
    file: String,
    /// The separator of cells, some of which may be quoted; `None` if every line is a record.
    separator: Option<u8>,
    rest: Vec<u8>,
    number: usize,
    line: u64,
    ended: bool,
}

impl Blocks {
    /// Cuts a stream in which every line is a record.
    pub(crate) fn from_lines(stream: CheckedReader, file: &str) -> Blocks {
        Blocks::new(stream, file, None, Vec::new(), 1)
    }

    /// Cuts a stream of which `head` was already read; the first byte of `head` is on `line`. Without a separator,
    /// every line is a record.
    pub(crate) fn new(stream: CheckedReader, file: &str, separator: Option<u8>, head: Vec<u8>, line: u64) -> Blocks {
        Blocks { stream, file: file.to_owned(), separator, rest: head, number: 0, line, ended: false }
    }

    /// Returns the next block, in the memory of a used one; `None` at the end.
    ///
    /// # Errors
    /// If the stream cannot be read or is not text.
    pub(crate) fn next(&mut self, mut memory: Vec<u8>) -> Result<Option<Block>, DatasetError> {
        memory.clear();
        memory.append(&mut self.rest);
        let mut target = BLOCK;
        loop {
            self.fill(&mut memory, target)?;
            if memory.is_empty() {
                return Ok(None);
            }
            let quoted = self.separator.is_some() && memchr::memchr(b'"', &memory).is_some();
            let cut = if self.ended { Some(memory.len()) } else { self.last_end(&memory, quoted) };
            if let Some(cut) = cut {
                self.rest.extend_from_slice(&memory[cut..]);
                memory.truncate(cut);
                let block = Block { number: self.number, line: self.line, bytes: memory, quoted };
                self.number += 1;
                self.line += memchr::memchr_iter(b'\n', &block.bytes).count() as u64;
                return Ok(Some(block));
            }
            if memory.len() > LONGEST_RECORD {
                let message = format!(
                    "the record that starts on this line is longer than {LONGEST_RECORD} bytes; is a closing quote missing?"
                );
                return Err(DatasetError::Rejected { file: self.file.clone(), line: self.line, column: 1, message });
            }
            target = memory.len() * 2;
        }
    }

    fn last_end(&self, bytes: &[u8], quoted: bool) -> Option<usize> {
        match self.separator {
            Some(separator) => last_end(bytes, quoted, separator),
            None => memchr::memrchr(b'\n', bytes).map(|at| at + 1),
        }
    }

    /// Reads until there are `target` bytes or the stream ends.
    fn fill(&mut self, memory: &mut Vec<u8>, target: usize) -> Result<(), DatasetError> {
        if self.ended || memory.len() >= target {
            return Ok(());
        }
        let wanted = (target - memory.len()) as u64;
        let read = self.stream.by_ref().take(wanted).read_to_end(memory);
        self.ended = (read.map_err(|error| reading_error(&self.file, error))? as u64) < wanted;
        Ok(())
    }
}

/// Reads all blocks with one worker per thread; a worker takes the next block when it has finished one.
/// `read` returns the number of rows of a block.
///
/// # Errors
/// The first error in the order of the blocks, whichever worker found it.
pub(crate) fn par_blocks<W: Send>(
    blocks: Blocks,
    progress: &ProgressHandle,
    worker: impl Fn() -> W,
    read: impl Fn(&mut W, &Block) -> Result<u64, DatasetError> + Sync,
) -> Result<Vec<W>, DatasetError> {
    let (blocks, failed) = (Mutex::new(blocks), AtomicBool::new(false));
    let fail = |number: usize, error: DatasetError| {
        failed.store(true, Relaxed);
        (number, error)
    };
    let work = |mut worker: W| {
        let mut memory = Vec::new();
        while !failed.load(Relaxed) {
            // A worker that panicked has not damaged the blocks: only `next` changes them.
            let next = blocks.lock().unwrap_or_else(PoisonError::into_inner).next(memory);
            let Some(block) = next.map_err(|error| fail(usize::MAX, error))? else { break };
            let rows = read(&mut worker, &block).map_err(|error| fail(block.number, error))?;
            progress.report(|progress| progress.advance(block.bytes.len() as u64, rows));
            memory = block.bytes;
        }
        Ok(worker)
    };
    let workers: Vec<W> = (0..rayon::current_num_threads()).map(|_| worker()).collect();
    let read: Vec<Result<W, (usize, DatasetError)>> = workers.into_par_iter().with_max_len(1).map(work).collect();
    let mut finished = Vec::new();
    let mut first: Option<(usize, DatasetError)> = None;
    for outcome in read {
        match outcome {
            Ok(worker) => finished.push(worker),
            // All blocks before a failed one were taken earlier, so the first failure is always the same.
            Err(failure) if first.as_ref().is_none_or(|first| failure.0 < first.0) => first = Some(failure),
            Err(_) => {}
        }
    }
    first.map_or(Ok(finished), |(_, error)| Err(error))
}

/// Returns the end of the last whole record. The bytes begin with a record.
fn last_end(bytes: &[u8], quoted: bool, separator: u8) -> Option<usize> {
    if !quoted {
        // A carriage return alone ends a record too, but its line feed may be in the next bytes.
        return memchr::memrchr(b'\n', bytes)
            .or_else(|| memchr::memrchr(b'\r', &bytes[..bytes.len().saturating_sub(1)]))
            .map(|at| at + 1);
    }
    let (mut last, mut at, mut cell_begins) = (None, 0, true);
    while at < bytes.len() {
        if cell_begins && bytes[at] == b'"' {
            at = quote_end(bytes, at + 1);
            if at == bytes.len() {
                break;
            }
        }
        let Some(end) = memchr::memchr3(separator, b'\n', b'\r', &bytes[at..]) else { break };
        at += end;
        if bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1).is_some_and(|next| *next != b'\n')) {
            last = Some(at + 1);
        }
        (at, cell_begins) = (at + 1, true);
    }
    last
}

/// Returns the end of a quoted cell that began before `at`: past its closing quote, or at the end of the bytes.
pub(crate) fn quote_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(quote) = memchr::memchr(b'"', &bytes[at..]) {
        if bytes.get(at + quote + 1) != Some(&b'"') {
            return at + quote + 1;
        }
        at += quote + 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Limits, unpack};
    use proptest::prelude::*;

    fn records(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        reader.byte_records().map(|r| r.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
    }

    proptest! {
        #[test]
        fn a_cut_does_not_split_a_record(cells in prop::collection::vec("[a,\"\n\r]{0,6}", 0..40), at in 0usize..200) {
            let bytes = cells.join(",").into_bytes();
            let (bytes, rest) = bytes.split_at(at.min(bytes.len()));
            let quoted = bytes.contains(&b'"');
            if let Some(cut) = last_end(bytes, quoted, b',') {
                let whole = [bytes, rest].concat();
                let parts = [records(&whole[..cut]), records(&whole[cut..])].concat();
                prop_assert_eq!(parts, records(&whole));
            }
        }
    }

    #[test]
    fn blocks_are_whole_records_with_their_lines() {
        let text: String = (0..60_000).map(|n| format!("p{n},\"c\n{n}\",x\r\n")).collect();
        let stream =
            unpack(Box::new(std::io::Cursor::new(text.clone().into_bytes())), Limits::default(), None).unwrap();
        let mut blocks = Blocks::new(stream, "x", Some(b','), Vec::new(), 1);
        let (mut all, mut lines) = (Vec::new(), 1);
        while let Some(block) = blocks.next(Vec::new()).unwrap() {
            assert_eq!(block.line, lines);
            lines += block.bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
            assert!(block.bytes.ends_with(b"x\r\n"));
            all.extend(block.bytes);
        }
        assert_eq!(all, text.into_bytes());
    }
}
