//! What the screens of executives at each other's companies say alike.

use super::{Ruling, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::{DaySet, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, UncertainDays};

/// Days in words: `from 2009-01-01 to 2009-12-31`, the last day included.
pub fn said(days: &DaySet) -> String {
    let one = |span: &DaySpan| match (span.from.is_calendar(), span.to.is_calendar()) {
        (true, true) if span.from.plus(1) == span.to => format!("on {}", span.from),
        (true, true) => format!("from {} to {}", span.from, span.to.plus(-1)),
        (true, false) => format!("since {}", span.from),
        (false, true) => format!("until {}", span.to.plus(-1)),
        (false, false) => "at any time".to_owned(),
    };
    let all: Vec<String> = days.as_slice().iter().map(one).collect();
    if all.is_empty() { "on no day".to_owned() } else { all.join(" and ") }
}

/// The seats of people at their homes and at the boards they were sent to; where days are ruled on,
/// those that may have been held on one of them.
pub fn evidence(graph: &BoardGraph, hops: &[(PersonIx, CompanyIx, CompanyIx)], ruling: &Ruling) -> Vec<Evidence> {
    let ruled = |days: &UncertainDays| ruling.verdict == Verdict::Clear || days.possible.meets(&ruling.days.possible);
    let seats = hops.iter().flat_map(|(person, home, board)| {
        let at_home = graph.seats_at(*person, *home).filter(|seat| graph.is_executive(*seat));
        at_home.chain(graph.seats_at(*person, *board))
    });
    let held = seats.filter(|seat| ruled(&UncertainDays::from_spell(&graph.spell(*seat))));
    held.map(|seat| Evidence::from_seat(graph, seat)).collect()
}
