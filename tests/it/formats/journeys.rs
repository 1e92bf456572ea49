//! Real boards through every format that can hold them: each comes back with the same pairs on the same days,
//! so it has the figures that `published_tables.rs` holds against the literature.

use std::io::Cursor;

use interlocks::analysis::pairs::{PairOptions, Side, pairs};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::export::{Boards, NetworkFormat, write};
use interlocks::graph::{BoardGraph, BuildOptions};

use super::shared;

/// The boards with published figures.
const REAL: [&str; 3] = ["norwegian-boards", "scottish-companies-1904", "ceos-and-clubs"];

fn read(bytes: Vec<u8>, word: &str) -> Dataset {
    let format = word.parse::<DataFormat>().unwrap();
    Dataset::read(Box::new(Cursor::new(bytes)), word, format, &LoadOptions::default()).unwrap()
}

/// The data through each format that holds seats with their dates.
fn copies(data: &Dataset) -> Vec<(&'static str, Dataset)> {
    let (mut json, mut jsonl, mut entities) = (Vec::new(), Vec::new(), Vec::new());
    data.write_json(&mut json).unwrap();
    data.write_jsonl(&mut jsonl).unwrap();
    data.write_followthemoney(&mut entities).unwrap();
    let network = |format: NetworkFormat| {
        let mut out = Vec::new();
        write(&Boards::new(data), format, &mut out).unwrap();
        out
    };
    let folder = tempfile::tempdir().unwrap();
    data.write_folder(folder.path()).unwrap();
    let mut copies = vec![
        ("folder", Dataset::open(folder.path()).unwrap()),
        ("json", read(json, "json")),
        ("jsonl", read(jsonl, "jsonl")),
        ("followthemoney", read(entities, "followthemoney")),
        ("graphml", read(network(NetworkFormat::GraphMl), "graphml")),
        ("gexf", read(network(NetworkFormat::Gexf), "gexf")),
        ("edges", read(network(NetworkFormat::Edges), "edges")),
    ];
    let columns = tempfile::tempdir().unwrap();
    if data.write_parquet_folder(columns.path()).is_ok() {
        copies.push(("parquet", Dataset::open(columns.path()).unwrap()));
    }
    copies
}

/// Every pair: who, how many they share, and when.
fn answers(data: Dataset, side: Side, undated: bool) -> Vec<String> {
    let graph = BoardGraph::new(data, BuildOptions { undated, ..BuildOptions::default() });
    let found = pairs(&graph, &PairOptions { side, ..PairOptions::default() });
    let tell = |pair: &interlocks::analysis::pairs::Pair| {
        format!("{} {} {} {:?}", pair.a.id, pair.b.id, pair.shared, pair.spells)
    };
    let mut answers: Vec<String> = found.iter().map(tell).collect();
    answers.sort();
    answers
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn real_boards_come_back_with_the_same_pairs() {
    for name in REAL {
        let data = shared(name);
        let own = answers(data.clone(), Side::Companies, false);
        let undated = answers(data.clone(), Side::People, true).len();
        assert!(own.len() > 50, "{name}");
        for (word, copy) in copies(&data) {
            assert_eq!(copy.problems.errors(), 0, "{name} {word}: {:?}", copy.problems.listed().first());
            assert_eq!(copy.rows(Table::Seats), data.rows(Table::Seats), "{name} {word}");
            assert_eq!(answers(copy.clone(), Side::People, true).len(), undated, "{name} {word}");
            let copied = answers(copy, Side::Companies, false);
            if let Some(at) = (0..own.len().max(copied.len())).find(|at| own.get(*at) != copied.get(*at)) {
                panic!("{name} {word}: {:?} became {:?}", own.get(at), copied.get(at));
            }
        }
    }
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn two_modes_alone_keep_how_many_share_how_many() {
    for name in REAL {
        let data = shared(name);
        let counts = |data: Dataset| -> Vec<usize> {
            let graph = BoardGraph::new(data, BuildOptions { undated: true, ..BuildOptions::default() });
            let mut counts: Vec<usize> =
                pairs(&graph, &PairOptions::default()).iter().map(|pair| pair.shared).collect();
            counts.sort_unstable();
            counts
        };
        let mut pajek = Vec::new();
        write(&Boards::new(&data), NetworkFormat::Pajek, &mut pajek).unwrap();
        let ucinet = dl(&data);
        for (word, bytes) in [("pajek", pajek), ("ucinet", ucinet.into_bytes())] {
            let copy = read(bytes, word);
            assert_eq!(copy.problems.errors(), 0, "{name} {word}");
            assert!(counts(copy) == counts(data.clone()), "{name} {word}");
        }
    }
}

/// The seats as a list of edges of UCINET, of which there is no writer: few need one that have DL files.
fn dl(data: &Dataset) -> String {
    let (people, companies) = (data.rows(Table::People), data.rows(Table::Companies));
    let mut text = format!("dl nr={people}, nc={companies}, format=edgelist2\ndata:\n");
    for row in 0..data.rows(Table::Seats) {
        text += &format!("{} {}\n", data.seats.person.get(row) + 1, data.seats.company.get(row) + 1);
    }
    text
}
