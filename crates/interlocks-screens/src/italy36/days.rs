//! Two offices at one time, and how long: the days left to choose, and those after them.

use interlocks_core::model::{Day, DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, SeatIx, UncertainDays};

/// The days of the rule.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// The first day of the law.
    pub law: Day,
    /// Days to choose from the later appointment, and from the first day of the law for offices
    /// held before it.
    pub days: i32,
    pub at_first: i32,
}

/// The days of both offices under the law, and those of them on which the choice is overdue.
#[derive(Clone, Debug, Default)]
pub struct Joint {
    pub both: UncertainDays,
    pub overdue: UncertainDays,
}

/// Both offices together. What is certain is what the shortest choice of spells leaves, what is
/// possible what the longest reaches; a reappointment without a gap begins no new term.
pub fn joint(here: &[Spell], there: &[Spell], term: Term) -> Joint {
    let both =
        UncertainDays::from_spells(here.iter().copied()).meet(&UncertainDays::from_spells(there.iter().copied()));
    let at_first = term.law.plus(term.at_first + 1);
    let late = |start: Day| if start < term.law { at_first } else { start.plus(term.days + 1) };
    let overdue = |span: &DaySpan, from: Day| DaySpan::new(from, span.to);
    let mut possible: Vec<DaySpan> =
        both.possible.as_slice().iter().filter_map(|span| overdue(span, late(span.from))).collect();
    // Offices that may have begun before the law, or only under it.
    let begin = |start: Day, from: Day| from <= term.law && start >= term.law;
    let may_begin = here.iter().any(|x| {
        let pair = there.iter().map(|y| x.meet(y));
        pair.into_iter().any(|pair| begin(pair.latest_start, pair.earliest_start))
    });
    let before = both.certain.covers(interlocks_core::model::DayRange::exactly(term.law.plus(-1)));
    if may_begin && !before {
        let spans = both.possible.as_slice().iter().filter(|span| span.from <= term.law);
        possible.extend(spans.filter_map(|span| overdue(span, late(term.law))));
    }
    let certain: DaySet = both
        .certain
        .as_slice()
        .iter()
        .filter_map(|span| {
            let earlier = both.possible.as_slice().iter().find(|wide| wide.from <= span.from && span.to <= wide.to);
            let earliest = earlier.map_or(span.from, |wide| wide.from);
            overdue(span, late(span.from).max(if earliest < term.law { at_first } else { Day::MIN }))
        })
        .collect();
    let law = DaySpan { from: term.law, to: Day::MAX };
    let overdue = UncertainDays { certain, possible: possible.into_iter().collect() };
    Joint { both: both.within(law), overdue }
}

/// The seats of some that are offices in the sense of the law: on the board, in the management or in
/// a body of control.
pub fn offices(graph: &BoardGraph, seats: impl Iterator<Item = SeatIx>) -> Vec<SeatIx> {
    seats.filter(|seat| is_office(graph, *seat)).collect()
}

fn is_office(graph: &BoardGraph, seat: SeatIx) -> bool {
    if graph.is_observer(seat) {
        return false;
    }
    graph.is_board(seat) || graph.is_executive(seat) || {
        let role = graph.seat(seat).role.to_lowercase();
        ["sindac", "statutory auditor", "supervisory", "sorveglianza"].iter().any(|word| role.contains(word))
    }
}
