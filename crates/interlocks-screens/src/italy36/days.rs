//! The days of two offices at one time: the days left to choose, and the days after them.

use interlocks_core::model::vocabulary::fold;
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, SeatIx, UncertainDays};

/// The periods of the rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    /// The first day of the law.
    pub(crate) law: Day,
    /// The number of days to choose, from the later appointment.
    pub(crate) days: i32,
    /// The number of days to choose for offices held before the law, from its first day.
    pub(crate) at_first: i32,
}

/// The days of two offices under the law.
#[derive(Clone, Debug, Default)]
pub(crate) struct Joint {
    /// The days on which both are held.
    pub(crate) both: UncertainDays,
    /// The days of these on which the choice is overdue.
    pub(crate) overdue: UncertainDays,
}

/// Returns the days of two offices together. The certain days are those left by the shortest choice of spells, the possible
/// ones those reached by the longest. A reappointment without a gap does not begin a new term.
pub(crate) fn joint(here: &[Spell], there: &[Spell], term: Term) -> Joint {
    let both =
        UncertainDays::from_spells(here.iter().copied()).meet(&UncertainDays::from_spells(there.iter().copied()));
    let at_first = term.law.plus(term.at_first + 1);
    let late = |start: Day| if start < term.law { at_first } else { start.plus(term.days + 1) };
    let overdue = |span: &DaySpan, from: Day| DaySpan::new(from, span.to);
    let mut possible: Vec<DaySpan> =
        both.possible.as_slice().iter().filter_map(|span| overdue(span, late(span.from))).collect();
    // Offices that may have begun before the law or under it.
    let begin = |start: Day, from: Day| from <= term.law && start >= term.law;
    let may_begin = here.iter().any(|x| {
        let pair = there.iter().map(|y| x.meet(y));
        pair.into_iter().any(|pair| begin(pair.latest_start, pair.earliest_start))
    });
    let before = both.certain.covers(DayRange::exactly(term.law.plus(-1)));
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

/// Returns the seats that are offices in the sense of the law: on the board, in the management, or in a supervisory body.
pub(crate) fn offices(graph: &BoardGraph, seats: impl Iterator<Item = SeatIx>) -> Vec<SeatIx> {
    seats.filter(|seat| is_office(graph, *seat)).collect()
}

/// Beginnings of words that name a member of a body of control.
const CONTROL_BODIES: &[&str] = &["sindac", "statutory auditor", "supervisory", "sorveglianza"];
/// Beginnings of words that name an alternate.
const ALTERNATES: &[&str] = &["supplent", "alternate", "substitut", "sostitut", "deputy"];

fn is_office(graph: &BoardGraph, seat: SeatIx) -> bool {
    if graph.is_observer(seat) {
        return false;
    }
    graph.is_board(seat) || graph.is_executive(seat) || {
        let role = fold(graph.seat_capacity(seat).role);
        let has = |words: &[&str]| words.iter().any(|word| role.contains(word));
        // An alternate is in no office until called.
        has(CONTROL_BODIES) && !has(ALTERNATES)
    }
}
