//! People and companies in the order of a measure.
//!
//! | file | what it holds |
//! |---|---|
//! | `measure.rs` | the measures and the networks they are taken on |
//! | `folded.rs` | twins folded into one node: what most measures run on |
//! | `betweenness.rs`, `sampled.rs` | shortest paths through a node, all of them or a sample |
//! | `closeness.rs` | distances to all others |
//! | `matrix.rs`, `spectral.rs` | eigenvector, Bonacich's power, PageRank |
//! | `weights.rs` | what ties weigh, and strength |
//! | `constraint.rs`, `brokers.rs` | between others that are joined, or not |
//! | `directed.rs` | who sends executives |
//! | `articulation.rs` | who is the only link |

pub mod articulation;
pub mod betweenness;
pub mod brokers;
pub mod closeness;
pub mod constraint;
pub mod directed;
pub mod folded;
mod matrix;
mod measure;
pub mod sampled;
mod spectral;
pub mod weights;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use super::Network;
use super::cores::core_numbers;
use super::stats::{Nodes, whole};
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::{Side, Weight};
use interlocks_analysis::{Named, Query};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

pub use brokers::Role;
pub use measure::{Measure, On};

use folded::{TwinQuotient, Twins};
use matrix::Matrix;

/// What to rank, and by what.
#[derive(Clone, Debug)]
pub struct RankOptions {
    pub query: Query,
    pub of: Side,
    pub by: Measure,
    /// The network; none for the usual one of the measure.
    pub on: Option<On>,
    /// What ties weigh; without it they weigh 1, and in strength what is shared.
    pub weight: Option<Weight>,
    /// Bonacich's β as a share of 1/λ₁, between −1 and 1.
    pub beta: f64,
    /// PageRank's damping, from 0 to below 1.
    pub damping: f64,
    pub paths: Paths,
    /// Draws of a sample.
    pub seed: u64,
    /// Only so many rows.
    pub top: Option<usize>,
    /// Smallest first.
    pub reverse: bool,
}

impl Default for RankOptions {
    fn default() -> RankOptions {
        RankOptions {
            query: Query::default(),
            of: Side::Companies,
            by: Measure::Degree,
            on: None,
            weight: None,
            beta: 0.5,
            damping: 0.85,
            paths: Paths::default(),
            seed: 1,
            top: None,
            reverse: false,
        }
    }
}

/// Which shortest paths betweenness is taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paths {
    /// All of them, and a sample of the usual size where that would take minutes.
    #[default]
    BySize,
    All,
    Sample(u32),
}

/// Samples where nobody says how many.
pub const USUAL_SAMPLES: u32 = 1 << 16;
/// How often the bound on the error of a sample holds.
pub const CONFIDENCE: f64 = 0.95;
/// Steps of searches from all nodes that are still taken: about a minute on two cores.
const MOST_STEPS: u64 = 20_000_000_000;

/// Somebody in an order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    /// One more than there are with a larger value.
    pub rank: usize,
    pub id: String,
    pub name: String,
    /// Counts are whole; all else is told to ten digits, so that what differs by the order of a sum
    /// alone shares a rank.
    #[serde(serialize_with = "number")]
    pub value: f64,
}

/// Whole numbers as such.
fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let whole = value.fract() == 0.0 && value.abs() < 9e15;
    if whole { serializer.serialize_i64(*value as i64) } else { serializer.serialize_f64(*value) }
}

/// A sample of shortest paths, and what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sample {
    pub samples: u32,
    /// No value is further off than this, in its own units, with the probability of the confidence.
    pub error: f64,
    pub confidence: f64,
}

/// People or companies in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    pub on: On,
    pub rows: Vec<Ranked>,
    /// Where values are estimates.
    pub sample: Option<Sample>,
    /// How many have no value: isolates have no constraint.
    pub without_value: usize,
    /// For roles of brokers, how many companies have no known industry: ways over them are not counted.
    pub unknown_industry: usize,
}

/// Why there is no ranking.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RankError {
    #[error("{} is of companies only: use --of companies", .0.as_str())]
    OfCompanies(Measure),
    #[error("{} is not taken on the {} network", .0.as_str(), .1.as_str())]
    NotOn(Measure, On),
    #[error("ties have no weight in {}: leave --weight out", .0.as_str())]
    NotWeighted(Measure),
    #[error("weights are those of the projection: leave --weight or --on two-mode out")]
    WeightedTwoMode,
    #[error("--beta {0}: it must lie between -1 and 1")]
    Beta(f64),
    #[error("--damping {0}: it must be 0 or more, and below 1")]
    Damping(f64),
}

/// People or companies in the order of a measure: largest first, then by name, then by id.
///
/// The nodes are those of [`stats`](super::stats()). Values on the two-mode network are worked out on
/// all of it, and those of one side told.
///
/// # Errors
/// When the measure does not go with the other options.
pub fn rank(graph: &BoardGraph, options: &RankOptions) -> Result<Ranking, RankError> {
    let on = checked(options)?;
    let links = BoardLinks::new(graph, &options.query);
    let nodes = Nodes::of(&links, &options.query);
    let own = nodes.side(options.of);
    let mut sample = None;
    let mut unknown_industry = 0;
    let values: Vec<Option<f64>> = match options.by {
        Measure::Boards => own.iter().map(|node| Some(seats(&links, options.of, *node) as f64)).collect(),
        Measure::OutDegree | Measure::InDegree => {
            let found = directed::directed(graph, &options.query);
            let counts = if options.by == Measure::OutDegree { found.out } else { found.into };
            own.iter().map(|node| Some(counts[*node as usize] as f64)).collect()
        }
        Measure::Broker(role) => {
            let network = Network::projected(&links, options.of, own.to_vec());
            let groups = industries(graph, own);
            unknown_industry = groups.iter().filter(|group| group.is_none()).count();
            let count = |found: &brokers::Brokerage| role.map_or(found.total(), |role| found.role(role));
            brokers::brokers(&network, &groups).iter().map(|found| Some(count(found) as f64)).collect()
        }
        _ => {
            let network = match on {
                On::Projection => Network::projected(&links, options.of, own.to_vec()),
                On::TwoMode => whole(&links, &nodes.all(&links)),
            };
            let values = of_network(&links, &network, on, options, &mut sample);
            let first = if on == On::TwoMode && options.of == Side::Companies { nodes.people.len() } else { 0 };
            let mut values = values[first..first + own.len()].to_vec();
            if options.by == Measure::Eigenvector {
                scaled(&mut values);
            }
            values
        }
    };
    let known: Vec<(u32, f64)> =
        own.iter().zip(&values).filter_map(|(node, value)| Some((*node, ten_digits((*value)?)))).collect();
    Ok(Ranking {
        on,
        sample,
        without_value: values.len() - known.len(),
        unknown_industry,
        rows: ordered(graph, options, known),
    })
}

/// PageRank of every node of a network, ties counting one: the share of time that a walk spends there
/// that follows a tie with the chance `damping`, and else begins anywhere (Brin and Page 1998). The
/// values add up to one. Nodes without ties are where a walk begins again.
///
/// ```
/// use interlocks_measures::{Network, rank::pagerank};
/// // Two leaves of one hub.
/// let found = pagerank(&Network::of_ties(3, &[(0, 1, 1), (0, 2, 1)]), 0.85);
/// assert!((found[0] - 0.4864864).abs() < 1e-6);
/// assert_eq!(found[1], found[2]);
/// ```
pub fn pagerank(network: &Network, damping: f64) -> Vec<f64> {
    let folded = TwinQuotient::of(network, Twins::Joined);
    folded.unfolded(&spectral::pagerank(&Matrix::folded(&folded), damping))
}

fn checked(options: &RankOptions) -> Result<On, RankError> {
    let by = options.by;
    let on = options.on.unwrap_or(by.networks()[0]);
    if !by.is_of(options.of) {
        return Err(RankError::OfCompanies(by));
    }
    if !by.networks().contains(&on) {
        return Err(RankError::NotOn(by, on));
    }
    if options.weight.is_some() && !by.is_weighted() {
        return Err(RankError::NotWeighted(by));
    }
    if options.weight.is_some() && on == On::TwoMode {
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

/// Seats a person holds, or people on a board.
fn seats(links: &BoardLinks, side: Side, node: u32) -> usize {
    match side {
        Side::People => links.boards(node as usize).len(),
        Side::Companies => links.members(node as usize).len(),
    }
}

/// The values of all nodes of a network, for the measures that are taken on one.
fn of_network(
    links: &BoardLinks,
    network: &Network,
    on: On,
    options: &RankOptions,
    sample: &mut Option<Sample>,
) -> Vec<Option<f64>> {
    let fold = || TwinQuotient::of(network, if on == On::TwoMode { Twins::Apart } else { Twins::Joined });
    let weigh = |weight: Weight| weights::weights(links, options.of, network, weight);
    let all = |values: Vec<f64>| values.into_iter().map(Some).collect();
    let counts = |counts: Vec<u64>| counts.into_iter().map(|count| Some(count as f64)).collect();
    match options.by {
        Measure::Degree => counts((0..network.len()).map(|node| network.degree(node) as u64).collect()),
        Measure::Core => counts(core_numbers(network).into_iter().map(u64::from).collect()),
        Measure::Articulation => counts(articulation::articulation(network)),
        Measure::Strength => all(weights::strength(&weigh(options.weight.unwrap_or(Weight::Count)))),
        Measure::Constraint => constraint::constraint(network, options.weight.map(weigh).as_deref()),
        Measure::Betweenness => all(between(&fold(), options, sample)),
        Measure::Closeness | Measure::Harmonic => {
            let found = closeness::nearness(&fold());
            let harmonic = options.by == Measure::Harmonic;
            let value = |near: &closeness::Nearness| if harmonic { near.harmonic } else { near.closeness(found.len()) };
            found.iter().map(|near| Some(value(near))).collect()
        }
        _ => {
            let folded = if options.weight.is_none() { Some(fold()) } else { None };
            let matrix = match (&folded, options.weight) {
                (None, Some(weight)) => Matrix::weighted(network, &weigh(weight)),
                (folded, _) => folded.as_ref().map(Matrix::folded).unwrap_or_default(),
            };
            let values = match options.by {
                Measure::Bonacich => spectral::bonacich(&matrix, options.beta),
                Measure::PageRank => spectral::pagerank(&matrix, options.damping),
                _ => spectral::leading(&matrix).vector,
            };
            all(folded.map_or(values.clone(), |folded| folded.unfolded(&values)))
        }
    }
}

/// Betweenness, from all shortest paths or from a sample.
fn between(folded: &TwinQuotient, options: &RankOptions, sample: &mut Option<Sample>) -> Vec<f64> {
    let steps = folded.classes() as u64 * (folded.ends() + folded.classes()) as u64;
    let samples = match options.paths {
        Paths::All => None,
        Paths::BySize => (steps > MOST_STEPS).then_some(USUAL_SAMPLES),
        Paths::Sample(samples) => Some(samples),
    };
    let Some(samples) = samples else { return betweenness::betweenness(folded) };
    let estimate = sampled::sampled(folded, samples, options.seed, CONFIDENCE);
    *sample = Some(Sample { samples, error: estimate.error, confidence: CONFIDENCE });
    estimate.values
}

/// The industries of companies by number, none where none is stated.
fn industries(graph: &BoardGraph, companies: &[u32]) -> Vec<Option<u32>> {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let industry = |company: u32| {
        let (stated, code) = (graph.industry(CompanyIx::new(company)), graph.industry_code(CompanyIx::new(company)));
        if stated.is_empty() { code } else { stated }
    };
    let number = |company: &u32| {
        let name = Some(industry(*company)).filter(|name| !name.is_empty())?;
        let next = numbers.len() as u32;
        Some(*numbers.entry(name).or_insert(next))
    };
    companies.iter().map(number).collect()
}

/// Values with a largest of 1.
fn scaled(values: &mut [Option<f64>]) {
    let most = values.iter().flatten().copied().fold(0.0, f64::max);
    if most > 0.0 {
        values.iter_mut().flatten().for_each(|value| *value /= most);
    }
}

/// A number to ten digits.
fn ten_digits(value: f64) -> f64 {
    if value.fract() == 0.0 { value } else { format!("{value:.9e}").parse().unwrap_or(value) }
}

/// Rows in order, with ranks. Only those that are told are asked for their names.
fn ordered(graph: &BoardGraph, options: &RankOptions, mut known: Vec<(u32, f64)>) -> Vec<Ranked> {
    let order = |x: f64, y: f64| if options.reverse { x.total_cmp(&y) } else { y.total_cmp(&x) };
    known.par_sort_unstable_by(|x, y| order(x.1, y.1).then(x.0.cmp(&y.0)));
    let top = options.top.unwrap_or(usize::MAX);
    if let Some(last) = top.checked_sub(1).and_then(|last| known.get(last)).map(|last| last.1) {
        let kept = known.partition_point(|row| order(row.1, last) != Ordering::Greater);
        known.truncate(kept);
    }
    let entity = |node: u32| match options.of {
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
