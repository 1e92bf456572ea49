//! Ascending lists of rows, stored as gaps, and their unions and intersections without unpacking.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

/// Writes a number as LEB128: seven bits per byte, lowest first.
pub(super) fn write_varint(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads a LEB128 number and advances past it; `None` if it is cut off or too large.
#[inline]
pub(super) fn read_varint(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0u64;
    for shift in [0, 7, 14, 21, 28] {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return u32::try_from(number).ok();
        }
    }
    None
}

/// The rows of one list, in order. The first number is the first row; each other number is the gap to the
/// row before. The iterator ends at the first invalid byte.
#[derive(Clone, Debug)]
pub(super) struct RowList<'a> {
    bytes: &'a [u8],
    row: Option<u32>,
}

impl<'a> RowList<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> RowList<'a> {
        RowList { bytes, row: None }
    }
}

impl Iterator for RowList<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let number = read_varint(&mut self.bytes)?;
        self.row = match self.row {
            None => Some(number),
            Some(row) => Some(row.checked_add(number).filter(|_| number > 0)?),
        };
        self.row
    }
}

/// The rows that are in any of several lists, in order, each once.
#[derive(Debug)]
pub(super) struct Union<'a> {
    next: BinaryHeap<Reverse<(u32, usize)>>,
    lists: Vec<RowList<'a>>,
}

impl<'a> Union<'a> {
    pub(super) fn new(lists: impl IntoIterator<Item = &'a [u8]>) -> Union<'a> {
        let mut lists: Vec<RowList<'a>> = lists.into_iter().map(RowList::new).collect();
        let firsts = lists.iter_mut().enumerate().filter_map(|(list, rows)| Some(Reverse((rows.next()?, list))));
        Union { next: firsts.collect(), lists }
    }

    /// Returns the number of bytes that are left.
    pub(super) fn bytes(&self) -> usize {
        self.lists.iter().map(|rows| rows.bytes.len() + 1).sum()
    }

    /// Returns the cost of reading all of it: bytes · (1 + log₂ lists), for the heap that merges the lists.
    pub(super) fn cost(&self) -> usize {
        self.bytes() * (1 + self.lists.len().max(1).ilog2() as usize)
    }
}

/// A set of rows, a bit each.
#[derive(Debug)]
pub(super) struct RowBits(Vec<u64>);

impl RowBits {
    pub(super) fn contains(&self, row: u32) -> bool {
        self.0.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Returns the rows, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).step_by(64).zip(&self.0).flat_map(|(first, word)| {
            let rest = |word: &u64| Some(word & (word - 1)).filter(|word| *word != 0);
            let words = std::iter::successors(Some(*word).filter(|word| *word != 0), rest);
            words.map(move |word| first + word.trailing_zeros())
        })
    }
}

impl Union<'_> {
    /// Returns all rows below `rows`. Many lists are read sooner in this way than in the order of rows.
    pub(super) fn rows_below(self, rows: usize) -> RowBits {
        let mut bits = vec![0u64; rows.div_ceil(64)];
        let mut set = |row: u32| {
            let is_below = (row as usize) < rows;
            if is_below {
                bits[row as usize / 64] |= 1 << (row % 64);
            }
            is_below
        };
        // The first row of each list is in the heap.
        self.next.into_iter().for_each(|Reverse((row, _))| _ = set(row));
        self.lists.into_iter().for_each(|mut list| _ = list.all(&mut set));
        RowBits(bits)
    }
}

impl Iterator for Union<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let row = self.next.peek()?.0.0;
        while let Some(mut top) = self.next.peek_mut() {
            let (other, list) = top.0;
            if other != row {
                break;
            }
            match self.lists.get_mut(list).and_then(Iterator::next) {
                Some(following) => top.0.0 = following,
                None => _ = PeekMut::pop(top),
            }
        }
        Some(row)
    }
}

/// The rows that are in all of several unions, in order: those of `driver` that the others have too.
#[derive(Debug)]
pub(super) struct Intersection<'a> {
    driver: Union<'a>,
    others: Vec<std::iter::Peekable<Union<'a>>>,
}

impl<'a> Intersection<'a> {
    pub(super) fn new(driver: Union<'a>, others: Vec<Union<'a>>) -> Intersection<'a> {
        Intersection { driver, others: others.into_iter().map(Iterator::peekable).collect() }
    }
}

impl Iterator for Intersection<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        'rows: for row in self.driver.by_ref() {
            for other in &mut self.others {
                while other.next_if(|at| *at < row).is_some() {}
                match other.peek() {
                    None => return None,
                    Some(at) if *at == row => {}
                    Some(_) => continue 'rows,
                }
            }
            return Some(row);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn written(rows: &BTreeSet<u32>) -> Vec<u8> {
        let (mut out, mut before) = (Vec::new(), 0);
        for row in rows {
            write_varint(&mut out, row - before);
            before = *row;
        }
        out
    }

    proptest! {
        #[test]
        fn unions_and_intersections_are_those_of_sets(lists in prop::collection::vec(prop::collection::btree_set(0u32..300, 0..60), 1..7), big: u32) {
            let bytes: Vec<Vec<u8>> = lists.iter().map(written).collect();
            for (list, bytes) in lists.iter().zip(&bytes) {
                prop_assert!(RowList::new(bytes).eq(list.iter().copied()));
            }
            let (first, rest) = bytes.split_at(bytes.len() / 2);
            let union = |bytes: &[Vec<u8>]| Union::new(bytes.iter().map(Vec::as_slice)).collect::<BTreeSet<u32>>();
            let expected: BTreeSet<u32> = lists.iter().flatten().copied().collect();
            for rows in [0, 1, 64, 130, 300] {
                let below = Union::new(bytes.iter().map(Vec::as_slice)).rows_below(rows);
                let wanted: Vec<u32> = expected.range(..rows as u32).copied().collect();
                prop_assert!(below.iter().eq(wanted.iter().copied()));
                prop_assert!((0..310).all(|row| below.contains(row) == wanted.contains(&row)));
            }
            prop_assert_eq!(union(&bytes), expected);
            let both: Vec<u32> = union(first).intersection(&union(rest)).copied().collect();
            let [first, rest] = [first, rest].map(|lists| Union::new(lists.iter().map(Vec::as_slice)));
            prop_assert_eq!(Intersection::new(first, vec![rest]).collect::<Vec<u32>>(), both);
            prop_assert!(RowList::new(&written(&BTreeSet::from([big]))).eq([big]));
        }

        #[test]
        fn no_bytes_however_hostile_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let rows: Vec<u32> = RowList::new(&bytes).collect();
            prop_assert!(rows.is_sorted_by(|a, b| a < b));
        }
    }
}
