//! The backbone: interlocks that are more than boards of these sizes would have by chance.
//!
//! | file | what it holds |
//! |---|---|
//! | `hypergeometric.rs` | one side's degrees fixed, the other's free |
//! | `bicm.rs` | probabilities of seats that keep both sides' degrees in the mean |
//! | `sdsm.rs` | what two nodes share under these |
//! | `fdsm.rs` | samples of networks that keep both sides' degrees exactly |
//! | `disparity.rs` | weights against those of the same node |
//! | `correction.rs` | what many tests at once do to a p-value |
//!
//! The tests are of all pairs of nodes, whether they share anybody or not: a pair that shares nobody
//! has p = 1, and counts. What a pair shares at once is set against what two nodes of a random network
//! of the same seats would share, seats of other days included; so without a day (`--at`) a p-value
//! of dated seats is rather too large than too small.

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
use disparity::Weighted;
use fdsm::{Rows, Shared};

pub use interlocks_analysis::statistics::Correction;
use interlocks_analysis::statistics::hypergeometric;

/// What chance is taken to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// The nodes' own degrees fixed, the other side's free.
    #[default]
    Hypergeometric,
    /// Both sides' degrees fixed in the mean.
    Sdsm,
    /// Both sides' degrees fixed.
    Fdsm,
    /// The weights of a node spread at random over its ties.
    Disparity,
}

impl Model {
    /// Every model.
    pub const ALL: [Model; 4] = [Model::Hypergeometric, Model::Sdsm, Model::Fdsm, Model::Disparity];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Model::Hypergeometric => "hypergeometric",
            Model::Sdsm => "sdsm",
            Model::Fdsm => "fdsm",
            Model::Disparity => "disparity",
        }
    }
}

interlocks_core::enum_names!(Model, "null model");

/// What to ask.
#[derive(Clone, Debug)]
pub struct BackboneOptions {
    pub query: Query,
    pub side: Side,
    pub model: Model,
    /// How much a pair weighs: what [`Model::Disparity`] tests, and what orders pairs of one p.
    pub weight: Weight,
    pub correction: Correction,
    /// Pairs are kept whose corrected p is no larger.
    pub alpha: f64,
    /// Keep all that share anybody.
    pub all: bool,
    /// How many networks [`Model::Fdsm`] draws, and where chance begins.
    pub samples: u32,
    pub seed: u64,
}

impl Default for BackboneOptions {
    fn default() -> BackboneOptions {
        BackboneOptions {
            query: Query::default(),
            side: Side::default(),
            model: Model::default(),
            weight: Weight::default(),
            correction: Correction::default(),
            alpha: 0.05,
            all: false,
            samples: 999,
            seed: 1,
        }
    }
}

/// A pair, and how likely chance alone would have it share as much or more.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tie {
    #[serde(flatten)]
    pub pair: Pair,
    /// What it is expected to share; none where weights are tested.
    pub expected: Option<f64>,
    pub p: f64,
    pub p_corrected: f64,
}

/// The ties kept, and how many were tested.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backbone {
    /// Least p first, then heaviest, then by names, then by ids.
    pub ties: Vec<Tie>,
    /// How many tests there are: all pairs of nodes, n(n − 1)/2.
    pub tests: u64,
    /// How many pairs share anybody.
    pub tied: usize,
}

/// The pairs that share more than chance would have them.
///
/// Cost: that of all pairs (the wedges), and of the model; only pairs that are kept are told in full.
pub fn backbone(graph: &BoardGraph, options: &BackboneOptions) -> Backbone {
    let asked = pairs::PairOptions {
        query: options.query,
        side: options.side,
        weight: options.weight,
        ..pairs::PairOptions::default()
    };
    let tested = Tested::of(graph, options);
    let mut keys = pairs::pair_keys(graph, &asked);
    // Whoever shares has a seat; but rows of a damaged snapshot may not agree.
    keys.retain(|key| [key.a, key.b].iter().all(|end| tested.nodes.binary_search(end).is_ok()));
    let chances = tested.chances(options, &keys);
    let tests = tested.pairs();
    let p: Vec<f64> = chances.iter().map(|chance| chance.p).collect();
    let corrected = options.correction.corrected(&p, tests);
    let mut kept: Vec<usize> = (0..keys.len()).filter(|at| options.all || corrected[*at] <= options.alpha).collect();
    // Keys are heaviest first, then by names and ids.
    kept.par_sort_by(|x, y| p[*x].total_cmp(&p[*y]).then(x.cmp(y)));
    let tie = |at: usize| {
        let pair = pairs::expand_pair(graph, &asked, &keys[at])?;
        Some(Tie { pair, expected: chances[at].expected, p: p[at], p_corrected: corrected[at] })
    };
    Backbone { ties: kept.into_par_iter().filter_map(tie).collect(), tests, tied: keys.len() }
}

/// Of one pair.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Chance {
    p: f64,
    expected: Option<f64>,
}

/// The two-mode network that chance is asked of.
struct Tested {
    links: BoardLinks,
    side: Side,
    /// The nodes that are tested, and those of the other side that somebody sits at, in order.
    nodes: Vec<u32>,
    others: Vec<u32>,
}

impl Tested {
    fn of(graph: &BoardGraph, options: &BackboneOptions) -> Tested {
        let links = BoardLinks::new(graph, &options.query);
        let (own, other) = match options.side {
            Side::Companies => (Side::Companies, Side::People),
            Side::People => (Side::People, Side::Companies),
        };
        let all = Nodes::of(&links, &options.query);
        let seated = |node: &u32| match other {
            Side::People => !links.boards(*node as usize).is_empty(),
            Side::Companies => !links.members(*node as usize).is_empty(),
        };
        let others = all.side(other).iter().copied().filter(seated).collect();
        Tested { others, nodes: all.side(own).to_vec(), links, side: own }
    }

    /// Whom a node of the tested side sits with, or where.
    fn row(&self, node: u32) -> &[u32] {
        match self.side {
            Side::Companies => self.links.members(node as usize),
            Side::People => self.links.boards(node as usize),
        }
    }

    fn degree(&self, node: u32) -> usize {
        self.row(node).len()
    }

    /// How many sit at a node of the other side.
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

    fn chances(&self, options: &BackboneOptions, keys: &[PairKey]) -> Vec<Chance> {
        match options.model {
            Model::Hypergeometric => keys.par_iter().map(|key| self.hypergeometric(key)).collect(),
            Model::Sdsm => self.sdsm(keys),
            Model::Fdsm => self.fdsm(options, keys),
            Model::Disparity => {
                let tie = |key: &PairKey| Weighted { a: key.a, b: key.b, weight: key.weight };
                let ties: Vec<Weighted> = keys.iter().map(tie).collect();
                disparity::chances(&ties).into_iter().map(|p| Chance { p, expected: None }).collect()
            }
        }
    }

    fn hypergeometric(&self, key: &PairKey) -> Chance {
        let (count, a, b) = (self.others.len(), self.degree(key.a), self.degree(key.b));
        Chance {
            p: hypergeometric::upper_tail(count, a, b, key.shared as usize),
            expected: Some(hypergeometric::mean(count, a, b)),
        }
    }

    /// Pairs of nodes of the same two degrees are alike: each such class is worked out once, up to
    /// the most that any of them shares.
    fn sdsm(&self, keys: &[PairKey]) -> Vec<Chance> {
        let own: Vec<usize> = self.nodes.iter().map(|node| self.degree(*node)).collect();
        let other: Vec<usize> = self.others.iter().map(|node| self.other_degree(*node)).collect();
        let model = Bicm::solved(&own, &other);
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
        let chance = |key: &PairKey| {
            let (mean, tails) = &tails[&class(key)];
            Chance { p: tails[key.shared as usize], expected: Some(*mean) }
        };
        keys.iter().map(chance).collect()
    }

    /// The network itself is one of those that chance might have drawn, so that no p is less than one
    /// in samples and one.
    fn fdsm(&self, options: &BackboneOptions, keys: &[PairKey]) -> Vec<Chance> {
        let at = |list: &[u32], node: u32| list.partition_point(|other| *other < node) as u32;
        let lists: Vec<Vec<u32>> = self
            .nodes
            .iter()
            .map(|node| self.row(*node).iter().map(|other| at(&self.others, *other)).collect())
            .collect();
        let rows = Rows::of(lists.iter().map(Vec::as_slice));
        let pair = |key: &PairKey| Shared { a: at(&self.nodes, key.a), b: at(&self.nodes, key.b), shared: key.shared };
        let pairs: Vec<Shared> = keys.iter().map(pair).collect();
        let seen = fdsm::samples(&rows, self.others.len(), &pairs, options.samples, options.seed);
        let count = f64::from(options.samples);
        let chance = |seen: fdsm::Seen| Chance {
            p: (1.0 + f64::from(seen.at_least)) / (1.0 + count),
            expected: Some(seen.sum as f64 / count.max(1.0)),
        };
        seen.into_iter().map(chance).collect()
    }
}

#[cfg(test)]
mod tests;
