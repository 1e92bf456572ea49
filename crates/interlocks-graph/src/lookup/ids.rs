//! Finding ids that differ from what is wanted in case or accents alone.

use std::cmp::Ordering::Less;

use super::folded;
use interlocks_core::store::FrontCoded;

/// Ids that begin alike, and what is still wanted after their beginning.
struct Beginning<'a> {
    from: usize,
    to: usize,
    /// How many bytes of them have been compared.
    length: usize,
    rest: &'a str,
}

/// The first ids, by number, that fold to a text, not more than `most`.
///
/// Ids are sorted as they are written, so those that fold alike stand apart. They are found by
/// going down from beginning to beginning: of all letters that ids go on with, those are
/// followed that fold to what is wanted next.
pub(super) fn with_folded_id(ids: &FrontCoded, wanted: &str, most: usize) -> Vec<u32> {
    /// So few ids are looked at one by one.
    const FEW: usize = 48;
    let mut found = Vec::new();
    let mut open = vec![Beginning { from: 0, to: ids.len(), length: 0, rest: wanted }];
    while let Some(Beginning { from, to, length, rest }) = open.pop() {
        if found.len() >= most {
            break;
        }
        if to - from <= FEW {
            ids.for_each(from, to, |number, id| {
                if id.get(length..).is_some_and(|tail| folded(tail) == rest) {
                    found.push(number as u32);
                }
            });
            continue;
        }
        let (first, last) = (ids.get(from), ids.get(to - 1));
        let shared = shared_prefix(&first, &last).max(length);
        let Some(rest) = first.get(length..shared).and_then(|more| rest.strip_prefix(folded(more).as_str())) else {
            continue;
        };
        let mut at = from;
        if first.len() == shared {
            // The shortest of them, which is but the beginning.
            if rest.is_empty() {
                found.push(at as u32);
            }
            at += 1;
        }
        let below = open.len();
        while at < to {
            let id = ids.get(at);
            let Some(letter) = id.get(shared..).and_then(|tail| tail.chars().next()) else { break };
            let length = shared + letter.len_utf8();
            let end =
                ids.search(|other| other.get(..length).unwrap_or(other).cmp(&id[..length]).then(Less)).0.max(at + 1);
            if let Some(rest) = rest.strip_prefix(folded(letter.encode_utf8(&mut [0; 4])).as_str()) {
                open.push(Beginning { from: at, to: end.min(to), length, rest });
            }
            at = end;
        }
        // The first of them is gone on with first.
        open[below..].reverse();
    }
    found.truncate(most);
    found
}

/// How many bytes two texts begin with in common, in whole letters.
fn shared_prefix(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_are_found_as_folding_all_of_them_finds_them(ids in prop::collection::btree_set("(pre)?[aAäÄ\u{301}b]{0,5}", 0..300), wanted in "(pre)?[ab]{0,4}", most in 1usize..30) {
            let ids: Vec<String> = ids.into_iter().collect();
            let sorted = FrontCoded::of(ids.iter().map(String::as_str));
            let expected: Vec<u32> =
                (0u32..).zip(&ids).filter(|(_, id)| folded(id) == wanted).map(|(at, _)| at).take(most).collect();
            prop_assert_eq!(with_folded_id(&sorted, &wanted, most), expected);
        }
    }
}
