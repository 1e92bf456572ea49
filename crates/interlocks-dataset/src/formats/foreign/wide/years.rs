//! Tables with one row per person, company and year, as research databases keep them.
//!
//! A run of consecutive years is one seat, and a missing year is a gap. A row says that the seat was held on some day of its
//! year, or on its day if it has one, such as that of an annual report: it began in the first year of the run and no later, and
//! ended in the last, or on the first day of the next year. A seat that was held in the last year of the table may still be
//! held.

use std::collections::{BTreeMap, HashMap};

use interlocks_core::model::Day;

use crate::columns::{Field, Table};

use super::super::row_sink::{Position, RowSink};
use super::row::Shared;

/// The rows of a table, gathered by what they share except for the year.
#[derive(Default)]
pub(crate) struct Panel {
    numbers: HashMap<Vec<(Field, String)>, usize>,
    seats: Vec<PanelSeat>,
    newest: Option<i16>,
    rows: u64,
}

/// The years of one person in one role at one company.
struct PanelSeat {
    known: Vec<(Field, String)>,
    extra: Vec<(String, String)>,
    at: Position,
    /// The years, each with the first and the last day on which the seat was held, if rows give days.
    years: BTreeMap<i16, Option<(Day, Day)>>,
}

/// The first and the last year of a run.
type Run = (i16, i16);

impl Panel {
    /// Adds a row; cells that are no field keep the text of the first row.
    pub(crate) fn add(&mut self, shared: &Shared<'_>, year: Option<(i16, Option<Day>)>) {
        let known: Vec<(Field, String)> =
            shared.known.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
        let next = self.seats.len();
        let at = *self.numbers.entry(known.clone()).or_insert(next);
        if at == next {
            let extra = shared.extra.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            self.seats.push(PanelSeat { known, extra, at: shared.at, years: BTreeMap::new() });
        }
        if let Some((year, day)) = year {
            let held = self.seats[at].years.entry(year).or_insert(day.map(|day| (day, day)));
            *held = held.zip(day).map(|((first, last), day)| (first.min(day), last.max(day)));
            self.newest = self.newest.max(Some(year));
        }
        self.rows += 1;
    }

    /// Returns the last day of which the rows say who held seats: the newest day of the newest year if its rows have days, or
    /// else the last day of that year.
    pub(crate) fn described_until(&self) -> Option<Day> {
        let newest = self.newest?;
        let rows = self.seats.iter().filter_map(|seat| seat.years.get(&newest));
        let days = rows.map(|days| days.map(|(_, last)| last)).collect::<Option<Vec<Day>>>();
        let year_end = Day::from_ymd(newest, 12, 31);
        days.and_then(|days| days.into_iter().max()).or(year_end)
    }

    /// Adds the seats, in the order of their first rows. Returns the number of rows and of seats.
    pub(crate) fn finish(self, sink: &mut RowSink<'_>) -> (u64, u64) {
        let mut count = 0;
        for seat in &self.seats {
            let runs = seat.runs();
            if runs.is_empty() {
                // The year of none of its rows can be read.
                seat.push(sink, "", "", "unknown");
                count += 1;
            }
            for (first, last) in runs {
                let days = |year: i16| seat.years.get(&year).copied().flatten();
                let start = match days(first) {
                    Some((day, _)) => format!("{first:04}-01-01/{day}"),
                    None => format!("{first:04}"),
                };
                let held_until =
                    days(last).map_or_else(|| format!("{last:04}-01-02"), |(_, day)| day.plus(1).to_string());
                let limit = if Some(last) == self.newest { "..".to_owned() } else { format!("{:04}-01-01", last + 1) };
                seat.push(sink, &start, &format!("{held_until}/{limit}"), "");
                count += 1;
            }
        }
        (self.rows, count)
    }
}

impl PanelSeat {
    fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for &year in self.years.keys() {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == year => *last = year,
                _ => runs.push((year, year)),
            }
        }
        runs
    }

    fn push(&self, sink: &mut RowSink<'_>, start: &str, end: &str, status: &str) {
        let own = [(Field::Start, start), (Field::End, end), (Field::EndStatus, status)];
        let known = self.known.iter().map(|(field, text)| (*field, text.as_str()));
        let known: Vec<(Field, &str)> = own.into_iter().chain(known).collect();
        let extra: Vec<(&str, &str)> = self.extra.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        sink.push(Table::Seats, self.at, &known, &extra);
    }
}
