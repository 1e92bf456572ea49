//! Putting the rows of a table in another order: by person, by company.
//!
//! Rows are placed slice by slice. A slice is a range of people (or companies) with its share of
//! the rows; a task reads the whole key column and places what falls into its slice, so that it
//! writes into a piece of memory that its core's cache holds. The outcome does not depend on how
//! many slices there are.

use std::ops::Range;

use rayon::prelude::*;

use interlocks_core::store::BitPacked;

/// Where the rows of each key begin when rows are grouped by key; one more at the end.
pub fn offsets(keys: usize, rows: &[u32]) -> Vec<u32> {
    let slices = rayon::current_num_threads().max(1);
    let width = keys.div_ceil(slices).max(1);
    let mut starts = vec![0u32; keys + 1];
    starts[1..].par_chunks_mut(width).enumerate().for_each(|(slice, counts)| {
        let first = (slice * width) as u32;
        for row in rows {
            if let Some(count) = row.checked_sub(first).and_then(|at| counts.get_mut(at as usize)) {
                *count += 1;
            }
        }
    });
    let mut total = 0;
    for start in &mut starts {
        total += *start;
        *start = total;
    }
    starts
}

/// Ranges of keys with about the same number of rows each.
fn slices(starts: &[u32]) -> Vec<Range<usize>> {
    let keys = starts.len() - 1;
    let rows = starts[keys] as usize;
    let count = rayon::current_num_threads().max(rows >> 20).max(1);
    let cut = |slice: usize| starts[..keys].partition_point(|start| (*start as usize) < rows * slice / count);
    (0..count)
        .map(|slice| cut(slice)..if slice + 1 == count { keys } else { cut(slice + 1) })
        .filter(|range| !range.is_empty())
        .collect()
}

/// Cuts a column into the pieces of the slices.
pub(super) fn pieces<'a, T>(mut column: &'a mut [T], slices: &[Range<usize>], starts: &[u32]) -> Vec<&'a mut [T]> {
    let mut cut = Vec::with_capacity(slices.len());
    for slice in slices {
        let (own, rest) = column.split_at_mut((starts[slice.end] - starts[slice.start]) as usize);
        cut.push(own);
        column = rest;
    }
    cut
}

/// Rows grouped by key, and inside a group in an order of their own.
#[derive(Debug)]
pub struct Grouping {
    starts: Vec<u32>,
    slices: Vec<Range<usize>>,
    /// For each slice its rows as they come in the table, and where in the slice each goes.
    moves: Vec<(Vec<u32>, Vec<u32>)>,
}

impl Grouping {
    /// Groups rows by key, and those of one key by a second one. `order` puts rows in order that
    /// have both in common; it is given them as they come in the table.
    pub fn by(keys: usize, rows: &[u32], second: &[u32], order: impl Fn(&mut [(u32, u32)]) + Sync) -> Grouping {
        let starts = offsets(keys, rows);
        let slices = slices(&starts);
        let moves = slices.par_iter().map(|slice| moves(slice, &starts, rows, second, &order)).collect();
        Grouping { starts, slices, moves }
    }

    /// Where the rows of each key begin; one more at the end.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// A column in the new order.
    pub fn column(&self, column: &BitPacked) -> BitPacked {
        BitPacked::of(&self.values(column))
    }

    /// The values of a column in the new order.
    pub fn values(&self, column: &BitPacked) -> Vec<u32> {
        let mut values = vec![0u32; self.starts.last().map_or(0, |rows| *rows as usize)];
        if column.width() > 0 {
            let column = column.to_vec();
            let pieces = pieces(&mut values, &self.slices, &self.starts);
            pieces.into_par_iter().zip(&self.moves).for_each(|(piece, (rows, places))| {
                for (row, place) in rows.iter().zip(places) {
                    piece[*place as usize] = column[*row as usize];
                }
            });
        }
        values
    }
}

/// The rows of a slice in the order of the table, and the place of each in the slice.
fn moves(
    slice: &Range<usize>,
    starts: &[u32],
    rows: &[u32],
    second: &[u32],
    order: &(impl Fn(&mut [(u32, u32)]) + Sync),
) -> (Vec<u32>, Vec<u32>) {
    let base = starts[slice.start];
    let count = (starts[slice.end] - base) as usize;
    let mut placing = Placing::new(slice, starts);
    let (mut own, mut places) = (Vec::with_capacity(count), Vec::with_capacity(count));
    // Rows by place, with their second key.
    let mut grouped = vec![(0u32, 0u32); count];
    for ((key, second), row) in rows.iter().zip(second).zip(0u32..) {
        if let Some(place) = placing.place(*key) {
            own.push(row);
            places.push(place as u32);
            grouped[place] = (*second, row);
        }
    }
    // Where what stood at each place went when its group was put in order.
    let mut went: Vec<u32> = (0..count as u32).collect();
    let mut before: Vec<u32> = Vec::new();
    for key in slice.clone() {
        let (from, to) = ((starts[key] - base) as usize, (starts[key + 1] - base) as usize);
        let group = &mut grouped[from..to];
        if group.len() > 1 {
            before.clear();
            before.extend(group.iter().map(|(_, row)| *row));
            group.sort_unstable();
            for equal in group.chunk_by_mut(|a, b| a.0 == b.0).filter(|equal| equal.len() > 1) {
                order(equal);
            }
            for (place, (_, row)) in group.iter().enumerate() {
                // Rows of one key rise in the table, so their old place is found by halving.
                let old = before.partition_point(|other| other < row);
                went[from + old] = (from + place) as u32;
            }
        }
    }
    for place in &mut places {
        *place = went[*place as usize];
    }
    (own, places)
}

/// For every key of a second column the values of the first column's rows, in the order of rows:
/// the transpose of compressed sparse rows. Answers where each key begins, and the values.
pub fn transposed(starts: &[u32], columns: &[u32], keys: usize) -> (Vec<u32>, Vec<u32>) {
    let grouped = offsets(keys, columns);
    let slices = slices(&grouped);
    let mut values = vec![0u32; columns.len()];
    let pieces = pieces(&mut values, &slices, &grouped);
    pieces.into_par_iter().zip(&slices).for_each(|(piece, slice)| {
        let mut placing = Placing::new(slice, &grouped);
        for (row, bounds) in starts.windows(2).enumerate() {
            for key in &columns[bounds[0] as usize..bounds[1] as usize] {
                if let Some(place) = placing.place(*key) {
                    piece[place] = row as u32;
                }
            }
        }
    });
    (grouped, values)
}

/// Values grouped by key, in the order they come. Answers where each key begins, and the values.
pub fn grouped<T: Copy + Default + Send + Sync>(
    len: usize,
    keys: usize,
    key: impl Fn(usize) -> u32 + Sync,
    value: impl Fn(usize) -> T + Sync,
) -> (Vec<u32>, Vec<T>) {
    let of: Vec<u32> = (0..len).into_par_iter().map(&key).collect();
    let starts = offsets(keys, &of);
    let slices = slices(&starts);
    let mut values = vec![T::default(); len];
    let pieces = pieces(&mut values, &slices, &starts);
    pieces.into_par_iter().zip(&slices).for_each(|(piece, slice)| {
        let mut placing = Placing::new(slice, &starts);
        for (at, key) in of.iter().enumerate() {
            if let Some(place) = placing.place(*key) {
                piece[place] = value(at);
            }
        }
    });
    (starts, values)
}

/// Where lists begin that stand behind one another; one more at the end.
pub fn bounds(lengths: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut bounds = vec![0];
    let mut total = 0;
    bounds.extend(lengths.map(|length| {
        total += length;
        total
    }));
    bounds
}

/// The lists of several chunks behind one another; `then` is given the number of the chunk and an
/// item of it. Fresh memory is dear, so all workers fill it.
pub fn joined<C: Sync, T: Copy + Sync, U: Send>(
    chunks: &[C],
    list: impl Fn(&C) -> &Vec<T> + Sync,
    then: impl Fn(usize, T) -> U + Sync,
) -> Vec<U> {
    let bounds = bounds(chunks.iter().map(|chunk| list(chunk).len()));
    let all = bounds[chunks.len()];
    let of = |chunk: &mut usize, at: usize| {
        if at < bounds[*chunk] || at >= bounds[*chunk + 1] {
            *chunk = bounds.partition_point(|bound| *bound <= at) - 1;
        }
        then(*chunk, list(&chunks[*chunk])[at - bounds[*chunk]])
    };
    (0..all).into_par_iter().with_min_len(1 << 14).map_init(|| 0, of).collect()
}

/// Where the next row of each key of a slice goes.
struct Placing {
    first: u32,
    next: Vec<u32>,
}

impl Placing {
    fn new(slice: &Range<usize>, starts: &[u32]) -> Placing {
        let base = starts[slice.start];
        Placing { first: slice.start as u32, next: starts[slice.clone()].iter().map(|start| start - base).collect() }
    }

    /// The place of the next row of a key in the slice; none where the key is in another.
    #[inline]
    fn place(&mut self, key: u32) -> Option<usize> {
        let next = key.checked_sub(self.first).and_then(|at| self.next.get_mut(at as usize))?;
        *next += 1;
        Some(*next as usize - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn grouping_is_a_sort_by_key_and_order(rows in prop::collection::vec((0u32..9, 0u32..5), 0..70), third in prop::collection::vec(0u32..3, 70)) {
            let (keys, values): (Vec<u32>, Vec<u32>) = rows.iter().copied().unzip();
            let grouping =
                Grouping::by(9, &keys, &values, |rows| rows.sort_by_key(|(_, row)| third[*row as usize]));
            let mut sorted: Vec<usize> = (0..rows.len()).collect();
            sorted.sort_by_key(|row| (keys[*row], values[*row], third[*row], *row));
            let column = BitPacked::of(&(0..rows.len() as u32).collect::<Vec<u32>>());
            let order: Vec<u32> = grouping.values(&column);
            prop_assert!(order.iter().map(|row| *row as usize).eq(sorted.iter().copied()));
            let expected: Vec<u32> = (0..=9).map(|key| keys.iter().filter(|k| **k < key).count() as u32).collect();
            prop_assert_eq!(grouping.starts(), expected);
            let columns: Vec<u32> = grouping.values(&BitPacked::of(&values));
            let (starts, people) = transposed(grouping.starts(), &columns, 5);
            let mut pairs: Vec<(u32, u32)> = rows.iter().map(|(key, value)| (*value, *key)).collect();
            pairs.sort_unstable();
            prop_assert_eq!(people, pairs.iter().map(|pair| pair.1).collect::<Vec<u32>>());
            prop_assert_eq!(starts[5] as usize, rows.len());
            let (again, numbers) = super::grouped(rows.len(), 5, |at| values[at], |at| at as u32);
            let mut expected: Vec<u32> = (0..rows.len() as u32).collect();
            expected.sort_by_key(|at| values[*at as usize]);
            prop_assert_eq!((again, numbers), (starts, expected));
        }
    }
}
