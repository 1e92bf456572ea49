//! Detects the layout of a table with several seats per row.

use crate::columns::{COLUMNS, ColumnNames, Field, Table};
use interlocks_core::model::PartialDate;

use super::super::mode::Mode;

/// The layout of a table with several seats per row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The columns with the seats.
    pub(crate) shape: Shape,
    /// For every column its field, if all seats of the row share its value.
    pub(crate) fields: Vec<Option<Field>>,
}

/// The columns with the seats of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Names of the other mode, joined by `;` in one cell or one name per column. `of` is the mode of the row.
    Names { of: Mode, columns: Vec<usize> },
    /// One column per person, or per company, of the other mode, with a mark for a seat.
    Marks { of: Mode, own: usize, columns: Vec<usize> },
    /// A column a day, a month or a year, in order, and a mark or a role where the seat was roles.
    Panel { dates: Vec<(usize, PartialDate)> },
}

/// Headings of a column with several people or several companies, as [`normalized`] returns them.
const PEOPLE: &[&str] = &[
    "people",
    "persons",
    "directors",
    "members",
    "boardmembers",
    "boardofdirectors",
    "board",
    "officers",
    "trustees",
    "names",
];
const COMPANIES: &[&str] =
    &["companies", "boards", "firms", "organisations", "organizations", "directorships", "issuers", "clubs"];

/// The fewest columns of a panel or an incidence table; fewer may be a coincidence.
const MIN_COLUMNS: usize = 2;

impl Layout {
    /// Detects the layout by the header and some rows; `None` if the table has one seat per row or no known layout.
    pub(crate) fn detect(names: &ColumnNames, header: &[String], rows: &[Vec<String>]) -> Option<Layout> {
        let mut fields = names.fields(Table::Seats, header.iter().map(String::as_str));
        let at = |field: Field, fields: &[Option<Field>]| fields.iter().position(|found| *found == Some(field));
        let (person, company) = (at(Field::Person, &fields), at(Field::Company, &fields));
        let shape = match (person, company) {
            (Some(_), Some(_)) => date_columns(header)?,
            (Some(own), None) => {
                name_columns(header, Mode::People, own).or_else(|| mark_columns(header, rows, Mode::People, own))?
            }
            (None, Some(own)) => name_columns(header, Mode::Companies, own)
                .or_else(|| mark_columns(header, rows, Mode::Companies, own))?,
            // Incidence tables often have no first heading; their rows are people, as in the literature.
            (None, None) => mark_columns(header, rows, Mode::People, 0)?,
        };
        for column in shape.columns() {
            fields[column] = None;
        }
        if let Shape::Marks { own, of, .. } = &shape {
            fields[*own] = Some(if *of == Mode::People { Field::Person } else { Field::Company });
        }
        Some(Layout { shape, fields })
    }
}

impl Shape {
    /// Returns the columns with seats.
    pub(crate) fn columns(&self) -> Vec<usize> {
        match self {
            Shape::Names { columns, .. } | Shape::Marks { columns, .. } => columns.clone(),
            Shape::Panel { dates } => dates.iter().map(|(column, _)| *column).collect(),
        }
    }
}

/// Returns a heading in lower case, with letters and digits only.
fn normalized(heading: &str) -> String {
    heading.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Finds the columns with names of the other mode: one with a plural heading, or several numbered ones.
fn name_columns(header: &[String], of: Mode, own: usize) -> Option<Shape> {
    let (many, one) = match of {
        Mode::People => (COMPANIES, Field::Company),
        Mode::Companies => (PEOPLE, Field::Person),
    };
    let singular = COLUMNS.iter().find(|column| column.field == one && column.tables.contains(&Table::Seats))?;
    let is_of = |word: &str| many.contains(&word) || singular.names.iter().any(|name| normalized(name) == word);
    let columns: Vec<usize> = (0..header.len())
        .filter(|at| *at != own)
        .filter(|at| {
            let heading = normalized(&header[*at]);
            let word = heading.trim_end_matches(|letter: char| letter.is_ascii_digit());
            if word == heading { many.contains(&word) } else { is_of(word) }
        })
        .collect();
    (!columns.is_empty()).then_some(Shape::Names { of, columns })
}

/// Finds the columns in which all cells are marks.
fn mark_columns(header: &[String], rows: &[Vec<String>], of: Mode, own: usize) -> Option<Shape> {
    let is_marks = |at: usize| {
        let mut cells = rows.iter().map(|row| row.get(at).map_or("", |cell| cell.trim()));
        !header[at].trim().is_empty() && cells.all(|cell| parse_mark(cell).is_some())
    };
    let columns: Vec<usize> = (0..header.len()).filter(|at| *at != own && is_marks(*at)).collect();
    let some =
        rows.iter().any(|row| columns.iter().any(|at| row.get(*at).and_then(|cell| parse_mark(cell)) == Some(true)));
    (columns.len() >= MIN_COLUMNS && columns.len() + 1 == header.len() && some).then_some(Shape::Marks {
        of,
        own,
        columns,
    })
}

/// Finds the columns whose headings are dates, in the order of the dates.
fn date_columns(header: &[String]) -> Option<Shape> {
    let date = |heading: &String| heading.trim().parse::<PartialDate>().ok();
    let mut dates: Vec<(usize, PartialDate)> =
        header.iter().enumerate().filter_map(|(at, heading)| Some((at, date(heading)?))).collect();
    dates.sort_by_key(|(at, date)| (date.earliest(), date.latest(), *at));
    (dates.len() >= MIN_COLUMNS).then_some(Shape::Panel { dates })
}

/// Returns `true` or `false` if the cell marks a seat or no seat, and `None` if it is not a mark.
pub(crate) fn parse_mark(cell: &str) -> Option<bool> {
    match cell.trim() {
        "" | "0" | "0.0" | "-" | "." => Some(false),
        "1" | "1.0" | "x" | "X" | "✓" => Some(true),
        word => match word.to_lowercase().as_str() {
            "no" | "n" | "false" | "f" | "na" => Some(false),
            "yes" | "y" | "true" | "t" => Some(true),
            _ => None,
        },
    }
}
