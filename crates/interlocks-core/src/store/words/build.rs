//! Making the index: parts of the rows in parallel, then their lists behind one another.

use std::ops::Range;

use rayon::prelude::*;

use super::super::bit_packed::BitPacked;
use super::super::interner::{Interner, merged};
use super::super::string_column::StringColumnBuilder;
use super::{Place, WordIndex, rows};

/// Rows of which one task makes the lists.
const CHUNK: usize = 1 << 16;

impl WordIndex {
    /// Indexes the texts of rows. `texts` calls with every text of a range of rows, in order; a
    /// row may have any number of them. The outcome does not depend on the number of threads.
    pub fn of(len: usize, texts: impl Fn(Range<usize>, &mut dyn FnMut(usize, &str)) + Sync) -> WordIndex {
        let parts: Vec<Part> = (0..len.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let mut reading = Reading::default();
                texts(chunk * CHUNK..((chunk + 1) * CHUNK).min(len), &mut |row, text| reading.add(row as u32, text));
                reading.finish()
            })
            .collect();
        let (words, moved) = merged(&parts.iter().map(|part| &part.words).collect::<Vec<_>>());
        // For each word the parts that have it, in order, with its number there.
        let mut ends = vec![0usize; words.len() + 1];
        for word in moved.iter().flatten() {
            ends[*word as usize + 1] += 1;
        }
        for word in 0..words.len() {
            ends[word + 1] += ends[word];
        }
        let mut next = ends.clone();
        let mut holders = vec![(0u32, 0u32); ends[words.len()]];
        for (part, moved) in (0u32..).zip(&moved) {
            for (own, word) in (0u32..).zip(moved) {
                let place = &mut next[*word as usize];
                holders[*place] = (part, own);
                *place += 1;
            }
        }
        let written: Vec<(Vec<u8>, Vec<u64>)> = (0..words.len())
            .collect::<Vec<usize>>()
            .par_chunks(1 << 8)
            .map(|words| {
                let (mut out, mut lengths) = (Vec::new(), Vec::with_capacity(words.len()));
                for &word in words {
                    let before = out.len();
                    write_lists(&mut out, &parts, &holders[ends[word]..ends[word + 1]]);
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
        WordIndex { words, starts: BitPacked::of_wide(&starts), lists: lists.into() }
    }
}

/// The lists of one word: which places it has, the lengths of all lists but the last, the lists.
fn write_lists(out: &mut Vec<u8>, parts: &[Part], holders: &[(u32, u32)]) {
    let mut lists: [Vec<u8>; 4] = Default::default();
    for (place, list) in lists.iter_mut().enumerate() {
        let mut before = 0;
        for &(part, own) in holders {
            let part = &parts[part as usize];
            let run = &part.runs[own as usize * 4 + place];
            if !run.is_empty() {
                rows::write(list, run.first - before);
                list.extend_from_slice(&part.gaps[run.start..run.end]);
                before = run.last;
            }
        }
    }
    let present = (0..4).filter(|place| !lists[*place].is_empty());
    out.push(present.clone().fold(0, |mask, place| mask | 1 << place));
    let last = present.clone().next_back();
    for place in present.filter(|place| Some(*place) != last) {
        rows::write(out, lists[place].len() as u32);
    }
    lists.iter().for_each(|list| out.extend_from_slice(list));
}

/// StringColumn of a part of the rows, taken apart.
#[derive(Default)]
struct Reading {
    words: Interner,
    /// For each word that was read, four times its number and its place, and the row.
    read: Vec<(u32, u32)>,
}

impl Reading {
    fn add(&mut self, row: u32, text: &str) {
        let mut words = text.split(' ').peekable();
        let mut first = true;
        while let Some(word) = words.next() {
            let place = match (first, words.peek().is_none()) {
                (true, true) => Place::Whole,
                (true, false) => Place::First,
                (false, true) => Place::Last,
                (false, false) => Place::Inner,
            };
            self.read.push((self.words.number(word) * 4 + place as u32, row));
            first = false;
        }
    }

    fn finish(self) -> Part {
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
            let place = &mut next[*key as usize];
            rows_of[*place] = *row;
            *place += 1;
        }
        let mut gaps = Vec::with_capacity(rows_of.len());
        let runs = starts.windows(2).map(|bounds| Run::written(&rows_of[bounds[0]..bounds[1]], &mut gaps)).collect();
        Part { words: self.words.into_texts(), runs, gaps }
    }
}

/// The lists of a part of the rows.
struct Part {
    words: StringColumnBuilder,
    /// By word and place.
    runs: Vec<Run>,
    gaps: Vec<u8>,
}

/// The rows of a part in which one word stands at one place.
#[derive(Clone, Copy)]
struct Run {
    first: u32,
    last: u32,
    /// Where in the part's memory the gaps after the first row are.
    start: usize,
    end: usize,
    empty: bool,
}

impl Run {
    fn written(rows_of: &[u32], gaps: &mut Vec<u8>) -> Run {
        let start = gaps.len();
        for pair in rows_of.windows(2).filter(|pair| pair[0] < pair[1]) {
            rows::write(gaps, pair[1] - pair[0]);
        }
        let (first, last) = (rows_of.first().copied().unwrap_or(0), rows_of.last().copied().unwrap_or(0));
        Run { first, last, start, end: gaps.len(), empty: rows_of.is_empty() }
    }

    fn is_empty(&self) -> bool {
        self.empty
    }
}
