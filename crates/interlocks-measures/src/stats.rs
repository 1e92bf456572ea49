//! Statistics of the network of boards: the two-mode network and both projections in one answer.
//!
//! [`stats`] is the entry point. Each figure is defined at the field that holds it; the algorithms are in the
//! modules named there. Figures with no value, such as a mean over nothing, are `None` (`null` in JSON).

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::Projection;
use super::clustering::{Clustering, clustering};
use super::cores::core_numbers;
use super::distances::path_stats;
use super::two_mode::{CycleCounts, RandomExpectation, count_cycles, four_paths, random_expectation};
use interlocks_analysis::Query;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::components::components;
use interlocks_analysis::pairs::{PairOptions, Side, TieRows, tie_rows};
use interlocks_graph::{BoardGraph, Clock, PersonIx};

/// A part of the statistics that can be requested alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// People and companies together, joined by seats.
    TwoMode,
    /// Companies, joined by shared people.
    Companies,
    /// People, joined by shared boards.
    People,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 3] = [Part::TwoMode, Part::Companies, Part::People];

    /// Returns the name used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::TwoMode => "two_mode",
            Part::Companies => "companies",
            Part::People => "people",
        }
    }
}

interlocks_core::enum_names!(Part, "part");

/// The statistics of the network. A part that was not requested is `None` and absent from JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stats {
    /// Statistics of the two-mode network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_mode: Option<TwoModeStats>,
    /// Statistics of the company projection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub companies: Option<ProjectionStats>,
    /// Statistics of the person projection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<ProjectionStats>,
}

/// The largest connected component of the two-mode network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GiantComponent {
    /// The number of people in it.
    pub people: usize,
    /// The number of companies in it.
    pub companies: usize,
}

/// Opsahl's clustering coefficient (2013) with either side as the primary nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpsahlClustering {
    /// The coefficient with people as the primary nodes.
    pub people: Option<f64>,
    /// The coefficient with companies as the primary nodes.
    pub companies: Option<f64>,
}

/// The share of women among those whose gender is known, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShareOfWomen {
    /// The share of people.
    pub people: Option<f64>,
    /// The share of seats.
    pub seats: Option<f64>,
}

/// The number of people, companies and seats, and the ratios of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TwoModeSize {
    /// The number of people with a board seat.
    pub people: usize,
    /// The number of companies.
    pub companies: usize,
    /// The number of distinct pairs of a person and a board on which they sit.
    pub seats: usize,
    /// Seats divided by people × companies.
    pub density: Option<f64>,
    /// The mean number of members per board.
    pub mean_board: Option<f64>,
    /// The mean number of boards per person.
    pub mean_seats: Option<f64>,
    /// The number of people who sit on two or more boards.
    pub multiple_directors: usize,
    /// Multiple directors divided by people.
    pub multiple_share: Option<f64>,
}

impl TwoModeSize {
    pub(super) fn new(people: usize, companies: usize, seats: usize, multiple_directors: usize) -> TwoModeSize {
        TwoModeSize {
            people,
            companies,
            seats,
            density: share(seats, people * companies),
            mean_board: share(seats, companies),
            mean_seats: share(seats, people),
            multiple_directors,
            multiple_share: share(multiple_directors, people),
        }
    }
}

/// Statistics of the two-mode network: people and companies, joined by seats.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TwoModeStats {
    /// People, companies and seats.
    #[serde(flatten)]
    pub size: TwoModeSize,
    /// The number of connected components.
    pub components: usize,
    /// The largest component.
    pub giant: GiantComponent,
    /// The longest distance between two connected nodes, in steps.
    pub diameter: u32,
    /// Four-cycles, three-paths and their ratio.
    #[serde(flatten)]
    pub cycles: CycleCounts,
    /// Opsahl's clustering coefficients.
    pub opsahl: OpsahlClustering,
    /// The share of women.
    pub women: ShareOfWomen,
    /// The number of boards by number of members.
    pub board_sizes: BTreeMap<usize, usize>,
    /// The number of people by number of boards they sit on.
    pub seats_held: BTreeMap<usize, usize>,
}

/// Small-world ratios of the largest component: (C / C_random) / (L / L_random), where L is the mean path length
/// and L_random = ln n / ln z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SmallWorld {
    /// The ratio against a random network with the same numbers of nodes and ties: C is the mean local
    /// clustering, z the mean degree, and C_random = z / n (Davis, Yoo and Baker 2003).
    pub er: Option<f64>,
    /// The ratio against a random two-mode network with the same degrees: C is the transitivity, and C_random
    /// and z are those of [`RandomExpectation`] (after Uzzi and Spiro 2005; Conyon and Muldoon 2006).
    pub nsw: Option<f64>,
}

/// The main core: the k-core with the largest k.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MainCore {
    /// The largest core number.
    pub k: u32,
    /// The number of nodes with that core number.
    pub size: usize,
}

/// The number of nodes and ties of a projection, and the ratios of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectionCounts {
    /// The number of nodes.
    pub nodes: usize,
    /// The number of ties: pairs of nodes that share at least one person (for people: one board).
    pub ties: usize,
    /// The sum over all ties of the number of shared people (for people: of shared boards).
    pub weight: u64,
    /// Ties divided by the number of pairs of nodes.
    pub density: Option<f64>,
    /// The mean number of ties per node.
    pub mean_degree: Option<f64>,
    /// The number of nodes without ties.
    pub isolates: usize,
}

impl ProjectionCounts {
    pub(super) fn new(nodes: usize, ties: usize, weight: u64, isolates: usize) -> ProjectionCounts {
        ProjectionCounts {
            nodes,
            ties,
            weight,
            density: share(2 * ties, nodes * nodes.saturating_sub(1)),
            mean_degree: share(2 * ties, nodes),
            isolates,
        }
    }
}

/// Statistics of a projection: people, or companies, joined by what they share.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectionStats {
    /// Nodes and ties.
    #[serde(flatten)]
    pub counts: ProjectionCounts,
    /// The number of connected components.
    pub components: usize,
    /// The number of nodes in the largest component.
    pub giant: usize,
    /// The mean path length within the largest component, in steps.
    pub giant_mean_path: Option<f64>,
    /// The mean local clustering within the largest component.
    pub giant_clustering: Option<f64>,
    /// The relative standard error of the counters from which path lengths were estimated; `None` if path lengths
    /// are exact. If they are estimated, `diameter` is a lower bound.
    pub path_error: Option<f64>,
    /// The mean path length over connected pairs, in steps.
    pub mean_path: Option<f64>,
    /// The sample standard deviation of path lengths over connected pairs.
    pub path_sd: Option<f64>,
    /// The longest distance between two connected nodes, in steps.
    pub diameter: u32,
    /// 3 × triangles / connected triples.
    pub transitivity: Option<f64>,
    /// Mean local clustering; nodes with fewer than two neighbours count as zero.
    pub clustering: Option<f64>,
    /// Mean local clustering over nodes with at least two neighbours.
    pub clustering_deg2: Option<f64>,
    /// Clustering and mean degree expected of a random two-mode network with the same degrees.
    pub nsw: RandomExpectation,
    /// Small-world ratios.
    pub small_world: SmallWorld,
    /// The correlation of the degrees at both ends of a tie (Newman 2002).
    pub assortativity: Option<f64>,
    /// The innermost core.
    pub core: MainCore,
    /// The number of nodes by degree.
    pub degrees: BTreeMap<usize, usize>,
}

/// The nodes of the network, by number in the graph and in ascending order.
///
/// At a day or in a window these are the people and companies with a board seat then. At any time
/// ([`Clock::Ever`]) companies without a board seat are nodes as well.
#[derive(Clone, Debug, Default)]
pub struct Nodes {
    /// People with a board seat.
    pub people: Vec<u32>,
    /// Companies.
    pub companies: Vec<u32>,
}

impl Nodes {
    /// Returns the nodes of the network that a query selects; `links` are its seats.
    pub fn new(graph: &BoardGraph, links: &BoardLinks, query: &Query) -> Nodes {
        let (all, boards) = (query.clock == Clock::Ever, links.nodes() - links.people());
        let joined =
            |side: Side| if query.asks_every_day() { joined_nodes(graph, query, side) } else { BTreeSet::new() };
        let (joined_people, joined_companies) = (joined(Side::People), joined(Side::Companies));
        let has_seat = |person: &u32| !links.boards(*person as usize).is_empty() || joined_people.contains(person);
        let has_member = |c: &u32| all || !links.members(*c as usize).is_empty() || joined_companies.contains(c);
        Nodes {
            people: (0..links.people() as u32).filter(has_seat).collect(),
            companies: (0..boards as u32).filter(has_member).collect(),
        }
    }

    /// Returns the nodes of one side.
    pub fn side(&self, side: Side) -> &[u32] {
        match side {
            Side::People => &self.people,
            Side::Companies => &self.companies,
        }
    }

    /// Returns all people, then all companies, by their node number in `links`.
    pub fn all(&self, links: &BoardLinks) -> Vec<u32> {
        let first = links.people() as u32;
        self.people.iter().copied().chain(self.companies.iter().map(|company| first + company)).collect()
    }
}

/// Returns the nodes that several others join together on every day of a range, though no one of these does alone.
fn joined_nodes(graph: &BoardGraph, query: &Query, side: Side) -> BTreeSet<u32> {
    let rows = tie_rows(graph, &PairOptions::default().query(*query).side(side));
    let mut joined = BTreeSet::new();
    TieRows::each(&rows, |a, b, _, _| joined.extend([a, b]));
    joined
}

/// Computes the statistics of the network that `query` selects. If `parts` is empty, all parts are computed.
///
/// The nodes are those of [`Nodes`].
///
/// Cost: both projections (Σk² over people and Σs² over boards), distances between all pairs (nodes × ties / 64
/// for each step of the longest distance, or an estimate in large networks, see [`path_stats`]), and all four-paths.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::Query;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_measures::{Part, stats};
/// let options = BuildOptions { undated: true, ..BuildOptions::default() };
/// let graph = BoardGraph::new(Dataset::open("datasets/southern-women")?, options);
/// let found = stats(&graph, &Query::default(), &[Part::TwoMode]).two_mode.unwrap();
/// assert_eq!((found.size.people, found.size.companies, found.size.seats), (18, 14, 89));
/// assert_eq!(format!("{:.4}", found.opsahl.people.unwrap()), "0.7719");
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn stats(graph: &BoardGraph, query: &Query, parts: &[Part]) -> Stats {
    let links = BoardLinks::new(graph, query);
    let Nodes { people, companies } = Nodes::new(graph, &links, query);
    let wants = |part: Part| parts.is_empty() || parts.contains(&part);
    let dated = |side: Side, nodes: &[u32]| Projection::new(graph, query, side, nodes.to_vec());
    let seats_held: Vec<usize> = people.iter().map(|person| links.boards(*person as usize).len()).collect();
    let board_sizes: Vec<usize> = companies.iter().map(|company| links.members(*company as usize).len()).collect();
    Stats {
        two_mode: wants(Part::TwoMode).then(|| {
            let by_company = Projection::from_links(&links, Side::Companies, companies.clone());
            let by_person = Projection::from_links(&links, Side::People, people.clone());
            let mut found = two_mode(&links, &by_company, &by_person, &seats_held, &board_sizes);
            found.women = women(graph, &people, &seats_held);
            found
        }),
        companies: wants(Part::Companies)
            .then(|| projection(&dated(Side::Companies, &companies), &board_sizes, &seats_held)),
        people: wants(Part::People).then(|| projection(&dated(Side::People, &people), &seats_held, &board_sizes)),
    }
}

pub(super) fn share(part: usize, two_mode_network: usize) -> Option<f64> {
    (two_mode_network > 0).then(|| part as f64 / two_mode_network as f64)
}

pub(super) fn histogram(values: impl Iterator<Item = usize>) -> BTreeMap<usize, usize> {
    values.fold(BTreeMap::new(), |mut counts, value| {
        *counts.entry(value).or_default() += 1;
        counts
    })
}

fn two_mode(
    links: &BoardLinks,
    by_company: &Projection,
    by_person: &Projection,
    seats_held: &[usize],
    board_sizes: &[usize],
) -> TwoModeStats {
    let (people, companies) = (by_person.len(), by_company.len());
    let seats: usize = seats_held.iter().sum();
    let found = components(links);
    let first_person = links.people() as u32;
    let node_numbers: Vec<u32> = (0..people)
        .map(|node| by_person.number(node))
        .chain((0..companies).map(|node| first_person + by_company.number(node)))
        .collect();
    let mut sizes: BTreeMap<u32, GiantComponent> = BTreeMap::new();
    for &node in &node_numbers {
        let giant = sizes.entry(found.labels[node as usize]).or_default();
        let side = if node < first_person { &mut giant.people } else { &mut giant.companies };
        *side += 1;
    }
    let giant = sizes.values().copied().max_by_key(|giant| (giant.people + giant.companies, giant.people));
    let cheaper = if by_company.ties() < by_person.ties() { by_company } else { by_person };
    let multiple_directors = seats_held.iter().filter(|seats| **seats > 1).count();
    TwoModeStats {
        size: TwoModeSize::new(people, companies, seats, multiple_directors),
        components: sizes.len(),
        giant: giant.unwrap_or_default(),
        diameter: path_stats(&two_mode_network(links, &node_numbers)).longest,
        cycles: count_cycles(links, cheaper),
        opsahl: OpsahlClustering {
            people: four_paths(links, Side::People, by_person).coefficient(),
            companies: four_paths(links, Side::Companies, by_company).coefficient(),
        },
        women: ShareOfWomen::default(),
        board_sizes: histogram(board_sizes.iter().copied()),
        seats_held: histogram(seats_held.iter().copied()),
    }
}

/// Returns the two-mode network as a network of one kind of node; `numbered` are its nodes by number in `links`.
pub(super) fn two_mode_network(links: &BoardLinks, numbered: &[u32]) -> Projection {
    let mut at = vec![u32::MAX; links.nodes()];
    numbered.iter().zip(0..).for_each(|(node, place)| at[*node as usize] = place);
    let people = links.people();
    let ties: Vec<(u32, u32, u32)> = numbered
        .iter()
        .filter(|node| (**node as usize) < people)
        .flat_map(|person| links.boards(*person as usize).iter().map(|board| (*person, people as u32 + *board)))
        .map(|(person, company)| (at[person as usize], at[company as usize], 1))
        .collect();
    Projection::from_ties(numbered.len(), &ties)
}

fn women(graph: &BoardGraph, people: &[u32], seats_held: &[usize]) -> ShareOfWomen {
    let (mut counts, mut seats) = ([0usize; 2], [0usize; 2]);
    for (person, boards) in people.iter().zip(seats_held) {
        let Some(woman) = is_woman(graph, PersonIx::new(*person)) else { continue };
        let gender = usize::from(!woman);
        counts[gender] += 1;
        seats[gender] += boards;
    }
    ShareOfWomen { people: share(counts[0], counts[0] + counts[1]), seats: share(seats[0], seats[0] + seats[1]) }
}

/// Returns `Some(true)` if a person is a woman, `Some(false)` if a man, and `None` if the data does not state it.
pub(super) fn is_woman(graph: &BoardGraph, person: PersonIx) -> Option<bool> {
    match graph.gender(person).to_lowercase().as_str() {
        "f" | "female" | "w" | "woman" | "2" => Some(true),
        "m" | "male" | "man" | "1" => Some(false),
        _ => None,
    }
}

fn projection(network: &Projection, own: &[usize], other: &[usize]) -> ProjectionStats {
    let nodes = network.len();
    let labels = network.components();
    let sizes = histogram(labels.iter().map(|label| *label as usize));
    let giant_label =
        sizes.iter().max_by_key(|(label, size)| (**size, std::cmp::Reverse(**label))).map(|(label, _)| *label);
    let in_giant = |node: &u32| Some(labels[*node as usize] as usize) == giant_label;
    let (inside, outside): (Vec<u32>, Vec<u32>) = (0..nodes as u32).partition(in_giant);
    let clustered = clustering(network);
    let random = random_expectation(own, other);
    let cores = core_numbers(network);
    let k = cores.iter().copied().max().unwrap_or(0);
    let isolates = (0..nodes).filter(|node| network.degree(*node) == 0).count();
    let giant = network.induced(&inside);
    let giant_paths = path_stats(&giant);
    let all_paths = giant_paths.join(path_stats(&network.induced(&outside)));
    let giant_clustered = clustering(&giant);
    ProjectionStats {
        counts: ProjectionCounts::new(nodes, network.ties(), network.weight(), isolates),
        components: sizes.len(),
        giant: inside.len(),
        giant_mean_path: giant_paths.mean(),
        giant_clustering: giant_clustered.mean,
        path_error: all_paths.error,
        mean_path: all_paths.mean(),
        path_sd: all_paths.sd(),
        diameter: all_paths.longest,
        transitivity: clustered.transitivity,
        clustering: clustered.mean,
        clustering_deg2: clustered.mean_deg2,
        nsw: random,
        small_world: small_world(&giant, &giant_clustered, giant_paths.mean(), &random),
        assortativity: assortativity(network),
        core: MainCore { k, size: cores.iter().filter(|core| **core == k).count() },
        degrees: histogram((0..nodes).map(|node| network.degree(node))),
    }
}

fn small_world(
    giant: &Projection,
    clustered: &Clustering,
    path: Option<f64>,
    random: &RandomExpectation,
) -> SmallWorld {
    let n = giant.len() as f64;
    let ratio = |clustering: Option<f64>, random: Option<f64>, degree: Option<f64>| {
        let (clustering, random, degree, path) = (clustering?, random?, degree?, path?);
        let expected_path = n.ln() / degree.ln();
        let value = (clustering / random) / (path / expected_path);
        value.is_finite().then_some(value)
    };
    let degree = share(2 * giant.ties(), giant.len());
    SmallWorld {
        er: ratio(clustered.mean, degree.map(|degree| degree / n), degree),
        nsw: ratio(clustered.transitivity, random.clustering, random.mean_degree),
    }
}

/// Returns Pearson's correlation of the degrees at both ends of a tie (Newman 2002), or `None` if all degrees are
/// equal. The sums are integers, so the result does not depend on the number of threads.
pub(super) fn assortativity(network: &Projection) -> Option<f64> {
    let sums = (0..network.len())
        .into_par_iter()
        .map(|node| {
            let own = network.degree(node) as i128;
            let others: i128 =
                network.neighbours(node).iter().map(|other| network.degree(*other as usize) as i128).sum();
            [own, own * own, own * own * own, own * others]
        })
        .reduce(|| [0; 4], |x, y| [x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3]]);
    // Over both directions of every tie: the count Σk, the sum over one end Σk², the sum of its squares Σk³, and the
    // sum of products Σk·Σk'.
    let [count, sum, squares, products] = sums;
    let (covariance, variance) = (products * count - sum * sum, squares * count - sum * sum);
    (variance > 0).then(|| covariance as f64 / variance as f64)
}
