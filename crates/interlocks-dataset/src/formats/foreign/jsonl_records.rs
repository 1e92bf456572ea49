//! Formats of which every line is a record of its own.

use super::row_sink::{At, RowSink};
use crate::blocks::{Block, Blocks, par_blocks};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

/// What reads the lines of a format; each thread has its own.
pub trait Lines: Send {
    /// Takes a line, without its end and without space around it; never an empty one.
    fn line(&mut self, intake: &mut RowSink<'_>, at: At, line: &[u8]);
}

/// Reads all lines of a file, a worker a thread, and hands what they made to the loader. `finish` gets the
/// workers, in no order, and may add rows of what only the whole file can tell.
///
/// # Errors
/// When the file cannot be read, or is empty.
pub fn read<W: Lines>(
    loader: &mut Loader,
    file: &str,
    text: CheckedReader,
    worker: impl Fn() -> W,
    finish: impl FnOnce(Vec<W>, &mut RowSink<'_>, &mut Loader),
) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let blocks = Blocks::from_lines(text, file);
    let take = |intake: &mut RowSink<'_>, worker: &mut W, block: &Block| Ok(block_of_lines(intake, worker, block));
    read_blocks(loader, (file, number), blocks, worker, take, finish)
}

/// Reads all blocks of a file, a worker a thread, and hands what they made to the loader. `take` reads a block and
/// answers how many rows it has; `finish` is as that of [`read`].
///
/// # Errors
/// What reading blocks, or `take`, answers.
pub fn read_blocks<W: Send>(
    loader: &mut Loader,
    (file, number): (&str, u32),
    blocks: Blocks,
    worker: impl Fn() -> W,
    take: impl Fn(&mut RowSink<'_>, &mut W, &Block) -> Result<u64, DatasetError> + Sync,
    finish: impl FnOnce(Vec<W>, &mut RowSink<'_>, &mut Loader),
) -> Result<(), DatasetError> {
    let read = |(intake, worker): &mut (RowSink<'_>, W), block: &Block| {
        let rows = take(intake, worker, block)?;
        intake.end_block(block.number);
        Ok(rows)
    };
    let progress = loader.progress.clone();
    let done = par_blocks(blocks, &progress, || (RowSink::of(loader, file, number), worker()), read)?;
    let (mut intakes, workers): (Vec<_>, Vec<_>) = done.into_iter().unzip();
    let mut last = RowSink::of(loader, file, number);
    finish(workers, &mut last, loader);
    last.end_block(usize::MAX);
    intakes.push(last);
    RowSink::hand_over(intakes, loader)
}

/// Takes the lines of a block; answers how many there are.
fn block_of_lines(intake: &mut RowSink<'_>, worker: &mut impl Lines, block: &Block) -> u64 {
    let (mut start, mut line) = (0, block.line);
    let mark = if block.number == 0 && block.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let bytes = &block.bytes[mark..];
    for end in memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let text = bytes[start..end].trim_ascii();
        if !text.is_empty() {
            worker.line(intake, At::line(line), text);
        }
        (start, line) = ((end + 1).min(bytes.len()), line + 1);
    }
    line - block.line
}
