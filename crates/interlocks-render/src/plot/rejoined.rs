//! Rates at which broken ties are formed again, compared with chance.

use super::{Axis, Mark, Measure, Panel, Plot, Series};
use crate::Class;
use interlocks_analysis::Query;
use interlocks_graph::BoardGraph;
use interlocks_measures::trend::{Multiplicity, Reconstitution};

/// Rates by kind of tie; kinds of which none was followed are left out.
pub fn rejoined(graph: &BoardGraph, query: &Query, within: i32, rows: &[Reconstitution]) -> Plot {
    let rows: Vec<&Reconstitution> = rows.iter().filter(|row| row.rate.is_some() || row.expected.is_some()).collect();
    let series = |class: usize, mark: Mark, value: fn(&Reconstitution) -> Option<f64>| {
        let point = |(at, row): (usize, &&Reconstitution)| value(row).map(|value| (value, at as f64));
        let run = rows.iter().enumerate().filter_map(point).collect();
        Series { class, mark, runs: vec![run], ..Series::default() }
    };
    let panel = Panel {
        title: "Joined again by somebody else".to_owned(),
        x: Axis { ends: Some((0.0, 0.0)), ..Axis::new("share of broken ties that were followed", Measure::Share) },
        y: Axis::new(
            "kind of tie, and how many were followed",
            Measure::Names(rows.iter().map(|row| name(row)).collect()),
        ),
        classes: vec![Class::new("joined again"), Class::new("expected of newcomers drawn at random")],
        series: vec![series(1, Mark::Crosses, |row| row.expected), series(0, Mark::Dots, |row| row.rate)],
    };
    let mut notes = vec!["Left out: ties that ended with a board, and those too near the end of the data.".to_owned()];
    notes.extend(super::of_window(graph, query));
    notes.extend(super::sureness(graph, query, None));
    let followed = !rows.is_empty();
    Plot {
        title: "Broken ties".to_owned(),
        subtitle: if followed {
            format!("A tie is joined again when somebody else comes to sit on both boards within {within} days.")
        } else {
            "No broken tie could be followed.".to_owned()
        },
        notes,
        panels: Vec::from_iter(followed.then_some(panel)),
        columns: 1,
    }
}

fn name(row: &Reconstitution) -> String {
    let shared = match row.multiplicity {
        Multiplicity::Any => "",
        Multiplicity::One => ", one shared person",
        Multiplicity::More => ", several shared people",
    };
    format!("{}{shared}\u{a0}({})", row.kind, row.followed)
}
