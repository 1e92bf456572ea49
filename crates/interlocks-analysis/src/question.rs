//! What every question shares: its clock, and how entities and evidence are named in answers.

use serde::Serialize;

use interlocks_core::model::{Certainty, Day, DaySet, Deal, Spell};
use interlocks_graph::{AccountsIx, BoardGraph, Clock, CompanyIx, Entity, SeatIx, TieIx, UncertainDays};

/// The clock of a question, and whether only what is certain is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query {
    pub clock: Clock,
    pub certain_only: bool,
}

impl Query {
    /// Whether something that covers these days holds for this question.
    pub fn holds(&self, graph: &BoardGraph, days: &UncertainDays) -> Option<Certainty> {
        let answer = self.clock.holds(&days.certain, &days.possible, graph.as_of());
        answer.filter(|answer| !self.certain_only || answer.is_certain())
    }
}

/// An entity in an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    pub id: String,
    pub name: String,
}

impl Named {
    /// Id and name of an entity.
    pub fn of(graph: &BoardGraph, entity: Entity) -> Named {
        Named { id: graph.id(entity), name: graph.name(entity).into_owned() }
    }
}

/// One row of the data that an answer rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// `seat`, `tie`, `deal` or `accounts`.
    pub kind: &'static str,
    /// The dataset's id of the row; empty when it has none.
    pub id: String,
    pub from: Named,
    pub to: Named,
    /// The role, or the kind of tie.
    pub relation: String,
    /// As the data states them; null when unknown or, for the end, still running.
    pub start: Option<String>,
    pub end: Option<String>,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// How sure the dataset is of the row, where it says so.
    pub confidence: Option<interlocks_core::model::Confidence>,
    /// `file:line` of the row.
    pub place: String,
    /// What the data notes about the row: often that it is alleged, or how much of it was read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Evidence {
    /// A seat as evidence.
    pub fn seat(graph: &BoardGraph, seat: SeatIx) -> Evidence {
        let row = graph.seat(seat);
        Evidence {
            kind: "seat",
            from: Named::of(graph, Entity::Person(graph.seat_person(seat))),
            to: Named::of(graph, Entity::Company(graph.seat_company(seat))),
            relation: if row.role.is_empty() { "director".to_owned() } else { row.role },
            start: row.start.as_ref().map(ToString::to_string),
            end: row.end.date().map(ToString::to_string),
            id: row.id,
            sources: row.sources,
            confidence: row.confidence,
            place: graph.place(row.place),
            note: row.note,
        }
    }

    /// A tie as evidence.
    pub fn tie(graph: &BoardGraph, tie: TieIx) -> Evidence {
        let (from, to) = graph.tie_ends(tie);
        let tie = graph.tie(tie);
        Evidence {
            kind: "tie",
            from: Named::of(graph, from),
            to: Named::of(graph, to),
            relation: tie.kind,
            start: tie.start.as_ref().map(ToString::to_string),
            end: tie.end.date().map(ToString::to_string),
            id: tie.id,
            sources: tie.sources,
            confidence: tie.confidence,
            place: graph.place(tie.place),
            note: tie.note,
        }
    }

    /// A row of accounts as evidence: `to` is the competitor it names, or the company itself.
    pub fn accounts(graph: &BoardGraph, row: AccountsIx) -> Evidence {
        let accounts = graph.accounts(row);
        let company = |id: &str| graph.company_number(id).map(Entity::Company);
        let named = |id: &str| company(id).map(|entity| Named::of(graph, entity));
        let nobody = || Named { id: accounts.company.clone(), name: accounts.company.clone() };
        let from = named(&accounts.company).unwrap_or_else(nobody);
        Evidence {
            kind: "accounts",
            id: String::new(),
            to: named(&accounts.competitor).unwrap_or_else(|| from.clone()),
            from,
            relation: "accounts".to_owned(),
            start: accounts.year_end.map(|date| date.to_string()),
            end: None,
            sources: accounts.sources,
            confidence: None,
            place: graph.place(accounts.place),
            note: accounts.note,
        }
    }

    /// A deal between two of its parties as evidence. Its status stands beside its kind.
    pub fn deal(graph: &BoardGraph, deal: &Deal, [a, b]: [CompanyIx; 2]) -> Evidence {
        let note = deal.extra.iter().find(|(name, _)| name == "note");
        let Deal { kind, status, .. } = deal;
        Evidence {
            kind: "deal",
            id: deal.id.clone(),
            from: Named::of(graph, Entity::Company(a)),
            to: Named::of(graph, Entity::Company(b)),
            relation: if status.is_empty() { kind.clone() } else { format!("{kind} ({status})") },
            start: Some(deal.date.as_ref().map_or_else(|| "unknown".to_owned(), ToString::to_string)),
            end: None,
            sources: deal.sources.clone(),
            confidence: deal.confidence,
            place: graph.place(deal.place),
            note: note.map_or_else(String::new, |(_, note)| note.clone()),
        }
    }
}

/// The days one spell covers.
pub fn stretch(spell: &Spell) -> UncertainDays {
    UncertainDays { certain: spell.certain().into_iter().collect(), possible: spell.possible().into_iter().collect() }
}

/// Days in a set up to the as-of day; without one, up to the end of the last span.
pub fn counted_days(spans: &DaySet, as_of: Option<Day>) -> i64 {
    as_of.map_or(0, |day| spans.days(day))
}
