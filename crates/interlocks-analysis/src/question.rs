//! Types that all questions share: the clock, and how answers name entities and rows of the data.

use serde::Serialize;

use interlocks_core::model::{Certainty, Day, DaySet, DaySpan, Deal, Ending, EntityKind};
use interlocks_graph::{AccountsIx, BoardGraph, Clock, CompanyIx, Entity, SeatIx, TieIx, UncertainDays};

/// The time a question is about, and whether only certain answers are wanted. By default any time, and also what is
/// only possible.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::{Query, directors};
/// use interlocks_core::model::PartialDate;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions, Clock};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let day: PartialDate = "2012-06-30".parse()?;
/// let query = Query::new(Clock::At(day.days())).certain_only(true);
/// let busiest = &directors(&graph, &query, 2)[0];
/// assert!(busiest.boards >= 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Query {
    /// Any time, a day, or a window.
    pub clock: Clock,
    /// `true` to leave out answers that are only possible.
    pub certain_only: bool,
}

impl Query {
    /// Asks about a time, and accepts what is only possible.
    #[must_use]
    pub fn new(clock: Clock) -> Query {
        Query { clock, certain_only: false }
    }

    /// Sets whether answers that are only possible are left out.
    #[must_use]
    pub fn certain_only(mut self, certain_only: bool) -> Query {
        self.certain_only = certain_only;
        self
    }

    /// Returns `true` if only what certainly holds on every day of a range is wanted. Several facts may then do so
    /// together, though none does alone.
    pub fn asks_every_day(&self) -> bool {
        self.certain_only && matches!(self.clock, Clock::At(day) if day.first < day.last)
    }

    /// Returns the certain days that count: those up to the as-of date.
    pub(crate) fn known_days(graph: &BoardGraph) -> DaySpan {
        DaySpan { from: Day::MIN, to: graph.as_of().map_or(Day::MAX, |day| day.plus(1)) }
    }

    /// Returns how certain it is that something with these days is true at the clock; `None` if it is not, or is only
    /// possible and [`Query::certain_only`] is set.
    pub fn holds(&self, graph: &BoardGraph, days: &UncertainDays) -> Option<Certainty> {
        let answer = self.clock.holds(&days.certain, &days.possible, graph.as_of());
        answer.filter(|answer| !self.certain_only || answer.is_certain())
    }
}

/// An entity in an answer.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::Named;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let netflix = Named::new(&graph, graph.find("netflix").unwrap());
/// assert_eq!((netflix.id.as_str(), netflix.name.as_str()), ("netflix", "Netflix, Inc."));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Named {
    /// The id in the data.
    pub id: String,
    /// The name in the data.
    pub name: String,
}

impl Named {
    /// Returns id and name of an entity.
    pub fn new(graph: &BoardGraph, entity: Entity) -> Named {
        Named { id: graph.id(entity), name: graph.name(entity).into_owned() }
    }
}

/// A row of the data that an answer rests on.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::Evidence;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let netflix = graph.company_number("netflix").unwrap();
/// let row = Evidence::from_seat(&graph, graph.company_seats(netflix).next().unwrap());
/// assert_eq!((row.kind, row.to.id.as_str()), ("seat", "netflix"));
/// assert!(row.place.contains("seats.csv:"));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// `seat`, `tie`, `deal` or `accounts`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["seat", "tie", "deal", "accounts"])))]
    pub kind: &'static str,
    /// The id of the row in the data; empty if it has none.
    pub id: String,
    /// The record that a seat was stated for, if it is not the person: decisions on identity made them one. Else empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub record: String,
    /// The person of a seat, the first entity of a tie, or a party to a deal.
    pub from: Named,
    /// Whether [`from`](Evidence::from) is a person or a company.
    pub from_kind: EntityKind,
    /// The company of a seat, the second entity of a tie, or the other party to a deal.
    pub to: Named,
    /// Whether [`to`](Evidence::to) is a person or a company.
    pub to_kind: EntityKind,
    /// The role, or the kind of tie.
    pub relation: String,
    /// The start as the data states it; `None` if unknown.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::DateOrUnknown>"))]
    pub start: Option<String>,
    /// The end as the data states it; `None` if unknown or still running.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub end: Option<String>,
    /// `true` if the seat or tie still runs at the as-of date.
    #[serde(rename = "running")]
    pub is_running: bool,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// The confidence that the data states for the row.
    pub confidence: Option<interlocks_core::model::Confidence>,
    /// `file:line` of the row.
    pub place: String,
    /// The note of the data on the row: often that it is alleged, or how a date was read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Evidence {
    /// Returns a seat as evidence.
    pub fn from_seat(graph: &BoardGraph, seat: SeatIx) -> Evidence {
        let row = graph.seat(seat);
        Evidence {
            kind: "seat",
            record: if row.record == row.person { String::new() } else { row.record },
            from: Named::new(graph, Entity::Person(graph.seat_person(seat))),
            from_kind: EntityKind::Person,
            to: Named::new(graph, Entity::Company(graph.seat_company(seat))),
            to_kind: EntityKind::Company,
            relation: if row.role.is_empty() { "director".to_owned() } else { row.role },
            start: row.start.as_ref().map(ToString::to_string),
            end: row.end.date().map(ToString::to_string),
            is_running: row.end == Ending::Running,
            id: row.id,
            sources: row.sources,
            confidence: row.confidence,
            place: graph.place(row.place),
            note: row.note,
        }
    }

    /// Returns a tie as evidence.
    pub fn from_tie(graph: &BoardGraph, tie: TieIx) -> Evidence {
        let (from, to) = graph.tie_ends(tie);
        let tie = graph.tie(tie);
        Evidence {
            kind: "tie",
            record: String::new(),
            from: Named::new(graph, from),
            from_kind: from.kind(),
            to: Named::new(graph, to),
            to_kind: to.kind(),
            relation: tie.kind,
            start: tie.start.as_ref().map(ToString::to_string),
            end: tie.end.date().map(ToString::to_string),
            is_running: tie.end == Ending::Running,
            id: tie.id,
            sources: tie.sources,
            confidence: tie.confidence,
            place: graph.place(tie.place),
            note: tie.note,
        }
    }

    /// Returns a row of accounts as evidence. `to` is the competitor that the row names, or the company itself.
    pub fn from_accounts(graph: &BoardGraph, row: AccountsIx) -> Evidence {
        let accounts = graph.accounts(row);
        let company = |id: &str| graph.company_number(id).map(Entity::Company);
        let named = |id: &str| company(id).map(|entity| Named::new(graph, entity));
        let unlisted = || Named { id: accounts.company.clone(), name: accounts.company.clone() };
        let from = named(&accounts.company).unwrap_or_else(unlisted);
        Evidence {
            kind: "accounts",
            record: String::new(),
            id: String::new(),
            to: named(&accounts.competitor).unwrap_or_else(|| from.clone()),
            to_kind: EntityKind::Company,
            from,
            from_kind: EntityKind::Company,
            relation: "accounts".to_owned(),
            start: accounts.year_end.map(|date| date.to_string()),
            end: None,
            is_running: false,
            sources: accounts.sources,
            confidence: None,
            place: graph.place(accounts.place),
            note: accounts.note,
        }
    }

    /// Returns a deal between two of its parties as evidence. The relation is its kind, with the status in brackets.
    pub fn from_deal(graph: &BoardGraph, deal: &Deal, [a, b]: [CompanyIx; 2]) -> Evidence {
        let note = deal.extra.iter().find(|(name, _)| name == "note");
        let Deal { kind, status, .. } = deal;
        Evidence {
            kind: "deal",
            record: String::new(),
            id: deal.id.clone(),
            from: Named::new(graph, Entity::Company(a)),
            from_kind: EntityKind::Company,
            to: Named::new(graph, Entity::Company(b)),
            to_kind: EntityKind::Company,
            relation: if status.is_empty() { kind.clone() } else { format!("{kind} ({status})") },
            start: Some(deal.date.as_ref().map_or_else(|| "unknown".to_owned(), ToString::to_string)),
            end: None,
            is_running: false,
            sources: deal.sources.clone(),
            confidence: deal.confidence,
            place: graph.place(deal.place),
            note: note.map_or_else(String::new, |(_, note)| note.clone()),
        }
    }
}

/// Returns the number of days in a set up to the as-of date; 0 if there is no such date.
pub(crate) fn counted_days(spans: &DaySet, as_of: Option<Day>) -> i64 {
    as_of.map_or(0, |day| spans.days(day))
}

/// Returns certain days as an answer tells them: those up to the as-of date. A period that runs on that day and has no end
/// keeps having none.
pub(crate) fn up_to(as_of: Option<Day>, certain: &DaySet) -> DaySet {
    let Some(day) = as_of else { return certain.clone() };
    let begun = certain.as_slice().iter().filter(|span| span.from <= day);
    begun
        .map(|span| if span.to == Day::MAX { *span } else { DaySpan { to: span.to.min(day.plus(1)), ..*span } })
        .collect()
}
