//! Texts that several tables share: names, days, certainty.

use super::cell::Cell;
use interlocks::analysis::{Evidence, Named};
use interlocks::model::{Day, DaySpan};

/// Names joined by `; `.
pub fn names<'a>(named: impl IntoIterator<Item = &'a Named>) -> String {
    named.into_iter().map(|n| n.name.as_str()).collect::<Vec<&str>>().join("; ")
}

/// `certain` or `possible`.
pub fn certainty(certain: bool) -> &'static str {
    if certain { "certain" } else { "possible" }
}

/// The first day of a span as a cell; an open beginning is `..` for programs and empty for people.
pub fn first_day(span: DaySpan) -> Cell {
    end_cell(span.from, span.from)
}

/// The end of a span as a cell: the first day after it for programs, its last day for people.
pub fn last_day(span: DaySpan) -> Cell {
    end_cell(span.to, span.to.plus(-1))
}

fn end_cell(value: Day, shown: Day) -> Cell {
    if value.is_calendar() { Cell::new(value.to_string(), shown.to_string()) } else { Cell::new("..", "") }
}

/// The sources of evidence, each once.
pub fn sources<'a>(evidence: impl IntoIterator<Item = &'a Evidence>) -> String {
    let mut sources: Vec<&str> = evidence.into_iter().flat_map(|row| &row.sources).map(String::as_str).collect();
    sources.sort_unstable();
    sources.dedup();
    sources.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use interlocks::model::DaySet;

    #[test]
    fn people_read_the_last_day_and_programs_the_first_day_after() {
        let day = |month, day| Day::from_ymd(2011, month, day).unwrap();
        let open = |from, to| DaySet::from_iter([DaySpan { from, to }]);
        for (from, to, value, shown) in [
            (day(1, 5), day(3, 1), "2011-01-05/2011-03-01", "2011-01-05 to 2011-02-28"),
            (day(1, 5), day(1, 6), "2011-01-05/2011-01-06", "2011-01-05"),
            (day(1, 5), Day::MAX, "2011-01-05/..", "since 2011-01-05"),
            (Day::MIN, day(1, 6), "../2011-01-06", "until 2011-01-05"),
            (Day::MIN, Day::MAX, "../..", "any time"),
        ] {
            let cell = Cell::days(open(from, to));
            assert_eq!((&*cell.value(), &*cell.shown()), (value, shown));
        }
    }
}
