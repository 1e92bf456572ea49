//! Shared code of the fuzz targets: reading bytes as a format, and asking the graph every question.

use std::io::Cursor;

use interlocks::analysis::conflicts::{ConflictOptions, conflicts};
use interlocks::analysis::pairs::{PairOptions, pairs};
use interlocks::analysis::paths::{PathOptions, shortest};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions, Table};
use interlocks::graph::{BoardGraph, BuildOptions};

/// Reads bytes as a format and asks the graph of them, if they can be read.
pub fn read(bytes: &[u8], format: DataFormat) {
    let stream = Box::new(Cursor::new(bytes.to_vec()));
    if let Ok(data) = Dataset::read(stream, "fuzz", format, &LoadOptions::default()) {
        ask(data);
    }
}

/// Reads bytes as a format by its name.
pub fn read_as(bytes: &[u8], format: &str) {
    read(bytes, format.parse().expect("a format that this build knows"));
}

/// Checks that the counts of rows add up, and asks the graph of a dataset.
pub fn ask(data: Dataset) {
    for table in Table::ALL {
        let count = data.count(table);
        assert_eq!(count.read, count.kept + count.dropped);
    }
    ask_graph(&BoardGraph::new(data, BuildOptions::default()));
}

/// Asks a graph for pairs, findings and a path.
pub fn ask_graph(graph: &BoardGraph) {
    if graph.seat_count() > 2_000 {
        return;
    }
    pairs(graph, &PairOptions::default());
    conflicts(graph, &ConflictOptions::default());
    let entities: Vec<_> = graph.entities().take(3).collect();
    if let [first, .., last] = entities[..] {
        shortest(graph, first, last, &PathOptions::default());
    }
}

/// The bundled case.
pub fn boards() -> BoardGraph {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../datasets/bigtech-boards");
    BoardGraph::new(Dataset::open(folder).expect("the bundled data"), BuildOptions::default())
}
