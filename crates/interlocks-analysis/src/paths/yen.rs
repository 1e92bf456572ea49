//! The k lightest simple paths.
//!
//! Yen (Finding the k shortest loopless paths in a network, Management Science 17, 1971): the next path leaves one of
//! those found at some node, the spur node, by a step that none of them takes there. Lawler (A procedure for computing the
//! k best solutions, Management Science 18, 1972): it is enough to leave a path at or after the node where it left another
//! one, so no candidate is found twice. The number of searches is at most k − 1 times the steps of a path; those of one
//! path run in parallel.

use interlocks_core::stop::check;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::spur::{FoundPath, SpurSearch};

/// Regions with fewer steps are searched sequentially, because that is faster. Tests cover both.
const LARGE: usize = if cfg!(test) { 20 } else { 20_000 };

/// A candidate, and the number of nodes it shares with the path it left.
type Candidate = Reverse<(FoundPath, usize)>;

/// Returns the k lightest paths of a search, lightest first.
pub(super) fn lightest(search: &SpurSearch<'_>, k: usize) -> Vec<FoundPath> {
    let mut found: Vec<FoundPath> = Vec::new();
    let mut candidates: BinaryHeap<Candidate> = BinaryHeap::new();
    if k > 0 {
        candidates.extend(search.lightest(&[search.region.from], &[]).map(|first| Reverse((first, 1))));
    }
    while let Some(Reverse((path, left))) = candidates.pop() {
        check();
        found.push(path);
        if found.len() >= k {
            break;
        }
        let path = &found[found.len() - 1].nodes;
        let leave = |root: usize| -> Option<Candidate> {
            let others = found.iter().filter(|other| other.nodes.starts_with(&path[..root]));
            let closed: Vec<u32> = others.filter_map(|other| other.nodes.get(root).copied()).collect();
            Some(Reverse((search.lightest(&path[..root], &closed)?, root)))
        };
        let next: Vec<Option<Candidate>> = if search.region.len() < LARGE {
            (left..path.len()).map(leave).collect()
        } else {
            (left..path.len()).into_par_iter().map(leave).collect()
        };
        candidates.extend(next.into_iter().flatten());
    }
    found
}
