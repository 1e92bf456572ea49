//! A director and their close family, with their positions at other companies.

use std::cell::OnceCell;

use interlocks_analysis::ownership::{owner_tie, stated_share};
use interlocks_core::model::vocabulary::TieKind;
use interlocks_core::model::{DaySet, DaySpan, Relation, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, Tenure, TieIx, UncertainDays};

/// The position of a person at a company by a tie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bond {
    /// Employee.
    Employee,
    /// Partner.
    Partner,
    /// Representative.
    Representative,
    /// Owner of a share in percent, if stated.
    Owner(Option<f64>),
}

impl Bond {
    /// Returns the position that a kind of tie between a person and a company states.
    fn of(kind: TieKind) -> Option<Bond> {
        match kind {
            TieKind::Employee => Some(Bond::Employee),
            TieKind::Partner | TieKind::FirmPartner => Some(Bond::Partner),
            TieKind::Representative => Some(Bond::Representative),
            _ => None,
        }
    }
}

/// Returns `true` for immediate family. The rules name parents, children, siblings, spouses, in-laws, and people who share
/// the home, which no tie states.
fn is_close_family(kind: TieKind) -> bool {
    let is_family = matches!(kind.relation(), Relation::Kin | Relation::Family);
    is_family && !matches!(kind, TieKind::DistantKin | TieKind::Godparent)
}

/// The director, or a member of their family. A few people have thousands of seats, so tenures are worked out when asked for.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) person: PersonIx,
    /// The family tie; `None` for the director.
    pub(crate) family_tie: Option<TieIx>,
    /// The days of the family tie; all days for the director and blood relatives.
    pub(crate) days: UncertainDays,
    /// Positions by ties, sorted by company.
    pub(crate) bonds: Vec<(CompanyIx, Bond, TieIx)>,
    /// The companies with an executive seat, sorted.
    executive_at: OnceCell<Vec<CompanyIx>>,
}

impl Member {
    fn new(graph: &BoardGraph, person: PersonIx, family_tie: Option<TieIx>, days: UncertainDays) -> Member {
        Member { person, family_tie, days, bonds: bonds(graph, person), executive_at: OnceCell::new() }
    }

    /// Returns the director.
    pub(crate) fn director(graph: &BoardGraph, person: PersonIx) -> Member {
        Member::new(graph, person, None, UncertainDays::always())
    }

    /// Returns `true` for the director.
    pub(crate) fn is_director(&self) -> bool {
        self.family_tie.is_none()
    }

    /// Returns `true` if the member has had a seat at a company.
    pub(crate) fn has_seat_at(&self, graph: &BoardGraph, company: CompanyIx) -> bool {
        graph.seats_at(self.person, company).next().is_some()
    }

    /// Returns the tenure at a company; `None` if the member has had no seat there.
    pub(crate) fn tenure_of(&self, graph: &BoardGraph, company: CompanyIx) -> Option<Tenure> {
        self.has_seat_at(graph, company).then(|| graph.tenure_at(self.person, company))
    }

    /// Returns the companies with an executive seat of the member, in order.
    pub(crate) fn executive_at(&self, graph: &BoardGraph) -> &[CompanyIx] {
        self.executive_at.get_or_init(|| {
            let seats = graph.person_seats(self.person).filter(|seat| graph.is_executive(*seat));
            let mut companies: Vec<CompanyIx> = seats.map(|seat| graph.seat_company(seat)).collect();
            companies.dedup();
            companies
        })
    }

    /// Returns the days of ties of some kinds with a company.
    pub(crate) fn bond_days(
        &self,
        graph: &BoardGraph,
        company: CompanyIx,
        wanted: impl Fn(Bond) -> bool,
    ) -> UncertainDays {
        let ties = self.bonds.iter().filter(|(to, bond, _)| *to == company && wanted(*bond));
        UncertainDays::from_spells(ties.map(|(.., tie)| graph.tie_spell(*tie)).collect::<Vec<_>>().into_iter())
    }

    /// Returns the companies where the member has a seat or a tie, except one.
    pub(crate) fn elsewhere(&self, graph: &BoardGraph, except: CompanyIx) -> Vec<CompanyIx> {
        let seats = graph.person_seats(self.person).map(|seat| graph.seat_company(seat));
        let mut companies: Vec<CompanyIx> = seats.chain(self.bonds.iter().map(|(company, ..)| *company)).collect();
        companies.retain(|other| *other != except);
        companies.sort_unstable();
        companies.dedup();
        companies
    }

    /// Returns `true` if the member has a seat or a tie at a company.
    pub(crate) fn is_at(&self, graph: &BoardGraph, company: CompanyIx) -> bool {
        self.has_seat_at(graph, company) || self.bonds.iter().any(|(to, ..)| *to == company)
    }
}

/// Returns the days on which a person sits on a board and is not an executive there.
///
/// Equal dates are assumed to be the same day: a person who is a director and chief executive since 2011 did not hold one
/// office without the other for some days of that year.
pub(crate) fn non_executive_days(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> UncertainDays {
    let spells = |wanted: fn(&BoardGraph, SeatIx) -> bool| -> Vec<Spell> {
        graph.seats_at(person, company).filter(|seat| wanted(graph, *seat)).map(|seat| graph.spell(seat)).collect()
    };
    let (board, executive) = (spells(BoardGraph::is_board), spells(BoardGraph::is_executive));
    let office = UncertainDays::from_spells(executive.iter().copied());
    let mut days = UncertainDays {
        certain: UncertainDays::from_spells(board.iter().copied()).certain,
        ..UncertainDays::default()
    };
    for seat in &board {
        let alike = executive.iter().flat_map(|spell| {
            let starts = (seat.start() == spell.start()).then(|| DaySpan::new(seat.earliest_start, seat.latest_start));
            let ends = (seat.end() == spell.end()).then(|| DaySpan::new(seat.earliest_end, seat.latest_end));
            [starts.flatten(), ends.flatten()].into_iter().flatten()
        });
        let possible: DaySet = seat.possible().into_iter().collect();
        days.possible = days.possible.join(&possible.without(&alike.collect()));
    }
    days.without(&office)
}

/// Returns the close family of a person, in the order of people.
pub(crate) fn family(graph: &BoardGraph, person: PersonIx) -> Vec<Member> {
    let mut circumstances: Vec<(PersonIx, TieIx, UncertainDays)> = Vec::new();
    for tie in graph.ties(Entity::Person(person)) {
        let (Entity::Person(a), Entity::Person(b)) = graph.tie_ends(tie) else { continue };
        let other = if a == person { b } else { a };
        if other != person && is_close_family(graph.tie_reading(tie).kind) {
            circumstances.push((other, tie, UncertainDays::from_spell(&graph.tie_spell(tie))));
        }
    }
    circumstances.sort_by_key(|(other, tie, _)| (*other, *tie));
    circumstances
        .chunk_by(|a, b| a.0 == b.0)
        .map(|ties| {
            let days = ties.iter().fold(UncertainDays::default(), |days, (.., more)| days.join(more));
            Member::new(graph, ties[0].0, Some(ties[0].1), days)
        })
        .collect()
}

/// Returns the positions of a person at companies by ties.
fn bonds(graph: &BoardGraph, person: PersonIx) -> Vec<(CompanyIx, Bond, TieIx)> {
    let of = |tie: TieIx| {
        let (kind, _, company) = graph.tie_at_company(tie)?;
        let share = || stated_share(graph, tie).map(|share| share * 100.0);
        let owner = owner_tie(graph, tie).map(|_| Bond::Owner(share()));
        Some((company, owner.or_else(|| Bond::of(kind))?, tie))
    };
    let mut bonds: Vec<(CompanyIx, Bond, TieIx)> = graph.ties(Entity::Person(person)).filter_map(of).collect();
    bonds.sort_by_key(|(company, _, tie)| (*company, *tie));
    bonds
}
