//! Different texts in order, each as what it adds to the one before.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::bit_packed::BitPacked;
use super::halved;
use super::string_column::{StringColumn, StringRun};

/// StringColumn in strictly rising order of their bytes, front-coded.
///
/// Of every 16 texts the first is kept whole; of the others the number of bytes shared with the
/// text before, and the rest. Ids of registers shrink to a fraction that way (Witten, Moffat and
/// Bell, Managing Gigabytes, 1999).
///
/// ```
/// use interlocks_core::store::FrontCoded;
/// let ids = FrontCoded::of(["acme", "acme-2", "beta"]);
/// assert_eq!(ids.get(1), "acme-2");
/// assert_eq!((ids.position("beta"), ids.position("gamma")), (Some(2), None));
/// ```
#[derive(Clone, Debug, Default)]
pub struct FrontCoded {
    shared: BitPacked,
    rests: StringColumn,
}

/// StringColumn between two that are whole.
const STRIDE: usize = 16;

impl FrontCoded {
    /// Codes texts that rise strictly.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> FrontCoded {
        FrontCoded::gathered(vec![front_coded(texts)])
    }

    /// Codes texts that rise strictly, in parallel; `text(row)` answers the texts of many rows.
    pub fn of_rows<'a, I: Iterator<Item = &'a str>>(len: usize, rows: impl Fn(usize, usize) -> I + Sync) -> FrontCoded {
        const CHUNK: usize = STRIDE << 12;
        let chunks: Vec<usize> = (0..len).step_by(CHUNK).collect();
        let coded = chunks.into_par_iter().map(|from| front_coded(rows(from, (from + CHUNK).min(len)))).collect();
        FrontCoded::gathered(coded)
    }

    fn gathered(parts: Vec<(Vec<u32>, StringRun)>) -> FrontCoded {
        let (shared, rests): (Vec<Vec<u32>>, Vec<StringRun>) = parts.into_iter().unzip();
        FrontCoded { shared: BitPacked::of(&shared.concat()), rests: StringColumn::gathered(rests) }
    }

    pub(super) fn over(shared: BitPacked, rests: StringColumn) -> Option<FrontCoded> {
        (shared.len() == rests.len()).then_some(FrontCoded { shared, rests })
    }

    pub(super) fn parts(&self) -> (&BitPacked, &StringColumn) {
        (&self.shared, &self.rests)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.shared.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.shared.is_empty()
    }

    /// The text with a number; empty beyond the last.
    pub fn get(&self, number: usize) -> String {
        let mut text = String::new();
        let first = number / STRIDE * STRIDE;
        for (at, rest) in (first..=number).zip(self.rests.range(first, number + 1)) {
            self.step(&mut text, at, rest);
        }
        text
    }

    /// From the text before `number` to the text with it.
    fn step(&self, text: &mut String, number: usize, rest: &str) {
        let keep = if number.is_multiple_of(STRIDE) { 0 } else { self.shared.get(number) as usize };
        // A damaged file may say nonsense here: then nothing is kept.
        text.truncate(if text.is_char_boundary(keep) { keep } else { 0 });
        text.push_str(rest);
    }

    /// Calls with every text from number `from` to before `to`, in order.
    pub fn for_each(&self, from: usize, to: usize, mut each: impl FnMut(usize, &str)) {
        let mut text = String::new();
        let first = from / STRIDE * STRIDE;
        for (at, rest) in (first..to.min(self.len())).zip(self.rests.range(first, to)) {
            self.step(&mut text, at, rest);
            if at >= from {
                each(at, &text);
            }
        }
    }

    /// The number of the first text that does not come before `wanted` by `order`, and whether it
    /// is equal. The texts must be in that order too.
    pub fn search(&self, wanted: impl Fn(&str) -> Ordering) -> (usize, bool) {
        let blocks = self.len().div_ceil(STRIDE);
        // The first text of a block is whole.
        let beyond = halved(0, blocks, |block| wanted(self.rests.get(block * STRIDE)) != Ordering::Greater);
        let block = beyond.saturating_sub(1) * STRIDE;
        let mut text = String::new();
        let end = (block + STRIDE).min(self.len());
        for (at, rest) in (block..end).zip(self.rests.range(block, end)) {
            self.step(&mut text, at, rest);
            match wanted(&text) {
                Ordering::Less => {}
                Ordering::Equal => return (at, true),
                Ordering::Greater => return (at, false),
            }
        }
        (end, false)
    }

    /// The number of a text.
    pub fn position(&self, wanted: &str) -> Option<usize> {
        let (at, found) = self.search(|text| text.cmp(wanted));
        found.then_some(at)
    }
}

/// Of each text how many bytes it shares with the one before, and the rest. The number of texts
/// coded by one call is a multiple of the stride, save for the last.
fn front_coded<'a>(texts: impl IntoIterator<Item = &'a str>) -> (Vec<u32>, StringRun) {
    let (mut shared, mut rests, mut before) = (Vec::new(), StringRun::default(), "");
    for (number, text) in texts.into_iter().enumerate() {
        let common = if number % STRIDE == 0 { 0 } else { common_prefix(before, text) };
        shared.push(common as u32);
        rests.push(&text[common..]);
        before = text;
    }
    (shared, rests)
}

fn common_prefix(a: &str, b: &str) -> usize {
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    (0..=common).rev().find(|&at| a.is_char_boundary(at) && b.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn texts_are_found_and_read_back(texts in prop::collection::btree_set("[ab¢é]{0,5}", 0..90), other in "[ab¢é]{0,5}") {
            let list: Vec<&str> = texts.iter().map(String::as_str).collect();
            let coded = FrontCoded::of(list.iter().copied());
            for (number, text) in list.iter().enumerate() {
                prop_assert_eq!(coded.get(number), *text);
                prop_assert_eq!(coded.position(text), Some(number));
            }
            prop_assert_eq!(coded.position(&other).is_some(), texts.contains(&other));
            let expected = list.partition_point(|text| **text < *other);
            prop_assert_eq!(coded.search(|text| text.cmp(&other)).0, expected);
            let mut seen = BTreeSet::new();
            coded.for_each(list.len() / 3, list.len(), |_, text| { seen.insert(text.to_owned()); });
            prop_assert_eq!(seen, list[list.len() / 3..].iter().map(|t| t.to_string()).collect());
        }
    }
}
