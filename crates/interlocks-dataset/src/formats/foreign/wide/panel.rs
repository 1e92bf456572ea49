//! Spells out of a panel: what a row of marks, one for each date, says of the days between.

use interlocks_core::model::PartialDate;

use super::layout::mark;

/// A seat held at some dates of a panel one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay<'a> {
    /// What the cells say beyond that there is a seat: a role, or nothing.
    pub role: &'a str,
    pub start: String,
    /// `..` where the seat was held at the last date.
    pub end: String,
    /// Whether it was held at the first date already: then it may have begun before.
    pub start_is_first: bool,
}

/// The stays of a row. A seat began after the last date on which it was not held, and no later than the
/// first on which it was; it ended after the last on which it was, and no later than the first on which
/// it was not. Another role is another stay.
pub fn stays<'a>(dates: &[(usize, PartialDate)], cell: impl Fn(usize) -> &'a str) -> Vec<Stay<'a>> {
    let held: Vec<Option<&str>> = dates
        .iter()
        .map(|(column, _)| match mark(cell(*column)) {
            Some(false) => None,
            Some(true) => Some(""),
            None => Some(cell(*column)),
        })
        .collect();
    let mut stays = Vec::new();
    let mut from = 0;
    for at in 1..=held.len() {
        if held.get(at) == Some(&held[from]) {
            continue;
        }
        if let Some(role) = held[from] {
            let began = match from.checked_sub(1) {
                None => dates[from].1.to_string(),
                Some(before) => between(dates[before].1.latest().plus(1), dates[from].1.latest()),
            };
            let ended = match dates.get(at) {
                None => "..".to_owned(),
                Some((_, after)) => between(dates[at - 1].1.earliest().plus(1), after.earliest()),
            };
            stays.push(Stay { role, start: began, end: ended, start_is_first: from == 0 });
        }
        from = at;
    }
    stays
}

/// One day, or any of several.
fn between(first: interlocks_core::model::Day, last: interlocks_core::model::Day) -> String {
    if first >= last { last.to_string() } else { format!("{first}/{last}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(dates: &[&str], cells: &[&'static str]) -> Vec<String> {
        let dates: Vec<(usize, PartialDate)> = dates.iter().map(|date| date.parse().unwrap()).enumerate().collect();
        let stays = stays(&dates, |column| cells[column]);
        stays.iter().map(|stay| format!("{} {} {}", stay.start, stay.end, stay.role)).collect()
    }

    #[test]
    fn a_change_lies_between_two_dates() {
        let days = ["2002-05-01", "2002-06-01", "2002-07-01"];
        assert_eq!(told(&days, &["0", "1", "0"]), ["2002-05-02/2002-06-01 2002-06-02/2002-07-01 "]);
        assert_eq!(told(&days, &["1", "1", "1"]), ["2002-05-01 .. "]);
        assert_eq!(told(&days, &["x", "", "x"]), ["2002-05-01 2002-05-02/2002-06-01 ", "2002-06-02/2002-07-01 .. "]);
        assert_eq!(told(&days, &["", "0", "no"]), Vec::<String>::new());
        // Days one after the other leave no choice.
        assert_eq!(told(&["2002-05-01", "2002-05-02", "2002-05-03"], &["0", "1", "0"]), ["2002-05-02 2002-05-03 "]);
    }

    #[test]
    fn in_months_and_years_it_lies_within_them() {
        assert_eq!(
            told(&["2002-05", "2002-06", "2002-07"], &["0", "1", "0"]),
            ["2002-06-01/2002-06-30 2002-06-02/2002-07-01 "]
        );
        assert_eq!(told(&["1904", "1905"], &["1", "0"]), ["1904 1904-01-02/1905-01-01 "]);
    }

    #[test]
    fn another_role_is_another_stay() {
        let told = told(&["2001-01-01", "2001-01-02"], &["director", "chair"]);
        assert_eq!(told, ["2001-01-01 2001-01-02 director", "2001-01-02 .. chair"]);
    }
}
