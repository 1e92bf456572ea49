//! Rows of the data that together state one fact, with the days of each.

use crate::question::Evidence;
use crate::tenure::{ServiceSpell, SpellOnRecord, service_spells};
use interlocks_core::model::{Day, DaySet, DaySpan, Relation, Spell};
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
        Records(vec![RecordedRow { row: Row::Tie(tie), spell: graph.tie_spell(tie), sure: true }])
    }

    /// The seats of a person at a company that `fits` accepts.
    pub(super) fn seats(
        graph: &BoardGraph,
        person: PersonIx,
        company: CompanyIx,
        fits: impl Fn(&BoardGraph, SeatIx) -> bool,
    ) -> Records {
        let seats = graph.seats_at(person, company).filter(|seat| fits(graph, *seat));
        Records(
            seats
                .map(|seat| RecordedRow { row: Row::Seat(seat), spell: graph.stated_spell(seat), sure: true })
                .collect(),
        )
    }

    /// The seats of a person on the board of a company. Those of which that is not known are doubtful.
    pub(super) fn board_seats(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> Records {
        let seats = graph.seats_at(person, company).filter(|seat| graph.is_board(*seat));
        Records(seats.map(|seat| RecordedRow { row: Row::Seat(seat), spell: graph.spell(seat), sure: true }).collect())
    }

    /// The ties between two entities of the relations that `fits` accepts.
    pub(super) fn ties(graph: &BoardGraph, a: Entity, b: Entity, fits: impl Fn(Relation) -> bool) -> Records {
        let between = graph.ties(a).filter(|tie| {
            let ends = graph.tie_ends(*tie);
            (ends == (a, b) || ends == (b, a)) && fits(graph.tie_relation(*tie))
        });
        Records(
            between.map(|tie| RecordedRow { row: Row::Tie(tie), spell: graph.tie_spell(tie), sure: true }).collect(),
        )
    }

    /// The rows that make a person a founder of a company: ties, and seats with the role of a founder. Shares compose
    /// along chains; they are records by [`Records::from_spells`].
    pub(super) fn founding(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> Records {
        let (me, it) = (Entity::Person(person), Entity::Company(company));
        let mut records = Records::seats(graph, person, company, |graph, seat| {
            let role = graph.seat(seat).role.to_lowercase();
            role.split(|c: char| !c.is_alphabetic()).any(|word| word == "founder" || word == "cofounder")
        });
        for tie in graph.ties(me) {
            let (kind, founder, founded) = graph.directed_tie(tie);
            if (founder, founded) == (me, it) && matches!(kind.relation(), Relation::Founder | Relation::CoFounder) {
                records.0.extend(Records::from_tie(graph, tie).0);
            }
        }
        records
    }

    /// A fact derived from several rows, such as a share through a chain of owners: spells, each with `true` if it
    /// surely has a day. These records give no evidence; the caller adds it.
    pub(super) fn from_spells(spells: &[(Spell, bool)]) -> Records {
        Records(spells.iter().map(|&(spell, sure)| RecordedRow { row: Row::Several, spell, sure }).collect())
    }

    /// Returns the possible days of every unbroken service that may cover one of some days, up to the last of these.
    pub(super) fn days_since(&self, days: &DaySet) -> DaySet {
        let until = DaySpan { from: Day::MIN, to: days.hull().map_or(Day::MIN, |hull| hull.to) };
        let services = self.service_spells().into_iter().filter(|service| service.may_cover(days));
        services.fold(DaySet::default(), |all, service| all.join(&service.possible().within(until)))
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

    /// Returns the spells of the rows, each with `true` if the row surely states the fact.
    pub(super) fn on_record(&self) -> Vec<SpellOnRecord> {
        self.0.iter().map(RecordedRow::on_record).collect()
    }

    /// Returns the spells of the rows.
    pub(super) fn spells(&self) -> Vec<Spell> {
        self.0.iter().map(|record| record.spell).collect()
    }

    /// Returns the unbroken service that the rows amount to.
    pub(super) fn service_spells(&self) -> Vec<ServiceSpell> {
        service_spells(self.0.iter().map(RecordedRow::on_record))
    }

    /// Returns the rows that may have been true on some of these days, as evidence.
    pub(super) fn evidence(&self, graph: &BoardGraph, days: &DaySet) -> Vec<Evidence> {
        let may_hold = |spell: &Spell| spell.possible().is_some_and(|span| !days.within(span).is_empty());
        let rows = self.0.iter().filter(|record| may_hold(&record.spell));
        rows.filter_map(|record| record.row.evidence(graph)).collect()
    }

    /// Returns the rows that state since when the fact had been true on some of these days, as evidence: those of every
    /// unbroken service that may cover a day, up to the last day.
    pub(super) fn evidence_since(&self, graph: &BoardGraph, days: &DaySet) -> Vec<Evidence> {
        let services = self.service_spells();
        let rows = self.0.iter().filter(|record| is_in_service(&services, &record.on_record(), days));
        rows.filter_map(|record| record.row.evidence(graph)).collect()
    }
}

impl RecordedRow {
    fn on_record(&self) -> SpellOnRecord {
        SpellOnRecord { spell: self.spell, sure: self.sure }
    }
}

impl Row {
    fn evidence(self, graph: &BoardGraph) -> Option<Evidence> {
        match self {
            Row::Seat(seat) => Some(Evidence::from_seat(graph, seat)),
            Row::Tie(tie) => Some(Evidence::from_tie(graph, tie)),
            Row::Several => None,
        }
    }
}

/// Returns `true` if a recorded spell belongs to a service that may cover one of some days, and may begin by the last.
pub(super) fn is_in_service(services: &[ServiceSpell], record: &SpellOnRecord, days: &DaySet) -> bool {
    let begins_in_time = days.hull().is_some_and(|hull| record.spell.earliest_start < hull.to);
    begins_in_time && services.iter().any(|service| service.may_cover(days) && service.includes(record))
}
