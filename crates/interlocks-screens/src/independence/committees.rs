//! Executives of the company on the pay committee of the director's employer (as under NYSE and Nasdaq).

use super::board::Colleague;
use super::circumstance::{Circumstance, DirectorCheck, Explanation, Grade, Proof, Question, executive_days};
use super::household::Member;
use super::rule::PayCommitteeYears;
use crate::wording::Years;
use interlocks_graph::{BoardGraph, CompanyIx, SeatIx, UncertainDays};

/// Adds colleagues on pay committees of employers of the household.
pub(crate) fn pay_committees(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let Some(years) = check.rule.pay_committee else { return };
    for member in check.household() {
        for employer in member.executive_at(check.graph()).iter().filter(|other| **other != check.company()) {
            for colleague in check.board.colleagues_at(*employer, member.person) {
                if colleague.here.executive.is_possible() && colleague.person != check.director.person {
                    add_colleague(check, circumstances, years, (member, *employer, colleague));
                }
            }
        }
    }
}

/// Adds a colleague on the pay committee of an employer of a member of the household.
///
/// NYSE: a current executive of the company served on the committee, within the years of the rule, while the director was
/// an executive of the employer. Nasdaq: the director is an executive of the employer now, and an executive of the company
/// served on the committee within the years of the rule.
fn add_colleague(
    check: &DirectorCheck<'_>,
    circumstances: &mut Vec<Circumstance>,
    PayCommitteeYears { years: span, employed_now }: PayCommitteeYears,
    (member, employer, colleague): (&Member, CompanyIx, &Colleague),
) {
    let years = Years(span);
    let (other, executive_here) = (colleague.person, &colleague.here.executive);
    let graph = check.graph();
    let there = executive_days(member.tenure_of(check.graph(), employer).as_ref());
    let look_back = |served: &UncertainDays| match employed_now {
        false => there.meet(served).lasting(span).meet(executive_here),
        true => there.meet(&served.meet(executive_here).lasting(span)),
    };
    let served = |wanted: fn(&BoardGraph, SeatIx) -> bool| {
        let seats = graph.seats_at(other, employer).filter(|seat| wanted(graph, *seat));
        UncertainDays::from_spells(seats.map(|seat| graph.spell(seat)).collect::<Vec<_>>().into_iter())
    };
    let on_committee: fn(&BoardGraph, SeatIx) -> bool = BoardGraph::sets_pay;
    let sits = || format!("{}, an executive of {},", check.person(other), check.name(check.company()));
    let proof = |wanted: fn(&BoardGraph, SeatIx) -> bool| -> Vec<Proof> {
        let position = check.position_proof(member, employer, BoardGraph::is_executive);
        let here = check.seats(other, check.company(), BoardGraph::is_executive);
        position.into_iter().chain(here).chain(check.seats(other, employer, wanted)).collect()
    };
    let days = look_back(&served(on_committee)).meet(&member.days);
    check.note(circumstances, Question::PayCommittee, Grade::Counts, &days, || Explanation {
        text: format!(
            "{} serves, or within {years} served, on the pay committee of {}, where {} is or was an executive",
            sits(),
            check.name(employer),
            check.who(member)
        ),
        proof: proof(on_committee),
        ..Explanation::default()
    });
    if graph.company_seats(employer).any(|seat| on_committee(graph, seat)) {
        return;
    }
    let days = look_back(&served(BoardGraph::is_board)).meet(&member.days);
    check.note(circumstances, Question::PayCommittee, Grade::MissingInput, &days, || Explanation {
        text: format!(
            "{} sits on the board of {}, whose pay committee the data does not name",
            sits(),
            check.name(employer)
        ),
        missing: vec![format!(
            "whether {} is, or within {years} was, on the pay committee of {} (committee)",
            check.person(other),
            check.name(employer)
        )],
        proof: proof(BoardGraph::is_board),
        ..Explanation::default()
    });
}
