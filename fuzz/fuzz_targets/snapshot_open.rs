//! A snapshot is refused, or answers questions without a panic.
#![no_main]

use interlocks::graph::{BoardGraph, BuildOptions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("boards.ilk");
    std::fs::write(&path, bytes).expect("a file");
    if let Ok(graph) = BoardGraph::open_snapshot(&path, BuildOptions::default()) {
        interlocks_fuzz::ask_graph(&graph);
        let _ = graph.check_snapshot();
    }
});
