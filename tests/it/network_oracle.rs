//! Components and distances of the whole network against petgraph on the same view.

use interlocks::analysis::Query;
use interlocks::analysis::bfs::{BidirectionalSearch, MOST_STEPS, distances};
use interlocks::analysis::bipartite::BoardLinks;
use interlocks::analysis::components::components;
use interlocks::dataset::{DataFormat, Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions, Clock, View};
use interlocks::model::{Day, DayRange};
use proptest::prelude::*;

fn graph(rows: &[(u8, u8, u8)]) -> BoardGraph {
    let mut text = "person,company,start,end,board\n".to_owned();
    for (person, company, time) in rows {
        let spell = ["2001,2003", "2001-06-01,2001-06-05", ",", "2003,2003"][usize::from(time % 4)];
        let board = if *time < 8 { "yes" } else { "no" };
        text += &format!("p{person},c{company},{spell},{board}\n");
    }
    let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
    let data = Dataset::read(stream, "test", DataFormat::Csv, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions::default())
}

proptest! {
    #[test]
    fn components_and_distances_are_petgraphs(rows in prop::collection::vec((0u8..12, 0u8..12, 0u8..9), 1..26), at: bool, certain_only: bool) {
        let graph = graph(&rows);
        let day = DayRange::exactly(Day::from_ymd(2001, 6, 3).unwrap());
        let clock = if at { Clock::At(day) } else { Clock::Ever };
        let links = BoardLinks::new(&graph, &Query { clock, certain_only });
        let view = View::new(&graph, clock).certain_only(certain_only);
        let found = components(&links);
        prop_assert_eq!(found.count, petgraph::algo::connected_components(view));
        let nodes = links.nodes() as u32;
        let mut hops = BidirectionalSearch::new(&links);
        let mut pairs = Vec::new();
        let mut expected = Vec::new();
        for from in 0..nodes {
            let reached = petgraph::algo::dijkstra(&view, graph.entity(from), None, |_| 1usize);
            let smallest = reached.keys().map(|node| graph.entity_number(*node)).min();
            prop_assert_eq!(Some(found.labels[from as usize]), smallest);
            for to in 0..nodes {
                let steps = reached.get(&graph.entity(to)).copied();
                pairs.push((from, to));
                expected.push(steps);
                let path = hops.path(from, to, MOST_STEPS);
                prop_assert_eq!(path.as_ref().map(|path| path.len() - 1), steps);
                if let Some(path) = path {
                    prop_assert_eq!((path.first(), path.last()), (Some(&from), Some(&to)));
                }
                prop_assert_eq!(hops.between(from, to, 2), steps.filter(|steps| *steps <= 2));
            }
        }
        prop_assert_eq!(distances(&links, &pairs, MOST_STEPS), expected);
        let largest = (0..nodes).map(|node| found.labels.iter().filter(|label| **label == node).count()).max();
        prop_assert_eq!(Some(found.largest), largest);
    }
}

#[test]
fn an_empty_network_has_no_components() {
    let stream = Box::new(std::io::Cursor::new(b"person,company\n".to_vec()));
    let data = Dataset::read(stream, "test", DataFormat::Csv, &LoadOptions::default()).unwrap();
    let links = BoardLinks::new(&BoardGraph::new(data, BuildOptions::default()), &Query::default());
    let found = components(&links);
    assert_eq!((found.count, found.largest, links.nodes()), (0, 0, 0));
    assert_eq!(BidirectionalSearch::new(&links).between(0, 1, 5), None);
}
