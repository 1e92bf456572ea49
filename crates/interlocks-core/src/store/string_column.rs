//! Many texts in one piece of memory.

use super::bit_packed::BitPacked;
use super::bytes::Bytes;
use super::halved;

/// StringColumn behind one another, by number.
///
/// The lengths are packed, and every 32nd text says where it begins, so a text costs its bytes
/// and a few bits.
///
/// ```
/// use interlocks_core::store::StringColumn;
/// let names = StringColumn::of(["Ann", "", "Bo"]);
/// assert_eq!((names.get(0), names.get(1), names.get(2), names.len()), ("Ann", "", "Bo", 3));
/// ```
#[derive(Clone, Debug, Default)]
pub struct StringColumn {
    bytes: Bytes,
    lengths: BitPacked,
    starts: BitPacked,
}

/// StringColumn between two known beginnings.
const STRIDE: usize = 32;

impl StringColumn {
    /// Gathers texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> StringColumn {
        let mut builder = StringColumnBuilder::default();
        for text in texts {
            builder.push(text);
        }
        builder.finish()
    }

    pub(super) fn over(bytes: Bytes, lengths: BitPacked, starts: BitPacked) -> Option<StringColumn> {
        (starts.len() == lengths.len().div_ceil(STRIDE)).then_some(StringColumn { bytes, lengths, starts })
    }

    pub(super) fn parts(&self) -> (&Bytes, &BitPacked, &BitPacked) {
        (&self.bytes, &self.lengths, &self.starts)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// The text with a number; empty beyond the last, or where the bytes are no text.
    pub fn get(&self, number: usize) -> &str {
        if number >= self.len() {
            return "";
        }
        let first = number / STRIDE * STRIDE;
        let skipped: usize = self.lengths.range(first, number).map(|length| length as usize).sum();
        let start = (self.starts.wide(number / STRIDE) as usize).saturating_add(skipped);
        self.slice(start, self.lengths.get(number) as usize)
    }

    fn slice(&self, start: usize, length: usize) -> &str {
        let bytes = self.bytes.get(start..start.saturating_add(length)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The texts from number `from` to before `to`, in order; much quicker than one by one.
    pub fn range(&self, from: usize, to: usize) -> impl Iterator<Item = &str> + '_ {
        let first = from / STRIDE * STRIDE;
        let skipped: usize = self.lengths.range(first, from).map(|length| length as usize).sum();
        let mut start = (self.starts.wide(from / STRIDE) as usize).saturating_add(skipped);
        self.lengths.range(from, to).map(move |length| {
            let text = self.slice(start, length as usize);
            start = start.saturating_add(length as usize);
            text
        })
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        self.range(0, self.len())
    }

    /// The first number whose text is not `below`; the texts must have those that are before those
    /// that are not.
    pub fn partition_point(&self, below: impl Fn(&str) -> bool) -> usize {
        halved(0, self.len(), |number| below(self.get(number)))
    }

    /// The number of a text; the texts must rise.
    pub fn position(&self, wanted: &str) -> Option<usize> {
        let at = self.partition_point(|text| text < wanted);
        (at < self.len() && self.get(at) == wanted).then_some(at)
    }

    /// The numbers of the texts that have a part and fit besides, in order; none where they are
    /// more than `most`. Searches the memory of all texts at once.
    pub fn holding(&self, part: &str, most: usize, fits: impl Fn(&str) -> bool) -> Option<Vec<usize>> {
        if part.is_empty() {
            let found: Vec<usize> = (0..self.len()).filter(|at| fits(self.get(*at))).take(most + 1).collect();
            return (found.len() <= most).then_some(found);
        }
        let bytes = self.bytes.all();
        let finder = memchr::memmem::Finder::new(part);
        let mut found = Vec::new();
        let (mut number, mut start, mut from) = (0, 0, 0);
        while let Some(hit) = bytes.get(from..).and_then(|rest| finder.find(rest)).map(|at| from + at) {
            // The text the hit begins in: first the right stride, then on from there.
            let stride = self.starts.partition_point_wide(|first| first <= hit as u64).saturating_sub(1);
            if stride > number / STRIDE {
                (number, start) = (stride * STRIDE, self.starts.wide(stride) as usize);
            }
            let mut end = start + self.lengths.get(number) as usize;
            while end <= hit && number + 1 < self.len() {
                number += 1;
                (start, end) = (end, end + self.lengths.get(number) as usize);
            }
            // A hit may reach over into the next text.
            let inside = hit >= start && hit + part.len() <= end;
            if inside && fits(self.slice(start, end - start)) {
                found.push(number);
                if found.len() > most {
                    return None;
                }
            }
            from = if inside { end.max(hit + 1) } else { hit + 1 };
        }
        Some(found)
    }
}

/// StringColumn being gathered.
#[derive(Clone, Debug, Default)]
pub struct StringColumnBuilder {
    text: String,
    ends: Vec<u64>,
}

impl StringColumnBuilder {
    /// Adds a text and answers its number.
    pub fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u64);
        (self.ends.len() - 1) as u32
    }

    /// How many texts there are so far.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where a text begins in the memory of all.
    fn start(&self, number: usize) -> usize {
        if number == 0 { 0 } else { self.ends[number - 1] as usize }
    }

    /// A text that was added.
    pub fn get(&self, number: u32) -> &str {
        &self.text[self.start(number as usize)..self.ends[number as usize] as usize]
    }

    /// All texts so far.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        (0..self.len() as u32).map(|number| self.get(number))
    }

    /// The texts, packed.
    pub fn finish(self) -> StringColumn {
        let lengths: Vec<u32> =
            (0..self.len()).map(|number| (self.ends[number] as usize - self.start(number)) as u32).collect();
        let starts: Vec<u64> = (0..self.len()).step_by(STRIDE).map(|number| self.start(number) as u64).collect();
        StringColumn {
            bytes: self.text.into_bytes().into(),
            lengths: BitPacked::of(&lengths),
            starts: BitPacked::of_wide(&starts),
        }
    }
}

/// StringColumn read one after the other, to be gathered into one column later.
#[derive(Clone, Debug, Default)]
pub struct StringRun {
    text: String,
    lengths: Vec<u32>,
}

impl StringRun {
    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.lengths.push(text.len() as u32);
    }

    /// How many texts there are so far.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there are none yet.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// The texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        let mut start = 0;
        self.lengths.iter().map(move |length| {
            let end = start + *length as usize;
            let text = &self.text[start..end];
            start = end;
            text
        })
    }

    /// Gives back memory that was taken in advance.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.lengths.shrink_to_fit();
    }
}

impl StringColumn {
    /// The texts of several runs behind one another.
    pub fn gathered(runs: Vec<StringRun>) -> StringColumn {
        let mut text = Vec::with_capacity(runs.iter().map(|run| run.text.len()).sum());
        let mut lengths = Vec::with_capacity(runs.iter().map(StringRun::len).sum());
        for run in runs {
            text.extend_from_slice(run.text.as_bytes());
            lengths.extend_from_slice(&run.lengths);
        }
        let mut starts = Vec::with_capacity(lengths.len().div_ceil(STRIDE));
        let mut start = 0u64;
        for stride in lengths.chunks(STRIDE) {
            starts.push(start);
            start += stride.iter().map(|length| u64::from(*length)).sum::<u64>();
        }
        StringColumn { bytes: text.into(), lengths: BitPacked::of(&lengths), starts: BitPacked::of_wide(&starts) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_are_read_back_by_number(texts in prop::collection::vec("\\PC{0,9}", 0..150), from in 0usize..150) {
            let packed = StringColumn::of(texts.iter().map(String::as_str));
            prop_assert!(packed.iter().eq(texts.iter().map(String::as_str)));
            for (number, text) in texts.iter().enumerate() {
                prop_assert_eq!(packed.get(number), text);
            }
            prop_assert_eq!(packed.get(texts.len()), "");
            let from = from.min(texts.len());
            prop_assert!(packed.range(from, texts.len()).eq(texts[from..].iter().map(String::as_str)));
        }
    }
}
