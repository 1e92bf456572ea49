//! All figures of the network in one answer.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::Network;
use super::clustering::{Clustering, clustering};
use super::cores::core_numbers;
use super::distances::paths;
use super::two_mode::{Expected, cycles, expected, four_paths};
use interlocks_analysis::Query;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::components::components;
use interlocks_analysis::pairs::Side;
use interlocks_graph::{BoardGraph, Clock, PersonIx};

/// Which figures are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    TwoMode,
    Companies,
    People,
}

impl Part {
    /// Every part.
    pub const ALL: [Part; 3] = [Part::TwoMode, Part::Companies, Part::People];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::TwoMode => "two_mode",
            Part::Companies => "companies",
            Part::People => "people",
        }
    }
}

interlocks_core::enum_names!(Part, "part");

/// The network in figures. Figures that have no value (a mean over nothing) are null.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_mode: Option<TwoMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub companies: Option<Projection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<Projection>,
}

/// The largest component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Giant {
    pub people: usize,
    pub companies: usize,
}

/// Opsahl's coefficient with either side as the primary nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Opsahl {
    pub people: Option<f64>,
    pub companies: Option<f64>,
}

/// The share of women where gender is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Women {
    pub people: Option<f64>,
    pub seats: Option<f64>,
}

/// People and companies together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TwoMode {
    /// People with a board seat.
    pub people: usize,
    pub companies: usize,
    /// Pairs of a person and a board they sit on.
    pub seats: usize,
    /// Seats by people times companies.
    pub density: Option<f64>,
    pub mean_board: Option<f64>,
    pub mean_seats: Option<f64>,
    /// How many people sit on two boards or more.
    pub multiple_directors: usize,
    pub multiple_share: Option<f64>,
    pub components: usize,
    pub giant: Giant,
    /// The longest distance between any two that are connected.
    pub diameter: u32,
    pub four_cycles: u64,
    pub three_paths: u64,
    pub cc4: Option<f64>,
    pub opsahl: Opsahl,
    pub women: Women,
    /// How many boards have so many members, and how many people so many seats.
    pub board_sizes: BTreeMap<usize, usize>,
    pub seats_held: BTreeMap<usize, usize>,
}

/// Newman, Strogatz and Watts's expectation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Nsw {
    pub clustering: Option<f64>,
    pub mean_degree: Option<f64>,
}

/// Small-world ratios of the largest component: (C / C_random) / (L / L_random) with L_random =
/// ln n / ln z. `er` takes C_random and z of a random network with as many nodes and ties (Davis, Yoo
/// and Baker 2003); `nsw` takes them, with transitivity for C, of a random two-mode network with the
/// same degrees (after Uzzi and Spiro 2005, Conyon and Muldoon 2006).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SmallWorld {
    pub er: Option<f64>,
    pub nsw: Option<f64>,
}

/// The innermost core.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Core {
    pub k: u32,
    pub size: usize,
}

/// People, or companies, joined by what they share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Projection {
    pub nodes: usize,
    pub ties: usize,
    /// The sum of what is shared over all ties.
    pub weight: u64,
    pub density: Option<f64>,
    pub mean_degree: Option<f64>,
    pub isolates: usize,
    pub components: usize,
    /// The number of nodes in the largest component.
    pub giant: usize,
    /// Mean path and mean local clustering within it.
    pub giant_mean_path: Option<f64>,
    pub giant_clustering: Option<f64>,
    /// The relative standard error of the counters behind figures of paths, where the network is too
    /// large to search from every node; null where they are exact. The diameter is then a lower bound.
    pub path_error: Option<f64>,
    /// Over connected pairs; the standard deviation is that of the sample.
    pub mean_path: Option<f64>,
    pub path_sd: Option<f64>,
    pub diameter: u32,
    pub transitivity: Option<f64>,
    /// Mean local clustering, nodes with fewer than two neighbours counted as zero, or left out.
    pub clustering: Option<f64>,
    pub clustering_deg2: Option<f64>,
    pub nsw: Nsw,
    pub small_world: SmallWorld,
    /// The correlation of degrees over ties.
    pub assortativity: Option<f64>,
    pub core: Core,
    pub degrees: BTreeMap<usize, usize>,
}

/// Who belongs to the network, by number in the graph and in order: people with a board seat, and
/// companies with one; at any time, and where dates are ignored, companies without one too.
#[derive(Clone, Debug, Default)]
pub struct Nodes {
    pub people: Vec<u32>,
    pub companies: Vec<u32>,
}

impl Nodes {
    /// The nodes of the network of a question.
    pub fn of(links: &BoardLinks, query: &Query) -> Nodes {
        let (all, boards) = (query.clock == Clock::Ever, links.nodes() - links.people());
        Nodes {
            people: (0..links.people() as u32).filter(|p| !links.boards(*p as usize).is_empty()).collect(),
            companies: (0..boards as u32).filter(|c| all || !links.members(*c as usize).is_empty()).collect(),
        }
    }

    /// The nodes of one side.
    pub fn side(&self, side: Side) -> &[u32] {
        match side {
            Side::People => &self.people,
            Side::Companies => &self.companies,
        }
    }

    /// Everybody, then every company, by number among all.
    pub fn all(&self, links: &BoardLinks) -> Vec<u32> {
        let first = links.people() as u32;
        self.people.iter().copied().chain(self.companies.iter().map(|company| first + company)).collect()
    }
}

/// The figures of some parts of the network at a clock.
///
/// At a day, or in a window, the network is that of people and companies with a board seat then; at
/// any time, and where dates are ignored, companies without any seat are part of it.
///
/// Cost: that of both projections, of distances between all pairs (nodes times ties by 64), and of all
/// four-paths.
pub fn stats(graph: &BoardGraph, query: &Query, parts: &[Part]) -> Stats {
    let links = BoardLinks::new(graph, query);
    let Nodes { people, companies } = Nodes::of(&links, query);
    let wants = |part: Part| parts.is_empty() || parts.contains(&part);
    let network = |side: Side, nodes: &[u32]| Network::projected(&links, side, nodes.to_vec());
    let by_company = network(Side::Companies, &companies);
    let by_person = (wants(Part::People) || wants(Part::TwoMode)).then(|| network(Side::People, &people));
    let seats_held: Vec<usize> = people.iter().map(|person| links.boards(*person as usize).len()).collect();
    let board_sizes: Vec<usize> = companies.iter().map(|company| links.members(*company as usize).len()).collect();
    Stats {
        two_mode: by_person.as_ref().filter(|_| wants(Part::TwoMode)).map(|by_person| {
            let mut found = two_mode(&links, &by_company, by_person, &seats_held, &board_sizes);
            found.women = women(graph, &people, &seats_held);
            found
        }),
        companies: wants(Part::Companies).then(|| projection(&by_company, &board_sizes, &seats_held)),
        people: by_person.filter(|_| wants(Part::People)).map(|net| projection(&net, &seats_held, &board_sizes)),
    }
}

pub(super) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

pub(super) fn histogram(values: impl Iterator<Item = usize>) -> BTreeMap<usize, usize> {
    values.fold(BTreeMap::new(), |mut counts, value| {
        *counts.entry(value).or_default() += 1;
        counts
    })
}

fn two_mode(
    links: &BoardLinks,
    by_company: &Network,
    by_person: &Network,
    seats_held: &[usize],
    board_sizes: &[usize],
) -> TwoMode {
    let (people, companies) = (by_person.len(), by_company.len());
    let seats: usize = seats_held.iter().sum();
    let found = components(links);
    let first_person = links.people() as u32;
    let numbered: Vec<u32> = (0..people)
        .map(|node| by_person.number(node))
        .chain((0..companies).map(|node| first_person + by_company.number(node)))
        .collect();
    let mut sizes: BTreeMap<u32, Giant> = BTreeMap::new();
    for &node in &numbered {
        let giant = sizes.entry(found.labels[node as usize]).or_default();
        let side = if node < first_person { &mut giant.people } else { &mut giant.companies };
        *side += 1;
    }
    let giant = sizes.values().copied().max_by_key(|giant| (giant.people + giant.companies, giant.people));
    let cheaper = if by_company.ties() < by_person.ties() { by_company } else { by_person };
    let counted = cycles(links, cheaper);
    TwoMode {
        people,
        companies,
        seats,
        density: share(seats, people * companies),
        mean_board: share(seats, companies),
        mean_seats: share(seats, people),
        multiple_directors: seats_held.iter().filter(|held| **held > 1).count(),
        multiple_share: share(seats_held.iter().filter(|held| **held > 1).count(), people),
        components: sizes.len(),
        giant: giant.unwrap_or_default(),
        diameter: paths(&whole(links, &numbered)).longest,
        four_cycles: counted.four_cycles,
        three_paths: counted.three_paths,
        cc4: counted.cc4(),
        opsahl: Opsahl {
            people: four_paths(links, Side::People, by_person).coefficient(),
            companies: four_paths(links, Side::Companies, by_company).coefficient(),
        },
        women: Women::default(),
        board_sizes: histogram(board_sizes.iter().copied()),
        seats_held: histogram(seats_held.iter().copied()),
    }
}

/// The two-mode network as one of nodes and ties.
pub(super) fn whole(links: &BoardLinks, numbered: &[u32]) -> Network {
    let mut at = vec![u32::MAX; links.nodes()];
    numbered.iter().zip(0..).for_each(|(node, place)| at[*node as usize] = place);
    let people = links.people();
    let ties: Vec<(u32, u32, u32)> = numbered
        .iter()
        .filter(|node| (**node as usize) < people)
        .flat_map(|person| links.boards(*person as usize).iter().map(|board| (*person, people as u32 + *board)))
        .map(|(person, company)| (at[person as usize], at[company as usize], 1))
        .collect();
    Network::of_ties(numbered.len(), &ties)
}

fn women(graph: &BoardGraph, people: &[u32], seats_held: &[usize]) -> Women {
    let (mut counts, mut seats) = ([0usize; 2], [0usize; 2]);
    for (person, held) in people.iter().zip(seats_held) {
        let Some(woman) = is_woman(graph, PersonIx::new(*person)) else { continue };
        let known = usize::from(!woman);
        counts[known] += 1;
        seats[known] += held;
    }
    Women { people: share(counts[0], counts[0] + counts[1]), seats: share(seats[0], seats[0] + seats[1]) }
}

/// Whether a person is a woman; none where the data does not say.
pub(super) fn is_woman(graph: &BoardGraph, person: PersonIx) -> Option<bool> {
    match graph.gender(person).to_lowercase().as_str() {
        "f" | "female" | "w" | "woman" | "2" => Some(true),
        "m" | "male" | "man" | "1" => Some(false),
        _ => None,
    }
}

fn projection(network: &Network, own: &[usize], other: &[usize]) -> Projection {
    let nodes = network.len();
    let labels = network.components();
    let sizes = histogram(labels.iter().map(|label| *label as usize));
    let giant_label =
        sizes.iter().max_by_key(|(label, size)| (**size, std::cmp::Reverse(**label))).map(|(label, _)| *label);
    let in_giant = |node: &u32| Some(labels[*node as usize] as usize) == giant_label;
    let (inside, outside): (Vec<u32>, Vec<u32>) = (0..nodes as u32).partition(in_giant);
    let clustered = clustering(network);
    let random = expected(own, other);
    let cores = core_numbers(network);
    let k = cores.iter().copied().max().unwrap_or(0);
    let mean_degree = share(2 * network.ties(), nodes);
    let giant = network.induced(&inside);
    let giant_paths = paths(&giant);
    let all_paths = giant_paths.join(paths(&network.induced(&outside)));
    let giant_clustered = clustering(&giant);
    Projection {
        nodes,
        ties: network.ties(),
        weight: network.weight(),
        density: share(2 * network.ties(), nodes * nodes.saturating_sub(1)),
        mean_degree,
        isolates: (0..nodes).filter(|node| network.degree(*node) == 0).count(),
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
        nsw: Nsw { clustering: random.clustering, mean_degree: random.mean_degree },
        small_world: small_world(&giant, &giant_clustered, giant_paths.mean(), &random),
        assortativity: assortativity(network),
        core: Core { k, size: cores.iter().filter(|core| **core == k).count() },
        degrees: histogram((0..nodes).map(|node| network.degree(node))),
    }
}

fn small_world(giant: &Network, clustered: &Clustering, path: Option<f64>, random: &Expected) -> SmallWorld {
    let n = giant.len() as f64;
    let ratio = |clustering: Option<f64>, chance: Option<f64>, degree: Option<f64>| {
        let (clustering, chance, degree, path) = (clustering?, chance?, degree?, path?);
        let expected_path = n.ln() / degree.ln();
        let value = (clustering / chance) / (path / expected_path);
        value.is_finite().then_some(value)
    };
    let degree = share(2 * giant.ties(), giant.len());
    SmallWorld {
        er: ratio(clustered.mean, degree.map(|degree| degree / n), degree),
        nsw: ratio(clustered.transitivity, random.clustering, random.mean_degree),
    }
}

/// Pearson's correlation of the degrees at the two ends of a tie (Newman 2002); none where all
/// degrees are alike. The sums are whole numbers.
pub(super) fn assortativity(network: &Network) -> Option<f64> {
    let sums = (0..network.len())
        .into_par_iter()
        .map(|node| {
            let own = network.degree(node) as i128;
            let others: i128 =
                network.neighbours(node).iter().map(|other| network.degree(*other as usize) as i128).sum();
            [own, own * own, own * own * own, own * others]
        })
        .reduce(|| [0; 4], |x, y| [x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3]]);
    // Over directed ties: count Σk, sum of one end Σk², of its squares Σk³, of products Σk·Σk'.
    let [count, sum, squares, products] = sums;
    let (covariance, variance) = (products * count - sum * sum, squares * count - sum * sum);
    (variance > 0).then(|| covariance as f64 / variance as f64)
}
