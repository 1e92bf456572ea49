//! Rankings: people or companies in the order of a centrality measure.
//!
//! | file | contents |
//! |---|---|
//! | `measure.rs` | the measures, the networks on which they are defined, and how to add one |
//! | `options.rs` | the options of a ranking, and which fit each other |
//! | `named_values.rs` | values by the name of their measure, as columns of a row |
//! | `node_values.rs` | the values of a measure, node by node |
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
mod named_values;
mod node_values;
mod options;
pub mod sampled_betweenness;
mod spectral;
pub mod twin_quotient;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use rayon::prelude::*;
use serde::Serialize;

use super::Projection;
use interlocks_analysis::Named;
use interlocks_analysis::pairs::Side;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

pub use brokers::BrokerRole;
pub use measure::{Measure, NetworkKind};
pub use named_values::NamedValues;
#[cfg(feature = "schema")]
pub(crate) use named_values::values_schema;
pub use node_values::{CONFIDENCE, DEFAULT_SAMPLES, SampleInfo};
pub use options::{PathSampling, RankError, RankOptions};

use matrix::Matrix;
use named_values::number;
pub(crate) use node_values::{NodeValues, node_values};
use twin_quotient::{TwinKind, TwinQuotient};

/// A row of a ranking.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The values of all measures, by [`Measure::key`], if more than one was asked for.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "values_of_measures"))]
    pub all: NamedValues,
}

/// Returns the schema of the values of all measures.
#[cfg(feature = "schema")]
fn values_of_measures(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    values_schema(Measure::ALL.map(Measure::key))
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
    options.check_weight(&[&[options.measure], options.also.as_slice()].concat())?;
    let (of_first, network) = options.of_measure(options.measure)?;
    let of_others = options.also.iter().map(|measure| options.of_measure(*measure));
    let of_others: Vec<(RankOptions, NetworkKind)> = of_others.collect::<Result<_, RankError>>()?;
    let first = node_values(graph, &of_first, network);
    let values =
        |(options, network): &(RankOptions, NetworkKind)| (options.measure, node_values(graph, options, *network));
    let also: Vec<(Measure, NodeValues)> = of_others.iter().map(values).collect();
    let known: Vec<(u32, f64)> = first.known().collect();
    let without_value = first.nodes.len() - known.len();
    let all = |node: u32, value: f64| {
        let others = also.iter().map(|(measure, values)| (measure.key(), values.get(node)));
        let own = (!also.is_empty()).then_some((options.measure.key(), Some(value)));
        own.into_iter().chain(others).collect()
    };
    let rows = ranked_rows(graph, options, known, all);
    let samples = also.iter().filter_map(|(_, values)| values.sample);
    let sample = first.sample.or(samples.reduce(|one, _| one));
    let unknown_industry =
        also.iter().map(|(_, values)| values.unknown_industry).fold(first.unknown_industry, usize::max);
    Ok(Ranking { network, sample, without_value, unknown_industry, rows })
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

/// Sorts rows and assigns ranks. Names are looked up only for the rows that are returned.
fn ranked_rows(
    graph: &BoardGraph,
    options: &RankOptions,
    mut known: Vec<(u32, f64)>,
    all: impl Fn(u32, f64) -> NamedValues + Sync,
) -> Vec<Ranked> {
    let order = |x: f64, y: f64| if options.reverse { x.total_cmp(&y) } else { y.total_cmp(&x) };
    known.par_sort_unstable_by(|x, y| order(x.1, y.1).then(x.0.cmp(&y.0)));
    let top = options.top.unwrap_or(usize::MAX);
    if let Some(last) = top.checked_sub(1).and_then(|last| known.get(last)).map(|last| last.1) {
        let kept = known.partition_point(|row| order(row.1, last) != Ordering::Greater);
        known.truncate(kept);
    }
    let mut rows: Vec<Ranked> = known
        .into_par_iter()
        .map(|(node, value)| {
            let Named { id, name } = Named::new(graph, entity_of(options.side, node));
            Ranked { rank: 0, id, name, value, all: all(node, value) }
        })
        .collect();
    rows.par_sort_by(|x, y| order(x.value, y.value).then_with(|| (&x.name, &x.id).cmp(&(&y.name, &y.id))));
    for at in 0..rows.len() {
        rows[at].rank = if at > 0 && rows[at].value == rows[at - 1].value { rows[at - 1].rank } else { at + 1 };
    }
    rows.truncate(top);
    rows
}

/// Returns a node as a person or a company.
pub(crate) fn entity_of(side: Side, node: u32) -> Entity {
    match side {
        Side::People => Entity::Person(PersonIx::new(node)),
        Side::Companies => Entity::Company(CompanyIx::new(node)),
    }
}
