//! The days of the offices that a rule names.

use crate::DatedAnswer;
use crate::officers::OfficeSeat;
use crate::rulebook::Offices;
use interlocks_core::model::Spell;
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, SeatIx, UncertainDays};

/// Returns the days on which a person holds one of some offices at a company. Executives below the first ones may hold one.
pub(crate) fn held(graph: &BoardGraph, person: PersonIx, company: CompanyIx, offices: Offices) -> DatedAnswer {
    let (sure, perhaps) = held_spells(graph, person, company, offices);
    let days = |spells: Vec<Spell>| UncertainDays::from_spells(spells.into_iter());
    DatedAnswer { yes: days(sure), maybe: days(perhaps) }
}

/// Returns the spells in which a person certainly holds one of some offices at a company, and those in which they may.
pub(crate) fn held_spells(
    graph: &BoardGraph,
    person: PersonIx,
    company: CompanyIx,
    offices: Offices,
) -> (Vec<Spell>, Vec<Spell>) {
    let (mut sure, mut perhaps): (Vec<Spell>, Vec<Spell>) = Default::default();
    for seat in graph.seats_at(person, company) {
        let (certain, possible) = spells(graph, seat, offices);
        sure.extend(certain);
        perhaps.extend(possible);
    }
    (sure, perhaps)
}

/// Returns the spell of a seat as one of some offices, and as one that may be.
fn spells(graph: &BoardGraph, seat: SeatIx, offices: Offices) -> (Option<Spell>, Option<Spell>) {
    let office = OfficeSeat::of(graph, seat).filter(|office| office.observer.is_none());
    let is_board = graph.is_board(seat) && office.is_some();
    match offices {
        Offices::Office => office.map_or((None, None), |office| (office.sure, office.perhaps)),
        Offices::Chief if graph.is_chief(seat) => (Some(graph.stated_spell(seat)), Some(graph.stated_spell(seat))),
        Offices::Chief | Offices::Director => {
            let spell = is_board.then(|| graph.spell(seat));
            (spell, spell)
        }
    }
}

/// Returns the seats of a person at a company that are one of some offices, or may be.
pub(crate) fn seats(
    graph: &BoardGraph,
    person: PersonIx,
    company: CompanyIx,
    offices: Offices,
) -> impl Iterator<Item = SeatIx> + '_ {
    graph.seats_at(person, company).filter(move |seat| spells(graph, *seat, offices).1.is_some())
}
