//! The values of a measure, node by node.

use std::collections::BTreeMap;

use serde::Serialize;

use super::matrix::Matrix;
use super::measure::{Measure, NetworkKind};
use super::options::{PathSampling, RankOptions};
use super::twin_quotient::{TwinKind, TwinQuotient};
use super::{articulation, betweenness, brokers, closeness, constraint, directed, sampled_betweenness, spectral};
use crate::Projection;
use crate::cores::core_numbers;
use crate::stats::{Nodes, two_mode_network};
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::Side;
use interlocks_graph::{BoardGraph, CompanyIx};

/// The number of sampled paths if [`PathSampling::Auto`] samples.
pub const DEFAULT_SAMPLES: u32 = 1 << 16;
/// The probability with which the error bound of a sample holds.
pub const CONFIDENCE: f64 = 0.95;
/// The number of steps (classes × (arcs + classes)) up to which betweenness is exact by default: about a minute on two
/// cores.
const MAX_EXACT_STEPS: u64 = 20_000_000_000;

/// The size and precision of a sample of shortest paths.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SampleInfo {
    /// The number of sampled paths.
    pub samples: u32,
    /// The error bound, in units of the value: with probability `confidence`, no value differs from the exact one by
    /// more.
    pub error: f64,
    /// The probability with which the error bound holds.
    pub confidence: f64,
}

/// The values of a measure.
#[derive(Clone, Debug)]
pub(crate) struct NodeValues {
    /// `true` for betweenness, which may be estimated.
    pub(crate) is_betweenness: bool,
    /// The people or companies, in ascending order.
    pub(crate) nodes: Vec<u32>,
    /// The value of each, rounded to ten significant digits; `None` where the measure is not defined.
    pub(crate) values: Vec<Option<f64>>,
    /// Size and precision of the sample, if values are estimates.
    pub(crate) sample: Option<SampleInfo>,
    /// For brokerage roles, the number of companies without a known industry.
    pub(crate) unknown_industry: usize,
}

impl NodeValues {
    /// Returns the nodes that have a value, with it.
    pub(crate) fn known(&self) -> impl Iterator<Item = (u32, f64)> {
        self.nodes.iter().zip(&self.values).filter_map(|(node, value)| Some((*node, (*value)?)))
    }

    /// Returns the value of a node; `None` where there is none.
    pub(crate) fn get(&self, node: u32) -> Option<f64> {
        self.nodes.binary_search(&node).ok().and_then(|at| self.values.get(at).copied().flatten())
    }
}

/// Computes a measure for the people or companies of [`stats`](crate::stats()), on the network that
/// [`RankOptions::checked`] returns.
pub(crate) fn node_values(graph: &BoardGraph, options: &RankOptions, on: NetworkKind) -> NodeValues {
    let links = BoardLinks::new(graph, &options.query);
    let sides = Nodes::new(graph, &links, &options.query);
    let directed = match options.measure {
        Measure::OutDegree => directed::directed_degrees(graph, &options.query).out_degree,
        Measure::InDegree => directed::directed_degrees(graph, &options.query).in_degree,
        _ => Vec::new(),
    };
    let senders = nodes_with_degree(sides.side(options.side), &directed);
    let own = senders.as_deref().unwrap_or(sides.side(options.side));
    let mut sample = None;
    let mut unknown_industry = 0;
    let values: Vec<Option<f64>> = match options.measure {
        Measure::Boards => own.iter().map(|node| Some(seats(&links, options.side, *node) as f64)).collect(),
        Measure::OutDegree | Measure::InDegree => {
            own.iter().map(|node| Some(directed[*node as usize] as f64)).collect()
        }
        Measure::Broker(role) => {
            let network = Projection::new(graph, &options.query, options.side, own.to_vec());
            let groups = industries(graph, own);
            unknown_industry = groups.iter().filter(|group| group.is_none()).count();
            let count = |found: &brokers::Brokerage| role.map_or(found.total(), |role| found.role(role));
            brokers::brokerage(&network, &groups).iter().map(|found| Some(count(found) as f64)).collect()
        }
        _ => {
            let (network, weights) = match (on, options.weight) {
                (NetworkKind::TwoMode, _) => (two_mode_network(&links, &sides.all(&links)), None),
                (NetworkKind::Projection, None) => {
                    (Projection::new(graph, &options.query, options.side, own.to_vec()), None)
                }
                (NetworkKind::Projection, Some(weight)) => {
                    let own = own.to_vec();
                    let (network, weights) = Projection::weighted(graph, &options.query, options.side, own, weight);
                    (network, Some(weights))
                }
            };
            let values = on_network(&network, weights.as_deref(), on, options, &mut sample);
            let first =
                if on == NetworkKind::TwoMode && options.side == Side::Companies { sides.people.len() } else { 0 };
            let mut values = values[first..first + own.len()].to_vec();
            if options.measure == Measure::Eigenvector {
                scale_to_one(&mut values);
            }
            values
        }
    };
    let values = values.into_iter().map(|value| value.map(round_to_ten_digits)).collect();
    let is_betweenness = options.measure == Measure::Betweenness;
    NodeValues { is_betweenness, nodes: own.to_vec(), values, sample, unknown_industry }
}

/// Adds the companies with a directed interlock to the nodes: one that sends an executive may have no board member itself.
/// `None` if there are none to add.
fn nodes_with_degree(nodes: &[u32], degrees: &[u64]) -> Option<Vec<u32>> {
    let missing =
        degrees.iter().zip(0u32..).filter(|(degree, node)| **degree > 0 && nodes.binary_search(node).is_err());
    let mut all: Vec<u32> = missing.map(|(_, node)| node).collect();
    if all.is_empty() {
        return None;
    }
    all.extend_from_slice(nodes);
    all.sort_unstable();
    Some(all)
}

/// Returns the number of boards of a person, or of members of a board.
fn seats(links: &BoardLinks, side: Side, node: u32) -> usize {
    match side {
        Side::People => links.boards(node as usize).len(),
        Side::Companies => links.members(node as usize).len(),
    }
}

/// Returns the sum of the weights of the ties of a node: without weights, of the numbers shared.
fn strength(network: &Projection, weights: Option<&[f64]>, node: usize) -> f64 {
    match weights {
        Some(weights) => weights[network.row(node)].iter().sum(),
        None => network.weights(node).iter().map(|shared| f64::from(*shared)).sum(),
    }
}

/// Computes the values of all nodes of a network, for the measures that are defined on a network alone. `weights` are
/// those of its ties, if they are asked for.
fn on_network(
    network: &Projection,
    weights: Option<&[f64]>,
    on: NetworkKind,
    options: &RankOptions,
    sample: &mut Option<SampleInfo>,
) -> Vec<Option<f64>> {
    let quotient = || {
        TwinQuotient::new(network, if on == NetworkKind::TwoMode { TwinKind::NonAdjacent } else { TwinKind::Adjacent })
    };
    let all = |values: Vec<f64>| values.into_iter().map(Some).collect();
    let counts = |counts: Vec<u64>| counts.into_iter().map(|count| Some(count as f64)).collect();
    match options.measure {
        Measure::Degree => counts((0..network.len()).map(|node| network.degree(node) as u64).collect()),
        Measure::Core => counts(core_numbers(network).into_iter().map(u64::from).collect()),
        Measure::Articulation => counts(articulation::articulation(network)),
        Measure::Strength => all((0..network.len()).map(|node| strength(network, weights, node)).collect()),
        Measure::Constraint => constraint::constraint(network, weights),
        Measure::Betweenness => all(betweenness_values(&quotient(), options, sample)),
        Measure::Closeness | Measure::Harmonic => {
            let found = closeness::distance_sums(&quotient());
            let harmonic = options.measure == Measure::Harmonic;
            let value =
                |near: &closeness::DistanceSums| if harmonic { near.harmonic } else { near.closeness(found.len()) };
            found.iter().map(|near| Some(value(near))).collect()
        }
        _ => {
            let quotient = if weights.is_none() { Some(quotient()) } else { None };
            let matrix = match (&quotient, weights) {
                (None, Some(weights)) => Matrix::from_weights(network, weights),
                (quotient, _) => quotient.as_ref().map(Matrix::from_quotient).unwrap_or_default(),
            };
            let values = match options.measure {
                Measure::Bonacich => spectral::bonacich(&matrix, options.beta),
                Measure::PageRank => spectral::pagerank(&matrix, options.damping),
                _ => spectral::leading(&matrix).vector,
            };
            all(quotient.map_or(values.clone(), |quotient| quotient.expand(&values)))
        }
    }
}

/// Computes betweenness from all shortest paths, or estimates it from a sample.
fn betweenness_values(quotient: &TwinQuotient, options: &RankOptions, sample: &mut Option<SampleInfo>) -> Vec<f64> {
    let steps = quotient.classes() as u64 * (quotient.arcs() + quotient.classes()) as u64;
    let samples = match options.paths {
        PathSampling::All => None,
        PathSampling::Auto => (steps > MAX_EXACT_STEPS).then_some(DEFAULT_SAMPLES),
        PathSampling::Sample(samples) => Some(samples),
    };
    let Some(samples) = samples else { return betweenness::betweenness(quotient) };
    let estimate = sampled_betweenness::sampled_betweenness(quotient, samples, options.seed, CONFIDENCE);
    *sample = Some(SampleInfo { samples, error: estimate.error, confidence: CONFIDENCE });
    estimate.values
}

/// Returns the industries of companies as numbers, spellings of one as one; `None` where no industry is stated.
fn industries(graph: &BoardGraph, companies: &[u32]) -> Vec<Option<u32>> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let number = |company: &u32| {
        let name = graph.industry_key(CompanyIx::new(*company))?;
        let next = numbers.len() as u32;
        Some(*numbers.entry(name).or_insert(next))
    };
    companies.iter().map(number).collect()
}

/// Scales values so that the largest is 1.
fn scale_to_one(values: &mut [Option<f64>]) {
    let most = values.iter().flatten().copied().fold(0.0, f64::max);
    if most > 0.0 {
        values.iter_mut().flatten().for_each(|value| *value /= most);
    }
}

/// Rounds a value to ten significant digits.
fn round_to_ten_digits(value: f64) -> f64 {
    if value.fract() == 0.0 { value } else { format!("{value:.9e}").parse().unwrap_or(value) }
}
