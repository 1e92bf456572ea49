//! Rows of the data that together say one thing of somebody, with the days of each.

use super::relation::{Relation, is_passive, relation};
use super::stint::{Claim, Stint, stints};
use crate::ownership::owner_tie;
use crate::question::Evidence;
use interlocks_core::model::{Day, DaySet, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// A row, and when it held.
#[derive(Clone, Copy, Debug)]
struct Record {
    row: Row,
    spell: Spell,
    /// Whether the row surely says it: of an owner whose share is not stated it is only possible.
    sure: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Seat(SeatIx),
    Tie(TieIx),
    /// What several rows come to, which are told elsewhere.
    Several,
}

/// Rows that say one thing: that somebody sat on a board, owned a company, was a friend of another.
#[derive(Clone, Debug, Default)]
pub struct Records(Vec<Record>);

impl Records {
    /// One seat.
    pub fn seat(graph: &BoardGraph, seat: SeatIx) -> Records {
        Records(vec![Record { row: Row::Seat(seat), spell: graph.spell(seat), sure: true }])
    }

    /// One tie.
    pub fn tie(graph: &BoardGraph, tie: TieIx) -> Records {
        Records(vec![Record { row: Row::Tie(tie), spell: tie_spell(graph, tie), sure: true }])
    }

    /// The seats of a person at a company that fit.
    pub fn seats(
        graph: &BoardGraph,
        person: PersonIx,
        company: CompanyIx,
        fits: impl Fn(&BoardGraph, SeatIx) -> bool,
    ) -> Records {
        let seats = graph.seats_at(person, company).filter(|seat| fits(graph, *seat));
        Records(seats.map(|seat| Record { row: Row::Seat(seat), spell: graph.spell(seat), sure: true }).collect())
    }

    /// What binds two entities by ties of a kind that fits.
    pub fn ties(graph: &BoardGraph, a: Entity, b: Entity, fits: impl Fn(Relation) -> bool) -> Records {
        let between = graph.ties(a).filter(|tie| {
            let ends = graph.tie_ends(*tie);
            (ends == (a, b) || ends == (b, a)) && fits(relation(graph.tie_kind(*tie)))
        });
        Records(between.map(|tie| Record { row: Row::Tie(tie), spell: tie_spell(graph, tie), sure: true }).collect())
    }

    /// What makes a person a founder of a company, or somebody with money in it by a tie that need
    /// not be a share: ties, and seats with the role of a founder.
    ///
    /// A tie that states a share counts from `min_share` per cent on; one that states none may be
    /// large enough, and then is only possible. Shares proper compose along chains and are
    /// [`Records::held`].
    pub fn founding(graph: &BoardGraph, person: PersonIx, company: CompanyIx, min_share: f64) -> Records {
        let (me, it) = (Entity::Person(person), Entity::Company(company));
        let mut records = Records::seats(graph, person, company, |graph, seat| {
            let role = graph.seat(seat).role.to_lowercase();
            role.split(|c: char| !c.is_alphabetic()).any(|word| word == "founder" || word == "cofounder")
        });
        for tie in graph.ties(me) {
            let kind = graph.tie_kind(tie);
            let told = if is_passive(kind) { (it, me) } else { (me, it) };
            if graph.tie_ends(tie) != told {
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
            records.0.extend(sure.map(|sure| Record { row: Row::Tie(tie), spell: tie_spell(graph, tie), sure }));
        }
        records
    }

    /// What several rows come to, such as a share through a chain of owners: spells, each with
    /// whether it is sure to have a day. The rows are no evidence of these records: whoever asks
    /// tells them.
    pub fn held(spells: &[(Spell, bool)]) -> Records {
        Records(spells.iter().map(|&(spell, sure)| Record { row: Row::Several, spell, sure }).collect())
    }

    /// The rows of both.
    #[must_use]
    pub fn and(mut self, other: Records) -> Records {
        self.0.extend(other.0);
        self
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The days on which what the rows say certainly, or possibly, held.
    pub fn stretch(&self) -> UncertainDays {
        UncertainDays {
            certain: self.0.iter().filter(|record| record.sure).filter_map(|record| record.spell.certain()).collect(),
            possible: self.0.iter().filter_map(|record| record.spell.possible()).collect(),
        }
    }

    /// The unbroken tenures the rows amount to.
    pub fn stints(&self) -> Vec<Stint> {
        stints(self.0.iter().map(|record| Claim { spell: record.spell, sure: record.sure }))
    }

    /// The rows that may have held on some of these days, as evidence.
    pub fn evidence(&self, graph: &BoardGraph, days: &DaySet) -> Vec<Evidence> {
        let there = |spell: &Spell| spell.possible().is_some_and(|span| !days.within(span).is_empty());
        self.0
            .iter()
            .filter(|record| there(&record.spell))
            .filter_map(|record| match record.row {
                Row::Seat(seat) => Some(Evidence::seat(graph, seat)),
                Row::Tie(tie) => Some(Evidence::tie(graph, tie)),
                Row::Several => None,
            })
            .collect()
    }
}

/// When a tie held. Kin are kin for life: without a stated date it held at all times.
pub fn tie_spell(graph: &BoardGraph, tie: TieIx) -> Spell {
    let spell = graph.tie_spell(tie);
    let dateless = spell.earliest_start == Day::MIN && spell.latest_end == Day::MAX;
    if dateless && relation(graph.tie_kind(tie)) == Relation::Kin { Spell::ALWAYS } else { spell }
}
