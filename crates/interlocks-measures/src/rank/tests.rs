//! Each measure against a slow, obvious version on small random networks.
// Matrices are indexed by row and column, as in the formulas.
#![allow(clippy::needless_range_loop)]

use petgraph::graph::UnGraph;
use proptest::prelude::*;

use super::articulation::articulation;
use super::betweenness::betweenness;
use super::brokers::{BrokerRole, brokerage};
use super::closeness::distance_sums;
use super::constraint::constraint;
use super::matrix::Matrix;
use super::sampled_betweenness::sampled_betweenness;
use super::spectral::{bonacich, leading, pagerank};
use super::twin_quotient::{TwinKind, TwinQuotient};
use super::*;
use interlocks_analysis::pairs::Weight;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::BuildOptions;

const BOTH: [TwinKind; 2] = [TwinKind::Adjacent, TwinKind::NonAdjacent];

/// Generates networks of up to nine nodes, from empty and disconnected to complete, with twins.
fn networks() -> impl Strategy<Value = Projection> {
    (0usize..10, prop::collection::vec((0u32..9, 0u32..9), 0..30)).prop_map(|(nodes, ties)| {
        let ties: Vec<(u32, u32, u32)> = ties.into_iter().map(|(a, b)| (a.min(b), a.max(b), 1 + (a + b) % 3)).collect();
        Projection::from_ties(nodes, &ties)
    })
}

fn joined(network: &Projection, a: usize, b: usize) -> bool {
    network.neighbours(a).contains(&(b as u32))
}

fn dense(network: &Projection) -> Vec<Vec<f64>> {
    let n = network.len();
    (0..n).map(|a| (0..n).map(|b| f64::from(u8::from(joined(network, a, b)))).collect()).collect()
}

/// Distances by Floyd and Warshall, and the numbers of shortest paths by the last step of each.
fn paths(network: &Projection) -> (Vec<Vec<usize>>, Vec<Vec<f64>>) {
    const FAR: usize = 1000;
    let n = network.len();
    let mut distance = vec![vec![FAR; n]; n];
    for a in 0..n {
        distance[a][a] = 0;
        network.neighbours(a).iter().for_each(|b| distance[a][*b as usize] = 1);
    }
    for k in 0..n {
        for a in 0..n {
            for b in 0..n {
                distance[a][b] = distance[a][b].min(distance[a][k] + distance[k][b]);
            }
        }
    }
    let mut count = vec![vec![0.0; n]; n];
    for a in 0..n {
        count[a][a] = 1.0;
        for steps in 1..n {
            for b in (0..n).filter(|b| distance[a][*b] == steps).collect::<Vec<usize>>() {
                let before = network.neighbours(b).iter().filter(|x| distance[a][**x as usize] == steps - 1);
                count[a][b] = before.map(|x| count[a][*x as usize]).sum();
            }
        }
    }
    (distance, count)
}

fn slow_betweenness(network: &Projection) -> Vec<f64> {
    let n = network.len();
    let (distance, count) = paths(network);
    let through = |v: usize| {
        let mut sum = 0.0;
        for a in (0..n).filter(|a| *a != v) {
            for b in (a + 1..n).filter(|b| *b != v && distance[a][*b] < 1000) {
                if distance[a][v] + distance[v][b] == distance[a][b] {
                    sum += count[a][v] * count[v][b] / count[a][b];
                }
            }
        }
        sum
    };
    (0..n).map(through).collect()
}

/// Solves a system of linear equations by elimination.
fn solved(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for k in 0..n {
        let pivot = (k..n).max_by(|x, y| rows[*x][k].abs().total_cmp(&rows[*y][k].abs())).unwrap();
        rows.swap(k, pivot);
        right.swap(k, pivot);
        for row in (0..n).filter(|row| *row != k) {
            let factor = rows[row][k] / rows[k][k];
            for column in 0..n {
                rows[row][column] -= factor * rows[k][column];
            }
            right[row] -= factor * right[k];
        }
    }
    (0..n).map(|k| right[k] / rows[k][k]).collect()
}

/// Returns the leading eigenvalue, and the projector on its eigenvectors by repeated squaring of A + I.
fn slow_leading(a: &[Vec<f64>]) -> (f64, Vec<Vec<f64>>) {
    let n = a.len();
    let times = |x: &[Vec<f64>], y: &[Vec<f64>]| -> Vec<Vec<f64>> {
        (0..n).map(|i| (0..n).map(|j| (0..n).map(|k| x[i][k] * y[k][j]).sum()).collect()).collect()
    };
    let mut power: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| a[i][j] + f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..40 {
        power = times(&power, &power);
        let most = power.iter().flatten().copied().fold(0.0, f64::max);
        power.iter_mut().flatten().for_each(|entry| *entry /= most);
    }
    let product = times(a, &power);
    let trace = |x: &[Vec<f64>]| (0..n).map(|i| x[i][i]).sum::<f64>();
    (trace(&product) / trace(&power), power)
}

fn near(x: f64, y: f64) -> bool {
    (x - y).abs() <= 1e-8 * (1.0 + x.abs().max(y.abs()))
}

fn all_near(x: &[f64], y: &[f64]) -> Result<(), TestCaseError> {
    prop_assert_eq!(x.len(), y.len());
    prop_assert!(x.iter().zip(y).all(|(x, y)| near(*x, *y)), "{:?}\n{:?}", x, y);
    Ok(())
}

fn parts(network: &Projection, without: usize) -> usize {
    let kept: Vec<u32> = (0..network.len() as u32).filter(|node| *node as usize != without).collect();
    let mut labels = network.induced(&kept).components();
    labels.sort_unstable();
    labels.dedup();
    labels.len()
}

proptest! {
    #[test]
    fn betweenness_is_the_share_of_shortest_paths(network in networks()) {
        let expected = slow_betweenness(&network);
        for twins in BOTH {
            all_near(&betweenness(&TwinQuotient::new(&network, twins)), &expected)?;
        }
    }

    #[test]
    fn classes_are_those_that_nobody_can_tell_apart(network in networks()) {
        for twins in BOTH {
            let quotient = TwinQuotient::new(&network, twins);
            let others = |node: usize, but: usize| -> Vec<u32> {
                network.neighbours(node).iter().copied().filter(|other| *other as usize != but).collect()
            };
            for a in 0..network.len() {
                for b in (0..network.len()).filter(|b| *b != a) {
                    let same = others(a, b) == others(b, a) && joined(&network, a, b) == (twins == TwinKind::Adjacent);
                    prop_assert_eq!(quotient.class_of[a] == quotient.class_of[b], same);
                }
            }
            prop_assert_eq!(quotient.sizes.iter().sum::<u32>() as usize, network.len());
        }
    }

    #[test]
    fn closeness_and_harmonic_are_of_all_distances(network in networks()) {
        let (n, distance) = (network.len(), paths(&network).0);
        for twins in BOTH {
            let found = distance_sums(&TwinQuotient::new(&network, twins));
            for (a, near) in found.iter().enumerate() {
                let reached: Vec<usize> = (0..n).filter(|b| *b != a).map(|b| distance[a][b]).filter(|d| *d < 1000).collect();
                prop_assert_eq!(near.reached as usize, reached.len());
                prop_assert_eq!(near.sum as usize, reached.iter().sum::<usize>());
                let harmonic: f64 = reached.iter().map(|d| 1.0 / *d as f64).sum();
                prop_assert!((near.harmonic - harmonic).abs() < 1e-12);
                let r = reached.len() as f64;
                let closeness = if r == 0.0 { 0.0 } else { r / (n as f64 - 1.0) * r / near.sum as f64 };
                prop_assert!((near.closeness(n) - closeness).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_eigenvector_is_that_of_the_largest_value(network in networks()) {
        let (value, projector) = slow_leading(&dense(&network));
        let labels = network.components();
        for twins in BOTH {
            let quotient = TwinQuotient::new(&network, twins);
            let found = leading(&Matrix::from_quotient(&quotient));
            if network.ties() == 0 {
                prop_assert_eq!(found.value, 0.0);
                continue;
            }
            prop_assert!(near(found.value, value), "{} {}", found.value, value);
            // If components share the eigenvalue, each has its own eigenvector.
            let expected: Vec<f64> = (0..network.len())
                .map(|node| {
                    let inside = (0..network.len()).filter(|other| labels[*other] == labels[node]);
                    let most = inside.map(|other| projector[other][other]).fold(0.0, f64::max);
                    if most < 1e-6 { 0.0 } else { (projector[node][node] / most).sqrt() }
                })
                .collect();
            all_near(&quotient.expand(&found.vector), &expected)?;
        }
    }

    #[test]
    fn power_solves_its_equation(network in networks(), share in -0.9f64..0.9) {
        let (a, n) = (dense(&network), network.len());
        let value = if network.ties() > 0 { slow_leading(&a).0 } else { f64::INFINITY };
        let rows = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j)) - share / value * a[i][j]).collect());
        let expected = solved(rows.collect(), (0..n).map(|i| a[i].iter().sum()).collect());
        let squares: f64 = expected.iter().map(|x| x * x).sum();
        let scale = if squares > 0.0 { (n as f64 / squares).sqrt() } else { 1.0 };
        let expected: Vec<f64> = expected.iter().map(|x| x * scale).collect();
        for twins in BOTH {
            let quotient = TwinQuotient::new(&network, twins);
            all_near(&quotient.expand(&bonacich(&Matrix::from_quotient(&quotient), share)), &expected)?;
        }
    }

    #[test]
    fn page_rank_is_where_the_walk_is_found(network in networks(), damping in 0.0f64..0.95) {
        let n = network.len();
        let weights: Vec<Vec<f64>> =
            (0..n).map(|a| network.weights(a).iter().map(|weight| f64::from(*weight)).collect()).collect();
        let walk = |weighted: bool| {
            let step = |a: usize, b: usize| {
                if network.degree(a) == 0 { return 1.0 / n as f64 }
                let Some(at) = network.neighbours(a).iter().position(|x| *x as usize == b) else { return 0.0 };
                if weighted { weights[a][at] / weights[a].iter().sum::<f64>() } else { 1.0 / network.degree(a) as f64 }
            };
            let rows = (0..n).map(|b| (0..n).map(|a| f64::from(u8::from(a == b)) - damping * step(a, b)).collect());
            solved(rows.collect(), vec![(1.0 - damping) / n as f64; n])
        };
        for twins in BOTH {
            let quotient = TwinQuotient::new(&network, twins);
            all_near(&quotient.expand(&pagerank(&Matrix::from_quotient(&quotient), damping)), &walk(false))?;
        }
        all_near(&pagerank(&Matrix::from_weights(&network, &weights.concat()), damping), &walk(true))?;
    }

    #[test]
    fn constraint_is_burts(network in networks(), weighted: bool) {
        let n = network.len();
        let weights: Vec<Vec<f64>> = (0..n)
            .map(|a| network.weights(a).iter().map(|w| if weighted { f64::from(*w) } else { 1.0 }).collect())
            .collect();
        let p = |a: usize, b: usize| {
            let at = network.neighbours(a).iter().position(|x| *x as usize == b);
            at.map_or(0.0, |at| weights[a][at] / weights[a].iter().sum::<f64>())
        };
        let flat = weights.concat();
        let found = constraint(&network, weighted.then_some(&flat[..]));
        for i in 0..n {
            let one = |j: usize| {
                let indirect: f64 = (0..n).filter(|q| *q != i && *q != j).map(|q| p(i, q) * p(q, j)).sum();
                (p(i, j) + indirect).powi(2)
            };
            let expected: f64 = (0..n).filter(|j| joined(&network, i, *j)).map(one).sum();
            prop_assert_eq!(found[i].is_none(), network.degree(i) == 0);
            prop_assert!(near(found[i].unwrap_or(0.0), expected));
        }
    }

    #[test]
    fn brokers_stand_between_two_that_are_not_joined(network in networks(), groups in prop::collection::vec(prop::option::of(0u32..3), 9)) {
        let groups = &groups[..network.len()];
        for (b, found) in brokerage(&network, groups).iter().enumerate() {
            let mut counts = [0u64; 5];
            for a in (0..network.len()).filter(|a| joined(&network, *a, b)) {
                for c in (0..network.len()).filter(|c| *c != a && joined(&network, *c, b) && !joined(&network, a, *c)) {
                    let (Some(a), Some(b), Some(c)) = (groups[a], groups[b], groups[c]) else { continue };
                    let role = if a == b && b == c { 0 } else if b == c { 1 } else if a == b { 2 } else if a == c { 3 } else { 4 };
                    counts[role] += 1;
                }
            }
            let roles = [BrokerRole::Coordinator, BrokerRole::Gatekeeper, BrokerRole::Representative, BrokerRole::Consultant, BrokerRole::Liaison];
            prop_assert_eq!(roles.map(|role| found.role(role)), counts);
            prop_assert_eq!(found.total(), counts.iter().sum::<u64>());
        }
    }

    #[test]
    fn without_an_only_link_the_network_falls_apart(network in networks()) {
        let all = parts(&network, usize::MAX);
        let found = articulation(&network);
        for (node, more) in found.iter().enumerate() {
            let expected = (parts(&network, node) + 1).saturating_sub(all + usize::from(network.degree(node) == 0));
            prop_assert_eq!(*more as usize, expected.saturating_sub(1), "{}", node);
        }
        let mut graph = UnGraph::<(), ()>::default();
        let nodes: Vec<_> = (0..network.len()).map(|_| graph.add_node(())).collect();
        for a in 0..network.len() {
            for &b in network.neighbours(a).iter().filter(|b| (**b as usize) > a) {
                graph.add_edge(nodes[a], nodes[b as usize], ());
            }
        }
        let points = petgraph::algo::articulation_points::articulation_points(&graph);
        for (node, more) in nodes.iter().zip(&found) {
            prop_assert_eq!(points.contains(node), *more > 0);
        }
    }

    #[test]
    fn weights_are_those_of_pairs(rows in prop::collection::vec((0u8..6, 0u8..5), 0..18)) {
        use interlocks_analysis::pairs::{PairOptions, pairs};
        let graph = graph(&rows.iter().map(|(p, c)| format!("p{p},c{c},,,director,\n")).collect::<String>());
        for side in Side::ALL {
            for weight in [Weight::Count, Weight::Newman, Weight::Jaccard, Weight::Cosine] {
                let options = RankOptions { side, measure: Measure::Strength, weight: Some(weight), ..RankOptions::default() };
                let ranking = rank(&graph, &options).unwrap();
                let pairs = pairs(&graph, &PairOptions { side, weight, ..PairOptions::default() });
                for row in &ranking.rows {
                    let own = pairs.iter().filter(|pair| pair.a.id == row.id || pair.b.id == row.id);
                    let sum: f64 = own.map(|pair| pair.weight).sum();
                    prop_assert!((row.value - sum).abs() < 1e-8, "{:?} {} {}", weight, row.value, sum);
                }
            }
        }
    }
}

#[test]
fn a_sample_is_no_further_off_than_it_says() {
    // Boards of four in a ring, consecutive boards sharing one person, and a star of leaves.
    let mut ties: Vec<(u32, u32, u32)> = Vec::new();
    for board in 0..8u32 {
        let members: Vec<u32> = (0..4).map(|member| (board * 3 + member) % 24).collect();
        for (at, a) in members.iter().enumerate() {
            ties.extend(members[at + 1..].iter().map(|b| (*a, *b, 1)));
        }
    }
    ties.extend((24..30).map(|leaf| (0, leaf, 1)));
    let network = Projection::from_ties(32, &ties);
    let exact = slow_betweenness(&network);
    for twins in BOTH {
        let quotient = TwinQuotient::new(&network, twins);
        let errors: Vec<f64> = [500, 5_000, 50_000]
            .map(|samples| {
                let estimate = sampled_betweenness(&quotient, samples, 7, 0.95);
                let off = exact.iter().zip(&estimate.values).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
                assert!(off <= estimate.error, "{samples}: {off} {}", estimate.error);
                assert!(off > 0.0 && off < 3.0 * 496.0 / f64::from(samples).sqrt());
                estimate.error
            })
            .to_vec();
        assert!(errors[0] > 2.0 * errors[1] && errors[1] > 2.0 * errors[2]);
        assert_eq!(sampled_betweenness(&quotient, 500, 7, 0.95), sampled_betweenness(&quotient, 500, 7, 0.95));
        assert_ne!(sampled_betweenness(&quotient, 500, 7, 0.95), sampled_betweenness(&quotient, 500, 8, 0.95));
    }
    let none = sampled_betweenness(
        &TwinQuotient::new(&Projection::from_ties(2, &[(0, 1, 1)]), TwinKind::Adjacent),
        10,
        1,
        0.95,
    );
    assert_eq!((none.values, none.error), (vec![0.0; 2], 0.0));
}

fn graph(rows: &str) -> BoardGraph {
    let text = format!("person,company,start,end,role,industry\n{rows}");
    let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
    let data = Dataset::read(stream, "test", DataFormat::Csv, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions::default())
}

fn ids(ranking: &Ranking) -> Vec<(usize, &str, f64)> {
    ranking.rows.iter().map(|row| (row.rank, row.id.as_str(), row.value)).collect()
}

#[test]
fn a_company_sends_its_executives_and_not_those_who_are_executives_there_too() {
    let graph = graph(
        "ann,a,2001-01-01,2005-01-01,CEO,\n\
         ann,b,2003-01-01,2004-01-01,director,\n\
         ann,c,2006-01-01,2007-01-01,director,\n\
         bob,a,2001-01-01,2005-01-01,CFO,\n\
         bob,b,2001-01-01,2005-01-01,director,\n\
         cid,b,2001-01-01,2005-01-01,CEO,\n\
         cid,d,2001-01-01,2005-01-01,CEO,\n\
         cid,d,2001-01-01,2005-01-01,director,\n",
    );
    let by = |by: Measure| rank(&graph, &RankOptions { measure: by, ..RankOptions::default() }).unwrap();
    // Ann joined c after she had left a; Ann and Bob on b are one tie; Cid is an executive of both companies.
    assert_eq!(ids(&by(Measure::OutDegree)), [(1, "a", 1.0), (2, "b", 0.0), (2, "c", 0.0), (2, "d", 0.0)]);
    assert_eq!(ids(&by(Measure::InDegree)), [(1, "b", 1.0), (2, "a", 0.0), (2, "c", 0.0), (2, "d", 0.0)]);
}

#[test]
fn equal_values_share_a_rank_and_the_first_are_the_first_of_all() {
    let graph = graph("p1,a,,,director,\np1,b,,,director,\np2,b,,,director,\np2,c,,,director,\np3,d,,,director,\n");
    let options = RankOptions { measure: Measure::Degree, ..RankOptions::default() };
    let all = rank(&graph, &options).unwrap();
    assert_eq!(ids(&all), [(1, "b", 2.0), (2, "a", 1.0), (2, "c", 1.0), (4, "d", 0.0)]);
    let top = rank(&graph, &RankOptions { top: Some(2), ..options.clone() }).unwrap();
    assert_eq!(top.rows, all.rows[..2]);
    let reverse = rank(&graph, &RankOptions { reverse: true, ..options }).unwrap();
    assert_eq!(ids(&reverse), [(1, "d", 0.0), (2, "a", 1.0), (2, "c", 1.0), (4, "b", 2.0)]);
    // Two people link a, b and c; p3 links nothing.
    let only = RankOptions { side: Side::People, measure: Measure::Articulation, ..RankOptions::default() };
    assert_eq!(ids(&rank(&graph, &only).unwrap()), [(1, "p1", 1.0), (1, "p2", 1.0), (3, "p3", 0.0)]);
}

#[test]
fn an_empty_network_has_an_empty_ranking_of_every_measure() {
    let (empty, one) = (graph(""), graph("p,c,,,director,\n"));
    for by in Measure::ALL {
        for of in Side::ALL {
            for &on in by.networks() {
                for paths in [PathSampling::All, PathSampling::Sample(10)] {
                    let options =
                        RankOptions { measure: by, side: of, network: Some(on), paths, ..RankOptions::default() };
                    if !by.applies_to(of) {
                        assert_eq!(rank(&empty, &options), Err(RankError::CompaniesOnly(by)));
                        continue;
                    }
                    assert_eq!(rank(&empty, &options).unwrap().rows, []);
                    let alone = rank(&one, &options).unwrap();
                    assert_eq!(alone.rows.len() + alone.without_value, 1);
                    assert!(alone.rows.iter().all(|row| row.value.is_finite() && row.rank == 1));
                }
            }
        }
    }
}
