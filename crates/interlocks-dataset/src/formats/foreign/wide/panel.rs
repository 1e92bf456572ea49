//! Turns a row of a panel, with one mark per date, into spells.

use interlocks_core::model::PartialDate;

use super::layout::parse_mark;

/// A seat that was held at consecutive dates of a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PanelSpell<'a> {
    /// The role in the cells; empty if they only have marks.
    pub(crate) role: &'a str,
    /// The start, or the range in which it lies.
    pub(crate) start: String,
    /// The end, or the range in which it lies; `..` if the seat was held on the last day.
    pub(crate) end: String,
    /// `true` if the seat was held at the first date, so that it may have begun earlier.
    pub(crate) start_is_first: bool,
}

/// Returns the spells of a row. A seat starts after the last date on which it was not held and no later than the first
/// on which it was; it ends after the last date on which it was held and no later than the first on which it was not.
/// Another role is another spell.
pub(crate) fn spells<'a>(dates: &[(usize, PartialDate)], cell: impl Fn(usize) -> &'a str) -> Vec<PanelSpell<'a>> {
    let roles: Vec<Option<&str>> = dates
        .iter()
        .map(|(column, _)| match parse_mark(cell(*column)) {
            Some(false) => None,
            Some(true) => Some(""),
            None => Some(cell(*column)),
        })
        .collect();
    let mut spells = Vec::new();
    let mut from = 0;
    for at in 1..=roles.len() {
        if roles.get(at) == Some(&roles[from]) {
            continue;
        }
        if let Some(role) = roles[from] {
            let start = match from.checked_sub(1) {
                None => dates[from].1.to_string(),
                // Financial years share a calendar year: a seat that began in the second began in its first days or later.
                Some(before) => {
                    let (before, own) = (&dates[before].1, &dates[from].1);
                    between(before.latest().plus(1).min(own.earliest()), own.latest())
                }
            };
            let last = &dates[at - 1].1;
            let end = match dates.get(at) {
                // Of a month or a year it is not known that the seat was held on the last day.
                None if last.earliest() < last.latest() => format!("{}/..", last.earliest().plus(1)),
                None => "..".to_owned(),
                Some((_, after)) => {
                    let latest = after.earliest().max(last.latest().plus(1).min(after.latest()));
                    between(last.earliest().plus(1), latest)
                }
            };
            spells.push(PanelSpell { role, start, end, start_is_first: from == 0 });
        }
        from = at;
    }
    spells
}

/// Returns a day, or a range of possible days.
fn between(first: interlocks_core::model::Day, last: interlocks_core::model::Day) -> String {
    if first >= last { last.to_string() } else { format!("{first}/{last}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spells_of(dates: &[&str], cells: &[&'static str]) -> Vec<String> {
        let dates: Vec<(usize, PartialDate)> = dates.iter().map(|date| date.parse().unwrap()).enumerate().collect();
        let spells = spells(&dates, |column| cells[column]);
        spells.iter().map(|spell| format!("{} {} {}", spell.start, spell.end, spell.role)).collect()
    }

    #[test]
    fn a_change_lies_between_two_dates() {
        let days = ["2002-05-01", "2002-06-01", "2002-07-01"];
        assert_eq!(spells_of(&days, &["0", "1", "0"]), ["2002-05-02/2002-06-01 2002-06-02/2002-07-01 "]);
        assert_eq!(spells_of(&days, &["1", "1", "1"]), ["2002-05-01 .. "]);
        assert_eq!(
            spells_of(&days, &["x", "", "x"]),
            ["2002-05-01 2002-05-02/2002-06-01 ", "2002-06-02/2002-07-01 .. "]
        );
        assert_eq!(spells_of(&days, &["", "0", "no"]), Vec::<String>::new());
        // Days one after the other leave no choice.
        assert_eq!(
            spells_of(&["2002-05-01", "2002-05-02", "2002-05-03"], &["0", "1", "0"]),
            ["2002-05-02 2002-05-03 "]
        );
    }

    #[test]
    fn in_months_and_years_it_lies_within_them() {
        assert_eq!(
            spells_of(&["2002-05", "2002-06", "2002-07"], &["0", "1", "0"]),
            ["2002-06-01/2002-06-30 2002-06-02/2002-07-01 "]
        );
        assert_eq!(spells_of(&["1904", "1905"], &["1", "0"]), ["1904 1904-01-02/1905-01-01 "]);
    }

    #[test]
    fn financial_years_overlap() {
        assert_eq!(
            spells_of(&["2008/2009", "2009/2010", "2010/2011"], &["0", "1", "0"]),
            ["2009-01-01/2010-12-31 2009-01-02/2011-01-01 "]
        );
    }

    #[test]
    fn another_role_is_another_spell() {
        let found = spells_of(&["2001-01-01", "2001-01-02"], &["director", "chair"]);
        assert_eq!(found, ["2001-01-01 2001-01-02 director", "2001-01-02 .. chair"]);
    }
}
