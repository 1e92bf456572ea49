//! Employment by the company, of the director and of family, and years on its board.

use super::circumstance::{Circumstance, DirectorCheck, Explanation, Grade, Proof, Question};
use super::household::Bond;
use super::lookback::{after, years_passed_since};
use super::rule::{Rule, years};
use crate::Figure;
use crate::rulebook::parameter;
use crate::wording::day_phrase;
use interlocks_core::model::{Day, DayRange, Spell};
use interlocks_graph::{BoardGraph, SeatIx, UncertainDays};

/// Adds employment: the director was an executive within the years of the rule, or is or was an employee.
pub(crate) fn employee(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let (graph, company, director) = (check.graph(), check.company(), check.director);
    let span = check.rule.employee_years(check.context.rules);
    let seats = graph.seats_at(director.person, company).filter(|seat| graph.is_executive(*seat));
    let former = after(seats.map(|seat| graph.spell(seat)).collect::<Vec<Spell>>().into_iter(), span);
    let who = || check.who(director);
    check.note(circumstances, Question::Employee, Grade::Counts, &former, || Explanation {
        text: format!("{} was an executive of {} within {span} years", who(), check.name(company)),
        proof: check.seats(director.person, company, BoardGraph::is_executive).collect(),
        ..Explanation::default()
    });
    let employed = director.bond_days(graph, company, |bond| bond == Bond::Employee).lasting(span);
    check.note(circumstances, Question::Employee, Grade::Counts, &employed, || Explanation {
        text: format!("{} is, or within {span} years was, an employee of {}", who(), check.name(company)),
        proof: ties(check, |bond| bond == Bond::Employee),
        ..Explanation::default()
    });
}

/// Returns the director's ties of some kinds with the company, as proof.
fn ties(check: &DirectorCheck<'_>, wanted: impl Fn(Bond) -> bool) -> Vec<Proof> {
    let bonds = check.director.bonds.iter();
    let there = bonds.filter(|(to, bond, _)| *to == check.company() && wanted(*bond));
    there.map(|(.., tie)| Proof::Tie(*tie)).collect()
}

/// Adds family who are, or within the years of the rule were, executives of the company; under the UK Code, who are
/// directors or executives.
pub(crate) fn family(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let (graph, company) = (check.graph(), check.company());
    let span = check.rule.employee_years(check.context.rules);
    for member in check.family {
        let Some(tenure) = member.tenure_of(company) else { continue };
        let (days, what) = match check.rule {
            Rule::Nyse | Rule::Nasdaq => {
                (tenure.executive.lasting(span), format!("is, or within {span} years was, an executive"))
            }
            Rule::UkCode => (tenure.board.join(&tenure.executive), "is a director or an executive".to_owned()),
        };
        let wanted = |graph: &BoardGraph, seat: SeatIx| {
            graph.is_executive(seat) || (check.rule == Rule::UkCode && graph.is_board(seat))
        };
        check.note(circumstances, Question::Family, Grade::Counts, &days.meet(&member.days), || Explanation {
            text: format!("{} {what} of {}", check.who(member), check.name(company)),
            proof: member
                .family_tie
                .map(Proof::Tie)
                .into_iter()
                .chain(check.seats(member.person, company, wanted))
                .collect(),
            ..Explanation::default()
        });
    }
    // Without a table of ties nothing is known of families.
    if graph.tie_count() == 0 {
        check.note(circumstances, Question::Family, Grade::NoData, check.days, || Explanation {
            text: "the data has no family ties".to_owned(),
            missing: vec![match check.rule {
                Rule::UkCode => format!(
                    "whether a close family member of {} is an executive, director or adviser of {} (ties)",
                    check.who(check.director),
                    check.name(company)
                ),
                _ => format!(
                    "whether a close family member of {} is an executive of {}, or was one within {span} years (ties)",
                    check.who(check.director),
                    check.name(company)
                ),
            }],
            ..Explanation::default()
        });
    }
}

/// Adds a tenure of more than the years of the rule since the first appointment to the board (UK Code).
pub(crate) fn tenure(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let (company, director) = (check.company(), check.director);
    let span = years(check.context.rules, parameter::UK_TENURE_YEARS);
    let Some(first) = first_appointment(check) else { return };
    let on_board = |verb: &str| format!("{} {verb} on the board of {}", check.who(director), check.name(company));
    let tenure = || on_board("has been");
    let proof = || check.seats(director.person, company, BoardGraph::is_board).collect::<Vec<Proof>>();
    if first.first == Day::MIN {
        // A start that is not stated is a missing input, unless later seats decide.
        let certain = DayRange::exactly(first.last);
        let settled =
            if first.last.is_calendar() { years_passed_since(certain, span) } else { UncertainDays::default() };
        check.note(circumstances, Question::Tenure, Grade::Counts, &settled, || Explanation {
            text: format!("{} for more than {span} years", tenure()),
            proof: proof(),
            ..Explanation::default()
        });
        check.note(
            circumstances,
            Question::Tenure,
            Grade::MissingInput,
            &UncertainDays::always().without(&settled),
            || Explanation {
                text: format!("the data does not say since when {}", tenure()),
                missing: vec![format!("since when {} (start of the first seat)", tenure())],
                ..Explanation::default()
            },
        );
        return;
    }
    let passed = years_passed_since(first, span);
    check.note(circumstances, Question::Tenure, Grade::Counts, &passed, || Explanation {
        text: if check.is_after_as_of(&passed.meet(check.days)) {
            format!("{} for more than {span} years, since {},", on_board("will have been"), day_phrase(first))
        } else {
            format!("{} for more than {span} years, since {}", tenure(), day_phrase(first))
        },
        figures: vec![Figure::new("limit", Some(f64::from(span)), "years")],
        proof: proof(),
        ..Explanation::default()
    });
}

/// Returns the days on which the director may first have been appointed: the beginning of the first seat on the board,
/// including executive seats.
fn first_appointment(check: &DirectorCheck<'_>) -> Option<DayRange> {
    let graph = check.graph();
    let seats = graph.seats_at(check.director.person, check.company()).filter(|seat| graph.is_board(*seat));
    let spells: Vec<Spell> = seats.map(|seat| graph.spell(seat)).filter(|spell| spell.possible().is_some()).collect();
    let first = spells.iter().map(|spell| spell.earliest_start).min()?;
    // A seat that may not have been held at all is not a certain beginning.
    let certain = spells.iter().filter(|spell| spell.certain().is_some()).map(|spell| spell.latest_start).min();
    Some(DayRange::new(first, certain.unwrap_or(Day::MAX)))
}
