//! Small datasets for the tests of screens.

use super::{Asked, Row, Rulebook, Screen, ScreenOptions, screen};
use interlocks_analysis::Query;
use interlocks_core::model::PartialDate;
use interlocks_dataset::Dataset;
use interlocks_graph::{BoardGraph, BuildOptions, Clock};

/// A graph of some tables, each a name and CSV text. All rows must be sound.
pub fn boards(tables: &[(&str, &str)]) -> BoardGraph {
    built(tables, 0)
}

/// A graph of some tables with so many problems in their rows.
pub fn built(tables: &[(&str, &str)], problems: usize) -> BoardGraph {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in tables {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
    }
    let data = Dataset::open(folder.path()).unwrap();
    assert_eq!(data.problems.listed().len(), problems, "{:?}", data.problems.listed());
    BoardGraph::new(data, BuildOptions::default())
}

/// The clock of a day, a month or a year; any time where it is empty.
pub fn clock(at: &str) -> Clock {
    if at.is_empty() { Clock::Ever } else { Clock::At(at.parse::<PartialDate>().unwrap().days()) }
}

/// What a screen answers at a clock.
pub fn asked(graph: &BoardGraph, rule: Screen, at: &str) -> Vec<Row> {
    let query = Query { clock: clock(at), certain_only: false };
    answered(graph, &ScreenOptions { query, screens: vec![rule], ..ScreenOptions::default() })
}

/// What is answered to some options.
pub fn answered(graph: &BoardGraph, options: &ScreenOptions) -> Vec<Row> {
    screen(Asked { graph, rules: Rulebook::bundled(), options }).rows
}
