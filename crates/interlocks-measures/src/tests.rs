use std::collections::BTreeSet;

use petgraph::graph::{NodeIndex, UnGraph};
use proptest::prelude::*;

use super::clustering::clustering;
use super::cores::core_numbers;
use super::distances::distances;
use super::two_mode::{count_cycles, four_paths};
use super::{Part, Projection, stats};
use interlocks_analysis::Query;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::Side;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BoardGraph, BuildOptions};

/// Generates a network of up to 12 nodes, with isolates.
fn network() -> impl Strategy<Value = (Projection, UnGraph<(), ()>)> {
    (0usize..12).prop_flat_map(|nodes| {
        let tie = (0..nodes.max(1) as u32, 0..nodes.max(1) as u32);
        prop::collection::vec(tie, 0..30).prop_map(move |ties| {
            let ties: BTreeSet<(u32, u32)> =
                ties.into_iter().filter(|(a, b)| a != b && nodes > 0).map(|(a, b)| (a.min(b), a.max(b))).collect();
            let weighted: Vec<(u32, u32, u32)> = ties.iter().map(|(a, b)| (*a, *b, 1)).collect();
            let mut graph = UnGraph::new_undirected();
            (0..nodes).for_each(|_| _ = graph.add_node(()));
            ties.iter()
                .for_each(|(a, b)| _ = graph.add_edge(NodeIndex::new(*a as usize), NodeIndex::new(*b as usize), ()));
            (Projection::from_ties(nodes, &weighted), graph)
        })
    })
}

/// Generates seats of up to 7 people on 6 boards, each seat once.
fn seats() -> impl Strategy<Value = BTreeSet<(u32, u32)>> {
    prop::collection::btree_set((0u32..7, 0u32..6), 0..22)
}

fn graph(seats: &BTreeSet<(u32, u32)>) -> BoardGraph {
    let people = (0..7).map(|p| format!(r#"{{"id": "p{p}"}}"#)).collect::<Vec<_>>().join(",");
    let companies = (0..6).map(|c| format!(r#"{{"id": "c{c}"}}"#)).collect::<Vec<_>>().join(",");
    let rows = seats.iter().map(|(p, c)| format!(r#"{{"person": "p{p}", "company": "c{c}"}}"#));
    let text = format!(
        r#"{{"people": [{people}], "companies": [{companies}], "seats": [{}]}}"#,
        rows.collect::<Vec<_>>().join(",")
    );
    let data =
        Dataset::read(Box::new(std::io::Cursor::new(text)), "x", DataFormat::Json, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions { undated: true, ..BuildOptions::default() })
}

fn links(graph: &BoardGraph) -> BoardLinks {
    BoardLinks::new(graph, &Query::default())
}

proptest! {
    #[test]
    fn distances_are_those_of_dijkstra((network, graph) in network()) {
        let found = distances(&network);
        let (mut pairs, mut sum, mut squares, mut longest) = (0u64, 0u64, 0u64, 0u32);
        for source in graph.node_indices() {
            for (target, steps) in petgraph::algo::dijkstra(&graph, source, None, |_| 1u32) {
                if source < target {
                    pairs += 1;
                    sum += u64::from(steps);
                    squares += u64::from(steps) * u64::from(steps);
                    longest = longest.max(steps);
                }
            }
        }
        prop_assert_eq!((found.pairs, found.sum, found.squares, found.diameter), (pairs, sum, squares, longest));
    }

    #[test]
    fn cores_are_what_is_left_after_peeling((network, graph) in network()) {
        let found = core_numbers(&network);
        for node in graph.node_indices() {
            let mut core = 0;
            for k in 1..graph.node_count() {
                let mut left: BTreeSet<NodeIndex> = graph.node_indices().collect();
                loop {
                    let weak = |n: &NodeIndex| graph.neighbors(*n).filter(|m| left.contains(m)).count() < k;
                    let Some(gone) = left.iter().copied().find(weak) else { break };
                    left.remove(&gone);
                }
                if left.contains(&node) {
                    core = k as u32;
                }
            }
            prop_assert_eq!(found[node.index()], core);
        }
    }

    #[test]
    fn triangles_are_counted_corner_by_corner((network, graph) in network()) {
        let found = clustering(&network);
        let joined = |a: NodeIndex, b: NodeIndex| graph.contains_edge(a, b);
        let (mut closed, mut triples, mut local) = (0u64, 0u64, Vec::new());
        for node in graph.node_indices() {
            let near: Vec<NodeIndex> = graph.neighbors(node).collect();
            let (mut own, mut all) = (0u64, 0u64);
            for (at, a) in near.iter().enumerate() {
                for b in &near[at + 1..] {
                    all += 1;
                    own += u64::from(joined(*a, *b));
                }
            }
            prop_assert_eq!(found.triangles[node.index()], own);
            (closed, triples) = (closed + own, triples + all);
            if all > 0 {
                local.push(own as f64 / all as f64);
            }
        }
        let near = |found: Option<f64>, expected: Option<f64>| match (found, expected) {
            (Some(x), Some(y)) => (x - y).abs() < 1e-12,
            (x, y) => x == y,
        };
        let mean = |count: usize| (count > 0).then(|| local.iter().sum::<f64>() / count as f64);
        prop_assert!(near(found.transitivity, (triples > 0).then(|| closed as f64 / triples as f64)));
        prop_assert!(near(found.mean, mean(graph.node_count())));
        prop_assert!(near(found.mean_deg2, mean(local.len())));
    }

    #[test]
    fn a_part_of_a_network_keeps_its_ties((network, graph) in network(), chosen in prop::collection::vec(any::<bool>(), 12)) {
        let kept: Vec<u32> = (0..network.len() as u32).filter(|node| chosen[*node as usize]).collect();
        let part = network.induced(&kept);
        prop_assert_eq!(part.len(), kept.len());
        for (at, node) in kept.iter().enumerate() {
            let near: Vec<u32> = part.neighbours(at).iter().map(|other| kept[*other as usize]).collect();
            let whole = graph.neighbors(NodeIndex::new(*node as usize)).map(|n| n.index() as u32);
            let expected: BTreeSet<u32> = whole.filter(|other| kept.contains(other)).collect();
            prop_assert_eq!(near, expected.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_projection_counts_what_is_shared(seats in seats()) {
        let graph = graph(&seats);
        let links = links(&graph);
        for (side, count) in [(Side::People, 7u32), (Side::Companies, 6)] {
            let network = Projection::from_links(&links, side, (0..count).collect());
            let shared = |a: u32, b: u32| {
                let sits = |node: u32, via: u32| match side {
                    Side::People => seats.contains(&(node, via)),
                    Side::Companies => seats.contains(&(via, node)),
                };
                (0..7).filter(|via| sits(a, *via) && sits(b, *via)).count() as u32
            };
            for a in 0..count {
                let expected: Vec<(u32, u32)> =
                    (0..count).filter(|b| *b != a).map(|b| (b, shared(a, b))).filter(|(_, w)| *w > 0).collect();
                let node = a as usize;
                let found = network.neighbours(node).iter().copied().zip(network.weights(node).iter().copied());
                prop_assert_eq!(found.collect::<Vec<_>>(), expected);
            }
        }
    }

    #[test]
    fn paths_and_cycles_are_counted_one_by_one(seats in seats()) {
        let graph = graph(&seats);
        let links = links(&graph);
        let sits = |p: u32, c: u32| seats.contains(&(p, c));
        let (mut four, mut three) = (0u64, 0u64);
        for (p, q) in (0..7).flat_map(|p| (p + 1..7).map(move |q| (p, q))) {
            let both = (0..6).filter(|c| sits(p, *c) && sits(q, *c)).count() as u64;
            four += both * both.saturating_sub(1) / 2;
        }
        for &(p, c) in &seats {
            for (q, d) in (0..7).flat_map(|q| (0..6).map(move |d| (q, d))) {
                three += u64::from(q != p && d != c && sits(q, c) && sits(p, d));
            }
        }
        let people = Projection::from_links(&links, Side::People, (0..7).collect());
        let companies = Projection::from_links(&links, Side::Companies, (0..6).collect());
        for projection in [&people, &companies] {
            let found = count_cycles(&links, projection);
            prop_assert_eq!((found.four_cycles, found.three_paths), (four, three));
        }
        for (side, projection, own, other) in [(Side::People, &people, 7u32, 6u32), (Side::Companies, &companies, 6, 7)] {
            let at = |node: u32, via: u32| if side == Side::People { sits(node, via) } else { sits(via, node) };
            let (mut all, mut closed) = (0u64, 0u64);
            for b in 0..own {
                for (c1, c2) in (0..other).flat_map(|x| (x + 1..other).map(move |y| (x, y))) {
                    for (a, e) in (0..own).flat_map(|a| (0..own).map(move |e| (a, e))) {
                        if a == b || e == b || a == e || !(at(b, c1) && at(b, c2) && at(a, c1) && at(e, c2)) {
                            continue;
                        }
                        all += 1;
                        closed += u64::from((0..other).any(|c| c != c1 && c != c2 && at(a, c) && at(e, c)));
                    }
                }
            }
            let found = four_paths(&links, side, projection);
            prop_assert_eq!((found.all, found.closed), (all, closed), "{:?}", side);
        }
    }

    #[test]
    fn assortativity_is_the_correlation_over_ties((network, graph) in network()) {
        let found = super::stats::assortativity(&network);
        let ends: Vec<(f64, f64)> = graph
            .edge_indices()
            .filter_map(|edge| graph.edge_endpoints(edge))
            .flat_map(|(a, b)| [(a, b), (b, a)])
            .map(|(a, b)| (graph.neighbors(a).count() as f64, graph.neighbors(b).count() as f64))
            .collect();
        let n = ends.len() as f64;
        let mean = ends.iter().map(|(x, _)| x).sum::<f64>() / n;
        let covariance = ends.iter().map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
        let variance = ends.iter().map(|(x, _)| (x - mean) * (x - mean)).sum::<f64>();
        if ends.is_empty() || variance < 1e-12 {
            prop_assert_eq!(found, None);
        } else {
            prop_assert!((found.unwrap() - covariance / variance).abs() < 1e-9);
        }
    }
}

#[test]
fn nothing_has_no_figures() {
    let empty = stats(&graph(&BTreeSet::new()), &Query::default(), &[]);
    let two_mode = empty.two_mode.unwrap();
    assert_eq!((two_mode.size.people, two_mode.size.companies, two_mode.components), (0, 6, 6));
    assert_eq!((two_mode.size.density, two_mode.cycles.cc4, two_mode.opsahl.people), (None, None, None));
    let companies = empty.companies.unwrap();
    assert_eq!((companies.counts.nodes, companies.counts.isolates, companies.mean_path), (6, 6, None));
    assert_eq!(empty.people.unwrap().clustering, None);
    let one = stats(&graph(&[(0, 0)].into()), &Query::default(), &[Part::People]);
    assert_eq!(one.two_mode, None);
    let people = one.people.unwrap();
    assert_eq!((people.counts.nodes, people.counts.ties, people.giant, people.assortativity), (1, 0, 1, None));
}
