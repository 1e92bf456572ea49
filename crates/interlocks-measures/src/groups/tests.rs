use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::leiden::leiden_in_batches;
use super::local_moving::batch_size;
use super::*;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BuildOptions, Clock};

type Ties = Vec<(u32, u32, u32)>;

/// Generates a network of up to `most` nodes, with isolates.
fn network(most: usize) -> impl Strategy<Value = (usize, Ties)> {
    (0..=most).prop_flat_map(|nodes| {
        let tie = (0..nodes.max(1) as u32, 0..nodes.max(1) as u32, 1u32..5);
        prop::collection::vec(tie, 0..3 * nodes + 1).prop_map(move |ties| {
            let ties: BTreeMap<(u32, u32), u32> =
                ties.into_iter().filter(|(a, b, _)| a != b).map(|(a, b, w)| ((a.min(b), a.max(b)), w)).collect();
            (nodes, ties.into_iter().map(|((a, b), weight)| (a, b, weight)).collect())
        })
    })
}

fn resolution() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![1.0, 0.0, 0.3, 0.75, 1.5, 4.0])
}

/// Σ_ij (A_ij − γ k_i k_j / 2W) δ_ij / 2W, pair by pair.
fn by_definition(nodes: usize, ties: &Ties, gamma: f64, labels: &[u32]) -> f64 {
    let mut matrix = vec![vec![0.0; nodes]; nodes];
    for (a, b, weight) in ties {
        matrix[*a as usize][*b as usize] += f64::from(*weight);
        matrix[*b as usize][*a as usize] += f64::from(*weight);
    }
    let strength: Vec<f64> = matrix.iter().map(|row| row.iter().sum()).collect();
    let total: f64 = strength.iter().sum();
    let mut sum = 0.0;
    for i in 0..nodes {
        for j in (0..nodes).filter(|j| labels[i] == labels[*j]) {
            sum += matrix[i][j] - gamma * strength[i] * strength[j] / total;
        }
    }
    sum / total
}

/// Σ_ij (B_ij − γ k_i s_j / E) δ_ij / E over people i and companies j.
fn bipartite_by_definition(people: usize, seats: &BTreeSet<(u32, u32)>, gamma: f64, labels: &[u32]) -> f64 {
    let (degree, size) = (
        |person: u32| seats.iter().filter(|(p, _)| *p == person).count() as f64,
        |company: u32| seats.iter().filter(|(_, c)| *c == company).count() as f64,
    );
    let total = seats.len() as f64;
    let mut sum = 0.0;
    for i in 0..people as u32 {
        for j in 0..(labels.len() - people) as u32 {
            if labels[i as usize] == labels[people + j as usize] {
                sum += f64::from(u8::from(seats.contains(&(i, j)))) - gamma * degree(i) * size(j) / total;
            }
        }
    }
    sum / total
}

/// Returns all divisions of some nodes, as restricted growth strings.
fn divisions(nodes: usize) -> Vec<Vec<u32>> {
    (0..nodes).fold(vec![Vec::new()], |all, _| {
        let longer = |labels: Vec<u32>| {
            let next = labels.iter().max().map_or(0, |most| most + 1);
            (0..=next).map(move |label| labels.iter().copied().chain([label]).collect::<Vec<u32>>())
        };
        all.into_iter().flat_map(longer).collect()
    })
}

/// Returns `true` if the nodes of each group reach each other within it.
fn is_connected(ties: &[(u32, u32)], labels: &[u32]) -> bool {
    let mut reach: Vec<usize> = (0..labels.len()).collect();
    for _ in 0..labels.len() {
        for (a, b) in ties.iter().map(|(a, b)| (*a as usize, *b as usize)).filter(|(a, b)| labels[*a] == labels[*b]) {
            let least = reach[a].min(reach[b]);
            (reach[a], reach[b]) = (least, least);
        }
    }
    (0..labels.len()).all(|a| (0..labels.len()).all(|b| labels[a] != labels[b] || reach[a] == reach[b]))
}

/// Returns the best value after moving one node to any group or to be alone.
fn best_after_one_move(labels: &[u32], worth: impl Fn(&[u32]) -> f64) -> f64 {
    let alone = labels.len() as u32;
    let mut best = f64::NEG_INFINITY;
    for node in 0..labels.len() {
        for to in labels.iter().copied().chain([alone]) {
            let mut moved = labels.to_vec();
            moved[node] = to;
            best = best.max(worth(&moved));
        }
    }
    best
}

fn found(nodes: usize, ties: &Ties, gamma: f64, seed: u64, batch: fn(usize) -> usize) -> (Vec<u32>, Option<f64>) {
    let order: Vec<u32> = (0..nodes as u32).collect();
    let level = Level::from_projection(&Projection::from_ties(nodes, ties), &order, true);
    let quality = Quality::one_mode(level.twice_weight(), Resolution::new(gamma).unwrap());
    let labels = leiden_in_batches(&level, quality, seed, batch);
    let value = modularity(&level, quality, &labels);
    (labels, value)
}

/// Generates a few seats; some people and companies have none.
fn seats() -> impl Strategy<Value = BTreeSet<(u32, u32)>> {
    prop::collection::btree_set((0u32..6, 0u32..5), 0..16)
}

fn graph(seats: &BTreeSet<(u32, u32)>) -> BoardGraph {
    let people = (0..6).map(|p| format!(r#"{{"id": "p{p}"}}"#)).collect::<Vec<_>>().join(",");
    let companies = (0..5).map(|c| format!(r#"{{"id": "c{c}"}}"#)).collect::<Vec<_>>().join(",");
    let rows = seats.iter().map(|(p, c)| format!(r#"{{"person": "p{p}", "company": "c{c}"}}"#));
    let text = format!(
        r#"{{"people": [{people}], "companies": [{companies}], "seats": [{}]}}"#,
        rows.collect::<Vec<_>>().join(",")
    );
    let data =
        Dataset::read(Box::new(std::io::Cursor::new(text)), "x", DataFormat::Json, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions { undated: true, ..BuildOptions::default() })
}

/// Returns the ids of the members of each group.
fn ids(found: &Groups) -> Vec<Vec<String>> {
    let all = |group: &Group| {
        let named = group.people.iter().chain(&group.companies).flatten();
        named.map(|one| one.id.clone()).collect()
    };
    found.groups.iter().map(all).collect()
}

#[test]
fn a_node_leaves_a_group_that_others_joined_after_it_was_evaluated() {
    let ties = [
        (0, 3, 2),
        (0, 4, 4),
        (0, 7, 3),
        (0, 9, 2),
        (1, 2, 1),
        (1, 4, 3),
        (1, 5, 1),
        (1, 6, 2),
        (1, 7, 3),
        (1, 8, 2),
        (1, 10, 1),
        (2, 6, 4),
        (2, 8, 1),
        (3, 5, 1),
        (3, 10, 2),
        (4, 5, 3),
        (4, 7, 4),
        (4, 9, 3),
        (4, 10, 2),
        (5, 6, 2),
        (7, 10, 2),
        (8, 9, 2),
        (9, 10, 4),
    ];
    let ties: Ties = ties.into_iter().collect();
    for batch in [batch_size as fn(usize) -> usize, |_| 5] {
        let (labels, value) = found(11, &ties, 1.5, 2, batch);
        let worth = |labels: &[u32]| by_definition(11, &ties, 1.5, labels);
        assert!(best_after_one_move(&labels, worth) < value.unwrap() + 1e-12);
    }
}

proptest! {
    #[test]
    fn groups_are_connected_and_no_single_move_improves((nodes, ties) in network(14), gamma in resolution(), seed in 0u64..4) {
        let pairs: Vec<(u32, u32)> = ties.iter().map(|(a, b, _)| (*a, *b)).collect();
        for batch in [batch_size as fn(usize) -> usize, |_| 5] {
            let (labels, value) = found(nodes, &ties, gamma, seed, batch);
            prop_assert_eq!(labels.len(), nodes);
            prop_assert!(is_connected(&pairs, &labels));
            prop_assert_eq!(value.is_none(), ties.is_empty());
            let Some(value) = value else { continue };
            let worth = |labels: &[u32]| by_definition(nodes, &ties, gamma, labels);
            prop_assert!((value - worth(&labels)).abs() < 1e-12);
            prop_assert!(best_after_one_move(&labels, worth) < value + 1e-12);
        }
    }

    #[test]
    fn the_best_of_all_divisions_is_never_beaten((nodes, ties) in network(7), gamma in resolution()) {
        prop_assume!(!ties.is_empty());
        let (_, value) = found(nodes, &ties, gamma, 1, batch_size);
        let all = divisions(nodes);
        let best = all.iter().map(|labels| by_definition(nodes, &ties, gamma, labels)).fold(f64::NEG_INFINITY, f64::max);
        // The algorithm starts with each node alone, and moves only add.
        let alone: Vec<u32> = (0..nodes as u32).collect();
        prop_assert!(value.unwrap() <= best + 1e-12);
        prop_assert!(value.unwrap() >= by_definition(nodes, &ties, gamma, &alone) - 1e-12);
    }

    #[test]
    fn groups_of_both_kinds_are_as_barber_defines_them(seats in seats(), gamma in resolution()) {
        let graph = graph(&seats);
        let links = BoardLinks::new(&graph, &Query::default());
        let level = Level::from_links(&links);
        let quality = Quality::two_mode(level.twice_weight() / 2, Resolution::new(gamma).unwrap());
        let labels = leiden(&level, quality, 1);
        let pairs: Vec<(u32, u32)> = seats.iter().map(|(p, c)| (*p, 6 + *c)).collect();
        prop_assert!(is_connected(&pairs, &labels));
        let value = modularity(&level, quality, &labels);
        prop_assert_eq!(value.is_none(), seats.is_empty());
        if let Some(value) = value {
            let worth = |labels: &[u32]| bipartite_by_definition(6, &seats, gamma, labels);
            prop_assert!((value - worth(&labels)).abs() < 1e-12);
            prop_assert!(best_after_one_move(&labels, worth) < value + 1e-12);
        }
    }

    #[test]
    fn a_bicore_holds_every_set_that_meets_its_demands(seats in seats(), alpha in 0usize..4, beta in 0usize..4) {
        let links = BoardLinks::new(&graph(&seats), &Query::default());
        let labels = bicore(&links, alpha, beta);
        // All sets of people and boards, as bits; the core is the union of those that meet the conditions.
        let mut core = 0u32;
        for set in 0u32..1 << 11 {
            let within = |node: u32| {
                seats.iter().filter(|(p, c)| [*p, 6 + *c].contains(&node) && set >> p & 1 == 1 && set >> (6 + c) & 1 == 1).count()
            };
            let demand = |node: u32| if node < 6 { alpha.max(1) } else { beta.max(1) };
            if (0..11).filter(|node| set >> node & 1 == 1).all(|node| within(node) >= demand(node)) {
                core |= set;
            }
        }
        for node in 0..11u32 {
            prop_assert_eq!(labels[node as usize].is_some(), core >> node & 1 == 1);
        }
        for (p, c) in seats.iter().filter(|(p, c)| core >> p & 1 == 1 && core >> (6 + c) & 1 == 1) {
            prop_assert_eq!(labels[*p as usize], labels[6 + *c as usize]);
        }
        let kept: Vec<u32> = labels.iter().map(|label| label.unwrap_or(u32::MAX)).collect();
        for (node, label) in kept.iter().enumerate().filter(|(_, label)| **label != u32::MAX) {
            prop_assert!(*label as usize <= node && kept[*label as usize] == *label);
        }
    }

    #[test]
    fn slices_are_components_of_what_is_strong((nodes, ties) in network(12), least in 1u32..6) {
        let found = m_slice(&Projection::from_ties(nodes, &ties), least);
        let strong: Ties = ties.into_iter().filter(|(_, _, weight)| *weight >= least).collect();
        let labels = Projection::from_ties(nodes, &strong).components();
        prop_assert_eq!(found.ties, strong.len());
        for node in 0..nodes as u32 {
            let tied = strong.iter().any(|(a, b, _)| [*a, *b].contains(&node));
            prop_assert_eq!(found.labels[node as usize], tied.then_some(labels[node as usize]));
        }
    }

    #[test]
    fn everybody_is_in_one_group_and_groups_come_in_their_order(seats in seats(), of_people: bool) {
        let graph = graph(&seats);
        let of = if of_people { Side::People } else { Side::Companies };
        let resolution = Resolution::default();
        let methods = [
            Method::Leiden { side: of, resolution, seed: 1, weighted: true },
            Method::Bipartite { resolution, seed: 1 },
            Method::Components { side: of },
        ];
        for method in methods {
            let found = groups(&graph, &Query::default(), method, GroupFilter::default());
            let members = ids(&found);
            let seated: BTreeSet<String> = seats.iter().map(|(person, _)| format!("p{person}")).collect();
            let companies: BTreeSet<String> = (0..5).map(|company| format!("c{company}")).collect();
            let expected: BTreeSet<String> = match method {
                Method::Bipartite { .. } => seated.union(&companies).cloned().collect(),
                _ if of_people => seated,
                _ => companies,
            };
            prop_assert_eq!(members.iter().map(Vec::len).sum::<usize>(), expected.len());
            prop_assert_eq!(members.iter().flatten().cloned().collect::<BTreeSet<String>>(), expected);
            prop_assert_eq!((found.count, found.members), (members.len(), members.iter().map(Vec::len).sum()));
            // Groups of equal size are in the order of the first id; people come before companies.
            let key = |ids: &Vec<String>| (Reverse(ids.len()), Reverse(ids[0].as_bytes()[0]), ids[0].clone());
            prop_assert!(members.is_sorted_by_key(key));
            prop_assert!(found.groups.iter().zip(1..).all(|(group, place)| group.group == place && group.size == members[place - 1].len()));
        }
    }

    #[test]
    fn a_resolution_is_what_was_asked_to_a_millionth(value in 0.0f64..1000.0) {
        let found = Resolution::new(value).unwrap().value();
        prop_assert!((found - value).abs() <= 0.51e-6);
    }
}

/// Cliques of five in a ring, each joined to the next by one tie.
fn ring_of_cliques(cliques: u32) -> Ties {
    let mut ties = Ties::new();
    for clique in 0..cliques {
        let first = 5 * clique;
        for a in 0..5 {
            ties.extend((a + 1..5).map(|b| (first + a, first + b, 1)));
        }
        ties.push((first + 4, 5 * ((clique + 1) % cliques), 1));
    }
    ties
}

#[test]
fn a_ring_of_cliques_falls_into_its_cliques() {
    for seed in 0..20 {
        for batch in [batch_size as fn(usize) -> usize, |_| 7] {
            let (labels, value) = found(50, &ring_of_cliques(10), 1.0, seed, batch);
            let expected: Vec<u32> = (0..50).map(|node| node / 5).collect();
            assert_eq!(labels, expected);
            // 100 of 110 ties are inside, and each clique has a tenth of the total strength.
            assert!((value.unwrap() - (100.0 / 110.0 - 0.1)).abs() < 1e-12);
        }
    }
}

#[test]
fn a_ring_of_very_many_cliques_too_on_any_threads() {
    // Enough nodes for parallel regions; neighbours are far apart in memory, and ten nodes have no ties.
    let (cliques, nodes) = (4000, 20_000);
    assert!(nodes > super::local_moving::PARALLEL_MIN_NODES as u32);
    let far = |node: u32| node * 7919 % nodes;
    let ties: Ties = ring_of_cliques(cliques).into_iter().map(|(a, b, weight)| (far(a), far(b), weight)).collect();
    let network = Projection::from_ties(nodes as usize + 10, &ties);
    // At this resolution two cliques together are worse than apart, and a clique is better than its parts.
    let resolution = Resolution::new(400.0).unwrap();
    let found = [1, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| communities(&network, resolution, 1, true))
    });
    assert_eq!(found[0], found[1]);
    let labels = &found[0].labels;
    for node in 0..nodes {
        assert_eq!(labels[far(node) as usize], labels[far(node / 5 * 5) as usize]);
    }
    assert_eq!(labels.iter().collect::<BTreeSet<_>>().len(), 4010);
    assert!((found[0].modularity.unwrap() - (40_000.0 / 44_000.0 - 400.0 / 4000.0)).abs() < 1e-12);
}

#[test]
fn the_karate_club_is_divided_as_well_as_can_be() {
    // Zachary 1977. The largest modularity was found by Brandes and others (2008): 0.4198.
    let ties = "1-2 1-3 1-4 1-5 1-6 1-7 1-8 1-9 1-11 1-12 1-13 1-14 1-18 1-20 1-22 1-32 2-3 2-4 2-8 2-14 2-18 2-20 2-22 \
        2-31 3-4 3-8 3-9 3-10 3-14 3-28 3-29 3-33 4-8 4-13 4-14 5-7 5-11 6-7 6-11 6-17 7-17 9-31 9-33 9-34 10-34 14-34 \
        15-33 15-34 16-33 16-34 19-33 19-34 20-34 21-33 21-34 23-33 23-34 24-26 24-28 24-30 24-33 24-34 25-26 25-28 \
        25-32 26-32 27-30 27-34 28-34 29-32 29-34 30-33 30-34 31-33 31-34 32-33 32-34 33-34";
    let number = |text: &str| text.parse::<u32>().unwrap() - 1;
    let ties: Ties =
        ties.split(' ').map(|tie| tie.split_once('-').unwrap()).map(|(a, b)| (number(a), number(b), 1)).collect();
    assert_eq!(ties.len(), 78);
    let best = (0..10).filter_map(|seed| found(34, &ties, 1.0, seed, batch_size).1).fold(0.0, f64::max);
    assert_eq!(format!("{best:.4}"), "0.4198");
}

#[test]
fn any_number_of_threads_finds_the_same() {
    // Nodes on a circle, each joined to some near nodes and to one far node; enough to be evaluated in parallel.
    let nodes = 4000u32;
    let far = |node: u32| node.wrapping_mul(2_654_435_761) % nodes;
    let ties: Ties = (0..nodes)
        .flat_map(|node| [(node, (node + 1) % nodes, 2), (node, (node + 3) % nodes, 1), (node, far(node), 1)])
        .collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| found(nodes as usize, &ties, 1.0, 3, |_| 300))
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
    assert!(one.1.unwrap() > 0.5);
}

#[test]
fn nobody_at_all_makes_no_group() {
    let empty = graph(&BTreeSet::new());
    let query = Query { clock: Clock::Ever, certain_only: false };
    let resolution = Resolution::default();
    let of = Side::People;
    for method in [
        Method::Leiden { side: of, resolution, seed: 1, weighted: false },
        Method::MSlices { side: of, min_weight: 1 },
        Method::Bicore { alpha: 0, beta: 0 },
        Method::Components { side: of },
    ] {
        assert_eq!(groups(&empty, &query, method, GroupFilter::default()), Groups::default());
    }
    // At any time, companies without seats are nodes, each alone.
    let found = groups(&empty, &query, Method::Bipartite { resolution, seed: 1 }, GroupFilter::default());
    assert_eq!((found.count, found.members, found.modularity), (5, 5, None));
}

#[test]
fn only_some_groups_are_told_but_all_are_counted() {
    let graph = graph(&BTreeSet::from([(0, 0), (0, 1), (1, 2), (1, 3)]));
    let filtered = |min_size, top| {
        let method = Method::Components { side: Side::Companies };
        groups(&graph, &Query::default(), method, GroupFilter { min_size, top })
    };
    assert_eq!(ids(&filtered(2, 9)), [["c0", "c1"], ["c2", "c3"]]);
    assert_eq!(ids(&filtered(1, 1)), [["c0", "c1"]]);
    assert_eq!((filtered(1, 1).count, filtered(3, 9).count, filtered(3, 9).groups.len()), (3, 3, 0));
}
