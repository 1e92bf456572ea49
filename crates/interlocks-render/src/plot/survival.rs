//! Durations of seats and ties: Kaplan–Meier survival curves.

use super::scale::number;
use super::{Axis, Mark, Measure, Panel, Plot, Series};
use interlocks_analysis::Query;
use interlocks_analysis::pairs::Side;
use interlocks_graph::BoardGraph;
use interlocks_measures::trend::{Durations, SpellStats, SurvivalStep};

/// Days of a year on the average of the Gregorian calendar.
const YEAR: f64 = 365.2425;
/// The standard normal quantile of bounds of 95 %.
const Z: f64 = 1.959_963_985;

/// The survival of seats and of ties, with bounds of 95 %.
pub fn survival(graph: &BoardGraph, query: &Query, of: Side, found: &Durations) -> Plot {
    let longest = [&found.seats, &found.ties].into_iter().filter_map(|spells| spells.curve.last());
    let longest = longest.map(|step| step.days as f64 / YEAR).fold(0.0, f64::max);
    let panels = [("Seats".to_owned(), &found.seats), (format!("Ties of {}", of.as_str()), &found.ties)];
    let mut notes = vec![
        "Estimate of Kaplan and Meier; shaded: between these bounds with 95 % confidence, from the logarithm of the \
         cumulative hazard."
            .to_owned(),
    ];
    let length = if query.certain_only { "shortest" } else { "longest" };
    notes.push(format!("Lengths are the {length} that the dates allow. What still ran when last seen is censored."));
    notes.extend(super::of_window(graph, query));
    Plot {
        title: "How long seats and ties last".to_owned(),
        subtitle: "The share that lasts longer, by age.".to_owned(),
        notes,
        panels: panels.into_iter().map(|(title, spells)| panel(title, spells, longest)).collect(),
        columns: 2,
    }
}

fn panel(title: String, spells: &SpellStats, longest: f64) -> Panel {
    let age = |step: &SurvivalStep| step.days as f64 / YEAR;
    let points: Vec<(f64, f64)> = spells.curve.iter().map(|step| (age(step), step.survival)).collect();
    let start = (!points.is_empty()).then_some((0.0, 1.0));
    let run = start.into_iter().chain(points).collect();
    // Before the first end there is nothing to doubt, and after the last nothing to estimate from.
    let bounds = spells.curve.iter().map_while(|step| match step.survival {
        share if share >= 1.0 => Some((age(step), 1.0, 1.0)),
        _ => step.interval(Z).map(|(low, high)| (age(step), low, high)),
    });
    let mut band: Vec<(f64, f64, f64)> = bounds.collect();
    // The last bounds are valid up to the point where the curve reaches zero.
    if let (Some(&(_, low, high)), Some(end)) = (band.last(), spells.curve.get(band.len())) {
        band.push((age(end), low, high));
    }
    let count = |of: usize| number(of as f64);
    let median = spells.median.map_or("median not reached".to_owned(), |days| {
        format!("median {:.1} years ({} days)", days as f64 / YEAR, number(days as f64))
    });
    Panel {
        title,
        x: Axis { ends: Some((0.0, longest.max(1.0 / YEAR))), ..Axis::new("age in years", Measure::Number) },
        y: Axis::new(
            format!(
                "share that lasts longer; {median}; {} ended, {} censored",
                count(spells.ended),
                count(spells.censored)
            ),
            Measure::Unit,
        ),
        classes: Vec::new(),
        series: vec![Series { mark: Mark::Steps, runs: vec![run], band, ..Series::default() }],
    }
}
