//! Reads formats whose records are lines in parallel, and the records of JSON documents one after another.

use serde_json::value::RawValue;

use super::json_stream::{self, Layout};
use super::row_sink::{Position, RowSink};
use crate::blocks::{Block, Blocks, par_blocks};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

/// Parses the records of a format; each thread has its own parser.
pub(crate) trait LineParser: Send {
    /// Parses a record: a line, which is trimmed and not empty, or the text of an element of a JSON document.
    fn parse_line(&mut self, sink: &mut RowSink<'_>, at: Position, line: &[u8]);
}

/// Reads all lines of a file with one worker per thread, and adds the rows to the loader. `finish` gets the
/// workers, in no order, and may add rows that need the whole file.
///
/// # Errors
/// If the file cannot be read or is empty.
pub(crate) fn read<W: LineParser>(
    loader: &mut Loader,
    file: &str,
    text: CheckedReader,
    worker: impl Fn() -> W,
    finish: impl FnOnce(Vec<W>, &mut RowSink<'_>, &mut Loader),
) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let blocks = Blocks::from_lines(text, file);
    let read_block = |sink: &mut RowSink<'_>, worker: &mut W, block: &Block| Ok(read_lines(sink, worker, block));
    read_blocks(loader, (file, number), blocks, worker, read_block, finish)
}

/// Reads all records of a JSON file, and adds the rows to the loader: lines with one worker per thread; the elements of an
/// array, objects of several lines, and the lists in documents, where the layout says, with one worker. For `finish` see
/// [`read`].
///
/// # Errors
/// If the file cannot be read, is empty, or is a broken document.
pub(crate) fn read_json<W: LineParser>(
    loader: &mut Loader,
    file: &str,
    text: CheckedReader,
    layout: Layout<'_>,
    worker: impl Fn() -> W,
    finish: impl FnOnce(Vec<W>, &mut RowSink<'_>, &mut Loader),
) -> Result<(), DatasetError> {
    let (has_lines, text) = json_stream::has_lines(file, text, layout)?;
    if has_lines {
        return read(loader, file, text, worker, finish);
    }
    let number = loader.file(file);
    let (mut sink, mut worker) = (RowSink::new(loader, file, number), worker());
    json_stream::for_each_in_documents(file, text, layout, |at, record: Box<RawValue>| {
        worker.parse_line(&mut sink, at, record.get().as_bytes());
    })?;
    sink.end_block(0);
    let mut last = RowSink::new(loader, file, number);
    finish(vec![worker], &mut last, loader);
    last.end_block(usize::MAX);
    RowSink::finish(vec![sink, last], loader)
}

/// Reads all blocks of a file with one worker per thread, and adds the rows to the loader. `read_block` returns the
/// number of rows of a block; for `finish` see [`read`].
///
/// # Errors
/// The errors of reading blocks and of `read_block`.
pub(crate) fn read_blocks<W: Send>(
    loader: &mut Loader,
    (file, number): (&str, u32),
    blocks: Blocks,
    worker: impl Fn() -> W,
    read_block: impl Fn(&mut RowSink<'_>, &mut W, &Block) -> Result<u64, DatasetError> + Sync,
    finish: impl FnOnce(Vec<W>, &mut RowSink<'_>, &mut Loader),
) -> Result<(), DatasetError> {
    let read = |(sink, worker): &mut (RowSink<'_>, W), block: &Block| {
        let rows = read_block(sink, worker, block)?;
        sink.end_block(block.number);
        Ok(rows)
    };
    let progress = loader.progress.clone();
    let finished = par_blocks(blocks, &progress, || (RowSink::new(loader, file, number), worker()), read)?;
    let (mut sinks, workers): (Vec<_>, Vec<_>) = finished.into_iter().unzip();
    let mut last = RowSink::new(loader, file, number);
    finish(workers, &mut last, loader);
    last.end_block(usize::MAX);
    sinks.push(last);
    RowSink::finish(sinks, loader)
}

/// Parses the lines of a block; returns their number.
fn read_lines(sink: &mut RowSink<'_>, worker: &mut impl LineParser, block: &Block) -> u64 {
    let (mut start, mut line) = (0, block.line);
    let byte_order_mark = if block.number == 0 && block.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let bytes = &block.bytes[byte_order_mark..];
    for end in memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let text = bytes[start..end].trim_ascii();
        if !text.is_empty() {
            worker.parse_line(sink, Position::at_line(line), text);
        }
        (start, line) = ((end + 1).min(bytes.len()), line + 1);
    }
    line - block.line
}
