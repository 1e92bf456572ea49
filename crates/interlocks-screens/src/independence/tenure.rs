//! Years on the board.

use super::circumstance::{Circumstance, DirectorCheck, Explanation, Grade, Proof, Question};
use super::lookback::years_passed_since;
use super::roles::RoleReadings;
use super::rule::TenureOf;
use crate::Figure;
use crate::wording::{Years, day_phrase};
use interlocks_core::model::{Day, DayRange, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, SeatIx, UncertainDays};

/// Returns the days of the seats of a person at a company that are wanted.
fn days_of_seats(
    graph: &BoardGraph,
    (person, company): (PersonIx, CompanyIx),
    wanted: impl Fn(SeatIx) -> bool,
) -> UncertainDays {
    let seats: Vec<SeatIx> = graph.seats_at(person, company).filter(|seat| wanted(*seat)).collect();
    UncertainDays::from_spells(seats.iter().map(|seat| graph.spell(*seat)))
}

/// Returns the days on which a person chairs the board of a company.
pub(super) fn chair_days(graph: &BoardGraph, roles: &RoleReadings, seat_of: (PersonIx, CompanyIx)) -> UncertainDays {
    days_of_seats(graph, seat_of, |seat| roles.is_chair(graph, seat))
}

/// Returns the days on which a person sits on the board of a company and does not chair it.
fn member_days(graph: &BoardGraph, roles: &RoleReadings, seat_of: (PersonIx, CompanyIx)) -> UncertainDays {
    let members = days_of_seats(graph, seat_of, |seat| graph.is_board(seat) && !roles.is_chair(graph, seat));
    members.without(&chair_days(graph, roles, seat_of))
}

/// Adds a tenure of more than the years of the rule since the first appointment to the board.
pub(crate) fn tenure(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let (Some(limit), Some(first)) = (check.rule.tenure, first_appointment(check)) else { return };
    let (span, of) = (limit.years, limit.of);
    let (graph, roles, seat_of) = (check.graph(), check.roles, (check.director.person, check.company()));
    let concerned = |days: &UncertainDays| match of {
        // Most directors have not been there for that long.
        _ if !days.meet(check.days).is_possible() => UncertainDays::default(),
        TenureOf::Everybody => days.clone(),
        TenureOf::AllButTheChair => days.meet(&member_days(graph, roles, seat_of)),
        TenureOf::TheChair => days.meet(&chair_days(graph, roles, seat_of)),
    };
    let years = TenureText { check, span, first };
    if first.first == Day::MIN {
        // A start that is not stated is a missing input, unless later seats decide.
        let certain = DayRange::exactly(first.last);
        let settled =
            if first.last.is_calendar() { years_passed_since(certain, span) } else { UncertainDays::default() };
        years.note(circumstances, &concerned(&settled));
        let open = concerned(&UncertainDays::always().without(&settled));
        check.note(circumstances, Question::Tenure, Grade::MissingInput, &open, || Explanation {
            text: format!("the data does not say since when {}", years.on_board("has been")),
            missing: vec![format!("since when {} (start of the first seat)", years.on_board("has been"))],
            ..Explanation::default()
        });
        return;
    }
    years.note(circumstances, &concerned(&years_passed_since(first, span)));
}

/// The years of a director on the board, for a text.
struct TenureText<'c, 'l> {
    check: &'c DirectorCheck<'l>,
    span: i32,
    first: DayRange,
}

impl TenureText<'_, '_> {
    fn on_board(&self, verb: &str) -> String {
        let check = self.check;
        format!("{} {verb} on the board of {}", check.who(check.director), check.name(check.company()))
    }

    /// Adds the days on which the years are over. In a first phase of the rule the board is still free.
    fn note(&self, circumstances: &mut Vec<Circumstance>, passed: &UncertainDays) {
        let Some(phase) = self.check.rule.first_phase() else {
            self.note_as(circumstances, Grade::Counts, passed);
            return;
        };
        let first = passed.within(phase);
        self.note_as(circumstances, Grade::Counts, &passed.without(&first));
        self.note_as(circumstances, Grade::BoardJudges, &first);
    }

    fn note_as(&self, circumstances: &mut Vec<Circumstance>, grade: Grade, days: &UncertainDays) {
        let (check, span, years) = (self.check, self.span, Years(self.span));
        check.note(circumstances, Question::Tenure, grade, days, || {
            let is_ahead = check.is_after_as_of(&days.meet(check.days));
            let since = if self.first.first == Day::MIN {
                String::new()
            } else {
                format!(", since {}{}", day_phrase(self.first), if is_ahead { "," } else { "" })
            };
            let verb = if is_ahead { "will have been" } else { "has been" };
            let phase = match (grade, check.rule.first_phase()) {
                (Grade::BoardJudges, Some(phase)) => format!("; the rule comes in phases, up to {}", phase.to),
                _ => String::new(),
            };
            Explanation {
                text: format!("{} for more than {years}{since}{phase}", self.on_board(verb)),
                figures: vec![Figure::new("limit", Some(f64::from(span)), "years")],
                proof: check
                    .seats(check.director.person, check.company(), BoardGraph::is_board)
                    .collect::<Vec<Proof>>(),
                ..Explanation::default()
            }
        });
    }
}

/// Returns the days on which the director may first have been appointed: the beginning of the first seat on the board. Seats of
/// executives count, unless the rule says that they do not.
fn first_appointment(check: &DirectorCheck<'_>) -> Option<DayRange> {
    let graph = check.graph();
    let seats = graph.seats_at(check.director.person, check.company()).filter(|seat| graph.is_board(*seat));
    let seats =
        seats.filter(|seat| !check.rule.tenure.is_some_and(|limit| limit.non_executive) || !graph.is_executive(*seat));
    let spells: Vec<Spell> = seats.map(|seat| graph.spell(seat)).filter(|spell| spell.possible().is_some()).collect();
    let first = spells.iter().map(|spell| spell.earliest_start).min()?;
    // A seat that may not have been held at all is not a certain beginning.
    let certain = spells.iter().filter(|spell| spell.certain().is_some()).map(|spell| spell.latest_start).min();
    Some(DayRange::new(first, certain.unwrap_or(Day::MAX)))
}

/// Returns the text on a tenure that is not over the years of the rule: `on the board since 2010, not for more than 9 years`.
pub(super) fn not_yet_passed(check: &DirectorCheck<'_>) -> Option<String> {
    let (limit, first) = (check.rule.tenure?, first_appointment(check)?);
    let who = if limit.of == TenureOf::AllButTheChair { " without the chair" } else { "" };
    let since =
        if first.first == Day::MIN { String::new() } else { format!("on the board since {}, ", day_phrase(first)) };
    Some(format!("{since}not{who} for more than {} on the days asked about", Years(limit.years)))
}
