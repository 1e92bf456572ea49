//! How a table with several seats a row is laid out.

use crate::columns::{COLUMNS, ColumnNames, Field, Table};
use interlocks_core::model::PartialDate;

use super::super::mode::Mode;

/// What the columns of a table with several seats a row are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub shape: Shape,
    /// For every column the field it is of, where it is one that all seats of the row share.
    pub fields: Vec<Option<Field>>,
}

/// Where the seats of a row stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Names of the other mode, joined by `;` in one cell or a name a column. `of` is the side the row
    /// is about.
    Names { of: Mode, columns: Vec<usize> },
    /// A column for everybody, or every board, of the other mode, and a mark where there is a seat.
    Marks { of: Mode, own: usize, columns: Vec<usize> },
    /// A column a day, a month or a year, in order, and a mark or a role where the seat was roles.
    Panel { dates: Vec<(usize, PartialDate)> },
}

/// Headings of a column that holds several people, or several companies, as [`normalized`] has them.
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

/// Fewest columns that make a panel, or a table of marks: fewer may be there by chance.
const MIN_COLUMNS: usize = 2;

impl Layout {
    /// The layout of a table by its header and some of its rows; none when it is one seat a row, or none
    /// that is known.
    pub fn detect(names: &ColumnNames, header: &[String], rows: &[Vec<String>]) -> Option<Layout> {
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
            // Incidence tables often leave the first heading empty: rows are people, as in the literature.
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
    /// The columns in which seats stand.
    pub fn columns(&self) -> Vec<usize> {
        match self {
            Shape::Names { columns, .. } | Shape::Marks { columns, .. } => columns.clone(),
            Shape::Panel { dates } => dates.iter().map(|(column, _)| *column).collect(),
        }
    }
}

/// A heading without case and without what is neither letter nor digit.
fn normalized(heading: &str) -> String {
    heading.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Columns with names of the other mode: one with a heading for many, or several that are numbered.
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

/// Columns in which all cells are marks.
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

/// Columns whose headings are dates, in their order.
fn date_columns(header: &[String]) -> Option<Shape> {
    let date = |heading: &String| heading.trim().parse::<PartialDate>().ok();
    let mut dates: Vec<(usize, PartialDate)> =
        header.iter().enumerate().filter_map(|(at, heading)| Some((at, date(heading)?))).collect();
    dates.sort_by_key(|(at, date)| (date.earliest(), date.latest(), *at));
    (dates.len() >= MIN_COLUMNS).then_some(Shape::Panel { dates })
}

/// Whether a cell marks a seat; none when it is no mark.
pub fn parse_mark(cell: &str) -> Option<bool> {
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
