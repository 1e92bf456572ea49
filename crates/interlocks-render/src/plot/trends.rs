//! Figures over time.

use serde_json::Value;

use super::{Axis, Mark, Measure, Panel, Plot, Series};
use crate::Class;
use interlocks_analysis::Query;
use interlocks_analysis::pairs::Side;
use interlocks_graph::BoardGraph;
use interlocks_measures::trend::{Interval, TrendRow};

/// A panel of figures: title, unit, what the numbers are, and the keys of the figures with their names.
struct Drawn {
    title: &'static str,
    unit: &'static str,
    measure: Measure,
    figures: &'static [(&'static str, &'static str)],
}

const fn drawn(
    title: &'static str,
    unit: &'static str,
    measure: Measure,
    figures: &'static [(&'static str, &'static str)],
) -> Drawn {
    Drawn { title, unit, measure, figures }
}

/// Every panel; those whose figures were not asked for, or have no value, are left out.
static PANELS: [Drawn; 22] = [
    drawn("People", "people with a board seat", Measure::Count, &[("/two_mode/people", "")]),
    drawn("Companies", "companies with a board seat taken", Measure::Count, &[("/two_mode/companies", "")]),
    drawn("Seats", "board seats held", Measure::Count, &[("/two_mode/seats", "")]),
    drawn("Size of boards", "people on a board, mean", Measure::Number, &[("/two_mode/mean_board", "")]),
    drawn("Seats per person", "boards a person sits on, mean", Measure::Number, &[("/two_mode/mean_seats", "")]),
    drawn("On several boards", "share of people on two or more", Measure::Share, &[("/two_mode/multiple_share", "")]),
    drawn(
        "Women",
        "share where gender is known",
        Measure::Share,
        &[("/two_mode/women/people", "of people"), ("/two_mode/women/seats", "of seats")],
    ),
    drawn("Ties of companies", "pairs that share a director", Measure::Count, &[("/companies/ties", "")]),
    drawn("Ties per company", "companies tied to one, mean", Measure::Number, &[("/companies/mean_degree", "")]),
    drawn("Density of companies", "share of pairs that are tied", Measure::Share, &[("/companies/density", "")]),
    drawn("Largest component", "companies in it", Measure::Count, &[("/companies/giant", "")]),
    drawn("Clustering of companies", "mean local clustering", Measure::Number, &[("/companies/clustering", "")]),
    drawn("Paths of companies", "steps between two, mean", Measure::Number, &[("/companies/mean_path", "")]),
    drawn("Ties of people", "pairs on the same board", Measure::Count, &[("/people/ties", "")]),
    drawn("Ties per person", "people tied to one, mean", Measure::Number, &[("/people/mean_degree", "")]),
    drawn("Density of people", "share of pairs that are tied", Measure::Share, &[("/people/density", "")]),
    drawn("Largest component of people", "people in it", Measure::Count, &[("/people/giant", "")]),
    drawn("Clustering of people", "mean local clustering", Measure::Number, &[("/people/clustering", "")]),
    drawn("Paths of people", "steps between two, mean", Measure::Number, &[("/people/mean_path", "")]),
    drawn("Ties kept", "ties of the date before that are still there", Measure::Count, &[("/kept", "")]),
    drawn(
        "Ties broken and new",
        "ties against the date before",
        Measure::Count,
        &[("/broken", "broken"), ("/new", "new")],
    ),
    drawn("Ties that stay", "kept, of kept, broken and new together", Measure::Unit, &[("/jaccard", "")]),
];

/// Figures over time, a panel each, with the dates shared. `certain` are the rows of what certainly
/// holds, where the answer is of what possibly does.
pub fn trends(
    graph: &BoardGraph,
    query: &Query,
    (every, of): (Interval, Side),
    shown: &[TrendRow],
    certain: Option<&[TrendRow]>,
) -> Plot {
    let dates = || shown.iter().chain(certain.unwrap_or_default()).map(|row| row.date);
    let ends = dates().min().zip(dates().max());
    let axis = Axis {
        ends: ends.map(|(first, last)| (f64::from(first.number()), f64::from(last.number()))),
        ..Axis::new("", Measure::Days)
    };
    let (shown, sure) = (figures(shown), certain.map(figures));
    let panels = PANELS.iter().filter_map(|panel| panel.of(&axis, &shown, sure.as_deref()));
    let subtitle = match ends {
        Some((first, last)) => {
            format!(
                "On the first day of every {}, from {first} to {last}. Turnover is of ties of {}.",
                every.as_str(),
                of.as_str()
            )
        }
        None => "Nobody holds a dated board seat at the beginning of any period.".to_owned(),
    };
    let mut notes = super::of_window(graph, query);
    notes.extend(super::sureness(graph, query, sure.as_ref().map(|sure| *sure == shown)));
    Plot { title: "Boards over time".to_owned(), subtitle, notes, panels: panels.collect(), columns: 3 }
}

/// The rows by day, as the output writes them; plain structs always serialise.
fn figures(rows: &[TrendRow]) -> Vec<(f64, Value)> {
    let row = |row: &TrendRow| (f64::from(row.date.number()), serde_json::to_value(row).unwrap_or_default());
    rows.iter().map(row).collect()
}

impl Drawn {
    fn of(&self, axis: &Axis, shown: &[(f64, Value)], certain: Option<&[(f64, Value)]>) -> Option<Panel> {
        let mut series = Vec::new();
        let mut classes = Vec::new();
        for (key, name) in self.figures {
            let (possible, certain) = (runs(shown, key), certain.map(|certain| runs(certain, key)));
            let certain = certain.filter(|certain| *certain != possible);
            if possible.is_empty() && certain.is_none() {
                continue;
            }
            let class = classes.len();
            classes.push(Class::new(*name));
            let line = |runs, possible| Series { class, possible, mark: Mark::Line, runs, ..Series::default() };
            let doubtful = certain.is_some();
            series.extend(certain.map(|certain| line(certain, false)));
            series.push(line(possible, doubtful));
        }
        let panel = Panel {
            title: self.title.to_owned(),
            x: axis.clone(),
            y: Axis::new(self.unit, self.measure.clone()),
            classes,
            series,
        };
        (!panel.series.is_empty()).then_some(panel)
    }
}

/// The values of a figure, broken where it has none.
fn runs(rows: &[(f64, Value)], key: &str) -> Vec<Vec<(f64, f64)>> {
    let value = |row: &(f64, Value)| row.1.pointer(key).and_then(Value::as_f64).map(|value| (row.0, value));
    let values: Vec<Option<(f64, f64)>> = rows.iter().map(value).collect();
    values
        .split(Option::is_none)
        .map(|run| run.iter().copied().flatten().collect())
        .filter(|run: &Vec<_>| !run.is_empty())
        .collect()
}
