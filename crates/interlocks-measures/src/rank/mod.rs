//! Rankings: people or companies in the order of a centrality measure.
//!
//! | file | contents |
//! |---|---|
//! | `measure.rs` | the measures, the networks on which they are defined, and how to add one |
//! | `twin_quotient.rs` | structurally equivalent nodes merged: the network most measures run on |
//! | `betweenness.rs`, `sampled_betweenness.rs` | shortest paths through a node, all of them or a sample |
//! | `closeness.rs` | distances to all other nodes: closeness and harmonic centrality |
//! | `matrix.rs`, `spectral.rs` | eigenvector centrality, Bonacich power, PageRank |
//! | `constraint.rs`, `brokers.rs` | structural holes: Burt's constraint, brokerage roles |
//! | `directed.rs` | directed interlocks: in-degree and out-degree |
//! | `articulation.rs` | articulation points |

pub mod articulation;
pub mod betweenness;
pub mod brokers;
pub mod closeness;
pub mod constraint;
pub mod directed;
mod matrix;
mod measure;
pub mod sampled_betweenness;
mod spectral;
pub mod twin_quotient;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use super::Projection;
use super::cores::core_numbers;
use super::stats::{Nodes, two_mode_network};
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::{Side, Weight};
use interlocks_analysis::{Named, Query};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

pub use brokers::BrokerRole;
pub use measure::{Measure, NetworkKind};

use matrix::Matrix;
use twin_quotient::{TwinKind, TwinQuotient};

/// Options of [`rank()`].
///
/// ```
/// use interlocks_analysis::pairs::{Side, Weight};
/// use interlocks_measures::rank::{Measure, RankOptions};
/// let options = RankOptions::new(Measure::Strength).side(Side::People).weight(Weight::Newman).top(10);
/// assert_eq!((options.damping, options.seed, options.top), (0.85, 1, Some(10)));
/// ```
#[derive(Clone, Debug)]
pub struct RankOptions {
    /// The clock, and whether only certain seats count. Default: any time, with possible seats.
    pub query: Query,
    /// The side to rank. Default: companies.
    pub side: Side,
    /// The measure. Default: degree.
    pub measure: Measure,
    /// The network. Default: `None`, the first of [`Measure::networks`].
    pub network: Option<NetworkKind>,
    /// The weight of ties. Default: `None`, which is 1 for each tie; for strength, the number of shared people or
    /// boards.
    pub weight: Option<Weight>,
    /// Bonacich's β as a share of 1/λ₁, between −1 and 1 (exclusive). Default: 0.5.
    pub beta: f64,
    /// PageRank's damping, from 0 to 1 (exclusive). Default: 0.85.
    pub damping: f64,
    /// The shortest paths from which betweenness is computed. Default: [`PathSampling::Auto`].
    pub paths: PathSampling,
    /// The random seed of sampling. Default: 1.
    pub seed: u64,
    /// The maximum number of rows. Default: `None`, all rows.
    pub top: Option<usize>,
    /// `true` for the smallest value first. Default: `false`.
    pub reverse: bool,
}

impl Default for RankOptions {
    fn default() -> RankOptions {
        RankOptions {
            query: Query::default(),
            side: Side::Companies,
            measure: Measure::Degree,
            network: None,
            weight: None,
            beta: 0.5,
            damping: 0.85,
            paths: PathSampling::default(),
            seed: 1,
            top: None,
            reverse: false,
        }
    }
}

impl RankOptions {
    /// Creates options for a measure, with defaults for all else.
    pub fn new(measure: Measure) -> RankOptions {
        RankOptions { measure, ..RankOptions::default() }
    }

    /// Sets the clock, and whether only certain seats count.
    #[must_use]
    pub fn query(self, query: Query) -> RankOptions {
        RankOptions { query, ..self }
    }

    /// Sets the side to rank.
    #[must_use]
    pub fn side(self, side: Side) -> RankOptions {
        RankOptions { side, ..self }
    }

    /// Sets the network on which the measure is computed.
    #[must_use]
    pub fn network(self, network: NetworkKind) -> RankOptions {
        RankOptions { network: Some(network), ..self }
    }

    /// Sets the weight of ties.
    #[must_use]
    pub fn weight(self, weight: Weight) -> RankOptions {
        RankOptions { weight: Some(weight), ..self }
    }

    /// Sets Bonacich's β as a share of 1/λ₁.
    #[must_use]
    pub fn beta(self, beta: f64) -> RankOptions {
        RankOptions { beta, ..self }
    }

    /// Sets PageRank's damping.
    #[must_use]
    pub fn damping(self, damping: f64) -> RankOptions {
        RankOptions { damping, ..self }
    }

    /// Sets the shortest paths from which betweenness is computed.
    #[must_use]
    pub fn paths(self, paths: PathSampling) -> RankOptions {
        RankOptions { paths, ..self }
    }

    /// Sets the random seed of sampling.
    #[must_use]
    pub fn seed(self, seed: u64) -> RankOptions {
        RankOptions { seed, ..self }
    }

    /// Limits the number of rows.
    #[must_use]
    pub fn top(self, top: usize) -> RankOptions {
        RankOptions { top: Some(top), ..self }
    }

    /// Puts the smallest value first if `reverse` is `true`.
    #[must_use]
    pub fn reverse(self, reverse: bool) -> RankOptions {
        RankOptions { reverse, ..self }
    }
}

/// The shortest paths from which betweenness is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathSampling {
    /// All paths; [`DEFAULT_SAMPLES`] random paths if all would take more than about a minute.
    #[default]
    Auto,
    /// All shortest paths, however long it takes.
    All,
    /// A number of random shortest paths, at least 2.
    Sample(u32),
}

/// The number of sampled paths if [`PathSampling::Auto`] samples.
pub const DEFAULT_SAMPLES: u32 = 1 << 16;
/// The probability with which the error bound of a sample holds.
pub const CONFIDENCE: f64 = 0.95;
/// The number of steps (classes × (arcs + classes)) up to which betweenness is exact by default: about a minute on two
/// cores.
const MAX_EXACT_STEPS: u64 = 20_000_000_000;

/// A row of a ranking.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    /// The rank: 1 + the number of rows with a larger value (a smaller value if the order is reversed). Equal values
    /// share a rank.
    pub rank: usize,
    /// The id of the person or company.
    pub id: String,
    /// The name of the person or company.
    pub name: String,
    /// The value of the measure. Counts are integers; other values are rounded to ten significant digits, so that
    /// values that differ only by the order of a sum share a rank.
    #[serde(serialize_with = "number")]
    pub value: f64,
}

/// Serialises integral values as integers.
fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let whole = value.fract() == 0.0 && value.abs() < 9e15;
    if whole { serializer.serialize_i64(*value as i64) } else { serializer.serialize_f64(*value) }
}

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

/// People or companies in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The network on which the measure was computed.
    pub network: NetworkKind,
    /// The rows, best first.
    pub rows: Vec<Ranked>,
    /// Size and precision of the sample, if values are estimates.
    pub sample: Option<SampleInfo>,
    /// The number of nodes without a value, which have no row: isolates have no constraint.
    pub without_value: usize,
    /// For brokerage roles, the number of companies without a known industry; paths through them are not counted.
    pub unknown_industry: usize,
}

/// An error in the options of a ranking.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RankError {
    /// The measure is defined for companies only.
    #[error("{} is defined for companies only; use --of companies", .0)]
    CompaniesOnly(Measure),
    /// The measure is not defined on the network.
    #[error("{} is not defined on the {} network", .0, .1)]
    UndefinedOn(Measure, NetworkKind),
    /// The measure does not use tie weights.
    #[error("{} does not use tie weights; leave out --weight", .0)]
    NotWeighted(Measure),
    /// Tie weights were requested on the two-mode network.
    #[error("only the projection has tie weights; leave out --weight or --on two-mode")]
    WeightedTwoMode,
    /// β is out of range.
    #[error("--beta {0}: must be between -1 and 1, exclusive")]
    Beta(f64),
    /// The damping is out of range.
    #[error("--damping {0}: must be at least 0 and below 1")]
    Damping(f64),
}

/// Ranks people or companies by a measure: largest value first, then by name, then by id.
///
/// The nodes are those of [`stats`](super::stats()). Values on the two-mode network are computed on all of it, and
/// those of one side are returned.
///
/// # Errors
///
/// Returns an error if the measure does not fit the other options, or if `beta` or `damping` is out of range.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::pairs::Side;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_measures::rank::{Measure, RankOptions, rank};
/// let options = BuildOptions { undated: true, ..BuildOptions::default() };
/// let graph = BoardGraph::new(Dataset::open("datasets/southern-women")?, options);
/// let found = rank(&graph, &RankOptions::new(Measure::Boards).side(Side::People).top(5)).unwrap();
/// assert_eq!((found.rows[0].rank, found.rows[0].value), (1, 8.0));
/// assert_eq!(found.rows.len(), 5);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn rank(graph: &BoardGraph, options: &RankOptions) -> Result<Ranking, RankError> {
    let on = validated(options)?;
    let links = BoardLinks::new(graph, &options.query);
    let nodes = Nodes::new(graph, &links, &options.query);
    let directed = match options.measure {
        Measure::OutDegree => directed::directed_degrees(graph, &options.query).out_degree,
        Measure::InDegree => directed::directed_degrees(graph, &options.query).in_degree,
        _ => Vec::new(),
    };
    let senders = nodes_with_degree(nodes.side(options.side), &directed);
    let own = senders.as_deref().unwrap_or(nodes.side(options.side));
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
                (NetworkKind::TwoMode, _) => (two_mode_network(&links, &nodes.all(&links)), None),
                (NetworkKind::Projection, None) => {
                    (Projection::new(graph, &options.query, options.side, own.to_vec()), None)
                }
                (NetworkKind::Projection, Some(weight)) => {
                    let own = own.to_vec();
                    let (network, weights) = Projection::weighted(graph, &options.query, options.side, own, weight);
                    (network, Some(weights))
                }
            };
            let values = node_values(&network, weights.as_deref(), on, options, &mut sample);
            let first =
                if on == NetworkKind::TwoMode && options.side == Side::Companies { nodes.people.len() } else { 0 };
            let mut values = values[first..first + own.len()].to_vec();
            if options.measure == Measure::Eigenvector {
                scale_to_one(&mut values);
            }
            values
        }
    };
    let known: Vec<(u32, f64)> =
        own.iter().zip(&values).filter_map(|(node, value)| Some((*node, round_to_ten_digits((*value)?)))).collect();
    Ok(Ranking {
        network: on,
        sample,
        without_value: values.len() - known.len(),
        unknown_industry,
        rows: ranked_rows(graph, options, known),
    })
}

/// Computes the PageRank of each node of an unweighted network: the share of time a random walk spends there that
/// follows a tie with probability `damping` and jumps to a random node otherwise (Brin and Page 1998). The values sum
/// to 1. From a node without ties the walk always jumps.
///
/// ```
/// use interlocks_measures::{Projection, rank::pagerank};
/// // Two leaves of one hub.
/// let found = pagerank(&Projection::from_ties(3, &[(0, 1, 1), (0, 2, 1)]), 0.85);
/// assert!((found[0] - 0.4864864).abs() < 1e-6);
/// assert_eq!(found[1], found[2]);
/// ```
pub fn pagerank(network: &Projection, damping: f64) -> Vec<f64> {
    let quotient = TwinQuotient::new(network, TwinKind::Adjacent);
    quotient.expand(&spectral::pagerank(&Matrix::from_quotient(&quotient), damping))
}

fn validated(options: &RankOptions) -> Result<NetworkKind, RankError> {
    let by = options.measure;
    let on = options.network.unwrap_or(by.networks()[0]);
    if !by.applies_to(options.side) {
        return Err(RankError::CompaniesOnly(by));
    }
    if !by.networks().contains(&on) {
        return Err(RankError::UndefinedOn(by, on));
    }
    if options.weight.is_some() && !by.uses_weights() {
        return Err(RankError::NotWeighted(by));
    }
    if options.weight.is_some() && on == NetworkKind::TwoMode {
        return Err(RankError::WeightedTwoMode);
    }
    if by == Measure::Bonacich && (options.beta.is_nan() || options.beta.abs() >= 1.0) {
        return Err(RankError::Beta(options.beta));
    }
    if by == Measure::PageRank && !(0.0..1.0).contains(&options.damping) {
        return Err(RankError::Damping(options.damping));
    }
    Ok(on)
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
fn node_values(
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

/// Sorts rows and assigns ranks. Names are looked up only for the rows that are returned.
fn ranked_rows(graph: &BoardGraph, options: &RankOptions, mut known: Vec<(u32, f64)>) -> Vec<Ranked> {
    let order = |x: f64, y: f64| if options.reverse { x.total_cmp(&y) } else { y.total_cmp(&x) };
    known.par_sort_unstable_by(|x, y| order(x.1, y.1).then(x.0.cmp(&y.0)));
    let top = options.top.unwrap_or(usize::MAX);
    if let Some(last) = top.checked_sub(1).and_then(|last| known.get(last)).map(|last| last.1) {
        let kept = known.partition_point(|row| order(row.1, last) != Ordering::Greater);
        known.truncate(kept);
    }
    let entity = |node: u32| match options.side {
        Side::People => Entity::Person(PersonIx::new(node)),
        Side::Companies => Entity::Company(CompanyIx::new(node)),
    };
    let mut rows: Vec<Ranked> = known
        .into_par_iter()
        .map(|(node, value)| {
            let Named { id, name } = Named::new(graph, entity(node));
            Ranked { rank: 0, id, name, value }
        })
        .collect();
    rows.par_sort_by(|x, y| order(x.value, y.value).then_with(|| (&x.name, &x.id).cmp(&(&y.name, &y.id))));
    for at in 0..rows.len() {
        rows[at].rank = if at > 0 && rows[at].value == rows[at - 1].value { rows[at - 1].rank } else { at + 1 };
    }
    rows.truncate(top);
    rows
}
