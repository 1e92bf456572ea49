//! The k lightest simple paths.
//!
//! Yen, Finding the k shortest loopless paths in a network, Management Science 17, 1971: the next
//! path leaves one of those found at some node, the spur, by a step that none of them takes there.
//! Lawler, A procedure for computing the k best solutions, Management Science 18, 1972: a path need
//! only be left at or after the node where it left another itself, so no candidate comes twice.
//! At most k − 1 times the steps of a path searches are made, those of one path in parallel.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::spur::{Found, Search};

/// Regions of fewer steps are searched faster than work is handed out. Tests go both ways.
const LARGE: usize = if cfg!(test) { 20 } else { 20_000 };

/// A candidate, and how many of its nodes it has in common with the path it left.
type Candidate = Reverse<(Found, usize)>;

/// The k lightest paths of a search, lightest first.
pub(super) fn lightest(search: &Search<'_>, k: usize) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut candidates: BinaryHeap<Candidate> = BinaryHeap::new();
    if k > 0 {
        candidates.extend(search.lightest(&[search.region.from], &[]).map(|first| Reverse((first, 1))));
    }
    while let Some(Reverse((path, left))) = candidates.pop() {
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
