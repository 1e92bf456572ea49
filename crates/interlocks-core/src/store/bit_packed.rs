//! Bit-packed columns of numbers.

use rayon::prelude::*;

use super::bytes::Bytes;
use super::partition_point;

/// A bit-packed column of numbers with random access.
///
/// All numbers have the width of the largest. Number `i` occupies the bits `i · width .. (i + 1) · width`,
/// little-endian. A column of zeros takes no space. Eight bytes of padding at the end allow every number to be read as
/// one unaligned 64-bit word, so [`get`](BitPacked::get) costs one load, one shift and one mask.
///
/// ```
/// use interlocks_core::store::BitPacked;
/// let column = BitPacked::from_slice(&[5, 0, 1023]);
/// assert_eq!((column.get(2), column.width(), column.len()), (1023, 10, 3));
/// ```
#[derive(Clone, Debug, Default)]
pub struct BitPacked {
    bytes: Bytes,
    width: u32,
    len: usize,
}

/// Bytes after the last number.
const PADDING: usize = 8;

/// The numbers packed by one task: a multiple of 8, so that each task fills whole bytes.
const CHUNK: usize = 1 << 14;

impl BitPacked {
    /// The largest width, in bits: a number at any bit offset must lie within one unaligned 64-bit word.
    pub const WIDEST: u32 = 56;

    /// Packs numbers, in parallel.
    pub fn from_slice(values: &[u32]) -> BitPacked {
        let most = values.par_chunks(CHUNK).map(|chunk| chunk.iter().copied().fold(0, u32::max)).reduce(|| 0, u32::max);
        pack(values, u64::from(most), |value| u64::from(*value))
    }

    /// Packs numbers below 2⁵⁶, in parallel; larger ones lose their highest bits.
    pub fn from_wide_slice(values: &[u64]) -> BitPacked {
        let most = values.par_chunks(CHUNK).map(|chunk| chunk.iter().copied().fold(0, u64::max)).reduce(|| 0, u64::max);
        pack(values, most, |value| *value)
    }

    /// Creates a column from its bytes; `None` if they are too few for this width and length.
    pub(super) fn from_parts(bytes: Bytes, width: u32, len: usize) -> Option<BitPacked> {
        let bits = len.checked_mul(width as usize)?;
        // An empty column may have no bytes at all.
        let has_all = len == 0 || bits.div_ceil(8).checked_add(PADDING)? <= bytes.len();
        let fits = width <= BitPacked::WIDEST && has_all;
        fits.then_some(BitPacked { bytes, width, len })
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns `true` if there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns the bits per number.
    pub fn width(&self) -> u32 {
        self.width
    }

    pub(super) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Returns the number in a row; 0 beyond the last row.
    #[inline]
    pub fn get(&self, row: usize) -> u32 {
        self.get_wide(row) as u32
    }

    /// Returns the number in a row of a column that may be wider than 32 bits; 0 beyond the last row.
    #[inline]
    pub fn get_wide(&self, row: usize) -> u64 {
        if row >= self.len {
            return 0;
        }
        let bit = row * self.width as usize;
        let word = self.bytes.get(bit / 8..bit / 8 + PADDING).and_then(|bytes| bytes.try_into().ok());
        word.map_or(0, |word| (u64::from_le_bytes(word) >> (bit % 8)) & mask(self.width))
    }

    /// Returns the first row of `from..to` whose number is not `below`, by binary search, as
    /// [`slice::partition_point`] does.
    pub fn partition_point(&self, from: usize, to: usize, below: impl Fn(u32) -> bool) -> usize {
        partition_point(from, to, |row| below(self.get(row)))
    }

    /// [`partition_point`](BitPacked::partition_point) over all rows of a column that may be wider than 32 bits.
    pub fn partition_point_wide(&self, below: impl Fn(u64) -> bool) -> usize {
        partition_point(0, self.len, |row| below(self.get_wide(row)))
    }

    /// Returns the numbers in rows `from..to`, in order.
    pub fn range(
        &self,
        from: usize,
        to: usize,
    ) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + Clone + '_ {
        (from.min(self.len)..to.min(self.len)).map(|row| self.get(row))
    }

    /// Returns all numbers, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + Clone + '_ {
        self.range(0, self.len)
    }

    /// Returns the different numbers below `end`, ascending; in parallel, with `end` bytes for each task.
    ///
    /// ```
    /// use interlocks_core::store::BitPacked;
    /// assert_eq!(BitPacked::from_slice(&[7, 2, 7, 9]).distinct(9), [2, 7]);
    /// ```
    pub fn distinct(&self, end: usize) -> Vec<u32> {
        let step = end.max(1 << 18);
        let tasks = (0..self.len.div_ceil(step)).into_par_iter();
        let seen_by_task = tasks.map(|task| {
            let mut seen = vec![false; end];
            for number in self.range(task * step, (task + 1) * step) {
                if let Some(seen) = seen.get_mut(number as usize) {
                    *seen = true;
                }
            }
            seen
        });
        let either = |mut a: Vec<bool>, b: Vec<bool>| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
            a
        };
        let seen = seen_by_task.reduce_with(either).unwrap_or_default();
        (0..).zip(seen).filter(|(_, seen)| *seen).map(|(number, _)| number).collect()
    }

    /// Returns the column with its rows in another order: row `i` is the old row `order[i]`.
    #[must_use]
    pub fn reordered(&self, order: &[u32]) -> BitPacked {
        let values: Vec<u32> = order.par_iter().map(|&row| self.get(row as usize)).collect();
        BitPacked::from_slice(&values)
    }

    /// [`reordered`](BitPacked::reordered) for a column that may be wider than 32 bits.
    #[must_use]
    pub fn reordered_wide(&self, order: &[u32]) -> BitPacked {
        let values: Vec<u64> = order.par_iter().map(|&row| self.get_wide(row as usize)).collect();
        BitPacked::from_wide_slice(&values)
    }

    /// Unpacks all numbers, in parallel, for work that reads them many times.
    pub fn to_vec(&self) -> Vec<u32> {
        let mut values = vec![0u32; self.len];
        if self.width > 0 {
            values.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, out)| self.unpack(chunk * CHUNK, out));
        }
        values
    }

    /// Unpacks the numbers from row `first` on into `out`, which must not be longer than the rest of the column.
    pub fn unpack(&self, first: usize, out: &mut [u32]) {
        let (width, mask) = (self.width as usize, mask(self.width));
        let bits = first * width..(first + out.len()) * width;
        let Some(words) = self.bytes.get(bits.start / 8..bits.end / 8 + PADDING) else {
            out.fill(0);
            return;
        };
        let mut bit = bits.start % 8;
        for value in out {
            let word = words.get(bit / 8..).and_then(|word| word.first_chunk::<PADDING>());
            *value = word.map_or(0, |word| ((u64::from_le_bytes(*word) >> (bit % 8)) & mask) as u32);
            bit += width;
        }
    }
}

#[inline]
fn mask(width: u32) -> u64 {
    (1u64 << width) - 1
}

fn pack<T: Sync>(values: &[T], most: u64, number: impl Fn(&T) -> u64 + Sync) -> BitPacked {
    let width = (u64::BITS - most.leading_zeros()).min(BitPacked::WIDEST);
    let mut bytes = vec![0u8; (values.len() * width as usize).div_ceil(8) + PADDING];
    if width > 0 {
        let step = CHUNK / 8 * width as usize;
        bytes.par_chunks_mut(step).zip(values.par_chunks(CHUNK)).for_each(|(out, values)| {
            fill(out, values, width, &number);
        });
    }
    BitPacked { bytes: bytes.into(), width, len: values.len() }
}

/// Packs numbers from the first bit of `out` on.
fn fill<T>(out: &mut [u8], values: &[T], width: u32, number: &impl Fn(&T) -> u64) {
    let (mut word, mut filled, mut at) = (0u64, 0u32, 0usize);
    let mask = mask(width);
    for value in values {
        let value = number(value) & mask;
        word |= value << filled;
        filled += width;
        if filled >= 64 {
            out[at..at + 8].copy_from_slice(&word.to_le_bytes());
            filled -= 64;
            // The bits that did not fit. The double shift is 0, and does not overflow, if all of them fitted.
            word = (value >> 1) >> (width - filled - 1);
            at += 8;
        }
    }
    let rest = word.to_le_bytes();
    let count = (filled as usize).div_ceil(8).min(out.len() - at);
    out[at..at + count].copy_from_slice(&rest[..count]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_packed_is_read_back(width in 0u32..33, values in prop::collection::vec(any::<u32>(), 0..400)) {
            let values: Vec<u32> = values.iter().map(|v| (u64::from(*v) & mask(width)) as u32).collect();
            let packed = BitPacked::from_slice(&values);
            prop_assert_eq!(packed.iter().collect::<Vec<u32>>(), values.clone());
            prop_assert_eq!(packed.to_vec(), values.clone());
            prop_assert_eq!(packed.get(values.len()), 0);
            let wide: Vec<u64> = values.iter().map(|v| u64::from(*v) << 20).collect();
            let packed = BitPacked::from_wide_slice(&wide);
            prop_assert_eq!((0..wide.len()).map(|row| packed.get_wide(row)).collect::<Vec<u64>>(), wide);
        }
    }

    #[test]
    fn chunks_are_packed_without_a_seam() {
        for width in [1u32, 7, 13, 24, 31, 32] {
            let values: Vec<u32> =
                (0..3 * CHUNK + 5).map(|n| ((n as u64).wrapping_mul(0x9e37_79b9_7f4a) & mask(width)) as u32).collect();
            let packed = BitPacked::from_slice(&values);
            assert_eq!(packed.to_vec(), values);
            assert!(packed.iter().eq(values.iter().copied()));
        }
    }

    #[test]
    fn a_shape_that_does_not_fit_is_refused() {
        let bytes = || Bytes::from(vec![0u8; 100]);
        assert!(BitPacked::from_parts(bytes(), 8, 92).is_some());
        assert!(BitPacked::from_parts(bytes(), 8, 93).is_none());
        assert!(BitPacked::from_parts(bytes(), 57, 1).is_none());
        assert!(BitPacked::from_parts(bytes(), 8, usize::MAX).is_none());
    }
}
