//! Values of a measure by rank.

use super::scale::number;
use super::{Axis, Mark, Measure, Panel, Plot, Series};
use crate::scenes::provenance;
use interlocks_analysis::Query;
use interlocks_analysis::pairs::Side;
use interlocks_graph::BoardGraph;
use interlocks_measures::rank::{self, Ranking};

/// Ratio of ranks or values from which an axis is logarithmic.
const WIDE: f64 = 40.0;

/// Each value at its place in the order.
pub fn ranking(graph: &BoardGraph, query: &Query, (of, by): (Side, rank::Measure), found: &Ranking) -> Plot {
    let values: Vec<f64> = found.rows.iter().map(|row| row.value).collect();
    let above = || values.iter().copied().filter(|value| *value > 0.0);
    let (least, most) =
        above().fold((f64::INFINITY, 0.0), |(least, most): (f64, f64), value| (least.min(value), most.max(value)));
    let steep = most / least >= WIDE && values.iter().all(|value| *value >= 0.0);
    let wide = steep && values.len() as f64 >= WIDE;
    let kept = |value: f64| !steep || value > 0.0;
    let run: Vec<(f64, f64)> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| kept(**value))
        .map(|(at, value)| (at as f64 + 1.0, *value))
        .collect();
    let left = values.len() - run.len();
    let mut label = by.as_str().to_owned();
    if left > 0 {
        label.push_str(&format!("; not drawn: {} with zero", number(left as f64)));
    }
    let panel = Panel {
        title: format!("{} by {}", capital(of.as_str()), by.as_str()),
        x: Axis::new("place in the order", if wide { Measure::Log } else { Measure::Whole }),
        y: Axis::new(label, if steep { Measure::Log } else { Measure::Number }),
        classes: Vec::new(),
        series: vec![Series { mark: Mark::Dots, runs: vec![run], ..Series::default() }],
    };
    let first = found.rows.first().map(|row| format!("First: {} ({}).", row.name, row.value)).unwrap_or_default();
    let mut notes = provenance(graph, query);
    notes.extend(super::sureness(graph, query, None));
    Plot {
        title: format!("{} in the order of {}", capital(of.as_str()), by.as_str()),
        subtitle: first,
        notes,
        panels: vec![panel],
        columns: 1,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
