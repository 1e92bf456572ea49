//! The whole answer against slow, obvious versions.

use std::collections::BTreeSet;

use super::*;
use interlocks_core::model::{Day, DayRange};
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BuildOptions, Clock};
use proptest::prelude::*;

fn graph(rows: &[(u8, u8, u8)], undated: bool) -> BoardGraph {
    let mut text = "person,company,start,end,board\n".to_owned();
    for (person, company, time) in rows {
        let spell = ["2001,2003", "2001-06-01,2001-06-05", ",", "2001-06-05,2004"][usize::from(time % 4)];
        let board = if *time < 8 { "yes" } else { "no" };
        text += &format!("p{person},c{company},{spell},{board}\n");
    }
    let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
    let data = Dataset::read(stream, "test", DataFormat::Csv, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions { undated, ..BuildOptions::default() })
}

fn rows() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    prop::collection::vec((0u8..6, 0u8..5, 0u8..9), 0..22)
}

/// Returns the neighbours on the other side, by id, of each node with a seat.
fn joined(rows: &[(u8, u8, u8)], side: Side) -> Vec<(String, BTreeSet<String>)> {
    let (mut nodes, mut all) = (Vec::<(String, BTreeSet<String>)>::new(), rows.to_vec());
    all.sort_unstable();
    for (person, company, time) in all {
        let (person, company) = (format!("p{person}"), format!("c{company}"));
        let (own, other) = if side == Side::People { (person, company) } else { (company, person) };
        let at = nodes.iter().position(|(id, _)| *id == own).unwrap_or(nodes.len());
        if at == nodes.len() {
            nodes.push((own, BTreeSet::new()));
        }
        if time < 8 {
            nodes[at].1.insert(other);
        }
    }
    // A person without a board seat is not a node of the network; a company is.
    nodes.retain(|(_, others)| side == Side::Companies || !others.is_empty());
    nodes
}

fn choose(n: usize, k: usize) -> f64 {
    if k > n { 0.0 } else { (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64) }
}

proptest! {
    #[test]
    fn tests_are_of_all_pairs_and_rows_in_order(rows in rows(), people: bool, model in prop::sample::select(NullModel::ALL.to_vec())) {
        let side = if people { Side::People } else { Side::Companies };
        let graph = graph(&rows, true);
        let options = BackboneOptions { side, model, all: true, samples: 19, correction: Correction::Bonferroni, ..BackboneOptions::default() };
        let found = backbone(&graph, &options);
        let nodes = joined(&rows, side);
        prop_assert_eq!(found.tests as usize, nodes.len() * nodes.len().saturating_sub(1) / 2);
        let pairs = pairs::pairs(&graph, &pairs::PairOptions { side, ..pairs::PairOptions::default() });
        prop_assert_eq!((found.tied, found.ties.len()), (pairs.len(), pairs.len()));
        for tie in &found.ties {
            prop_assert!(pairs.contains(&tie.pair) && tie.p > 0.0 && tie.p <= 1.0);
            prop_assert_eq!(tie.p_corrected, (tie.p * found.tests as f64).min(1.0));
        }
        let order = |tie: &BackboneTie| (tie.pair.a.name.clone(), tie.pair.b.name.clone());
        let before = |x: &BackboneTie, y: &BackboneTie| {
            x.p.total_cmp(&y.p).then(y.pair.weight.total_cmp(&x.pair.weight)).then_with(|| order(x).cmp(&order(y))).is_lt()
        };
        prop_assert!(found.ties.is_sorted_by(before));
        let kept = backbone(&graph, &BackboneOptions { all: false, alpha: 0.3, ..options });
        let expected: Vec<BackboneTie> = found.ties.into_iter().filter(|tie| tie.p_corrected <= 0.3).collect();
        prop_assert_eq!(kept.ties, expected);
    }

    #[test]
    fn hypergeometric_chances_are_shares_of_drawn_boards(rows in rows(), people: bool) {
        let side = if people { Side::People } else { Side::Companies };
        let nodes = joined(&rows, side);
        let all: BTreeSet<&String> = nodes.iter().flat_map(|(_, others)| others).collect();
        let found = backbone(&graph(&rows, true), &BackboneOptions { side, all: true, ..BackboneOptions::default() });
        for tie in found.ties {
            let of = |id: &str| &nodes.iter().find(|(own, _)| own == id).unwrap().1;
            let (a, b, n) = (of(&tie.pair.a.id), of(&tie.pair.b.id), all.len());
            let shared = a.intersection(b).count();
            prop_assert_eq!(tie.pair.shared, shared);
            let ways = |h: usize| choose(a.len(), h) * choose(n - a.len(), b.len() - h);
            let p = (shared..=b.len()).map(ways).sum::<f64>() / choose(n, b.len());
            prop_assert!((tie.p - p).abs() < 1e-12);
            prop_assert!((tie.expected.unwrap() - (a.len() * b.len()) as f64 / n as f64).abs() < 1e-12);
        }
    }

    #[test]
    fn a_clock_makes_no_chance_of_nothing(rows in rows(), people: bool, at in 0u8..3, certain_only: bool, model in prop::sample::select(NullModel::ALL.to_vec())) {
        let june = |day: u8| Day::from_ymd(2001, 6, day).unwrap();
        let at_some = |first: u8, last: u8| Clock::At(DayRange::new(june(first), june(last)));
        let clock = [Clock::Ever, at_some(4, 4), at_some(3, 7)][usize::from(at)];
        let graph = graph(&rows, false);
        let query = Query { clock, certain_only };
        let side = if people { Side::People } else { Side::Companies };
        // What a pair shares at the same time is never more than its seats allow.
        let all = query.certain_only(false);
        let tested = TestedNetwork::new(&graph, &BackboneOptions { query: all, side, ..BackboneOptions::default() });
        let pair_options = pairs::PairOptions { query: all, side, ..pairs::PairOptions::default() };
        for key in pairs::pair_keys(&graph, &pair_options) {
            let other = tested.row(key.b);
            let both = tested.row(key.a).iter().filter(|node| other.contains(node)).count();
            prop_assert!(key.shared as usize <= both && both > 0);
        }
        let found = backbone(&graph, &BackboneOptions { query, side, model, all: true, samples: 19, ..BackboneOptions::default() });
        prop_assert!(found.ties.iter().all(|tie| tie.p > 0.0 && tie.p <= 1.0));
        // Asking for certain pairs selects rows and does not change what they say, save for kinds.
        let without = backbone(&graph, &BackboneOptions { query: all, side, model, all: true, samples: 19, ..BackboneOptions::default() });
        let certain = without.ties.iter().filter(|tie| tie.pair.certain || !certain_only);
        let key = |tie: &BackboneTie| (tie.pair.a.id.clone(), tie.pair.b.id.clone(), tie.pair.shared, tie.p.to_bits());
        prop_assert_eq!(found.ties.iter().map(key).collect::<Vec<_>>(), certain.map(key).collect::<Vec<_>>());
    }
}

#[test]
fn days_may_be_the_weight_that_disparity_tests() {
    let rows = [(0, 0, 0), (0, 1, 0), (1, 0, 1), (1, 2, 1), (2, 0, 1), (2, 3, 1)];
    let options =
        BackboneOptions { model: NullModel::Disparity, weight: Weight::Days, all: true, ..BackboneOptions::default() };
    let found = backbone(&graph(&rows, false), &options);
    let of = |b: &str| found.ties.iter().find(|tie| tie.pair.b.id == b).unwrap();
    let sum: f64 = found.ties.iter().map(|tie| tie.pair.weight).sum();
    let expected = (1.0 - of("c1").pair.weight / sum).powi(2);
    assert!(of("c1").pair.weight > 300.0 && (of("c1").p - expected).abs() < 1e-12 && of("c1").expected.is_none());
    assert_eq!((found.ties[0].pair.b.id.as_str(), found.tests), ("c1", 6));
}

#[test]
fn no_seat_is_no_pair() {
    let found = backbone(&graph(&[], true), &BackboneOptions { all: true, ..BackboneOptions::default() });
    assert_eq!(found, Backbone::default());
    for model in NullModel::ALL {
        assert!(
            backbone(&graph(&[(0, 0, 0)], true), &BackboneOptions { model, all: true, ..BackboneOptions::default() })
                .ties
                .is_empty()
        );
    }
}
