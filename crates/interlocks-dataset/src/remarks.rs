//! Lines of a table that are no rows: sources, notes and totals below it, and the day of the data in its titles.

use interlocks_core::model::vocabulary::{Remark, read_remark, stated_day};
use interlocks_core::model::{Day, PartialDate};
use interlocks_core::wording::counted;

use super::loader::{Loader, shortened};

/// Lines of one table that are no rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Remarks {
    count: u64,
    /// The first line, with its text.
    first: Option<(u64, String)>,
    /// The lines that state a day.
    dated: Vec<(Day, String)>,
}

/// Returns the text of a line that is no row; `None` for a row. A word such as "Total" alone may be the name of a company, so it
/// counts only where a cell of the columns that every row needs is empty.
pub(crate) fn remark<'c>(cells: &[&'c str], needed: &[usize]) -> Option<&'c str> {
    let is_empty = |at: &usize| cells.get(*at).is_none_or(|cell| cell.is_empty());
    let lacks_cells = needed.len() > 1 && needed.iter().any(is_empty);
    if needed.len() > 1 && !lacks_cells {
        return None;
    }
    let mut filled = cells.iter().filter(|cell| !cell.is_empty());
    let first = *filled.next()?;
    let is_alone = filled.next().is_none();
    if !is_alone && !lacks_cells {
        return None;
    }
    match read_remark(first) {
        Some(Remark::Titled) => Some(first),
        Some(Remark::Plain) => lacks_cells.then_some(first),
        None => (is_alone && lacks_cells && stated_day(first).is_some()).then_some(first),
    }
}

impl Remarks {
    pub(crate) fn add(&mut self, line: u64, text: &str) {
        self.count += 1;
        if self.first.as_ref().is_none_or(|(first, _)| line < *first) {
            self.first = Some((line, shortened(text)));
        }
        self.dated.extend(day_in(text));
    }

    pub(crate) fn merge(&mut self, other: Remarks) {
        self.count += other.count;
        let firsts = [self.first.take(), other.first];
        self.first = firsts.into_iter().flatten().min();
        self.dated.extend(other.dated);
    }
}

fn day_in(text: &str) -> Option<(Day, String)> {
    stated_day(text).as_ref().map(PartialDate::latest).map(|day| (day, shortened(text)))
}

impl Loader {
    /// Notes the lines of a table that are no rows, and keeps the days that they state.
    pub(crate) fn add_remarks(&mut self, file: &str, remarks: Remarks) {
        if let Some((line, text)) = remarks.first {
            let (lines, are) =
                (counted(remarks.count, "line"), if remarks.count == 1 { "is no row" } else { "are no rows" });
            self.notes.push(format!(
                "{file}: left out {lines} that {are} (a source, a note, a total), such as '{text}' in line {line}"
            ));
        }
        for (day, text) in remarks.dated {
            self.stated_days.entry(day).or_insert((file.to_owned(), text));
        }
    }

    /// Keeps the day of the data that a title above a table states.
    pub(crate) fn add_titles<'t>(&mut self, file: &str, titles: impl IntoIterator<Item = &'t String>) {
        for (day, text) in titles.into_iter().filter_map(|title| day_in(title)) {
            self.stated_days.entry(day).or_insert((file.to_owned(), text));
        }
    }

    /// Takes the day that titles and footers state as that of the data, if nothing else states it. Several days settle nothing.
    pub(crate) fn settle_stated_day(&mut self) {
        let mut stated = self.stated_days.iter();
        let (Some((day, (file, text))), None) = (stated.next(), self.as_of) else { return };
        if let Some((other, (second, _))) = stated.next() {
            self.notes.push(format!(
                "{file} states {day} as the day of the data, and {second} states {other}; --as-of says which counts"
            ));
            return;
        }
        self.notes.push(format!("the data is as of {day}, as '{text}' in {file} states"));
        self.as_of = Some(*day);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footer_is_told_from_a_row() {
        let needed = [0, 1];
        assert_eq!(remark(&["Quelle: Geschäftsbericht", "", ""], &needed), Some("Quelle: Geschäftsbericht"));
        assert_eq!(remark(&["Total", "", "25"], &needed), Some("Total"));
        assert_eq!(remark(&["", "", "Source: annual report"], &needed), Some("Source: annual report"));
        assert_eq!(remark(&["Boards as of 30 June 2023", "", ""], &needed), Some("Boards as of 30 June 2023"));
        assert_eq!(remark(&["Total", "Northern Tin", ""], &needed), None);
        assert_eq!(remark(&["Anna Quill", "", ""], &needed), None, "a row without a company is a fault of the data");
        // A list of companies may hold one of that name.
        assert_eq!(remark(&["Total", "", ""], &[0]), None);
        assert_eq!(remark(&["Source: annual report", "", ""], &[0]), Some("Source: annual report"));
        assert_eq!(remark(&["", ""], &needed), None);
    }

    #[test]
    fn the_first_line_counts_in_any_order_of_the_workers() {
        let of = |line: u64| {
            let mut remarks = Remarks::default();
            remarks.add(line, "Note: x");
            remarks
        };
        for [a, b] in [[3, 9], [9, 3]] {
            let mut both = of(a);
            both.merge(of(b));
            assert_eq!((both.count, both.first.unwrap().0), (2, 3));
        }
    }
}
