//! Boards by size, people by seats, and both by ties.

use std::collections::BTreeMap;

use super::scale::number;
use super::{Axis, Mark, Measure, Panel, Plot, Series};
use crate::scenes::provenance;
use interlocks_analysis::Query;
use interlocks_graph::BoardGraph;
use interlocks_measures::Distributions;

/// Ratio of values from which the axis is logarithmic.
const WIDE: usize = 40;
/// Ratio of counts from which the axis is logarithmic: bars of the smaller would not be visible.
const STEEP: usize = 60;

/// The counts of one value at each number.
type Counts = BTreeMap<usize, usize>;

/// The distributions of an answer, a panel each. `certain` are those of what certainly holds, where the
/// answer is of what possibly does.
pub fn distributions(
    graph: &BoardGraph,
    query: &Query,
    shown: &Distributions,
    certain: Option<&Distributions>,
) -> Plot {
    let panel = |title: &str, [x, y]: [&str; 2], of: fn(&Distributions) -> &Option<Counts>| {
        let counts = of(shown).as_ref()?;
        Some(panel(title, [x, y], counts, certain.and_then(|certain| of(certain).as_ref())))
    };
    let panels = [
        panel("Size of boards", ["people on a board", "companies"], |found| &found.board_sizes),
        panel("Seats per person", ["boards a person sits on", "people"], |found| &found.seats_held),
        panel("Ties of companies", ["other companies that share a director", "companies"], |found| {
            &found.company_degrees
        }),
        panel("Ties of people", ["other people on the same boards", "people"], |found| &found.person_degrees),
    ];
    let mut notes = provenance(graph, query);
    notes.extend(super::sureness(graph, query, certain.map(|certain| certain == shown)));
    Plot {
        title: "Boards, seats and ties".to_owned(),
        subtitle: "Number of boards by size, of people by seats, and of both by ties.".to_owned(),
        notes,
        panels: panels.into_iter().flatten().collect(),
        columns: 2,
    }
}

fn panel(title: &str, [x, y]: [&str; 2], shown: &Counts, certain: Option<&Counts>) -> Panel {
    let all = || [Some(shown), certain].into_iter().flatten();
    let values = || all().flat_map(|counts| counts.keys().copied());
    let counted = || all().flat_map(|counts| counts.values().copied()).filter(|count| *count > 0);
    let wide = ratio(values().filter(|value| *value > 0)) >= WIDE;
    let steep = wide || ratio(counted()) >= STEEP;
    let (across, mark) = match (wide, steep) {
        (true, _) => (Measure::Log, Mark::Dots),
        (false, true) => (Measure::Whole, Mark::Dots),
        (false, false) => (Measure::Bars, Mark::Bars),
    };
    let series = |counts: &Counts, possible: bool| {
        let points = counts.iter().filter(|(value, _)| !wide || **value > 0);
        let run: Vec<(f64, f64)> = points.map(|(value, count)| (*value as f64, *count as f64)).collect();
        Series { mark, possible, runs: vec![run], ..Series::default() }
    };
    let mut above = format!("number of {y}");
    let none = |counts: &Counts| counts.get(&0).copied().filter(|_| wide);
    match (none(shown), certain.filter(|certain| *certain != shown).map(none)) {
        (None, None | Some(None)) => {}
        (left, None) => above.push_str(&format!("; not drawn: {} with none", number(left.unwrap_or(0) as f64))),
        (left, Some(sure)) => {
            let [left, sure] = [left, sure].map(|count| number(count.unwrap_or(0) as f64));
            above.push_str(&format!("; not drawn: {left} with none, certain {sure}"));
        }
    }
    let certain = certain.filter(|certain| *certain != shown);
    // Certain values are drawn first: outlines and open dots do not hide them.
    let drawn = certain.map(|certain| series(certain, false)).into_iter().chain([series(shown, certain.is_some())]);
    Panel {
        title: title.to_owned(),
        x: Axis::new(x, across),
        y: Axis::new(above, if steep { Measure::Log } else { Measure::Count }),
        classes: Vec::new(),
        series: drawn.collect(),
    }
}

/// The largest by the smallest.
fn ratio(values: impl Iterator<Item = usize>) -> usize {
    let (least, most) = values.fold((usize::MAX, 0), |(least, most), value| (least.min(value), most.max(value)));
    if most == 0 { 0 } else { most / least.max(1) }
}
