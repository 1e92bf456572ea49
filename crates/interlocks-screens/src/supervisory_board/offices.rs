//! The days of the offices that the law names.

use crate::DatedAnswer;
use crate::cross::german::representing;
use crate::independence::household::non_executive_days;
use crate::independence::lookback::after;
use crate::independence::roles::is_interim;
use interlocks_core::model::Spell;
use interlocks_core::model::vocabulary::fold;
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, SeatIx, UncertainDays};

/// Beginnings of words in the role of a member of a supervisory board, folded.
const SUPERVISORY: &[&str] = &["aufsichtsrat", "supervis"];

/// Returns the days on the supervisory board: in a seat on the board that is no executive office.
pub(super) fn supervising(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> UncertainDays {
    days_of(graph, supervisory_seats(graph, person, company))
}

pub(super) fn supervisory_seats(
    graph: &BoardGraph,
    person: PersonIx,
    company: CompanyIx,
) -> impl Iterator<Item = SeatIx> + '_ {
    graph.seats_at(person, company).filter(|seat| graph.is_board(*seat) && !graph.is_executive(*seat))
}

/// Returns `true` if a role says that it is on the supervisory board.
pub(super) fn says_supervisory(role: &str) -> bool {
    let role = fold(role);
    SUPERVISORY.iter().any(|word| role.contains(word))
}

/// Returns the seats of a person as an executive of a company.
pub(super) fn executive_seats(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> Vec<SeatIx> {
    graph.seats_at(person, company).filter(|seat| graph.is_executive(*seat)).collect()
}

/// Returns `true` for a holder of a general commercial power (Prokura), who is no legal representative.
fn is_prokurist(graph: &BoardGraph, seat: SeatIx) -> bool {
    fold(&graph.seat(seat).role).contains("prokur")
}

fn days_of(graph: &BoardGraph, seats: impl Iterator<Item = SeatIx>) -> UncertainDays {
    let seats: Vec<SeatIx> = seats.collect();
    UncertainDays::from_spells(seats.iter().map(|seat| graph.spell(*seat)))
}

/// Returns the days as a legal representative. Of another executive it is not known.
pub(super) fn managing(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> DatedAnswer {
    let executive = executive_seats(graph, person, company).into_iter().filter(|seat| !is_prokurist(graph, *seat));
    DatedAnswer { yes: representing(graph, person, company), maybe: days_of(graph, executive) }
}

/// Returns the days in the years after an office on the management board. They are never certain to bar: another executive may
/// not have been on it, and no table says who proposed the member.
pub(super) fn former_manager(graph: &BoardGraph, person: PersonIx, company: CompanyIx, years: i32) -> DatedAnswer {
    let executive = executive_seats(graph, person, company);
    let spells: Vec<Spell> = executive.iter().map(|seat| graph.spell(*seat)).collect();
    let candidate = non_executive_days(graph, person, company);
    let former = after(spells.into_iter(), years).meet(&candidate);
    DatedAnswer { yes: UncertainDays::default(), maybe: former }
}

/// Returns the days as a legal representative, or with a general commercial power, on which the person also has a seat that its
/// role says to be on the supervisory board. Unknown: another seat on the board, another executive office, or an interim one,
/// which may be that of a deputy.
pub(super) fn both_boards(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> DatedAnswer {
    let executive = executive_seats(graph, person, company);
    let role = |seat: &SeatIx| graph.seat(*seat).role;
    let interim = days_of(graph, executive.iter().copied().filter(|seat| is_interim(&role(seat))));
    let prokura = days_of(graph, executive.iter().copied().filter(|seat| is_prokurist(graph, *seat)));
    let barred = representing(graph, person, company).without(&interim).join(&prokura);
    let stated = supervisory_seats(graph, person, company).filter(|seat| says_supervisory(&role(seat)));
    let yes = barred.meet(&days_of(graph, stated));
    DatedAnswer { yes, maybe: days_of(graph, executive.into_iter()) }
}
