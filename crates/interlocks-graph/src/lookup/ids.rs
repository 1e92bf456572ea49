//! Finds ids that differ from the wanted text only in case or accents.

use std::cmp::Ordering::Less;

use super::fold_name;
use interlocks_core::store::FrontCoded;

/// A range of ids with a common prefix, and the part of the wanted text that must follow it.
struct Prefix<'a> {
    from: usize,
    to: usize,
    /// The length in bytes of the common prefix.
    length: usize,
    rest: &'a str,
}

/// Returns the numbers of the first `most` ids that fold to a text.
///
/// Ids are sorted as they are written, so ids that fold to the same text are not adjacent. They are found as in
/// a trie: after each common prefix, the search continues with every next letter that folds to the next letter of
/// the wanted text.
pub(super) fn with_folded_id(ids: &FrontCoded, wanted: &str, most: usize) -> Vec<u32> {
    /// A range of up to this many ids is compared one by one.
    const FEW: usize = 48;
    let mut found = Vec::new();
    let mut open = vec![Prefix { from: 0, to: ids.len(), length: 0, rest: wanted }];
    while let Some(Prefix { from, to, length, rest }) = open.pop() {
        if found.len() >= most {
            break;
        }
        if to - from <= FEW {
            ids.for_each(from, to, |number, id| {
                if id.get(length..).is_some_and(|tail| fold_name(tail) == rest) {
                    found.push(number as u32);
                }
            });
            continue;
        }
        let (first, last) = (ids.get(from), ids.get(to - 1));
        let shared = shared_prefix(&first, &last).max(length);
        let Some(rest) = first.get(length..shared).and_then(|more| rest.strip_prefix(fold_name(more).as_str())) else {
            continue;
        };
        let mut at = from;
        if first.len() == shared {
            // The first id is the common prefix itself.
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
            if let Some(rest) = rest.strip_prefix(fold_name(letter.encode_utf8(&mut [0; 4])).as_str()) {
                open.push(Prefix { from: at, to: end.min(to), length, rest });
            }
            at = end;
        }
        // The stack returns the last first, so reverse to find the ids in order.
        open[below..].reverse();
    }
    found.truncate(most);
    found
}

/// Returns the length in bytes of the longest common prefix of whole letters.
fn shared_prefix(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_are_found_as_by_folding_all_of_them(ids in prop::collection::btree_set("(pre)?[aAäÄ\u{301}b]{0,5}", 0..300), wanted in "(pre)?[ab]{0,4}", most in 1usize..30) {
            let ids: Vec<String> = ids.into_iter().collect();
            let sorted = FrontCoded::from_sorted(ids.iter().map(String::as_str));
            let expected: Vec<u32> =
                (0u32..).zip(&ids).filter(|(_, id)| fold_name(id) == wanted).map(|(at, _)| at).take(most).collect();
            prop_assert_eq!(with_folded_id(&sorted, &wanted, most), expected);
        }
    }
}
