//! What happened, in the order of time.

use serde::Serialize;

use super::{Binder, Dealt};
use crate::question::Evidence;
use interlocks_core::model::{Day, PartialDate};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Happening {
    Begins,
    Deal,
    Ends,
    /// A seat or tie of which no date is stated at all.
    Held,
}

impl Happening {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Happening::Begins => "begins",
            Happening::Deal => "deal",
            Happening::Ends => "ends",
            Happening::Held => "held",
        }
    }
}

interlocks_core::display_name!(Happening);

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// As the data states it; null where it does not.
    pub date: Option<String>,
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub what: Happening,
    /// Who did it, or the number of the deal.
    pub who: String,
    /// The role and the company, or the kind of deal and what the data says of it.
    pub text: String,
    pub sources: Vec<String>,
    pub place: String,
}

/// All of it by the first day on which it may have happened, then by the last, then what begins
/// before deals and deals before what ends; what has no date comes last.
pub(super) fn in_order(people: &[Binder], deals: &[Dealt]) -> Vec<Moment> {
    let mut moments: Vec<Moment> = deals.iter().map(of_deal).collect();
    for held in people.iter().flat_map(|binder| &binder.held) {
        let start = held.row.start.as_deref().map(|date| of_row(&held.row, Happening::Begins, Some(date)));
        let end = held.row.end.as_deref().map(|date| of_row(&held.row, Happening::Ends, Some(date)));
        let undated = (start.is_none() && end.is_none()).then(|| of_row(&held.row, Happening::Held, None));
        moments.extend([start, end, undated].into_iter().flatten());
    }
    moments.sort_by(|x, y| {
        let key = |moment: &Moment| (moment.first.is_none(), moment.first, moment.last, moment.what);
        key(x).cmp(&key(y)).then_with(|| (&x.who, &x.text, &x.place).cmp(&(&y.who, &y.text, &y.place)))
    });
    moments
}

fn of_row(row: &Evidence, what: Happening, date: Option<&str>) -> Moment {
    let days = date.and_then(|date| date.parse::<PartialDate>().ok()).map(|date| date.days());
    let day = |day: Day| Some(day).filter(|day| day.is_calendar());
    Moment {
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

fn of_deal(deal: &Dealt) -> Moment {
    let text = if deal.text.is_empty() { String::new() } else { format!(": {}", deal.text) };
    Moment {
        date: deal.row.start.clone().filter(|_| deal.first.is_some()),
        first: deal.first,
        last: deal.last,
        what: Happening::Deal,
        who: deal.number.clone(),
        text: format!("{}{text}", deal.row.relation),
        sources: deal.row.sources.clone(),
        place: deal.row.place.clone(),
    }
}
