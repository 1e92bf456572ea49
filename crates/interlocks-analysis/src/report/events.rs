//! Beginnings and ends of seats and ties, and deals, in the order of time.

use serde::Serialize;

use super::{JointDeal, LinkingPerson};
use crate::question::Evidence;
use interlocks_core::model::{Day, PartialDate};

/// The kind of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// A seat or tie begins.
    Begins,
    /// A deal.
    Deal,
    /// A seat or tie ends.
    Ends,
    /// A seat or tie without any stated date.
    Held,
}

impl EventKind {
    /// Returns its name, as answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            EventKind::Begins => "begins",
            EventKind::Deal => "deal",
            EventKind::Ends => "ends",
            EventKind::Held => "held",
        }
    }
}

interlocks_core::display_name!(EventKind);

/// An event.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DatedEvent {
    /// The date as the data states it; `None` if it states none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub date: Option<String>,
    /// The first day on which it may have happened; `None` if unknown.
    pub first: Option<Day>,
    /// The last day on which it may have happened; `None` if unknown.
    pub last: Option<Day>,
    /// The kind of event.
    pub what: EventKind,
    /// The person or entity, or the number of the deal.
    pub who: String,
    /// The role and the company, or the kind of deal and its description.
    pub text: String,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// `file:line` of the row.
    pub place: String,
}

/// Returns all events, by first possible day, then by last, then beginnings before deals before ends. Events without a
/// date come last.
pub(super) fn in_order(people: &[LinkingPerson], deals: &[JointDeal]) -> Vec<DatedEvent> {
    let mut events: Vec<DatedEvent> = deals.iter().map(deal_event).collect();
    for link in people.iter().flat_map(|person| &person.links) {
        let start = link.row.start.as_deref().map(|date| row_event(&link.row, EventKind::Begins, Some(date)));
        let end = link.row.end.as_deref().map(|date| row_event(&link.row, EventKind::Ends, Some(date)));
        let undated = (start.is_none() && end.is_none()).then(|| row_event(&link.row, EventKind::Held, None));
        events.extend([start, end, undated].into_iter().flatten());
    }
    events.sort_by(|x, y| {
        let key = |event: &DatedEvent| (event.first.is_none(), event.first, event.last, event.what);
        key(x).cmp(&key(y)).then_with(|| (&x.who, &x.text, &x.place).cmp(&(&y.who, &y.text, &y.place)))
    });
    events
}

fn row_event(row: &Evidence, what: EventKind, date: Option<&str>) -> DatedEvent {
    let days = date.and_then(|date| date.parse::<PartialDate>().ok()).map(|date| date.days());
    let day = |day: Day| Some(day).filter(|day| day.is_calendar());
    DatedEvent {
        date: date.map(str::to_owned),
        first: days.and_then(|days| day(days.first)),
        last: days.and_then(|days| day(days.last)),
        what,
        who: row.from.name.clone(),
        text: format!("{}, {}", row.relation, row.to.name),
        sources: row.sources.clone(),
        place: row.place.clone(),
    }
}

fn deal_event(deal: &JointDeal) -> DatedEvent {
    let text = if deal.text.is_empty() { String::new() } else { format!(": {}", deal.text) };
    DatedEvent {
        date: deal.row.start.clone().filter(|_| deal.first.is_some()),
        first: deal.first,
        last: deal.last,
        what: EventKind::Deal,
        who: deal.number.clone(),
        text: format!("{}{text}", deal.row.relation),
        sources: deal.row.sources.clone(),
        place: deal.row.place.clone(),
    }
}
