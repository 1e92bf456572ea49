//! A snapshot answers as the files do it was built from, and is refused when it was tampered with.

use std::path::PathBuf;

use interlocks::analysis::conflicts::{self, conflicts};
use interlocks::analysis::pairs::{PairOptions, pairs};
use interlocks::analysis::profile::profile;
use interlocks::analysis::{Query, people};
use interlocks::dataset::Dataset;
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
