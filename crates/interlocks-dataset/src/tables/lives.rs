//! The days of people and companies, and the seats that these days end.

use std::collections::HashMap;

use interlocks_core::model::{Day, DayRange, PartialDate};
use interlocks_core::store::BitPacked;

use super::{Dates, Entities, Seats};
use crate::columns::Field;

/// One date of every person or company, such as the death.
pub(crate) struct LifeDates {
    days: Vec<Option<DayRange>>,
    codes: BitPacked,
}

impl LifeDates {
    pub(crate) fn new(entities: &Entities, field: Field) -> LifeDates {
        match entities.attributes.column(field) {
            None => LifeDates { days: Vec::new(), codes: BitPacked::default() },
            Some(column) => {
                let days = |date: &str| date.parse().ok().map(|date: PartialDate| date.days());
                LifeDates { days: column.words.iter().map(days).collect(), codes: column.codes.clone() }
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.days.iter().all(Option::is_none)
    }

    pub(crate) fn get(&self, row: usize) -> Option<DayRange> {
        self.days.get(self.codes.get(row) as usize).copied().flatten()
    }
}

impl Seats {
    /// Returns the seats that are stated to begin before birth, or to last after death or the end of the company, each with a
    /// sentence that says so. The numbers of people and companies in the seats are rows of `people` and `companies`.
    pub(crate) fn outside_lives(&self, people: &Entities, companies: &Entities) -> Vec<(usize, String)> {
        let (births, deaths) = (LifeDates::new(people, Field::Birth), LifeDates::new(people, Field::Death));
        let ends = LifeDates::new(companies, Field::Dissolved);
        let mut found = Vec::new();
        if [&births, &deaths, &ends].iter().all(|lives| lives.is_empty()) {
            return found;
        }
        for row in 0..self.len() {
            let (person, company) = (self.person.get(row) as usize, self.company.get(row) as usize);
            let (start, end) = (self.dates.start_days(self.start.get(row)), self.end.get(row));
            let begun = start.map(|days| days.last);
            if let (Some(begun), Some(birth)) = (begun, births.get(person))
                && begun < birth.first
            {
                let (id, birth) = (people.id(person), people.attributes.text(Field::Birth, person));
                found.push((row, format!("the seat of {id} starts before their birth ({birth})")));
            }
            let last = self.dates.end_days(end).map(|days| days.first).or(begun);
            for (event, limit, text) in [
                ("the person's death", deaths.get(person), (people, Field::Death, person)),
                ("the company was dissolved", ends.get(company), (companies, Field::Dissolved, company)),
            ] {
                let Some(limit) = limit else { continue };
                if last.is_some_and(|day| day > limit.last.plus(1)) {
                    let (table, field, at) = text;
                    let date = table.attributes.text(field, at);
                    found.push((row, format!("the seat continues after {event} ({date})")));
                }
            }
        }
        found
    }

    /// Ends seats at the latest when their person dies or their company is dissolved: on the earlier of that day and the
    /// stated end. Returns the number of seats that end earlier than stated.
    ///
    /// The numbers of people and companies in the seats are rows of `people` and `companies`. A seat that is stated to begin
    /// after that day is left as it is: the rows contradict each other.
    pub fn end_with_lives(&mut self, people: &Entities, companies: &Entities) -> u64 {
        let (deaths, ends) = (LifeDates::new(people, Field::Death), LifeDates::new(companies, Field::Dissolved));
        if deaths.is_empty() && ends.is_empty() {
            return 0;
        }
        let mut new = EarlierEnds { first: self.dates.count(), numbers: HashMap::new(), dates: Vec::new() };
        let mut codes = self.end.to_vec();
        let mut count = 0;
        for (row, code) in codes.iter_mut().enumerate() {
            let death = deaths.get(self.person.get(row) as usize);
            let end = ends.get(self.company.get(row) as usize);
            let Some(limit) = earlier(death, end) else { continue };
            let starts_later =
                self.dates.start_days(self.start.get(row)).is_some_and(|start| start.first >= limit.last);
            let stated = match *code {
                Dates::RUNNING => DayRange::exactly(Day::MAX),
                Dates::UNKNOWN => DayRange::new(Day::MIN, Day::MAX),
                code => self.dates.end_days(code).unwrap_or(DayRange::exactly(Day::MAX)),
            };
            let cut = DayRange::new(stated.first.min(limit.first), stated.last.min(limit.last));
            if cut != stated
                && !starts_later
                && let Some(number) = new.number(cut)
            {
                *code = number;
                count += 1;
            }
        }
        if count > 0 {
            self.end = BitPacked::from_slice(&codes);
            self.dates = self.dates.with(&new.dates).0;
        }
        count
    }
}

/// Returns the days of the earlier of two events.
fn earlier(a: Option<DayRange>, b: Option<DayRange>) -> Option<DayRange> {
    match (a, b) {
        (Some(a), Some(b)) => Some(DayRange::new(a.first.min(b.first), a.last.min(b.last))),
        (one, other) => one.or(other),
    }
}

/// The ends that are not among the dates of the seats.
struct EarlierEnds {
    /// The number of the first.
    first: u32,
    numbers: HashMap<DayRange, u32>,
    dates: Vec<PartialDate>,
}

impl EarlierEnds {
    /// Returns the number of an end on one of these days.
    fn number(&mut self, days: DayRange) -> Option<u32> {
        if let Some(number) = self.numbers.get(&days) {
            return Some(*number);
        }
        let date = PartialDate::from_days(days)?;
        let number = Dates::end_number(self.first + self.dates.len() as u32);
        self.dates.push(date);
        self.numbers.insert(days, number);
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use crate::{DataFormat, Dataset, LoadOptions};

    /// Returns the ends of the seats of a JSON document after lives ended them, and the number of those that changed.
    fn ends(death: &str, dissolved: &str, seats: &[(&str, &str)]) -> (Vec<String>, u64) {
        let seats: Vec<String> = seats
            .iter()
            .map(|(start, end)| format!(r#"{{"person": "p", "company": "c", "start": "{start}", "end": "{end}"}}"#))
            .collect();
        let text = format!(
            r#"{{"people": [{{"id": "p", "death": "{death}"}}], "companies": [{{"id": "c", "dissolved": "{dissolved}"}}],
               "seats": [{}]}}"#,
            seats.join(",")
        );
        let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
        let mut data = Dataset::read(stream, "test", DataFormat::Json, &LoadOptions::default()).unwrap();
        let count = data.seats.end_with_lives(&data.people, &data.companies);
        let end = |seat: interlocks_core::model::Seat| seat.end.date().map_or("none".to_owned(), ToString::to_string);
        (data.iter_seats().map(end).collect(), count)
    }

    #[test]
    fn a_seat_ends_with_its_person_or_its_company() {
        let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let seats = [("2001", ""), ("2002", "2012-01-01"), ("2003", "2005"), ("2010", "")];
        let (found, count) = ends("2009-03-04", "", &seats);
        assert_eq!((found, count), (strings(&["2009-03-04", "2009-03-04", "2005", "none"]), 2));
        let (found, _) = ends("2009", "2010-02-03", &seats[..3]);
        assert_eq!(found, strings(&["2009", "2009", "2005"]));
        // The earlier of the two, whichever it was.
        let (found, _) = ends("2009", "2009-02-03", &seats[..1]);
        assert_eq!(found, strings(&["2009-01-01/2009-02-03"]));
        let (found, count) = ends("", "", &seats[..1]);
        assert_eq!((found, count), (strings(&["none"]), 0));
    }
}
