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

/// Returns the graph of the tables of a page, each a name and an indented block.
pub(crate) fn boards_of_page(page: &str, names: &[&'static str]) -> BoardGraph {
    let table = |name: &&'static str| {
        let (_, rest) = page.split_once(&format!("{name}.csv\n\n")).unwrap();
        let rows = rest.lines().take_while(|line| line.starts_with("    "));
        (*name, rows.map(|line| format!("{}\n", line.trim())).collect::<String>())
    };
    let tables: Vec<(&str, String)> = names.iter().map(table).collect();
    let borrowed: Vec<(&str, &str)> = tables.iter().map(|(name, text)| (*name, text.as_str())).collect();
    boards(&borrowed)
}

/// Fails if a page does not quote the reason of a row, whatever its line breaks.
pub(crate) fn assert_quoted(page: &str, rows: &[Row]) {
    let plain = |text: &str| text.replace("\n> ", " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let page = plain(page);
    rows.iter().for_each(|row| assert!(page.contains(&plain(&row.reason)), "{}", row.reason));
}
