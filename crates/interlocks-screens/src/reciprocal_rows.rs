//! Rows about executives with seats at each other's companies: what two screens share.

use super::{Context, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};

/// A person with the company of which they are an executive (home) and another company where they have a seat.
pub(crate) type OutsideSeat = (PersonIx, CompanyIx, CompanyIx);

/// The screen and test of a row, and the id of its rule in the tables of rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TestNames<'n> {
    pub(crate) screen: Screen,
    pub(crate) test: &'n str,
    pub(crate) rule: &'n str,
}

/// Begins a row about some companies and people, with the citation of the rule.
pub(crate) fn begin_row<'a>(
    context: Context<'a>,
    names: TestNames<'_>,
    ruling: &Ruling,
    companies: &[CompanyIx],
    people: &[PersonIx],
) -> RowBuilder<'a> {
    let subject = companies.iter().map(|company| Entity::Company(*company));
    let subject = subject.chain(people.iter().map(|person| Entity::Person(*person)));
    RowBuilder::new(context.graph, names.screen, names.test, ruling)
        .subject(subject)
        .people(people.iter().copied())
        .companies(companies.iter().copied())
        .rule(context.rules, names.rule)
}

/// Returns the executive seats of people at home, and their seats at the other company. Unless the ruling is clear, only
/// seats that may be held on one of its days are returned.
pub(crate) fn seat_evidence(graph: &BoardGraph, seats: &[OutsideSeat], ruling: &Ruling) -> Vec<Evidence> {
    let counts = |days: &UncertainDays| ruling.verdict == Verdict::Clear || days.possible.meets(&ruling.days.possible);
    let all = seats.iter().flat_map(|(person, home, board)| {
        let at_home = graph.seats_at(*person, *home).filter(|seat| graph.is_executive(*seat));
        at_home.chain(graph.seats_at(*person, *board))
    });
    let counting = all.filter(|seat| counts(&UncertainDays::from_spell(&graph.spell(*seat))));
    counting.map(|seat| Evidence::from_seat(graph, seat)).collect()
}
