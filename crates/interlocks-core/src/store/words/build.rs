//! Builds the index: chunks of rows in parallel, whose lists are then concatenated.

use std::ops::Range;

use rayon::prelude::*;

use super::super::bit_packed::BitPacked;
use super::super::interner::{Interner, merge_texts};
use super::super::string_column::StringColumnBuilder;
use super::{Position, WordIndex, rows};

/// The rows that one task indexes.
const CHUNK: usize = 1 << 16;

impl WordIndex {
    /// Indexes the texts of `len` rows, in parallel. `texts` calls its second argument with the row and each text of
    /// a range of rows, in order; a row may have any number of texts. The result does not depend on the number of
    /// threads.
    pub fn new(len: usize, texts: impl Fn(Range<usize>, &mut dyn FnMut(usize, &str)) + Sync) -> WordIndex {
        let chunks: Vec<ChunkIndex> = (0..len.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let mut indexer = ChunkIndexer::default();
                texts(chunk * CHUNK..((chunk + 1) * CHUNK).min(len), &mut |row, text| indexer.add(row as u32, text));
                indexer.finish()
            })
            .collect();
        let (words, new_numbers) = merge_texts(&chunks.iter().map(|chunk| &chunk.words).collect::<Vec<_>>());
        // For each word the chunks that have it, in order, with the number of the word in the chunk.
        let mut offsets = vec![0usize; words.len() + 1];
        for word in new_numbers.iter().flatten() {
            offsets[*word as usize + 1] += 1;
        }
        for word in 0..words.len() {
            offsets[word + 1] += offsets[word];
        }
        let mut next = offsets.clone();
        let mut occurrences = vec![(0u32, 0u32); offsets[words.len()]];
        for (chunk, new_numbers) in (0u32..).zip(&new_numbers) {
            for (number, word) in (0u32..).zip(new_numbers) {
                let at = &mut next[*word as usize];
                occurrences[*at] = (chunk, number);
                *at += 1;
            }
        }
        let written: Vec<(Vec<u8>, Vec<u64>)> = (0..words.len())
            .collect::<Vec<usize>>()
            .par_chunks(1 << 8)
            .map(|words| {
                let (mut out, mut lengths) = (Vec::new(), Vec::with_capacity(words.len()));
                for &word in words {
                    let before = out.len();
                    write_lists(&mut out, &chunks, &occurrences[offsets[word]..offsets[word + 1]]);
                    lengths.push((out.len() - before) as u64);
                }
                (out, lengths)
            })
            .collect();
        let mut starts = vec![0u64];
        let mut lists = Vec::with_capacity(written.iter().map(|(out, _)| out.len()).sum());
        for (out, lengths) in written {
            lists.extend_from_slice(&out);
            for length in lengths {
                starts.push(starts[starts.len() - 1] + length);
            }
        }
        WordIndex { words, starts: BitPacked::from_wide_slice(&starts), lists: lists.into() }
    }
}

/// Writes the lists of one word: a bit mask of its positions, the lengths of all lists but the last, the lists.
fn write_lists(out: &mut Vec<u8>, chunks: &[ChunkIndex], occurrences: &[(u32, u32)]) {
    let mut lists: [Vec<u8>; 4] = Default::default();
    for (position, list) in lists.iter_mut().enumerate() {
        let mut before = 0;
        for &(chunk, number) in occurrences {
            let chunk = &chunks[chunk as usize];
            let run = &chunk.runs[number as usize * 4 + position];
            if !run.is_empty {
                rows::write_varint(list, run.first - before);
                list.extend_from_slice(&chunk.gaps[run.start..run.end]);
                before = run.last;
            }
        }
    }
    let present = (0..4).filter(|position| !lists[*position].is_empty());
    out.push(present.clone().fold(0, |mask, position| mask | 1 << position));
    let last = present.clone().next_back();
    for position in present.filter(|position| Some(*position) != last) {
        rows::write_varint(out, lists[position].len() as u32);
    }
    lists.iter().for_each(|list| out.extend_from_slice(list));
}

/// Splits the texts of a chunk of rows into words.
#[derive(Default)]
struct ChunkIndexer {
    words: Interner,
    /// For each word of each text: 4 · its number + its position, and the row.
    read: Vec<(u32, u32)>,
}

impl ChunkIndexer {
    fn add(&mut self, row: u32, text: &str) {
        let mut words = text.split(' ').peekable();
        let mut first = true;
        while let Some(word) = words.next() {
            let position = match (first, words.peek().is_none()) {
                (true, true) => Position::Whole,
                (true, false) => Position::First,
                (false, true) => Position::Last,
                (false, false) => Position::Inner,
            };
            self.read.push((self.words.intern(word) * 4 + position as u32, row));
            first = false;
        }
    }

    fn finish(self) -> ChunkIndex {
        let keys = self.words.len() * 4;
        let mut starts = vec![0usize; keys + 1];
        for (key, _) in &self.read {
            starts[*key as usize + 1] += 1;
        }
        for key in 0..keys {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut rows_of = vec![0u32; self.read.len()];
        for (key, row) in &self.read {
            let at = &mut next[*key as usize];
            rows_of[*at] = *row;
            *at += 1;
        }
        let mut gaps = Vec::with_capacity(rows_of.len());
        let runs = starts.windows(2).map(|bounds| Run::encode(&rows_of[bounds[0]..bounds[1]], &mut gaps)).collect();
        ChunkIndex { words: self.words.into_texts(), runs, gaps }
    }
}

/// The lists of a chunk of rows.
struct ChunkIndex {
    words: StringColumnBuilder,
    /// By 4 · word + position.
    runs: Vec<Run>,
    gaps: Vec<u8>,
}

/// The rows of a chunk that have one word at one position.
#[derive(Clone, Copy)]
struct Run {
    first: u32,
    last: u32,
    /// The gaps after the first row are `gaps[start..end]` of the chunk.
    start: usize,
    end: usize,
    is_empty: bool,
}

impl Run {
    fn encode(rows_of: &[u32], gaps: &mut Vec<u8>) -> Run {
        let start = gaps.len();
        for pair in rows_of.windows(2).filter(|pair| pair[0] < pair[1]) {
            rows::write_varint(gaps, pair[1] - pair[0]);
        }
        let (first, last) = (rows_of.first().copied().unwrap_or(0), rows_of.last().copied().unwrap_or(0));
        Run { first, last, start, end: gaps.len(), is_empty: rows_of.is_empty() }
    }
}
