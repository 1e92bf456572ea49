//! Small datasets for the tests of screens.

use super::{Row, Rulebook, Screen, ScreenOptions, screen};
use interlocks_analysis::Query;
use interlocks_core::model::PartialDate;
use interlocks_dataset::Dataset;
use interlocks_graph::{BoardGraph, BuildOptions, Clock};

/// Returns the graph of some tables, each a name and CSV text. All rows must be free of problems.
pub(crate) fn boards(tables: &[(&str, &str)]) -> BoardGraph {
    built(tables, 0)
}

/// Returns the graph of some tables as of a day.
pub(crate) fn boards_as_of(tables: &[(&str, &str)], day: &str) -> BoardGraph {
    let day = day.parse::<PartialDate>().unwrap().latest();
    BoardGraph::new(read(tables, 0), BuildOptions::default().as_of(day))
}

/// Returns the graph of some tables whose rows have this number of problems, apart from rows that random data has twice.
pub(crate) fn built(tables: &[(&str, &str)], problems: usize) -> BoardGraph {
    BoardGraph::new(read(tables, problems), BuildOptions::default())
}

fn read(tables: &[(&str, &str)], problems: usize) -> Dataset {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in tables {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
    }
    let data = Dataset::open(folder.path()).unwrap();
    let other = data.problems.listed().iter().filter(|problem| !problem.message.ends_with("; counted once"));
    assert_eq!(other.count(), problems, "{:?}", data.problems.listed());
    data
}

/// Returns the graph of some tables with a description of the data, such as `{"as_of": "2020-12-31"}`.
pub(crate) fn as_of(tables: &[(&str, &str)], package: &str) -> BoardGraph {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in tables {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
    }
    std::fs::write(folder.path().join("datapackage.json"), package).unwrap();
    BoardGraph::new(Dataset::open(folder.path()).unwrap(), BuildOptions::default())
}

/// Returns the clock of a day, a month or a year; any time if the text is empty.
pub(crate) fn clock(at: &str) -> Clock {
    if at.is_empty() { Clock::Ever } else { Clock::At(at.parse::<PartialDate>().unwrap().days()) }
}

/// Returns the rows of a screen at a clock.
pub(crate) fn rows_at(graph: &BoardGraph, rule: Screen, at: &str) -> Vec<Row> {
    let query = Query { clock: clock(at), certain_only: false };
    rows_for(graph, &ScreenOptions { query, screens: vec![rule], ..ScreenOptions::default() })
}

/// Returns the rows for some options.
pub(crate) fn rows_for(graph: &BoardGraph, options: &ScreenOptions) -> Vec<Row> {
    screen(graph, Rulebook::bundled(), options).rows
}
