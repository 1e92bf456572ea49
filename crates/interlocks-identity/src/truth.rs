//! How good the candidates are, against records whose person is known.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

/// Figures of candidates against the truth.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Accuracy {
    /// The true pairs among the records that the truth names.
    #[serde(rename = "true")]
    pub true_pairs: u64,
    /// The pairs told to be one at a probability of one half.
    #[serde(rename = "pairs")]
    pub told: u64,
    /// The share of these that are.
    pub precision: f64,
    /// The share of the true pairs that are told.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
    /// The greatest recall at a threshold with a precision of .99 or more.
    pub recall_at_p99: f64,
    /// The greatest harmonic mean at any threshold, and the threshold.
    pub best_f1: f64,
    /// The threshold of the greatest harmonic mean.
    pub best_at: f64,
    /// The number of matches that the probabilities promise, among the pairs that count.
    pub expected: f64,
    /// The share of the pairs in the band *merge* that are one person.
    pub merge_precision: f64,
    /// The share of the true pairs in the band *merge*.
    pub merge_recall: f64,
}

/// The person of each record; records that are not named are not counted.
pub(crate) struct Truth {
    /// The entity of each record, and the block within which pairs count.
    of: HashMap<u32, (u32, u32)>,
    true_pairs: u64,
}

/// Stands for an entity that is not known: other than all known ones of its block.
const OTHER: u32 = u32::MAX;

impl Truth {
    /// Takes rows of record, entity and block. A record without an entity is another person than all who have one.
    pub(crate) fn new(rows: impl Iterator<Item = (u32, String, String)>) -> Truth {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut number = |text: String| {
            let next = numbers.len() as u32;
            *numbers.entry(text).or_insert(next)
        };
        let mut of = HashMap::new();
        for (record, entity, block) in rows {
            let entity = if entity.is_empty() { OTHER } else { number(format!("e{entity}")) };
            of.insert(record, (entity, number(format!("b{block}"))));
        }
        let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
        for (entity, _) in of.values().filter(|(entity, _)| *entity != OTHER) {
            *sizes.entry(*entity).or_default() += 1;
        }
        Truth { of, true_pairs: sizes.values().map(|size| size * (size - 1) / 2).sum() }
    }

    /// Returns whether two records are one person; `None` if the pair does not count.
    pub(crate) fn is_same(&self, a: u32, b: u32) -> Option<bool> {
        let (x, y) = (self.of.get(&a)?, self.of.get(&b)?);
        if x.1 != y.1 || x.0 == OTHER && y.0 == OTHER {
            return None;
        }
        Some(x.0 == y.0)
    }

    /// Measures pairs, each with its sum, its probability, and whether it is in the band *merge*.
    pub(crate) fn measure(&self, pairs: impl Iterator<Item = (u32, u32, f64, bool)>) -> Accuracy {
        let mut told: Vec<(f64, bool, bool)> =
            pairs.filter_map(|(a, b, probability, merged)| Some((probability, self.is_same(a, b)?, merged))).collect();
        told.sort_by(|x, y| y.0.total_cmp(&x.0));
        let mut found = Accuracy { true_pairs: self.true_pairs, ..Accuracy::default() };
        let ratio = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let mean = |right: u64, told: u64| ratio(2 * right, told + self.true_pairs);
        let (mut right, mut count) = (0, 0);
        for group in told.chunk_by(|x, y| x.0 == y.0) {
            right += group.iter().filter(|pair| pair.1).count() as u64;
            count += group.len() as u64;
            let at = group[0].0;
            if at >= 0.5 {
                (found.told, found.precision, found.recall) =
                    (count, ratio(right, count), ratio(right, self.true_pairs));
                found.f1 = mean(right, count);
            }
            if ratio(right, count) >= 0.99 {
                found.recall_at_p99 = ratio(right, self.true_pairs);
            }
            if mean(right, count) > found.best_f1 {
                (found.best_f1, found.best_at) = (mean(right, count), at);
            }
        }
        found.expected = told.iter().map(|pair| pair.0).sum();
        let merged = told.iter().filter(|pair| pair.2).count() as u64;
        let merged_right = told.iter().filter(|pair| pair.2 && pair.1).count() as u64;
        found.merge_precision = ratio(merged_right, merged);
        found.merge_recall = ratio(merged_right, self.true_pairs);
        found
    }
}

/// Precision, recall and their harmonic mean of pairs of companies that share somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundInterlocks {
    /// The share of the interlocks found that are true.
    pub precision: f64,
    /// The share of the true interlocks that are found.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

/// Compares two sets of pairs of companies.
pub(crate) fn interlocks(found: &HashSet<(u32, u32)>, right: &HashSet<(u32, u32)>) -> FoundInterlocks {
    let common = found.intersection(right).count() as f64;
    let share = |whole: usize| if whole == 0 { 0.0 } else { common / whole as f64 };
    FoundInterlocks {
        precision: share(found.len()),
        recall: share(right.len()),
        f1: if found.len() + right.len() == 0 { 0.0 } else { 2.0 * common / (found.len() + right.len()) as f64 },
    }
}
