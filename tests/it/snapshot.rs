//! A snapshot answers as the files do it was built from, and is refused when it was tampered with.

use std::path::PathBuf;

use interlocks::analysis::conflicts::{self, conflicts};
use interlocks::analysis::pairs::{PairOptions, pairs};
use interlocks::analysis::profile::profile;
use interlocks::analysis::{Query, people};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions, Entity};

fn built(data: &str) -> BoardGraph {
    BoardGraph::new(Dataset::open(data).unwrap(), BuildOptions::default())
}

fn saved(graph: &BoardGraph) -> Vec<u8> {
    let mut bytes = Vec::new();
    let length = graph.save(&mut bytes).unwrap();
    assert_eq!(length as usize, bytes.len());
    bytes
}

fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.ilk");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

#[test]
fn a_snapshot_answers_as_the_files_do() {
    for data in ["datasets/bigtech-boards", "datasets/southern-women"] {
        let graph = built(data);
        let (_folder, path) = file(&saved(&graph));
        let opened = BoardGraph::open_snapshot(&path, BuildOptions::default()).unwrap();
        opened.check_snapshot().unwrap();
        assert_eq!((opened.as_of(), &opened.about().title), (graph.as_of(), &graph.about().title));
        assert_eq!(opened.about().sources, graph.about().sources);
        let query = Query::default();
        let text = |value: serde_json::Result<String>| value.unwrap();
        for (a, b) in [
            (
                text(serde_json::to_string(&pairs(&graph, &PairOptions::default()))),
                text(serde_json::to_string(&pairs(&opened, &PairOptions::default()))),
            ),
            (
                text(serde_json::to_string(&conflicts(&graph, &conflicts::ConflictOptions::default()))),
                text(serde_json::to_string(&conflicts(&opened, &conflicts::ConflictOptions::default()))),
            ),
            (
                text(serde_json::to_string(&people::directors(&graph, &query, 1))),
                text(serde_json::to_string(&people::directors(&opened, &query, 1))),
            ),
        ] {
            assert_eq!(a, b);
        }
        for entity in graph.entities() {
            let of = |graph: &BoardGraph| text(serde_json::to_string(&profile(graph, entity, &query)));
            assert_eq!(of(&graph), of(&opened));
            match entity {
                Entity::Person(person) => assert_eq!(graph.person(person), opened.person(person)),
                Entity::Company(company) => assert_eq!(graph.company(company), opened.company(company)),
            }
        }
    }
}

/// Data need not have rows of every kind: people alone, companies alone, ties or deals without seats, nothing.
#[test]
fn a_snapshot_of_one_kind_of_rows_answers_as_the_files_do() {
    const ROWS: [&str; 6] = [
        r#"{"type":"person","id":"p1","name":"Ann Quill","birth":"1950-03","town":"Marlow"}"#,
        r#"{"type":"company","id":"c1","name":"Acme"}"#,
        r#"{"type":"seat","person":"p1","company":"c1","start":"2001"}"#,
        r#"{"type":"tie","from":"c1","to":"c2","kind":"owner","start":"2001"}"#,
        r#"{"type":"deal","id":"d1","parties":["c1","c2"],"date":"2005"}"#,
        r#"{"type":"source","id":"s1","title":"Report"}"#,
    ];
    for kinds in 0..1u32 << ROWS.len() {
        let rows: Vec<&str> = (0..ROWS.len()).filter(|at| kinds >> at & 1 == 1).map(|at| ROWS[at]).collect();
        let text = rows.join("\n").into_bytes();
        let options = LoadOptions::default();
        let Ok(data) = Dataset::read(Box::new(std::io::Cursor::new(text)), "x.jsonl", DataFormat::Jsonl, &options)
        else {
            continue;
        };
        let graph = BoardGraph::new(data, BuildOptions::default());
        let bytes = saved(&graph);
        let (_folder, path) = file(&bytes);
        let opened = BoardGraph::open_snapshot(&path, BuildOptions::default());
        let opened = opened.unwrap_or_else(|error| panic!("{rows:?}: {error}"));
        opened.check_snapshot().unwrap();
        assert!(saved(&opened) == bytes, "{rows:?}");
        let told = |graph: &BoardGraph| {
            graph
                .entities()
                .map(|entity| serde_json::to_string(&profile(graph, entity, &Query::default())).unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&graph), told(&opened), "{rows:?}");
    }
}

#[test]
fn a_snapshot_of_a_snapshot_has_the_same_bytes() {
    let bytes = saved(&built("datasets/bigtech-boards"));
    let (_folder, path) = file(&bytes);
    let opened = BoardGraph::open_snapshot(&path, BuildOptions::default()).unwrap();
    assert_eq!(saved(&opened), bytes);
}

/// Opens a file, reads all of it, and says whether it was taken for sound.
fn taken(bytes: &[u8]) -> bool {
    let (_folder, path) = file(bytes);
    let Ok(graph) = BoardGraph::open_snapshot(&path, BuildOptions::default()) else { return false };
    for entity in graph.entities() {
        profile(&graph, entity, &Query::default());
    }
    conflicts(&graph, &conflicts::ConflictOptions::default());
    graph.check_pages_read().is_ok() && graph.check_snapshot().is_ok()
}

#[test]
fn an_altered_or_cut_snapshot_is_refused_and_never_panics() {
    let bytes = saved(&built("datasets/southern-women"));
    assert!(taken(&bytes));
    for at in (0..bytes.len()).step_by(bytes.len() / 150) {
        let mut altered = bytes.clone();
        altered[at] ^= 0x40;
        assert!(!taken(&altered) || (40..64).contains(&at), "byte {at} of {}", bytes.len());
        assert!(!taken(&bytes[..at]));
    }
}

/// The sections of a snapshot: name, first byte and length; see the table in the module `archive` of the store.
fn sections(bytes: &[u8]) -> Vec<(String, usize, usize)> {
    let number = |at: usize, size: usize| {
        bytes[at..at + size].iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte)) as usize
    };
    let (count, end) = (number(12, 4), number(16, 8));
    let index = end + pages(end) * 4;
    let row = |at: usize| {
        let name = bytes[at..at + 36].split(|byte| *byte == 0).next().unwrap();
        (String::from_utf8_lossy(name).into_owned(), number(at + 40, 8), number(at + 48, 8))
    };
    (0..count).map(|section| row(index + section * 64)).collect()
}

const HEADER: usize = 64;
const PAGE: usize = 1 << 16;

fn pages(end: usize) -> usize {
    (end - HEADER).div_ceil(PAGE)
}

/// Corrects all checksums, so that a snapshot with other content looks sound.
fn with_right_checksums(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = |bytes: &[u8]| {
        let mut sum = flate2::Crc::new();
        sum.update(bytes);
        sum.sum().to_le_bytes()
    };
    let end = u64::from_le_bytes(bytes[16..24].try_into().unwrap()) as usize;
    for page in 0..pages(end) {
        let from = HEADER + page * PAGE;
        let own = sum(&bytes[from..(from + PAGE).min(end)]);
        bytes[end + page * 4..end + page * 4 + 4].copy_from_slice(&own);
    }
    let index = sum(&bytes[end..]);
    bytes[32..36].copy_from_slice(&index);
    let header = sum(&bytes[..36]);
    bytes[36..40].copy_from_slice(&header);
    bytes
}

#[test]
fn a_forged_snapshot_gives_a_wrong_answer_at_worst() {
    let bytes = saved(&built("datasets/bigtech-boards"));
    assert_eq!(with_right_checksums(bytes.clone()), bytes);
    let base = built("datasets/bigtech-boards");
    let person = base.find_person("reed-hastings").unwrap();
    let company = base.find_company("disney").unwrap();
    let mut forged = 0;
    let mut random = 1u64;
    for (name, from, length) in sections(&bytes) {
        for fill in ["ones", "random"] {
            let mut other = bytes.clone();
            for byte in &mut other[from..from + length] {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *byte = if fill == "ones" { 0xff } else { (random >> 56) as u8 };
            }
            let (_folder, path) = file(&with_right_checksums(other));
            let asked = std::panic::catch_unwind(|| {
                let Ok(graph) = BoardGraph::open_snapshot(&path, BuildOptions::default()) else { return };
                conflicts(&graph, &conflicts::ConflictOptions::default());
                pairs(&graph, &PairOptions::default());
                people::directors(&graph, &Query::default(), 1);
                for entity in [Entity::Person(person), Entity::Company(company)] {
                    profile(&graph, entity, &Query::default());
                }
                graph.to_dataset();
            });
            assert!(asked.is_ok(), "section {name}, {fill}");
            forged += 1;
        }
    }
    assert!(forged > 100, "{forged}");
}
