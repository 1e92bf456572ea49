//! Backbones: ties that are stronger than expected by chance.
//!
//! | file | null model |
//! |---|---|
//! | `interlocks_analysis::statistics::hypergeometric` | degrees of the tested side fixed, those of the other side free |
//! | `bicm.rs` | seat probabilities that preserve the degrees of both sides in expectation |
//! | `sdsm.rs` | shared neighbours under these probabilities |
//! | `fdsm.rs` | sampled networks that preserve the degrees of both sides exactly |
//! | `disparity.rs` | weights of a tie against the other weights of the same node |
//!
//! All pairs of nodes are tested, n(n − 1)/2, whether or not they share anything: a pair that shares nothing has p = 1,
//! and counts in the correction for multiple tests. What a pair shares at the same time is compared with what two nodes
//! of a random network with the same seats would share, and these include seats of other days. Without a day (`--at`),
//! p-values of dated seats are therefore conservative.

pub mod bicm;
pub mod disparity;
pub mod fdsm;
pub mod sdsm;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::Nodes;
use interlocks_analysis::Query;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::{self, Pair, PairKey, Side, Weight};
use interlocks_graph::BoardGraph;

use bicm::Bicm;
use disparity::WeightedTie;
use fdsm::{BipartiteRows, RowPair};

pub use interlocks_analysis::statistics::Correction;
use interlocks_analysis::statistics::hypergeometric;

/// The null model: the random networks with which the network is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NullModel {
    /// Degrees of the tested side fixed, those of the other side free (Tumminello 2011; Neal 2013).
    #[default]
    Hypergeometric,
    /// Degrees of both sides fixed in expectation: the stochastic degree sequence model (Neal 2014).
    Sdsm,
    /// Degrees of both sides fixed exactly: the fixed degree sequence model, sampled.
    Fdsm,
    /// The strength of a node distributed at random over its ties: the disparity filter (Serrano 2009).
    Disparity,
}

impl NullModel {
    /// All null models.
    pub const ALL: [NullModel; 4] = [NullModel::Hypergeometric, NullModel::Sdsm, NullModel::Fdsm, NullModel::Disparity];

    /// Returns the name used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            NullModel::Hypergeometric => "hypergeometric",
            NullModel::Sdsm => "sdsm",
            NullModel::Fdsm => "fdsm",
            NullModel::Disparity => "disparity",
        }
    }
}

interlocks_core::enum_names!(NullModel, "null model");

/// Options of [`backbone()`].
///
/// ```
/// use interlocks_measures::backbone::{BackboneOptions, Correction, NullModel};
/// let options = BackboneOptions::new(NullModel::Fdsm).samples(1999).correction(Correction::Bonferroni);
/// assert_eq!((options.alpha, options.samples), (0.05, 1999));
/// ```
#[derive(Clone, Debug)]
pub struct BackboneOptions {
    /// The clock, and whether only certain seats count. Default: any time, with possible seats.
    pub query: Query,
    /// The side whose pairs are tested. Default: companies.
    pub side: Side,
    /// The null model. Default: hypergeometric.
    pub model: NullModel,
    /// The weight of a pair, which [`NullModel::Disparity`] tests, and which orders pairs of equal p. Default: count.
    pub weight: Weight,
    /// The correction for multiple tests. Default: none.
    pub correction: Correction,
    /// The largest corrected p of a pair that is kept, from 0 to 1. Default: 0.05.
    pub alpha: f64,
    /// `true` to keep all pairs that share anything, regardless of p. Default: `false`.
    pub all: bool,
    /// The number of networks that [`NullModel::Fdsm`] samples. Default: 999.
    pub samples: u32,
    /// The random seed of [`NullModel::Fdsm`]. Default: 1.
    pub seed: u64,
}

impl Default for BackboneOptions {
    fn default() -> BackboneOptions {
        BackboneOptions {
            query: Query::default(),
            side: Side::default(),
            model: NullModel::default(),
            weight: Weight::default(),
            correction: Correction::default(),
            alpha: 0.05,
            all: false,
            samples: 999,
            seed: 1,
        }
    }
}

impl BackboneOptions {
    /// Creates options for a null model, with defaults for all else.
    pub fn new(model: NullModel) -> BackboneOptions {
        BackboneOptions { model, ..BackboneOptions::default() }
    }

    /// Sets the clock, and whether only certain seats count.
    #[must_use]
    pub fn query(self, query: Query) -> BackboneOptions {
        BackboneOptions { query, ..self }
    }

    /// Sets the side whose pairs are tested.
    #[must_use]
    pub fn side(self, side: Side) -> BackboneOptions {
        BackboneOptions { side, ..self }
    }

    /// Sets the weight of a pair.
    #[must_use]
    pub fn weight(self, weight: Weight) -> BackboneOptions {
        BackboneOptions { weight, ..self }
    }

    /// Sets the correction for multiple tests.
    #[must_use]
    pub fn correction(self, correction: Correction) -> BackboneOptions {
        BackboneOptions { correction, ..self }
    }

    /// Sets the largest corrected p of a pair that is kept.
    #[must_use]
    pub fn alpha(self, alpha: f64) -> BackboneOptions {
        BackboneOptions { alpha, ..self }
    }

    /// Keeps all pairs that share anything if `all` is `true`.
    #[must_use]
    pub fn all(self, all: bool) -> BackboneOptions {
        BackboneOptions { all, ..self }
    }

    /// Sets the number of networks that are sampled.
    #[must_use]
    pub fn samples(self, samples: u32) -> BackboneOptions {
        BackboneOptions { samples, ..self }
    }

    /// Sets the random seed of sampling.
    #[must_use]
    pub fn seed(self, seed: u64) -> BackboneOptions {
        BackboneOptions { seed, ..self }
    }
}

/// A pair, and the probability that it shares as much or more by chance.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BackboneTie {
    /// The pair.
    #[serde(flatten)]
    pub pair: Pair,
    /// The expected number of shared people or boards; `None` if weights are tested.
    pub expected: Option<f64>,
    /// The p-value.
    pub p: f64,
    /// The p-value corrected for multiple tests.
    pub p_corrected: f64,
}

/// The significant ties, and the number of tests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backbone {
    /// The ties that were kept: smallest p first, then largest weight, then by names and ids.
    pub ties: Vec<BackboneTie>,
    /// The number of tests: all pairs of nodes, n(n − 1)/2.
    pub tests: u64,
    /// The number of pairs that share anything.
    pub tied: usize,
}

/// Returns the pairs that share more than expected by chance.
///
/// Cost: the wedges of the projection, plus the null model. Full pairs are built only for the ties kept.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::pairs::Side;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_measures::backbone::{BackboneOptions, NullModel, backbone};
/// let options = BuildOptions { undated: true, ..BuildOptions::default() };
/// let graph = BoardGraph::new(Dataset::open("datasets/southern-women")?, options);
/// let found = backbone(&graph, &BackboneOptions::new(NullModel::Hypergeometric).side(Side::People));
/// // 17 of 153 pairs of women meet more often than expected.
/// assert_eq!((found.ties.len(), found.tests), (17, 153));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn backbone(graph: &BoardGraph, options: &BackboneOptions) -> Backbone {
    // If only certain pairs are wanted, the others still belong to the network under test.
    let all = options.clone().query(options.query.certain_only(false));
    let options_of =
        |query: Query| pairs::PairOptions::default().query(query).side(options.side).weight(options.weight);
    let pair_options = options_of(options.query);
    let tested = TestedNetwork::new(graph, &all);
    let mut keys = pairs::pair_keys(graph, &options_of(all.query));
    // Every node of a pair has a seat, but the rows of a damaged snapshot may be inconsistent.
    keys.retain(|key| [key.a, key.b].iter().all(|end| tested.nodes.binary_search(end).is_ok()));
    let results = tested.results(options, &keys);
    let tests = tested.pairs();
    let p: Vec<f64> = results.iter().map(|result| result.p).collect();
    let corrected = options.correction.corrected(&p, tests);
    let mut kept: Vec<usize> = (0..keys.len()).filter(|at| options.all || corrected[*at] <= options.alpha).collect();
    // Keys are sorted by descending weight, then by names and ids.
    kept.par_sort_by(|x, y| p[*x].total_cmp(&p[*y]).then(x.cmp(y)));
    let tie = |at: usize| {
        let pair = pairs::expand_pair(graph, &pair_options, &keys[at])?;
        Some(BackboneTie { pair, expected: results[at].expected, p: p[at], p_corrected: corrected[at] })
    };
    Backbone { ties: kept.into_par_iter().filter_map(tie).collect(), tests, tied: keys.len() }
}

/// The p-value and expectation of one pair.
#[derive(Clone, Copy, Debug, PartialEq)]
struct TestResult {
    p: f64,
    expected: Option<f64>,
}

/// The two-mode network under test.
struct TestedNetwork {
    links: BoardLinks,
    side: Side,
    /// The tested nodes, and the nodes of the other side that have a seat; both in ascending order.
    nodes: Vec<u32>,
    others: Vec<u32>,
}

impl TestedNetwork {
    fn new(graph: &BoardGraph, options: &BackboneOptions) -> TestedNetwork {
        let links = BoardLinks::new(graph, &options.query);
        let (own, other) = match options.side {
            Side::Companies => (Side::Companies, Side::People),
            Side::People => (Side::People, Side::Companies),
        };
        let all = Nodes::new(graph, &links, &options.query);
        let seated = |node: &u32| match other {
            Side::People => !links.boards(*node as usize).is_empty(),
            Side::Companies => !links.members(*node as usize).is_empty(),
        };
        let others = all.side(other).iter().copied().filter(seated).collect();
        TestedNetwork { others, nodes: all.side(own).to_vec(), links, side: own }
    }

    /// Returns the neighbours of a tested node on the other side.
    fn row(&self, node: u32) -> &[u32] {
        match self.side {
            Side::Companies => self.links.members(node as usize),
            Side::People => self.links.boards(node as usize),
        }
    }

    fn degree(&self, node: u32) -> usize {
        self.row(node).len()
    }

    /// Returns the degree of a node of the other side.
    fn other_degree(&self, node: u32) -> usize {
        match self.side {
            Side::Companies => self.links.boards(node as usize).len(),
            Side::People => self.links.members(node as usize).len(),
        }
    }

    fn pairs(&self) -> u64 {
        let count = self.nodes.len() as u64;
        count * count.saturating_sub(1) / 2
    }

    fn results(&self, options: &BackboneOptions, keys: &[PairKey]) -> Vec<TestResult> {
        match options.model {
            NullModel::Hypergeometric => keys.par_iter().map(|key| self.hypergeometric(key)).collect(),
            NullModel::Sdsm => self.sdsm(keys),
            NullModel::Fdsm => self.fdsm(options, keys),
            NullModel::Disparity => {
                let tie = |key: &PairKey| WeightedTie { a: key.a, b: key.b, weight: key.weight };
                let ties: Vec<WeightedTie> = keys.iter().map(tie).collect();
                disparity::p_values(&ties).into_iter().map(|p| TestResult { p, expected: None }).collect()
            }
        }
    }

    fn hypergeometric(&self, key: &PairKey) -> TestResult {
        let (count, a, b) = (self.others.len(), self.degree(key.a), self.degree(key.b));
        TestResult {
            p: hypergeometric::upper_tail(count, a, b, key.shared as usize),
            expected: Some(hypergeometric::mean(count, a, b)),
        }
    }

    /// All pairs with the same two degrees have the same distribution, which is computed once, up to the largest number
    /// shared.
    fn sdsm(&self, keys: &[PairKey]) -> Vec<TestResult> {
        let own: Vec<usize> = self.nodes.iter().map(|node| self.degree(*node)).collect();
        let other: Vec<usize> = self.others.iter().map(|node| self.other_degree(*node)).collect();
        let model = Bicm::from_degrees(&own, &other);
        let class = |key: &PairKey| {
            let (a, b) = (self.degree(key.a), self.degree(key.b));
            (a.min(b), a.max(b))
        };
        let mut most: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for key in keys {
            let most = most.entry(class(key)).or_default();
            *most = (*most).max(key.shared as usize);
        }
        let tails: BTreeMap<(usize, usize), (f64, Vec<f64>)> = most
            .into_par_iter()
            .map(|((a, b), most)| {
                let trials = sdsm::trials(&model, a, b);
                ((a, b), (sdsm::mean(&trials), sdsm::upper_tails(&trials, most)))
            })
            .collect();
        let result = |key: &PairKey| {
            let (mean, tails) = &tails[&class(key)];
            TestResult { p: tails[key.shared as usize], expected: Some(*mean) }
        };
        keys.iter().map(result).collect()
    }

    /// The observed network counts as one of the samples, so that the smallest p is 1 / (samples + 1).
    fn fdsm(&self, options: &BackboneOptions, keys: &[PairKey]) -> Vec<TestResult> {
        let at = |list: &[u32], node: u32| list.partition_point(|other| *other < node) as u32;
        let lists: Vec<Vec<u32>> = self
            .nodes
            .iter()
            .map(|node| self.row(*node).iter().map(|other| at(&self.others, *other)).collect())
            .collect();
        let rows = BipartiteRows::from_lists(lists.iter().map(Vec::as_slice));
        let pair = |key: &PairKey| RowPair { a: at(&self.nodes, key.a), b: at(&self.nodes, key.b), shared: key.shared };
        let pairs: Vec<RowPair> = keys.iter().map(pair).collect();
        let seen = fdsm::sample_counts(&rows, self.others.len(), &pairs, options.samples, options.seed);
        let count = f64::from(options.samples);
        let result = |seen: fdsm::SampleCounts| TestResult {
            p: (1.0 + f64::from(seen.at_least)) / (1.0 + count),
            expected: Some(seen.sum as f64 / count.max(1.0)),
        };
        seen.into_iter().map(result).collect()
    }
}

#[cfg(test)]
mod tests;
