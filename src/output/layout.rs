//! Lays out a table for a terminal or a pipe.
//!
//! Without a width, or where everything fits, a table is a grid: columns two spaces apart, one line per row. On a
//! terminal that is too narrow, words, dates, ids and numbers are never broken. Instead:
//!
//! 1. Columns of texts become narrower: their cells are broken between words, over two lines or so.
//! 2. Where that is not enough, the widest columns leave the grid, essential ones last. Their cells follow below
//!    their row, as `heading: value` lines.
//! 3. A table of many figures is turned on its side: a line per figure and a column per row.

use interlocks_core::text::is_hidden;
use unicode_width::UnicodeWidthStr;

use super::cell::Cell;
use super::table::{Align, Column, Table};

/// Spaces between two columns.
const GAP: usize = 2;
/// The width below which a column of texts is not made narrower, if its words allow that.
const NARROW: usize = 20;
/// Spaces before a `heading: value` line; its further lines have twice as many.
const INDENT: usize = 4;
/// The width up to which `heading: value` texts share a line.
const SHORT: usize = 32;
/// The number of columns from which a table of figures is turned on its side.
const MANY_COLUMNS: usize = 12;

/// A line of output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// `true` for the headings of columns.
    pub heading: bool,
}

impl Line {
    fn new(text: &str, heading: bool) -> Line {
        Line { text: text.trim_end().to_owned(), heading }
    }
}

/// Lays out the rows of a table within a width; without one, no line is broken.
pub fn lay_out(table: &Table, width: Option<usize>) -> Vec<Line> {
    if table.columns.is_empty() {
        return Vec::new();
    }
    let grid = Grid::new(table);
    let all: Vec<usize> = (0..grid.columns.len()).collect();
    match width {
        Some(width) if total(&grid.natural) > width => grid.turned(width).unwrap_or_else(|| grid.fitted(width, all)),
        _ => grid.lines(&all, &grid.natural, &[], usize::MAX),
    }
}

/// Breaks a text between words so that no line is wider than `width` unless a single word is. Lines after the
/// first begin with `indent` spaces.
pub fn wrap(text: &str, width: usize, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut filled = 0;
    let mut words = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if words > 0 && filled + 1 + word.width() > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            (filled, words) = (indent, 0);
        }
        if words > 0 {
            line.push(' ');
            filled += 1;
        }
        line.push_str(word);
        filled += word.width();
        words += 1;
    }
    lines.push(line);
    lines
}

/// A text for a terminal: control characters, which could command the terminal, become spaces, and marks that hide or
/// reorder text are dropped.
pub fn printable(text: &str) -> String {
    text.chars().filter_map(|c| if c.is_control() { Some(' ') } else { Some(c).filter(|c| !is_hidden(*c)) }).collect()
}

/// The width of a grid with columns of these widths.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// The texts of a table with what is known of their widths.
struct Grid {
    /// The columns that people read.
    columns: Vec<Column>,
    /// Texts of cells by row and column.
    rows: Vec<Vec<String>>,
    /// The widest text of each column, with its heading.
    natural: Vec<usize>,
    /// The least width of each column: its longest word, or for numbers the longest text.
    least: Vec<usize>,
}

impl Grid {
    fn new(table: &Table) -> Grid {
        let columns: Vec<Column> = table.columns.iter().copied().filter(|column| column.is_for_people()).collect();
        let texts = |row: &Vec<Cell>| {
            let shown = table.columns.iter().zip(row).filter(|(column, _)| column.is_for_people());
            shown.map(|(_, cell)| printable(&cell.shown())).collect()
        };
        let rows: Vec<Vec<String>> = table.rows.iter().map(texts).collect();
        let widest = |column: usize, measure: fn(&str) -> usize| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| measure(cell));
            cells.chain([measure(columns[column].heading)]).max().unwrap_or(0)
        };
        let natural = (0..columns.len()).map(|column| widest(column, UnicodeWidthStr::width)).collect();
        let least = (0..columns.len()).map(|column| match columns[column].align() {
            Align::Left => widest(column, longest_word),
            Align::Right => widest(column, UnicodeWidthStr::width),
        });
        let least = least.collect();
        Grid { columns, rows, natural, least }
    }

    /// A width in which most texts of a column take two lines at most.
    fn comfortable(&self, column: usize) -> usize {
        let halved = self.natural[column].div_ceil(2).max(NARROW).min(self.natural[column]);
        halved.max(self.least[column])
    }

    /// The table with narrower columns, and below each row what does not fit. The first column always stays.
    fn fitted(&self, width: usize, mut kept: Vec<usize>) -> Vec<Line> {
        let mut below = Vec::new();
        loop {
            let mut widths: Vec<usize> = kept.iter().map(|column| self.comfortable(*column)).collect();
            if total(&widths) <= width || kept.len() == 1 {
                let mut free = width.saturating_sub(total(&widths));
                if kept.len() == 1 {
                    widths[0] = self.least[kept[0]].max(self.natural[kept[0]].min(width));
                    free = 0;
                }
                for (column, wide) in kept.iter().zip(&mut widths) {
                    let more = free.min(self.natural[*column] - *wide);
                    (*wide, free) = (*wide + more, free - more);
                }
                below.sort_unstable();
                return self.lines(&kept, &widths, &below, width);
            }
            // The widest leaves, of equals the last; essential columns leave after all others.
            let order = |at: &usize| (!self.columns[kept[*at]].essential, self.natural[kept[*at]]);
            let leaving = (1..kept.len()).max_by_key(order).unwrap_or(0);
            below.push(kept.remove(leaving));
        }
    }

    /// The lines of a grid of some columns, and of the others below each row.
    fn lines(&self, kept: &[usize], widths: &[usize], below: &[usize], width: usize) -> Vec<Line> {
        let headings: Vec<&str> = kept.iter().map(|column| self.columns[*column].heading).collect();
        let mut lines = self.broken(kept, widths, &headings, true);
        for row in &self.rows {
            let text = |column: &usize| row.get(*column).map_or("", String::as_str);
            lines.extend(self.broken(kept, widths, &kept.iter().map(text).collect::<Vec<&str>>(), false));
            let filled = below.iter().filter(|column| !text(column).is_empty());
            let values = filled.map(|column| format!("{}: {}", self.columns[*column].heading, text(column)));
            lines.extend(paragraph(&values.collect::<Vec<String>>(), width));
        }
        lines
    }

    /// One row of the grid, on as many lines as its tallest cell needs.
    fn broken(&self, kept: &[usize], widths: &[usize], texts: &[&str], heading: bool) -> Vec<Line> {
        let parts = |(text, width): (&&str, &usize)| {
            if text.width() <= *width { vec![(*text).to_owned()] } else { wrap(text, *width, 0) }
        };
        let cells: Vec<Vec<String>> = texts.iter().zip(widths).map(parts).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        let line = |at: usize| {
            let mut line = String::new();
            for (place, column) in kept.iter().enumerate() {
                let text = cells[place].get(at).map_or("", String::as_str);
                pad(&mut line, text, widths[place], self.columns[*column].align());
                line.push_str(&" ".repeat(GAP));
            }
            Line::new(&line, heading)
        };
        (0..height).map(line).collect()
    }

    /// A table of many figures on its side, in as many blocks as the width needs; `None` for other tables, and
    /// where the width has no place for one value beside its heading.
    fn turned(&self, width: usize) -> Option<Vec<Line>> {
        let figures = self.columns.iter().skip(1).all(|column| column.align() == Align::Right);
        if !figures || self.columns.len() < MANY_COLUMNS || self.rows.is_empty() {
            return None;
        }
        let headings = self.columns.iter().map(|column| column.heading.width()).max()?;
        let wide: Vec<usize> =
            self.rows.iter().map(|row| row.iter().map(|cell| cell.width()).max().unwrap_or(0)).collect();
        if wide.iter().any(|wide| headings + GAP + wide > width) {
            return None;
        }
        let mut lines = Vec::new();
        let mut first = 0;
        while first < self.rows.len() {
            let (mut filled, mut end) = (headings, first);
            while end < self.rows.len() && filled + GAP + wide[end] <= width {
                filled += GAP + wide[end];
                end += 1;
            }
            if first > 0 {
                lines.push(Line::new("", false));
            }
            for (at, column) in self.columns.iter().enumerate() {
                let mut line = String::new();
                pad(&mut line, column.heading, headings, Align::Left);
                for (row, width) in self.rows[first..end].iter().zip(&wide[first..end]) {
                    line.push_str(&" ".repeat(GAP));
                    pad(&mut line, row.get(at).map_or("", String::as_str), *width, Align::Right);
                }
                lines.push(Line::new(&line, at == 0));
            }
            first = end;
        }
        Some(lines)
    }
}

/// The `heading: value` lines below a row; short ones share a line.
fn paragraph(values: &[String], width: usize) -> Vec<Line> {
    let short = |text: &str| text.width() <= SHORT;
    let mut lines: Vec<String> = Vec::new();
    for (at, value) in values.iter().enumerate() {
        match lines.last_mut() {
            Some(line)
                if short(value) && short(&values[at - 1]) && INDENT + line.width() + GAP + value.width() <= width =>
            {
                *line += &format!("{}{value}", " ".repeat(GAP));
            }
            _ => lines.extend(wrap(value, width.saturating_sub(INDENT), INDENT)),
        }
    }
    lines.iter().map(|line| Line::new(&format!("{}{line}", " ".repeat(INDENT)), false)).collect()
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Appends a text and the spaces that fill its column.
fn pad(line: &mut String, text: &str, width: usize, align: Align) {
    let spaces = " ".repeat(width.saturating_sub(text.width()));
    match align {
        Align::Left => *line += &format!("{text}{spaces}"),
        Align::Right => *line += &format!("{spaces}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;

    fn table(columns: &[Column], rows: &[&[&str]]) -> Table {
        let rows = rows.iter().map(|row| row.iter().map(|cell| Cell::from(*cell)).collect()).collect();
        Table { columns: columns.to_vec(), rows, ..Table::default() }
    }

    fn shown(table: &Table, width: Option<usize>) -> String {
        lay_out(table, width).iter().map(|line| format!("{}\n", line.text)).collect()
    }

    const PAIRS: [Column; 5] = [
        Column::left("a"),
        Column::left("b"),
        Column::right("shared"),
        Column::left("via"),
        Column::left("possible").headed("possible days"),
    ];

    fn pairs() -> Table {
        table(
            &PAIRS,
            &[
                &["Meta", "Netflix", "1", "Reed Hastings (direct)", "2011-06-22 to 2019-05-30"],
                &[
                    "The Walt Disney Company",
                    "Apple",
                    "12",
                    "Bob Iger (direct); Steve Jobs (primary)",
                    "since 2011-11-15",
                ],
            ],
        )
    }

    #[test]
    fn a_table_in_a_pipe_has_one_line_per_row() {
        let expected = "\
a                        b        shared  via                                      possible days
Meta                     Netflix       1  Reed Hastings (direct)                   2011-06-22 to 2019-05-30
The Walt Disney Company  Apple        12  Bob Iger (direct); Steve Jobs (primary)  since 2011-11-15
";
        assert_eq!(shown(&pairs(), None), expected);
        assert_eq!(shown(&pairs(), Some(120)), expected);
    }

    #[test]
    fn texts_are_broken_between_words_before_they_leave_the_row() {
        let expected = "\
a                        b        shared  via                   possible days
Meta                     Netflix       1  Reed Hastings         2011-06-22 to
                                          (direct)              2019-05-30
The Walt Disney Company  Apple        12  Bob Iger (direct);    since 2011-11-15
                                          Steve Jobs (primary)
";
        assert_eq!(shown(&pairs(), Some(84)), expected);
    }

    #[test]
    fn what_does_not_fit_follows_below_its_row() {
        let expected = "\
a                        b        shared
Meta                     Netflix       1
    via: Reed Hastings (direct)
    possible days: 2011-06-22 to
        2019-05-30
The Walt Disney Company  Apple        12
    via: Bob Iger (direct); Steve Jobs
        (primary)
    possible days: since 2011-11-15
";
        assert_eq!(shown(&pairs(), Some(40)), expected);
    }

    #[test]
    fn a_table_of_many_figures_is_turned_on_its_side() {
        const NAMES: [&str; 12] =
            ["date", "people", "companies", "seats", "ties", "kept", "broken", "new", "mean", "share", "core", "giant"];
        let columns: Vec<Column> = NAMES
            .iter()
            .enumerate()
            .map(|(at, name)| if at == 0 { Column::left(name) } else { Column::right(name) })
            .collect();
        let rows: Vec<Vec<String>> = (0..3)
            .map(|year| {
                (0..12).map(|at| if at == 0 { format!("201{year}-01-01") } else { (at * year).to_string() }).collect()
            })
            .collect();
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let made = shown(&table(&columns, &rows), Some(40));
        let lines: Vec<&str> = made.lines().collect();
        assert_eq!(
            lines[..3],
            [
                "date       2010-01-01  2011-01-01",
                "people              0           1",
                "companies           0           2",
            ]
        );
        assert_eq!(lines[12..15], ["", "date       2012-01-01", "people              2"]);
    }

    fn tables() -> impl Strategy<Value = Table> {
        let cell = prop_oneof!["[a-z0-9;,.()-]{0,14}( [a-zé株-]{1,9}){0,8}", "[0-9]{1,6}"];
        (1..16_usize, 0..5_usize).prop_flat_map(move |(width, height)| {
            let row = prop::collection::vec(cell.clone(), width);
            let rights = prop::collection::vec(any::<bool>(), width);
            (rights, prop::collection::vec(row, height)).prop_map(|(rights, rows)| {
                let names = ["a", "certain days", "companies.nodes", "p"];
                let column = |(at, right): (usize, &bool)| {
                    let name = names[at % names.len()];
                    if *right && at > 0 { Column::right(name) } else { Column::left(name) }
                };
                Table {
                    columns: rights.iter().enumerate().map(column).collect(),
                    rows: rows.into_iter().map(|row| row.into_iter().map(Cell::from).collect()).collect(),
                    ..Table::default()
                }
            })
        })
    }

    proptest! {
        #[test]
        fn every_text_is_there_whole_and_no_line_is_too_wide(table in tables(), width in 20..200_usize) {
            let lines = lay_out(&table, Some(width));
            prop_assert_eq!(&lines, &lay_out(&table, Some(width)));
            let words = |texts: &mut dyn Iterator<Item = Cow<'_, str>>| {
                let mut words: Vec<String> = Vec::new();
                texts.for_each(|text| words.extend(text.split_whitespace().map(str::to_owned)));
                words.sort_unstable();
                words
            };
            let mut printed = words(&mut lines.iter().map(|line| line.text.as_str().into()));
            // Headings may be repeated; the words of cells may not be lost.
            for word in words(&mut table.rows.iter().flatten().map(Cell::shown)) {
                let found = printed.binary_search(&word);
                prop_assert!(found.is_ok(), "{word} is not whole in {lines:?}");
                printed.remove(found.unwrap_or_default());
            }
            for line in &lines {
                let one_word = line.text.split_whitespace().count() <= 1;
                prop_assert!(line.text.width() <= width || one_word, "{} wide: {}", line.text.width(), line.text);
            }
        }

        #[test]
        fn numbers_keep_to_the_right(numbers in prop::collection::vec(0..100_000_u32, 1..6), width in 20..60_usize) {
            let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let rows: Vec<Vec<Cell>> =
                texts.iter().map(|text| vec![Cell::from("name"), Cell::from(text.as_str()), Cell::from("a b c ".repeat(20))]).collect();
            let columns = vec![Column::left("name"), Column::right("boards"), Column::left("companies")];
            let lines = lay_out(&Table { columns, rows, ..Table::default() }, Some(width));
            let ends: Vec<usize> = lines
                .iter()
                .filter(|line| line.text.starts_with("name"))
                .filter_map(|line| line.text.split("  ").filter(|part| !part.is_empty()).nth(1).map(|part| {
                    line.text.find(part).unwrap_or_default() + part.len()
                }))
                .collect();
            prop_assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
        }

        #[test]
        fn wrapped_text_has_the_same_words(text in "[a-z]{1,9}( [a-z]{1,30}){0,20}", width in 10..80_usize) {
            let lines = wrap(&text, width, 4);
            let joined = lines.join(" ");
            prop_assert!(joined.split_whitespace().eq(text.split_whitespace()), "{joined}");
            for line in lines {
                prop_assert!(line.width() <= width || line.split_whitespace().count() == 1);
            }
        }
    }
}
