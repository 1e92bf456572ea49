//! Bands and clusters: which pairs are put forward as one person, and which only for review.

use std::collections::{BTreeMap, HashMap, HashSet};

/// A pair as clusters see it.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub a: u32,
    pub b: u32,
    /// In thousandths of a bit.
    pub bits: i32,
    pub probability: f64,
    pub has_veto: bool,
}

/// Finds the link of two records.
pub(crate) struct LinkIndex<'a> {
    /// In the order of their records.
    links: &'a [Link],
    /// The links whose first record is `a` are `links[starts[a]..starts[a + 1]]`.
    starts: Vec<u32>,
}

impl<'a> LinkIndex<'a> {
    /// Takes links that are in the order of their records, each once.
    pub(crate) fn new(links: &'a [Link]) -> LinkIndex<'a> {
        debug_assert!(links.is_sorted_by_key(|link| (link.a, link.b)));
        let records = links.iter().map(|link| link.b).max().map_or(0, |last| last as usize + 1);
        let mut starts = vec![0u32; records + 1];
        links.iter().for_each(|link| starts[link.a as usize + 1] += 1);
        (0..records).for_each(|at| starts[at + 1] += starts[at]);
        LinkIndex { links, starts }
    }

    /// Returns the number of records: one more than the largest.
    fn records(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the number of the link of two records, in any order.
    pub(crate) fn get(&self, x: u32, y: u32) -> Option<usize> {
        let (a, b) = (x.min(y) as usize, x.max(y));
        let (from, to) = (*self.starts.get(a)? as usize, *self.starts.get(a + 1)? as usize);
        self.links[from..to].binary_search_by_key(&b, |link| link.b).ok().map(|at| from + at)
    }
}

/// The result for the links, in their order.
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    /// `true` for a pair that was to be merged and is in one cluster.
    pub is_merged: Vec<bool>,
    /// For each record in a cluster, its smallest member.
    pub cluster: BTreeMap<u32, u32>,
    /// The records that fit two clusters which exclude each other, with the records of these that they fit.
    pub ambiguous: BTreeMap<u32, Vec<u32>>,
}

impl Clusters {
    /// Returns the records of which at most one can be the same as the records of a link, beside these.
    pub(crate) fn ambiguous_with(&self, link: &Link) -> Vec<u32> {
        let lists = [link.a, link.b].map(|record| self.ambiguous.get(&record));
        let others = lists.into_iter().flatten().flatten().copied();
        let mut others: Vec<u32> = others.filter(|other| *other != link.a && *other != link.b).collect();
        others.sort_unstable();
        others.dedup();
        others
    }
}

/// Joins records by the links of `merge_at` and more, the likeliest first. Two clusters are not joined if some two members have a
/// veto, or if half or more of the pairs that were compared between them are unlikely.
pub(crate) fn clusters(links: &[Link], merge_at: f64) -> Clusters {
    let index = LinkIndex::new(links);
    let mut order: Vec<usize> =
        (0..links.len()).filter(|at| links[*at].probability >= merge_at && !links[*at].has_veto).collect();
    order.sort_by_key(|at| (-links[*at].bits, links[*at].a, links[*at].b));
    // The cluster of each record, by its smallest member; its own number if it is alone.
    let mut of: Vec<u32> = (0..index.records() as u32).collect();
    let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut refused: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut excluded: HashSet<(u32, u32, usize)> = HashSet::new();
    for &at in &order {
        let link = &links[at];
        let [x, y] = [link.a, link.b].map(|record| of[record as usize]);
        if x == y {
            continue;
        }
        let (alone_x, alone_y) = ([x], [y]);
        let one = members.get(&x).map_or(&alone_x[..], Vec::as_slice);
        let other = members.get(&y).map_or(&alone_y[..], Vec::as_slice);
        // A refusal holds until one of the two clusters grows.
        let pair = (x.min(y), x.max(y), one.len() + other.len());
        if !excluded.contains(&pair) && is_allowed(&index, one, other) {
            let (kept, gone) = (x.min(y), x.max(y));
            let mut all = members.remove(&kept).unwrap_or_else(|| vec![kept]);
            all.extend(members.remove(&gone).unwrap_or_else(|| vec![gone]));
            for &record in &all {
                of[record as usize] = kept;
            }
            members.insert(kept, all);
        } else {
            excluded.insert(pair);
            for record in [link.a, link.b] {
                refused.entry(record).or_default().push(at);
            }
        }
    }
    let mut found = Clusters { is_merged: vec![false; links.len()], ..Clusters::default() };
    found.ambiguous = ambiguous(links, &of, &refused);
    let out: HashSet<u32> = found.ambiguous.keys().copied().collect();
    for at in order {
        let Link { a, b, .. } = links[at];
        let same = of[a as usize] == of[b as usize];
        found.is_merged[at] = same && !out.contains(&a) && !out.contains(&b);
    }
    for list in members.into_values() {
        let mut list: Vec<u32> = list.into_iter().filter(|record| !out.contains(record)).collect();
        list.sort_unstable();
        if let (Some(&first), true) = (list.first(), list.len() > 1) {
            found.cluster.extend(list.iter().map(|record| (*record, first)));
        }
    }
    found
}

/// Returns `true` if two clusters may be one: no two members have a veto, and fewer than half of the pairs that were compared are
/// unlikely.
fn is_allowed(index: &LinkIndex<'_>, one: &[u32], other: &[u32]) -> bool {
    let (mut compared, mut unlikely) = (0, 0);
    for &a in one {
        for &b in other {
            if let Some(pair) = index.get(a, b) {
                if index.links[pair].has_veto {
                    return false;
                }
                compared += 1;
                unlikely += usize::from(index.links[pair].probability < 0.5);
            }
        }
    }
    unlikely == 0 || unlikely * 2 < compared
}

/// Returns the records that fit a cluster as well as their own, where the two exclude each other: within a factor of twenty of the
/// odds.
fn ambiguous(links: &[Link], of: &[u32], refused: &HashMap<u32, Vec<usize>>) -> BTreeMap<u32, Vec<u32>> {
    const CLOSE: i32 = 4_322;
    // The greatest sum of each record within its cluster.
    let mut best: Vec<Option<i32>> = vec![None; of.len()];
    for link in links.iter().filter(|link| of[link.a as usize] == of[link.b as usize]) {
        for record in [link.a, link.b] {
            let most = &mut best[record as usize];
            *most = (*most).max(Some(link.bits));
        }
    }
    let mut found = BTreeMap::new();
    for (&record, list) in refused {
        let Some(own) = best[record as usize] else { continue };
        let mut others: Vec<u32> = Vec::new();
        for &at in list {
            let link = &links[at];
            let other = if link.a == record { link.b } else { link.a };
            // The other record is the one that does not fit if it is torn itself between clusters of more support.
            let other_best = best[other as usize].unwrap_or(i32::MIN);
            if link.bits + CLOSE >= own && other_best >= link.bits {
                others.push(other);
            }
        }
        if !others.is_empty() {
            others.sort_unstable();
            others.dedup();
            found.insert(record, others);
        }
    }
    found
}
