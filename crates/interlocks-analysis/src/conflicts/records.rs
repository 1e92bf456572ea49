//! Rows of the data that together state one fact, with the days of each.

use super::relation::{Relation, is_passive, relation};
use crate::ownership::owner_tie;
use crate::question::Evidence;
use crate::tenure::{ServiceSpell, SpellOnRecord, service_spells};
use interlocks_core::model::{Day, DaySet, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// A row and its spell.
#[derive(Clone, Copy, Debug)]
struct RecordedRow {
    row: Row,
    spell: Spell,
    /// `true` if the row surely states the fact: for an owner whose share is not stated it is only possible.
    sure: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Seat(SeatIx),
    Tie(TieIx),
    /// A fact derived from several rows, which are cited elsewhere.
    Several,
}

/// Rows that state one fact: that a person sat on a board, owned a company, or was a friend of another.
#[derive(Clone, Debug, Default)]
pub(super) struct Records(Vec<RecordedRow>);

impl Records {
    /// The record of one seat.
    pub(super) fn from_seat(graph: &BoardGraph, seat: SeatIx) -> Records {
        Records(vec![RecordedRow { row: Row::Seat(seat), spell: graph.spell(seat), sure: true }])
    }

    /// The record of one tie.
    pub(super) fn from_tie(graph: &BoardGraph, tie: TieIx) -> Records {
        Records(vec![RecordedRow { row: Row::Tie(tie), spell: tie_spell(graph, tie), sure: true }])
    }

    /// The seats of a person at a company that `fits` accepts.
    pub(super) fn seats(
        graph: &BoardGraph,
        person: PersonIx,
        company: CompanyIx,
        fits: impl Fn(&BoardGraph, SeatIx) -> bool,
    ) -> Records {
        let seats = graph.seats_at(person, company).filter(|seat| fits(graph, *seat));
        Records(seats.map(|seat| RecordedRow { row: Row::Seat(seat), spell: graph.spell(seat), sure: true }).collect())
    }

    /// The ties between two entities of the relations that `fits` accepts.
    pub(super) fn ties(graph: &BoardGraph, a: Entity, b: Entity, fits: impl Fn(Relation) -> bool) -> Records {
        let between = graph.ties(a).filter(|tie| {
            let ends = graph.tie_ends(*tie);
            (ends == (a, b) || ends == (b, a)) && fits(relation(graph.tie_kind(*tie)))
        });
        Records(
            between.map(|tie| RecordedRow { row: Row::Tie(tie), spell: tie_spell(graph, tie), sure: true }).collect(),
        )
    }

    /// The rows that make a person a founder of a company, or an investor by a tie that is not a share: ties, and seats
    /// with the role of a founder.
    ///
    /// A tie that states a share counts from `min_share` per cent on. One that states none may be large enough, so it is
    /// only possible. Shares compose along chains; they are records by [`Records::from_spells`].
    pub(super) fn founding(graph: &BoardGraph, person: PersonIx, company: CompanyIx, min_share: f64) -> Records {
        let (me, it) = (Entity::Person(person), Entity::Company(company));
        let mut records = Records::seats(graph, person, company, |graph, seat| {
            let role = graph.seat(seat).role.to_lowercase();
            role.split(|c: char| !c.is_alphabetic()).any(|word| word == "founder" || word == "cofounder")
        });
        for tie in graph.ties(me) {
            let kind = graph.tie_kind(tie);
            let expected = if is_passive(kind) { (it, me) } else { (me, it) };
            if graph.tie_ends(tie) != expected {
                continue;
            }
            let sure = match relation(kind) {
                Relation::Founder | Relation::CoFounder => Some(true),
                Relation::Owner if owner_tie(graph, tie).is_none() => match graph.tie(tie).share {
                    Some(share) => (share >= min_share).then_some(true),
                    None => Some(false),
                },
                _ => None,
            };
            records.0.extend(sure.map(|sure| RecordedRow { row: Row::Tie(tie), spell: tie_spell(graph, tie), sure }));
        }
        records
    }

    /// A fact derived from several rows, such as a share through a chain of owners: spells, each with `true` if it
    /// surely has a day. These records give no evidence; the caller adds it.
    pub(super) fn from_spells(spells: &[(Spell, bool)]) -> Records {
        Records(spells.iter().map(|&(spell, sure)| RecordedRow { row: Row::Several, spell, sure }).collect())
    }

    /// Adds the rows of another.
    #[must_use]
    pub(super) fn and(mut self, other: Records) -> Records {
        self.0.extend(other.0);
        self
    }

    /// Returns `true` if there is no row.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the days on which the fact was certainly, or possibly, true.
    pub(super) fn uncertain_days(&self) -> UncertainDays {
        UncertainDays {
            certain: self.0.iter().filter(|record| record.sure).filter_map(|record| record.spell.certain()).collect(),
            possible: self.0.iter().filter_map(|record| record.spell.possible()).collect(),
        }
    }

    /// Returns the unbroken service that the rows amount to.
    pub(super) fn service_spells(&self) -> Vec<ServiceSpell> {
        service_spells(self.0.iter().map(|record| SpellOnRecord { spell: record.spell, sure: record.sure }))
    }

    /// Returns the rows that may have been true on some of these days, as evidence.
    pub(super) fn evidence(&self, graph: &BoardGraph, days: &DaySet) -> Vec<Evidence> {
        let may_hold = |spell: &Spell| spell.possible().is_some_and(|span| !days.within(span).is_empty());
        self.0
            .iter()
            .filter(|record| may_hold(&record.spell))
            .filter_map(|record| match record.row {
                Row::Seat(seat) => Some(Evidence::from_seat(graph, seat)),
                Row::Tie(tie) => Some(Evidence::from_tie(graph, tie)),
                Row::Several => None,
            })
            .collect()
    }
}

/// Returns the spell of a tie. Relatives by descent are so for life: without a stated date the tie is true at all times.
pub(super) fn tie_spell(graph: &BoardGraph, tie: TieIx) -> Spell {
    let spell = graph.tie_spell(tie);
    let dateless = spell.earliest_start == Day::MIN && spell.latest_end == Day::MAX;
    if dateless && relation(graph.tie_kind(tie)) == Relation::Kin { Spell::ALWAYS } else { spell }
}
