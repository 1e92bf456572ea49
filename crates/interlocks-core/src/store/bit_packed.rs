//! Numbers in as few bits each as the largest of them needs.

use rayon::prelude::*;

use super::bytes::Bytes;
use super::halved;

/// A column of numbers, bit-packed, little-endian, readable at any row.
///
/// Number `i` takes the bits from `i · width` on. A column of zeros takes no space. Eight bytes of
/// padding at the end let every number be read as one 64-bit word.
///
/// ```
/// use interlocks_core::store::BitPacked;
/// let column = BitPacked::of(&[5, 0, 1023]);
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

/// Numbers packed by one task; a multiple of 8, so that each task fills whole bytes.
const CHUNK: usize = 1 << 14;

impl BitPacked {
    /// The widest number that one unaligned 64-bit word can hold at any bit.
    pub const WIDEST: u32 = 56;

    /// Packs numbers.
    pub fn of(values: &[u32]) -> BitPacked {
        let most = values.par_chunks(CHUNK).map(|chunk| chunk.iter().copied().fold(0, u32::max)).reduce(|| 0, u32::max);
        pack(values, u64::from(most), |value| u64::from(*value))
    }

    /// Packs numbers below 2⁵⁶; larger ones lose their highest bits.
    pub fn of_wide(values: &[u64]) -> BitPacked {
        let most = values.par_chunks(CHUNK).map(|chunk| chunk.iter().copied().fold(0, u64::max)).reduce(|| 0, u64::max);
        pack(values, most, |value| *value)
    }

    /// A column over bytes that came from elsewhere; none where they do not fit its shape.
    pub(super) fn over(bytes: Bytes, width: u32, len: usize) -> Option<BitPacked> {
        let bits = len.checked_mul(width as usize)?;
        let fits = width <= BitPacked::WIDEST && bits.div_ceil(8).checked_add(PADDING)? <= bytes.len();
        fits.then_some(BitPacked { bytes, width, len })
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bits a number.
    pub fn width(&self) -> u32 {
        self.width
    }

    pub(super) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The number of a row; 0 beyond the last row.
    #[inline]
    pub fn get(&self, row: usize) -> u32 {
        self.wide(row) as u32
    }

    /// The number of a row of a column that may hold more than 32 bits.
    #[inline]
    pub fn wide(&self, row: usize) -> u64 {
        if row >= self.len {
            return 0;
        }
        let bit = row * self.width as usize;
        let word = self.bytes.get(bit / 8..bit / 8 + PADDING).and_then(|bytes| bytes.try_into().ok());
        word.map_or(0, |word| (u64::from_le_bytes(word) >> (bit % 8)) & mask(self.width))
    }

    /// The first row of `from..to` whose number is not `below`; the rows must have those that are
    /// before those that are not.
    pub fn partition_point(&self, from: usize, to: usize, below: impl Fn(u32) -> bool) -> usize {
        halved(from, to, |row| below(self.get(row)))
    }

    /// The same over all rows of a column that may hold more than 32 bits.
    pub fn partition_point_wide(&self, below: impl Fn(u64) -> bool) -> usize {
        halved(0, self.len, |row| below(self.wide(row)))
    }

    /// The numbers of rows `from..to`, in order.
    pub fn range(
        &self,
        from: usize,
        to: usize,
    ) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + Clone + '_ {
        (from.min(self.len)..to.min(self.len)).map(|row| self.get(row))
    }

    /// All numbers, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + Clone + '_ {
        self.range(0, self.len)
    }

    /// The numbers in another order: row `i` is what `order[i]` was.
    #[must_use]
    pub fn reordered(&self, order: &[u32]) -> BitPacked {
        let values: Vec<u32> = order.par_iter().map(|&row| self.get(row as usize)).collect();
        BitPacked::of(&values)
    }

    /// The same for a column that may hold more than 32 bits.
    #[must_use]
    pub fn reordered_wide(&self, order: &[u32]) -> BitPacked {
        let values: Vec<u64> = order.par_iter().map(|&row| self.wide(row as usize)).collect();
        BitPacked::of_wide(&values)
    }

    /// All numbers as plain memory, for work that reads them many times.
    pub fn to_vec(&self) -> Vec<u32> {
        let mut values = vec![0u32; self.len];
        if self.width > 0 {
            values.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, out)| self.unpack(chunk * CHUNK, out));
        }
        values
    }

    /// The numbers from row `first` on, as many as `out` holds; it must hold no more than there are.
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
            // What did not fit; nothing did not fit where the word was filled to its last bit.
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
            let packed = BitPacked::of(&values);
            prop_assert_eq!(packed.iter().collect::<Vec<u32>>(), values.clone());
            prop_assert_eq!(packed.to_vec(), values.clone());
            prop_assert_eq!(packed.get(values.len()), 0);
            let wide: Vec<u64> = values.iter().map(|v| u64::from(*v) << 20).collect();
            let packed = BitPacked::of_wide(&wide);
            prop_assert_eq!((0..wide.len()).map(|row| packed.wide(row)).collect::<Vec<u64>>(), wide);
        }
    }

    #[test]
    fn tasks_meet_without_a_seam() {
        for width in [1u32, 7, 13, 24, 31, 32] {
            let values: Vec<u32> =
                (0..3 * CHUNK + 5).map(|n| ((n as u64).wrapping_mul(0x9e37_79b9_7f4a) & mask(width)) as u32).collect();
            let packed = BitPacked::of(&values);
            assert_eq!(packed.to_vec(), values);
            assert!(packed.iter().eq(values.iter().copied()));
        }
    }

    #[test]
    fn a_shape_that_does_not_fit_is_refused() {
        let bytes = || Bytes::from(vec![0u8; 100]);
        assert!(BitPacked::over(bytes(), 8, 92).is_some());
        assert!(BitPacked::over(bytes(), 8, 93).is_none());
        assert!(BitPacked::over(bytes(), 57, 1).is_none());
        assert!(BitPacked::over(bytes(), 8, usize::MAX).is_none());
    }
}
