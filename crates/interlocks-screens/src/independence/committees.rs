//! An executive of the company on the pay committee of the director's employer (NYSE, Nasdaq).

use super::circumstance::{Circumstance, Grade, Look, Proof, Question, Words, executive};
use super::household::Member;
use super::rule::Rule;
use interlocks_analysis::pairs::sets_pay;
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, SeatIx, UncertainDays};

pub fn pay_committees(look: &Look<'_>, found: &mut Vec<Circumstance>) {
    for member in look.household() {
        let employers = member
            .tenures
            .iter()
            .filter(|(other, service)| *other != look.company() && service.executive.is_possible());
        for (employer, _) in employers {
            for colleague in look.board.colleagues_at(*employer, member.person) {
                if colleague.here.executive.is_possible() && colleague.person != look.director.person {
                    judge(look, found, (member, *employer), (colleague.person, &colleague.here.executive));
                }
            }
        }
    }
}

/// NYSE: an executive of now served on the committee while the director was executive there, within
/// the years of the rule. Nasdaq: the director is executive there now, and somebody served on the
/// committee within the years of the rule while executive of the company.
fn judge(
    look: &Look<'_>,
    found: &mut Vec<Circumstance>,
    (member, employer): (&Member, CompanyIx),
    (other, executive_here): (PersonIx, &UncertainDays),
) {
    let graph = look.graph();
    let there = executive(member.tenure_of(employer));
    let span = look.rule.other_years(look.asked.rules);
    let look_back = |served: &UncertainDays| match look.rule {
        Rule::Nyse => there.meet(served).lasting(span).meet(executive_here),
        _ => there.meet(&served.meet(executive_here).lasting(span)),
    };
    let served = |wanted: fn(&BoardGraph, SeatIx) -> bool| {
        let seats = graph.seats_at(other, employer).filter(|seat| wanted(graph, *seat));
        UncertainDays::from_spells(seats.map(|seat| graph.spell(seat)).collect::<Vec<_>>().into_iter())
    };
    let on_committee: fn(&BoardGraph, SeatIx) -> bool = |graph, seat| sets_pay(graph.committee(seat));
    let sits = || format!("{}, an executive of {},", look.person(other), look.name(look.company()));
    let proof = |wanted: fn(&BoardGraph, SeatIx) -> bool| -> Vec<Proof> {
        let position = look.position_proof(member, employer, BoardGraph::is_executive);
        let here = look.seats(other, look.company(), BoardGraph::is_executive);
        position.into_iter().chain(here).chain(look.seats(other, employer, wanted)).collect()
    };
    let days = look_back(&served(on_committee)).meet(&member.days);
    look.note(found, (Question::PayCommittee, Grade::Counts), &days, || Words {
        text: format!(
            "{} serves, or within {span} years served, on the pay committee of {}, where {} is or was an executive",
            sits(),
            look.name(employer),
            look.who(member)
        ),
        proof: proof(on_committee),
        ..Words::default()
    });
    if graph.company_seats(employer).any(|seat| on_committee(graph, seat)) {
        return;
    }
    let days = look_back(&served(BoardGraph::is_board)).meet(&member.days);
    look.note(found, (Question::PayCommittee, Grade::Untold), &days, || Words {
        text: format!(
            "{} sits on the board of {}, whose pay committee is not in the data",
            sits(),
            look.name(employer)
        ),
        missing: vec![format!(
            "whether {} is, or within {span} years was, on the pay committee of {} (committee)",
            look.person(other),
            look.name(employer)
        )],
        proof: proof(BoardGraph::is_board),
        ..Words::default()
    });
}
