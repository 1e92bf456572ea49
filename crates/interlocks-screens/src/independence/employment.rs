//! Employees of the company and their family, and how long a director has sat on its board.

use super::circumstance::{Circumstance, Grade, Look, Proof, Question, Words};
use super::household::Bond;
use super::lookback::{after, beyond};
use super::rule::{Rule, years};
use crate::Figure;
use crate::rulebook::parameter;
use interlocks_core::model::{Day, DayRange, Spell};
use interlocks_graph::{BoardGraph, SeatIx, UncertainDays};

/// The director was an executive within the years of the rule, or is or was an employee.
pub fn employee(look: &Look<'_>, found: &mut Vec<Circumstance>) {
    let (graph, company, director) = (look.graph(), look.company(), look.director);
    let span = look.rule.employee_years(look.asked.rules);
    let seats = graph.seats_at(director.person, company).filter(|seat| graph.is_executive(*seat));
    let former = after(seats.map(|seat| graph.spell(seat)).collect::<Vec<Spell>>().into_iter(), span);
    let who = || look.who(director);
    look.note(found, (Question::Employee, Grade::Counts), &former, || Words {
        text: format!("{} was an executive of {} within {span} years", who(), look.name(company)),
        proof: look.seats(director.person, company, BoardGraph::is_executive).collect(),
        ..Words::default()
    });
    let employed = director.bound(graph, company, |bond| bond == Bond::Employee).lasting(span);
    look.note(found, (Question::Employee, Grade::Counts), &employed, || Words {
        text: format!("{} is, or within {span} years was, an employee of {}", who(), look.name(company)),
        proof: ties(look, |bond| bond == Bond::Employee),
        ..Words::default()
    });
}

fn ties(look: &Look<'_>, wanted: impl Fn(Bond) -> bool) -> Vec<Proof> {
    let bonds = look.director.bonds.iter();
    let there = bonds.filter(|(to, bond, _)| *to == look.company() && wanted(*bond));
    there.map(|(.., tie)| Proof::Tie(*tie)).collect()
}

/// Family of the director is, or within the years of the rule was, an executive of the company; by the
/// UK Code: is a director or an executive.
pub fn family(look: &Look<'_>, found: &mut Vec<Circumstance>) {
    let (graph, company) = (look.graph(), look.company());
    let span = look.rule.employee_years(look.asked.rules);
    for member in look.family {
        let Some(service) = member.tenure_of(company) else { continue };
        let (days, what) = match look.rule {
            Rule::Nyse | Rule::Nasdaq => {
                (service.executive.lasting(span), format!("is, or within {span} years was, an executive"))
            }
            Rule::UkCode => (service.board.join(&service.executive), "is a director or an executive".to_owned()),
        };
        let wanted = |graph: &BoardGraph, seat: SeatIx| {
            graph.is_executive(seat) || (look.rule == Rule::UkCode && graph.is_board(seat))
        };
        look.note(found, (Question::Family, Grade::Counts), &days.meet(&member.days), || Words {
            text: format!("{} {what} of {}", look.who(member), look.name(company)),
            proof: member.by.map(Proof::Tie).into_iter().chain(look.seats(member.person, company, wanted)).collect(),
            ..Words::default()
        });
    }
    // Where there is no table of ties at all nothing is said of families.
    if graph.tie_count() == 0 {
        look.note(found, (Question::Family, Grade::Open), look.days, || Words {
            text: "the data has no ties of family".to_owned(),
            missing: vec![format!(
                "whether close family of {} is an executive{} of {} (ties)",
                look.who(look.director),
                if look.rule == Rule::UkCode {
                    ", director or adviser"
                } else {
                    ", or was within the years of the rule,"
                },
                look.name(company)
            )],
            ..Words::default()
        });
    }
}

/// More than so many years since the first appointment to the board (UK Code).
pub fn tenure(look: &Look<'_>, found: &mut Vec<Circumstance>) {
    let (company, director) = (look.company(), look.director);
    let span = years(look.asked.rules, parameter::UK_TENURE_YEARS);
    let Some(first) = first_appointment(look) else { return };
    let of = || format!("{} has sat on the board of {}", look.who(director), look.name(company));
    let proof = || look.seats(director.person, company, BoardGraph::is_board).collect::<Vec<Proof>>();
    if first.first == Day::MIN {
        // A start that nobody states is a missing input, but for what later seats settle.
        let sure = DayRange::exactly(first.last);
        let settled = if first.last.is_calendar() { beyond(sure, span) } else { UncertainDays::default() };
        look.note(found, (Question::Tenure, Grade::Counts), &settled, || Words {
            text: format!("{} for more than {span} years", of()),
            proof: proof(),
            ..Words::default()
        });
        look.note(found, (Question::Tenure, Grade::Untold), &UncertainDays::always().without(&settled), || Words {
            text: format!("since when {} is not stated", of()),
            missing: vec![format!("since when {} (start of the first seat)", of())],
            ..Words::default()
        });
        return;
    }
    look.note(found, (Question::Tenure, Grade::Counts), &beyond(first, span), || Words {
        text: format!("{} for more than {span} years, since {}", of(), stated(first)),
        figures: vec![Figure::new("limit", Some(f64::from(span)), "years")],
        proof: proof(),
        ..Words::default()
    });
}

/// The days on which the director may first have been appointed: the first of all seats on the board
/// of the company, also those held as an executive.
fn first_appointment(look: &Look<'_>) -> Option<DayRange> {
    let graph = look.graph();
    let seats = graph.seats_at(look.director.person, look.company()).filter(|seat| graph.is_board(*seat));
    let spells: Vec<Spell> = seats.map(|seat| graph.spell(seat)).filter(|spell| spell.possible().is_some()).collect();
    let first = spells.iter().map(|spell| spell.earliest_start).min()?;
    // A seat that may not have been held at all is no sure beginning.
    let sure = spells.iter().filter(|spell| spell.certain().is_some()).map(|spell| spell.latest_start).min();
    Some(DayRange::new(first, sure.unwrap_or(Day::MAX)))
}

/// A day known as a range, in words.
pub fn stated(range: DayRange) -> String {
    match (range.is_one_day(), range.last.is_calendar()) {
        (true, _) => range.first.to_string(),
        (false, true) => format!("between {} and {}", range.first, range.last),
        (false, false) => format!("{} or later", range.first),
    }
}
