//! Parallel counting sort: groups rows by key (person, company) in compressed sparse row (CSR) form.
//!
//! Rows are placed slice by slice. A slice is a range of keys with about the same number of
//! rows as the others. Each task reads the whole key column and places the rows whose key is in its slice, so it
//! writes only to a block of memory that fits the cache of its core. The result does not depend on the
//! number of slices. Cost: O(rows · slices) reads and O(rows) writes.

use std::ops::Range;

use rayon::prelude::*;

use interlocks_core::store::BitPacked;

/// Returns CSR offsets: in the order of keys, the rows with key `k` are `offsets[k]..offsets[k + 1]`. `keys` is the number
/// of keys and `rows` has the key of each row; the length is `keys + 1`.
pub fn csr_offsets(keys: usize, rows: &[u32]) -> Vec<u32> {
    let slices = rayon::current_num_threads().max(1);
    let width = keys.div_ceil(slices).max(1);
    let mut offsets = vec![0u32; keys + 1];
    offsets[1..].par_chunks_mut(width).enumerate().for_each(|(slice, counts)| {
        let first = (slice * width) as u32;
        for row in rows {
            if let Some(count) = row.checked_sub(first).and_then(|at| counts.get_mut(at as usize)) {
                *count += 1;
            }
        }
    });
    let mut total = 0;
    for offset in &mut offsets {
        total += *offset;
        *offset = total;
    }
    offsets
}

/// Cuts the keys into ranges with about the same number of rows each.
fn balanced_slices(starts: &[u32]) -> Vec<Range<usize>> {
    let keys = starts.len() - 1;
    let rows = starts[keys] as usize;
    let count = rayon::current_num_threads().max(rows >> 20).max(1);
    let cut = |slice: usize| starts[..keys].partition_point(|start| (*start as usize) < rows * slice / count);
    (0..count)
        .map(|slice| cut(slice)..if slice + 1 == count { keys } else { cut(slice + 1) })
        .filter(|range| !range.is_empty())
        .collect()
}

/// Cuts a column into one piece for each slice.
fn split_by_slices<'a, T>(mut column: &'a mut [T], slices: &[Range<usize>], starts: &[u32]) -> Vec<&'a mut [T]> {
    let mut cut = Vec::with_capacity(slices.len());
    for slice in slices {
        let (own, rest) = column.split_at_mut((starts[slice.end] - starts[slice.start]) as usize);
        cut.push(own);
        column = rest;
    }
    cut
}

/// A permutation of the rows of a table that groups them by key and sorts each group.
#[derive(Debug)]
pub(super) struct Grouping {
    offsets: Vec<u32>,
    slices: Vec<Range<usize>>,
    /// For each slice its rows in the order of the table, and the position of each in the slice.
    moves: Vec<(Vec<u32>, Vec<u32>)>,
}

impl Grouping {
    /// Groups rows by key and sorts each group by a second key. `order` sorts the rows that
    /// have both keys in common; it gets pairs of second key and row, in the order of the table.
    pub(super) fn new(keys: usize, rows: &[u32], second: &[u32], order: impl Fn(&mut [(u32, u32)]) + Sync) -> Grouping {
        let offsets = csr_offsets(keys, rows);
        let slices = balanced_slices(&offsets);
        let moves = slices.par_iter().map(|slice| moves(slice, &offsets, rows, second, &order)).collect();
        Grouping { offsets, slices, moves }
    }

    /// Returns the CSR offsets of the groups; see [`csr_offsets`].
    pub(super) fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    /// Returns a column in the new order.
    pub(super) fn column(&self, column: &BitPacked) -> BitPacked {
        BitPacked::from_slice(&self.values(column))
    }

    /// Returns the values of a column in the new order.
    fn values(&self, column: &BitPacked) -> Vec<u32> {
        let mut values = vec![0u32; self.offsets.last().map_or(0, |rows| *rows as usize)];
        if column.width() > 0 {
            let column = column.to_vec();
            let pieces = split_by_slices(&mut values, &self.slices, &self.offsets);
            pieces.into_par_iter().zip(&self.moves).for_each(|(piece, (rows, places))| {
                for (row, place) in rows.iter().zip(places) {
                    piece[*place as usize] = column[*row as usize];
                }
            });
        }
        values
    }
}

/// Returns the rows of a slice in the order of the table, and the position of each in the slice.
fn moves(
    slice: &Range<usize>,
    starts: &[u32],
    rows: &[u32],
    second: &[u32],
    order: &(impl Fn(&mut [(u32, u32)]) + Sync),
) -> (Vec<u32>, Vec<u32>) {
    let base = starts[slice.start];
    let count = (starts[slice.end] - base) as usize;
    let mut cursors = Cursors::new(slice, starts);
    let (mut own, mut places) = (Vec::with_capacity(count), Vec::with_capacity(count));
    // Rows by position, with their second key.
    let mut grouped = vec![(0u32, 0u32); count];
    for ((key, second), row) in rows.iter().zip(second).zip(0u32..) {
        if let Some(place) = cursors.next_position(*key) {
            own.push(row);
            places.push(place as u32);
            grouped[place] = (*second, row);
        }
    }
    // The new position of the row that was at each position before its group was sorted.
    let mut new_places: Vec<u32> = (0..count as u32).collect();
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
                // The rows of one key are ascending, so the old position is found by binary search.
                let old = before.partition_point(|other| other < row);
                new_places[from + old] = (from + place) as u32;
            }
        }
    }
    for place in &mut places {
        *place = new_places[*place as usize];
    }
    (own, places)
}

/// Transposes a sparse matrix in CSR form. Row `r` has the columns `columns[starts[r]..starts[r + 1]]`, and `keys` is the
/// number of columns. Returns the CSR offsets of the columns, and the rows of each column in ascending order.
pub fn transpose(starts: &[u32], columns: &[u32], keys: usize) -> (Vec<u32>, Vec<u32>) {
    let offsets = csr_offsets(keys, columns);
    let slices = balanced_slices(&offsets);
    let mut values = vec![0u32; columns.len()];
    let pieces = split_by_slices(&mut values, &slices, &offsets);
    pieces.into_par_iter().zip(&slices).for_each(|(piece, slice)| {
        let mut cursors = Cursors::new(slice, &offsets);
        for (row, bounds) in starts.windows(2).enumerate() {
            for key in &columns[bounds[0] as usize..bounds[1] as usize] {
                if let Some(place) = cursors.next_position(*key) {
                    piece[place] = row as u32;
                }
            }
        }
    });
    (offsets, values)
}

/// Groups `len` values by key, stably. Returns the CSR offsets of the keys and the values.
pub fn group_by_key<T: Copy + Default + Send + Sync>(
    len: usize,
    keys: usize,
    key: impl Fn(usize) -> u32 + Sync,
    value: impl Fn(usize) -> T + Sync,
) -> (Vec<u32>, Vec<T>) {
    let key_of: Vec<u32> = (0..len).into_par_iter().map(&key).collect();
    let offsets = csr_offsets(keys, &key_of);
    let slices = balanced_slices(&offsets);
    let mut values = vec![T::default(); len];
    let pieces = split_by_slices(&mut values, &slices, &offsets);
    pieces.into_par_iter().zip(&slices).for_each(|(piece, slice)| {
        let mut cursors = Cursors::new(slice, &offsets);
        for (at, key) in key_of.iter().enumerate() {
            if let Some(place) = cursors.next_position(*key) {
                piece[place] = value(at);
            }
        }
    });
    (offsets, values)
}

/// Returns the offsets of lists that are concatenated: list `i` is `offsets[i]..offsets[i + 1]`.
pub fn list_offsets(lengths: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut offsets = vec![0];
    let mut total = 0;
    offsets.extend(lengths.map(|length| {
        total += length;
        total
    }));
    offsets
}

/// Concatenates one list of each chunk, and maps each item with `then`, which gets the number of the chunk and the
/// item. It runs in parallel, because most of the time is spent on page faults of the new memory.
pub fn concat_map<C: Sync, T: Copy + Sync, U: Send>(
    chunks: &[C],
    list: impl Fn(&C) -> &Vec<T> + Sync,
    then: impl Fn(usize, T) -> U + Sync,
) -> Vec<U> {
    let offsets = list_offsets(chunks.iter().map(|chunk| list(chunk).len()));
    let total = offsets[chunks.len()];
    let item = |chunk: &mut usize, at: usize| {
        if at < offsets[*chunk] || at >= offsets[*chunk + 1] {
            *chunk = offsets.partition_point(|offset| *offset <= at) - 1;
        }
        then(*chunk, list(&chunks[*chunk])[at - offsets[*chunk]])
    };
    (0..total).into_par_iter().with_min_len(1 << 14).map_init(|| 0, item).collect()
}

/// For each key of a slice, the position in the slice of its next row.
struct Cursors {
    first: u32,
    next: Vec<u32>,
}

impl Cursors {
    fn new(slice: &Range<usize>, starts: &[u32]) -> Cursors {
        let base = starts[slice.start];
        Cursors { first: slice.start as u32, next: starts[slice.clone()].iter().map(|start| start - base).collect() }
    }

    /// Returns the position of the next row of a key; `None` if the key is not in the slice.
    #[inline]
    fn next_position(&mut self, key: u32) -> Option<usize> {
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
                Grouping::new(9, &keys, &values, |rows| rows.sort_by_key(|(_, row)| third[*row as usize]));
            let mut sorted: Vec<usize> = (0..rows.len()).collect();
            sorted.sort_by_key(|row| (keys[*row], values[*row], third[*row], *row));
            let column = BitPacked::from_slice(&(0..rows.len() as u32).collect::<Vec<u32>>());
            let order: Vec<u32> = grouping.values(&column);
            prop_assert!(order.iter().map(|row| *row as usize).eq(sorted.iter().copied()));
            let expected: Vec<u32> = (0..=9).map(|key| keys.iter().filter(|k| **k < key).count() as u32).collect();
            prop_assert_eq!(grouping.offsets(), expected);
            let columns: Vec<u32> = grouping.values(&BitPacked::from_slice(&values));
            let (starts, people) = transpose(grouping.offsets(), &columns, 5);
            let mut pairs: Vec<(u32, u32)> = rows.iter().map(|(key, value)| (*value, *key)).collect();
            pairs.sort_unstable();
            prop_assert_eq!(people, pairs.iter().map(|pair| pair.1).collect::<Vec<u32>>());
            prop_assert_eq!(starts[5] as usize, rows.len());
            let (again, numbers) = super::group_by_key(rows.len(), 5, |at| values[at], |at| at as u32);
            let mut expected: Vec<u32> = (0..rows.len() as u32).collect();
            expected.sort_by_key(|at| values[*at as usize]);
            prop_assert_eq!((again, numbers), (starts, expected));
        }
    }
}
